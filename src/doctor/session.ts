import { setTimeout } from 'node:timers/promises';
import { type Cookie, cookiesOf, isSentBack } from './cookies.js';
import { closePayload, isSessionUnknown, noopPayload, type OpenPacket, openedBy } from './engine-io.js';
import { type Observation, type Purpose, statusOf } from './observation.js';
import type { ProbeRequest, Send } from './requests.js';

/** Turns show at the first POST, weights by the third; chance needs more. */
const POSTS = 6;

type Asked = Pick<ProbeRequest, 'page' | 'eio'>;

/**
 * Does every connection reach the node that knows the session?
 *
 * One handshake, then POSTs of a packet that servers ignore, then a WebSocket, all with that session and each over a
 * connection of its own, one at a time: requests that are under way at the same time would hide turns. First with the
 * cookies that a browser sends back. If that fails, once with every cookie.
 */
export async function sendSession(send: Send, asked: Asked): Promise<Observation[]> {
  const { page } = asked;
  const first = await trial(send, asked, 'session', (cookie, url) => isSentBack(cookie, page, url));
  if (!first.some(isSessionUnknown)) return first;
  const isWithheld = first
    .slice(0, 1)
    .some(({ url, outcome }) => cookiesOf(outcome).some((cookie) => !isSentBack(cookie, page, url)));
  const all = isWithheld ? await trial(send, asked, 'session-all-cookies', () => true) : [];
  // Are the others servers of the same kind?
  return [...first, ...all, ...(await sendAgain(send, asked))];
}

async function trial(
  send: Send,
  asked: Asked,
  purpose: Purpose,
  keeps: (cookie: Cookie, url: string) => boolean,
): Promise<Observation[]> {
  const get = await send({ ...asked, purpose, request: 'polling-get' });
  const open = openedBy(get);
  if (open === null) return [get];
  const observations = [get];
  const isKnown = () => !observations.some(isSessionUnknown);
  const cookies = cookiesOf(get.outcome).filter((cookie) => keeps(cookie, get.url));
  const next = { ...asked, purpose, sid: open.sid, cookies };
  const body = noopPayload(open.eio ?? asked.eio);
  while (observations.length <= POSTS && isKnown())
    observations.push(await send({ ...next, request: 'polling-post', body }));
  if (isKnown() && open.upgrades.includes('websocket'))
    observations.push(await send({ ...next, request: 'websocket' }));
  if (purpose === 'session' && isKnown()) observations.push(...(await poll(send, { ...next, open })));
  const isClosed = observations.some(
    (one) => one.purpose === 'poll' && one.request === 'polling-post' && statusOf(one) === 200,
  );
  if (!isClosed) await closeSession(send, get, open);
  return observations;
}

/** How long a poll may take to reach the server before a POST closes the session and so answers it; and how long at all. */
const POLL = { head: 50, most: 1000 } as const;

/** A GET that waits, and a POST beside it: they may get other headers than the handshake, or be one too many. */
async function poll(
  send: Send,
  { open, ...next }: Omit<ProbeRequest, 'request'> & { readonly open: OpenPacket },
): Promise<readonly Observation[]> {
  const asked = { ...next, purpose: 'poll' } as const;
  const signal = AbortSignal.timeout(POLL.most);
  const answered = send({ ...asked, request: 'polling-get', signal });
  await setTimeout(POLL.head);
  const body = closePayload(open.eio ?? asked.eio);
  const post = await send({ ...asked, request: 'polling-post', body });
  return [await answered, post];
}

/** If the session is on another node, another connection may reach it. */
async function closeSession(send: Send, get: Observation, { sid, eio }: OpenPacket): Promise<void> {
  const { page, purpose, outcome } = get;
  const close: ProbeRequest = {
    ...{ page, eio: get.eio, purpose, request: 'polling-post', sid },
    ...{ body: closePayload(eio ?? get.eio), cookies: cookiesOf(outcome) },
  };
  for (let left = 3; left > 0; left -= 1) if ([null, 200].includes(statusOf(await send(close)))) return;
}

/** How often a handshake is repeated: as often as it takes to meet one of four. */
const REPEATS = 4;

/** Does every handshake of a page get the same answer? Servers with different settings may take turns. */
export async function sendAgain(send: Send, asked: Asked): Promise<Observation[]> {
  const gets: Observation[] = [];
  while (gets.length < REPEATS)
    gets.push(await send({ ...asked, purpose: 'repeat', request: 'polling-get' }));
  for (const get of gets) {
    const open = openedBy(get);
    if (open !== null) await closeSession(send, get, open);
  }
  return gets;
}
