import { setTimeout } from 'node:timers/promises';
import { domainToUnicode } from 'node:url';
import { type Cookie, cookiesOf, isSentBack, siteOf } from './cookies.js';
import {
  closePayload,
  isSessionUnknown,
  noopPayload,
  type OpenPacket,
  openedBy,
  speaksEngineIo,
} from './engine-io.js';
import { allowOriginOf } from './fetch.js';
import { judge } from './judge.js';
import { type Eio, type Observation, type Page, type Purpose, statusOf } from './observation.js';
import { PATIENCE, type ProbePlan, withPath } from './options.js';
import { type ProbeRequest, type Send, sendPolling } from './requests.js';

/** The pages of these observations, each once, and a few at most. */
const somePages = (observations: readonly Observation[]): readonly Page[] =>
  [...new Map(observations.map(({ page }) => [page.origin, page])).values()].slice(0, 3);

/** If a page is blocked: which spelling of its origin does the server allow? */
export async function sendNearMisses(
  send: Send,
  observations: readonly Observation[],
  eio: Eio,
): Promise<Observation[]> {
  const gets = observations.filter(({ request, page }) => request === 'polling-get' && page.role !== 'own');
  // A server that allows any origin lists none.
  if (gets.some((get) => get.page.role === 'foreign' && (isNamed(get) || isNamed(get, '*')))) return [];
  const listed = new Set(gets.filter((get) => isNamed(get)).map(({ page }) => page.origin));
  const blocked = gets.filter(({ page }) => page.role === 'asked' && !listed.has(page.origin));
  const tried = somePages(blocked).flatMap((page) =>
    spellingsOf(page.origin).map((origin) =>
      sendPolling(send, { page: { ...page, origin }, eio, purpose: 'near-miss' }),
    ),
  );
  return (await Promise.all(tried)).map(([get]) => get).filter((get) => isNamed(get));
}

/** Whether Engine.IO's answer names the origin of the page, or another value. */
function isNamed(get: Observation, origin = get.page.origin): boolean {
  if (!speaksEngineIo(get)) return false;
  const value = allowOriginOf(get);
  // Node writes headers in UTF-8 if they go out together with a body.
  return value === origin || value === Buffer.from(origin).toString('latin1');
}

/** The ways in which people write an origin by mistake, and the other origins that they list instead. */
export function spellingsOf(origin: string): readonly string[] {
  if (origin === 'null') return ['file://', '*'];
  const [, scheme = '', host = ''] = /^([^:]+):\/\/(.+)$/.exec(origin) ?? [];
  const name = host.replace(/:\d+$/, '');
  const spellings = [
    `${origin}/`,
    ...(/^https?$/.test(scheme) ? webSpellingsOf(scheme, host, name) : []),
    host,
    '*',
  ];
  // Apps in a shell of their own are often listed by the scheme that another platform's shell has.
  if (!/^https?$/.test(scheme)) spellings.push(`http://${host}`, `https://${host}`);
  // Node sends no other characters in a header.
  return [...new Set(spellings)].filter((one) => one !== origin && /^[\x20-\x7e\xa0-\xff]*$/.test(one));
}

function webSpellingsOf(scheme: string, host: string, name: string): readonly string[] {
  const other = scheme === 'https' ? 'http' : 'https';
  const origin = `${scheme}://${host}`;
  return [
    host === name ? `${origin}:${scheme === 'https' ? 443 : 80}` : `${scheme}://${name}`,
    `${scheme}://${host.replace(/^[a-z]/, (letter) => letter.toUpperCase())}`,
    `${scheme}://${host.toUpperCase()}`,
    origin.toUpperCase(),
    `${other}://${host}`,
    `${scheme}://${host.startsWith('www.') ? host.slice(4) : `www.${host}`}`,
    `${scheme}://${host.replace(name, domainToUnicode(name) || name)}`,
    ...(LOOPBACK.includes(name) ? LOOPBACK : []).map(
      (loopback) => `${scheme}://${host.replace(name, loopback)}`,
    ),
  ];
}

/** Names of this machine, which are different origins all the same. */
const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Does the check compare only a part of the origin? A pattern without `^` and `$`, `endsWith()`, `includes()` and a string
 * of v2's `origins` allow hosts that anyone can register. Tried for pages that are allowed, if strangers are not.
 */
