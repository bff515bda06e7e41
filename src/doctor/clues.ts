import { isEngineIo, readPollingOpen } from './engine-io.js';
import { getHeader } from './fetch/header-list.js';
import { judge } from './judge.js';
import type { Eio, Observation, Page } from './observation.js';
import { PATIENCE, type ProbePlan, withPath } from './options.js';
import { type Send, sendPolling } from './requests.js';

/** How many blocked pages are tried with other spellings. */
const MAX_PAGES = 3;

/** If a page is blocked: which spelling of its origin does the server allow? */
export async function sendNearMisses(
  send: Send,
  observations: readonly Observation[],
  eio: Eio,
): Promise<Observation[]> {
  const gets = observations.filter(({ request, page }) => request === 'polling-get' && page.role !== 'own');
  // A server that allows any origin lists none.
  if (gets.some((get) => get.page.role === 'foreign' && (isNamed(get) || isNamed(get, '*')))) return [];
  const blocked = gets.filter(({ page }) => page.role === 'asked' && /^https?:/.test(page.origin));
  const pages = [...new Map(blocked.map(({ page }) => [page.origin, page])).values()].filter(
    ({ origin }) => !blocked.some((get) => get.page.origin === origin && isNamed(get)),
  );
  const tried = pages.slice(0, MAX_PAGES).flatMap((page) =>
    spellingsOf(page.origin).map(async (origin) => {
      const spelled: Page = { ...page, origin };
      const [get] = await sendPolling(send, spelled, eio, { purpose: 'near-miss' });
      return isNamed(get) ? [get] : [];
    }),
  );
  return (await Promise.all(tried)).flat();
}

/** Whether Engine.IO's answer names the origin of the page, or another value. */
const isNamed = ({ page, outcome }: Observation, origin = page.origin): boolean =>
  outcome.kind === 'answer' &&
  isEngineIo(outcome.body) &&
  getHeader(outcome.headers, 'access-control-allow-origin') === origin;

/** The ways in which people write an origin by mistake, and the other origins that they list instead. */
export function spellingsOf(origin: string): readonly string[] {
  const [, scheme = '', host = ''] = /^(https?):\/\/(.+)$/.exec(origin) ?? [];
  const hasPort = /:\d+$/.test(host);
  const other = scheme === 'https' ? 'http' : 'https';
  const capital = host.replace(/^[a-z]/, (letter) => letter.toUpperCase());
  const spellings = [
    `${origin}/`,
    ...(hasPort ? [] : [`${origin}:${scheme === 'https' ? 443 : 80}`]),
    `${scheme}://${capital}`,
    `${scheme}://${host.toUpperCase()}`,
    origin.toUpperCase(),
    `${other}://${host}`,
    `${scheme}://${host.startsWith('www.') ? host.slice(4) : `www.${host}`}`,
    host,
    '*',
  ];
  return [...new Set(spellings)].filter((spelling) => spelling !== origin);
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
    ({ page, request, outcome }) =>
      page.role === 'own' &&
      request === 'polling-get' &&
      outcome.kind === 'answer' &&
      readPollingOpen(outcome.body) !== null,
  );
  if (own === undefined) return [];
  const { page, eio } = own;
  const [bare] = await sendPolling(send, page, eio, { purpose: 'no-referer' });
  if (judge(bare).verdict === 'allowed') return [bare];
  const front = await send({
    ...{ request: 'polling-get', page, eio, method: 'GET', query: {}, target: withPath(target, '/') },
    purpose: 'front-page',
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
    ({ page, request, outcome }) =>
      page.role === 'asked' &&
      request === 'polling-get' &&
      outcome.kind === 'answer' &&
      outcome.status === 403 &&
      !isEngineIo(outcome.body),
  );
  if (refused === undefined) return [];
  const [bare] = await sendPolling(send, refused.page, refused.eio, { purpose: 'no-referer' });
  return [bare];
}
