import type { Blocked } from '../../messages/browsers.js';
import { REQUEST_NAMES } from '../../messages/doctor.js';
import type { SettingsNeeded } from '../../messages/server-settings.js';
import { unsafeHeaderNames } from '../fetch/safelist.js';
import type { RequestKind } from '../observation.js';
import { type Row, type Survey, statusOf } from '../survey.js';

/** The origins and headers that the settings in remedies have to allow. */
export const neededBy = ({ generation, meant, headers }: Survey): SettingsNeeded => ({
  generation,
  origins: meant,
  headers: unsafeHeaderNames(headers),
});

/** The arguments of the texts about rows that fail alike. */
export function blockedOf(rows: readonly [Row, ...Row[]], survey: Survey): Blocked {
  const [{ page, request, observation, eio }] = rows;
  return {
    url: urlOf(observation.url, eio[0], request),
    origin: page.origin,
    isPreflight: request === 'preflight',
    pages: pagesOf(rows),
    status: statusOf(observation) ?? 0,
    needed: neededBy(survey),
  };
}

/** The table shows the pages beyond these. */
const MAX_PAGES = 5;

/** @example 'https://a.com (polling GET, WebSocket), https://b.com (WebSocket)' */
export function pagesOf(rows: readonly Row[]): string {
  const origins = [...new Set(rows.map(({ page }) => page.origin))];
  const named = origins.slice(0, MAX_PAGES).map((origin) => `${origin} (${requestsOf(rows, origin)})`);
  const left = origins.length - named.length;
  return left > 0 ? `${named.join(', ')} and ${left} more` : named.join(', ');
}

const requestsOf = (rows: readonly Row[], origin: string): string =>
  [
    ...new Set(
      rows.filter(({ page }) => page.origin === origin).map(({ request }) => REQUEST_NAMES[request]),
    ),
  ].join(', ');

/** As people read it in a browser's console. */
function urlOf(target: string, eio: number, request: RequestKind): string {
  const url = new URL(target);
  url.searchParams.set('EIO', String(eio));
  url.searchParams.set('transport', request === 'websocket' ? 'websocket' : 'polling');
  return url.href;
}