export async function sendLookAlikes(
  send: Send,
  observations: readonly Observation[],
  eio: Eio,
): Promise<Observation[]> {
  for (const request of ['polling-get', 'websocket'] as const) {
    const passing = observations.filter((one) => one.request === request && judge(one).verdict === 'allowed');
    if (passing.some(({ page }) => page.role === 'foreign')) return [];
    const pages = somePages(passing.filter(({ page }) => page.role === 'asked'));
    if (pages.length === 0) continue;
    const tried = pages.flatMap((page) =>
      lookAlikesOf(page.origin).map(async (origin) => {
        const stranger: Page = { ...page, role: 'foreign', origin };
        const asked = { page: stranger, eio, purpose: 'look-alike' } as const;
        if (request === 'websocket') return send({ ...asked, request });
        const [get] = await sendPolling(send, asked);
        return get;
      }),
    );
    return Promise.all(tried);
  }
  return [];
}

/**
 * Origins of strangers that contain an origin, or that a pattern with unescaped dots takes for it.
 *
 * @example lookAlikesOf('https://app.example.com')[0] // 'https://evilexample.com'
 */
export function lookAlikesOf(origin: string): readonly string[] {
  const [, start = '', host = '', port = ''] = /^(https?:\/\/)([^:[\]]+)(:\d+)?$/.exec(origin) ?? [];
  // A stranger cannot register a look-alike of `localhost` or of an IP address.
  if (!host.includes('.') || /^[\d.]+$/.test(host)) return [];
  const site = siteOf(host);
  const hosts = [
    `evil${site}`,
    `${host}.evil.example`,
    ...(host === site ? [] : [host.replace('.', 'x')]),
    // v2 searches a string for "host:port", so a host without its first letters is found as well.
    ...(/^[^.]{3}/.test(site) ? [site.slice(1)] : []),
  ];
  return hosts.map((one) => `${start}${one}${port}`);
}

/**
 * The server's own page polls with neither Origin nor Referer if it is served with `Referrer-Policy: no-referrer`, as
 * Helmet does by default. Only asked if the same page is allowed with a Referer.
 */
export async function sendOwnPage(
  send: Send,
  observations: readonly Observation[],
  { target, timeout }: ProbePlan,
): Promise<Observation[]> {
  const own = observations.find(
    (one) => one.page.role === 'own' && one.request === 'polling-get' && openedBy(one) !== null,
  );
  if (own === undefined) return [];
  const { page, eio } = own;
  const [bare] = await sendPolling(send, { page, eio, purpose: 'no-referer' });
  if (judge(bare).verdict === 'allowed') return [bare];
  const front = await send({
    ...{ request: 'polling-get', page, eio, purpose: 'front-page', target: withPath(target, '/') },
    // A server with only Socket.IO never answers there.
    signal: AbortSignal.timeout(Math.ceil(timeout * PATIENCE)),
  });
  return [bare, front];
}

/** Does a proxy refuse the page because of its Referer? Sent if a page gets something other than Engine.IO's answers. */
export async function sendWithoutReferer(
  send: Send,
  observations: readonly Observation[],
): Promise<Observation[]> {
  const refused = observations.find(
    (one) =>
      one.page.role === 'asked' &&
      one.request === 'polling-get' &&
      statusOf(one) === 403 &&
      !speaksEngineIo(one),
  );
  if (refused === undefined) return [];
  const { page, eio } = refused;
  const [bare] = await sendPolling(send, { page, eio, purpose: 'no-referer' });
  return [bare];
}

/**
 * Sent if every handshake was refused: by which generation of Socket.IO?
 *
 * A session that does not exist is answered before any check of the app, and the generations answer with different
 * headers. And many servers allow requests without an Origin, as the `allowRequest` in the docs does.
 */
export async function sendIdentity(
  send: Send,
  { target, pages: [page, ...others] }: ProbePlan,
): Promise<Observation[]> {
  const cross = [page, ...others].find(({ role }) => role !== 'own') ?? page;
  const own: Page = { origin: target.origin, role: 'own', credentials: false, headers: [] };
  const purpose = 'identity';
  const observations = await Promise.all([
    send({ request: 'polling-get', page: cross, eio: 4, sid: 'socketio-cors-doctor', purpose }),
    sendPolling(send, { page: own, eio: 4, purpose }),
    sendPolling(send, { page: own, eio: 3, purpose }),
  ]);
  return observations.flat().filter(({ request }) => request === 'polling-get');
}

/** Round robin shows at the first POST, weights by the third. Random choice needs more. */
const POSTS = 6;

type Asked = Pick<ProbeRequest, 'page' | 'eio'>;

/**
 * Does every connection reach the node that knows the session?
 *
 * One handshake, then POSTs of a packet that servers ignore, then a WebSocket, all with that session and each over a
 * connection of its own. They are sent one at a time, because concurrent requests would hide round robin. First with
 * the cookies that a browser sends back. If that fails, once with every cookie.
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

/** A GET that waits, and a POST at the same time. They may get other headers than the handshake, or exceed a limit. */
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
