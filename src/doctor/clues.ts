import { domainToUnicode } from 'node:url';
import { siteOf } from './cookies.js';
import { openedBy, speaksEngineIo } from './engine-io.js';
import { allowOriginOf } from './fetch/header-list.js';
import { judge } from './judge.js';
import { type Eio, type Observation, type Page, statusOf } from './observation.js';
import { PATIENCE, type ProbePlan, withPath } from './options.js';
import { type Send, sendPolling } from './requests.js';

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
