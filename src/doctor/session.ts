import { type Cookie, cookieHeader, cookiesOf, isSameSite, isSentBack } from './cookies.js';
import { closePayload, isSessionUnknown, noopPayload, readPollingOpen } from './engine-io.js';
import type { Eio, HeaderList, Observation, Page, Purpose } from './observation.js';
import type { Send } from './requests.js';

/** Turns show at the first POST, weights by the third; chance needs more. */
const POSTS = 6;

/**
 * Does every connection reach the node that knows the session?
 *
 * One handshake, then POSTs of a packet that servers ignore, then a WebSocket, all with that session and each over a
 * connection of its own, one at a time: requests that are under way at the same time would hide turns. First with the
 * cookies that a browser sends back. If that fails, once with every cookie; and if it only works by a cookie that some
 * browsers block, once with none.
 */
export async function sendSession(send: Send, page: Page, eio: Eio): Promise<Observation[]> {
  const first = await trial(send, page, eio, 'session', (cookie, url) => isSentBack(cookie, page, url));
  const [handshake] = first;
  if (handshake === undefined || first.length < 2) return first;
  const { url, outcome } = handshake;
  const cookies = cookiesOf(outcome);
  if (first.some(isSessionUnknown)) {
    const isWithheld = cookies.some((cookie) => !isSentBack(cookie, page, url));
    return isWithheld
      ? [...first, ...(await trial(send, page, eio, 'session-all-cookies', () => true))]
      : first;
  }
  const isThirdParty =
    !isSameSite(page, new URL(url)) && cookies.some((cookie) => isSentBack(cookie, page, url));
  return isThirdParty
    ? [...first, ...(await trial(send, page, eio, 'session-no-cookies', () => false))]
    : first;
}

async function trial(
  send: Send,
  page: Page,
  eio: Eio,
  purpose: Purpose,
  keeps: (cookie: Cookie, url: string) => boolean,
): Promise<Observation[]> {
  const common = { page, eio, purpose };
  const polling = { transport: 'polling' };
  const get = await send({
    ...common,
    request: 'polling-get',
    method: 'GET',
    query: polling,
    headers: page.headers,
  });
  const open = get.outcome.kind === 'answer' ? readPollingOpen(get.outcome.body) : null;
  if (open === null) return [get];
  const { sid } = open;
  const cookies = cookiesOf(get.outcome);
  const post = (body: string, sent: readonly Cookie[]): Promise<Observation> => {
    const headers: HeaderList = [
      ...page.headers,
      ['Content-Type', 'text/plain;charset=UTF-8'],
      ...cookieHeader(sent),
    ];
    return send({
      ...common,
      ...{ request: 'polling-post', method: 'POST', query: { ...polling, sid }, headers, body },
    });
  };
  const kept = cookies.filter((cookie) => keeps(cookie, get.url));
  const observations = [get];
  const spoken = open.eio ?? eio;
  while (observations.length <= POSTS && !observations.some(isSessionUnknown))
    observations.push(await post(noopPayload(spoken), kept));
  if (!observations.some(isSessionUnknown) && open.upgrades.includes('websocket')) {
    const query = { transport: 'websocket', sid };
    const headers = cookieHeader(kept);
    observations.push(await send({ ...common, request: 'websocket', method: 'GET', query, headers }));
  }
  // If the session is on another node, another connection may reach it.
  for (let left = 3; left > 0; left -= 1) {
    const { outcome } = await post(closePayload(spoken), cookies);
    if (outcome.kind !== 'answer' || outcome.status === 200) break;
  }
  return observations;
}
