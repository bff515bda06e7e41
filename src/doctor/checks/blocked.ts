import { unsafeHeaderNames } from '../fetch-standard/safelist.js';
import type { RequestKind } from '../observation.js';
import { withPort } from '../origin.js';
import type { Blocked } from '../remedy-settings.js';
import { REQUEST_NAMES } from '../request-names.js';
import { type Row, statusOf } from '../survey.js';

/** What the texts say of rows that fail alike. */
export function blockedOf(rows: readonly [Row, ...Row[]]): Blocked {
  const [{ page, request, observation, eio }] = rows;
  const origins = [...new Set(rows.map((row) => row.page.origin))];
  const asked = unsafeHeaderNames(page.headers);
  const headers = asked.length === 0 ? ['Content-Type'] : asked;
  return {
    url: urlOf(observation.url, eio[0], request),
    origin: page.origin,
    isPreflight: request === 'preflight',
    pages: pagesOf(rows, origins),
    status: statusOf(observation) ?? 0,
    list: listOf(origins),
    listV2: listOf(origins.map(withPort)),
    headers: JSON.stringify(headers),
    headersV2: headers.join(','),
  };
}

/** Beyond these the table says who. */
const MOST_PAGES = 5;

function pagesOf(rows: readonly Row[], origins: readonly string[]): string {
  const named = origins.slice(0, MOST_PAGES).map((origin) => `${origin} (${requestsOf(rows, origin)})`);
  const left = origins.length - named.length;
  return left > 0 ? `${named.join(', ')} and ${left} more` : named.join(', ');
}

/** An array literal; what is left out is left out in a comment. */
function listOf(origins: readonly string[]): string {
  const named = origins.slice(0, MOST_PAGES).map((origin) => JSON.stringify(origin));
  const left = origins.length - named.length;
  return `[${named.join(', ')}${left > 0 ? `, /* and ${left} more */` : ''}]`;
}

/** As people read it in a browser's console. */
function urlOf(target: string, eio: number, request: RequestKind): string {
  const url = new URL(target);
  url.searchParams.set('EIO', String(eio));
  url.searchParams.set('transport', request === 'websocket' ? 'websocket' : 'polling');
  return url.href;
}

const requestsOf = (rows: readonly Row[], origin: string): string =>
  [
    ...new Set(
      rows.filter(({ page }) => page.origin === origin).map(({ request }) => REQUEST_NAMES[request]),
    ),
  ].join(', ');
