import { type Cookie, cookieHeader, cookiesOf, isSentBack } from './cookies.js';
import { closePayload, isSessionUnknown, noopPayload, type OpenPacket } from './engine-io.js';
import { type Eio, type Observation, type Page, type Purpose, statusOf } from './observation.js';
import { openedBy, type Send, sendHandshake, sendPost } from './requests.js';

/** Turns show at the first POST, weights by the third; chance needs more. */
const POSTS = 6;

/**
 * Does every connection reach the node that knows the session?
 *
 * One handshake, then POSTs of a packet that servers ignore, then a WebSocket, all with that session and each over a
 * connection of its own, one at a time: requests that are under way at the same time would hide turns. First with the
 * cookies that a browser sends back. If that fails, once with every cookie.
 */
export async function sendSession(send: Send, page: Page, eio: Eio): Promise<Observation[]> {
  const first = await trial(send, page, eio, 'session', (cookie, url) => isSentBack(cookie, page, url));
  const [handshake] = first;
  if (handshake === undefined || first.length < 2) return first;
  const { url, outcome } = handshake;
  const cookies = cookiesOf(outcome);
  if (first.some(isSessionUnknown)) {
    const isWithheld = cookies.some((cookie) => !isSentBack(cookie, page, url));
    const all = isWithheld ? await trial(send, page, eio, 'session-all-cookies', () => true) : [];
    // Are the others servers of the same kind?
    return [...first, ...all, ...(await sendAgain(send, page, eio))];
  }
  return first;
}

async function trial(
  send: Send,
  page: Page,
  eio: Eio,
  purpose: Purpose,
  keeps: (cookie: Cookie, url: string) => boolean,
): Promise<Observation[]> {
  const get = await sendHandshake(send, page, eio, { purpose });
  const open = openedBy(get);
  if (open === null) return [get];
  const observations = [get];
  const cookies = cookiesOf(get.outcome).filter((cookie) => keeps(cookie, get.url));
  while (observations.length <= POSTS && !observations.some(isSessionUnknown))
    observations.push(await sendPost(send, get, open, noopPayload(open.eio ?? eio), { cookies }));
  if (!observations.some(isSessionUnknown) && open.upgrades.includes('websocket')) {
    const query = { transport: 'websocket', sid: open.sid };
    const headers = cookieHeader(cookies);
    observations.push(
      await send({ page, eio, purpose, request: 'websocket', method: 'GET', query, headers }),
    );
  }
  if (purpose === 'session' && !observations.some(isSessionUnknown))
    observations.push(...(await poll(send, get, open, cookies)));
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
  { page, eio }: Observation,
  open: OpenPacket,
  cookies: readonly Cookie[],
): Promise<readonly Observation[]> {
  const asked = { page, eio, purpose: 'poll' } as const;
  const answered = send({
    ...{ ...asked, request: 'polling-get', method: 'GET' },
    query: { transport: 'polling', sid: open.sid },
    headers: [...page.headers, ...cookieHeader(cookies)],
    signal: AbortSignal.timeout(POLL.most),
  });
  await new Promise((resolve) => setTimeout(resolve, POLL.head));
  const post = await sendPost(send, asked, open, closePayload(open.eio ?? eio), { cookies });
  return [await answered, post];
}

/** If the session is on another node, another connection may reach it. */
async function closeSession(send: Send, get: Observation, open: OpenPacket): Promise<void> {
  const cookies = cookiesOf(get.outcome);
  for (let left = 3; left > 0; left -= 1) {
    const { outcome } = await sendPost(send, get, open, closePayload(open.eio ?? get.eio), { cookies });
    if (outcome.kind !== 'answer' || outcome.status === 200) return;
  }
}

/** How often a handshake is repeated: as often as it takes to meet one of four. */
const REPEATS = 4;

/** Does every handshake of a page get the same answer? Servers with different settings may take turns. */
export async function sendAgain(send: Send, page: Page, eio: Eio): Promise<Observation[]> {
  const gets: Observation[] = [];
  while (gets.length < REPEATS) gets.push(await sendHandshake(send, page, eio, { purpose: 'repeat' }));
  for (const get of gets) {
    const open = openedBy(get);
    if (open !== null) await closeSession(send, get, open);
  }
  return gets;
}
