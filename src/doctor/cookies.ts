import type { HeaderList, Outcome, Page } from './observation.js';

/** A cookie that a server set. */
export interface Cookie {
  readonly name: string;
  /** `name=value` */
  readonly pair: string;
  readonly isSecure: boolean;
  readonly isPartitioned: boolean;
  /** Lax if the server says nothing: https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.7 */
  readonly sameSite: 'strict' | 'lax' | 'none';
}

/** The cookies of an answer. */
export function cookiesOf(outcome: Outcome): readonly Cookie[] {
  if (outcome.kind !== 'answer') return [];
  return outcome.headers
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(([, value]) => parseCookie(value))
    .filter(({ pair }) => /^[\x21-\x7e\x80-\xff ]+$/.test(pair));
}

function parseCookie(line: string): Cookie {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const has = (name: string) => attributes.some((attribute) => attribute.toLowerCase() === name);
  const sameSite = has('samesite=none') ? 'none' : has('samesite=strict') ? 'strict' : 'lax';
  const name = pair.split('=', 1)[0] as string;
  return { name, pair, sameSite, isSecure: has('secure'), isPartitioned: has('partitioned') };
}

/** Whether a browser sends the cookie back with the requests of that page. */
export function isSentBack({ sameSite, isSecure }: Cookie, page: Page, url: string): boolean {
  const server = new URL(url);
  if (isSecure && server.protocol !== 'https:') return false;
  if (!page.credentials && page.role !== 'own') return false;
  return isSameSite(page, server) || (sameSite === 'none' && isSecure);
}

/** https://html.spec.whatwg.org/#same-site: the scheme and the registrable domain. */
export function isSameSite(page: Page, server: URL): boolean {
  if (page.role === 'own') return true;
  const url = /^https?:/.test(page.origin) ? new URL(page.origin) : undefined;
  if (url === undefined || url.protocol !== server.protocol) return false;
  return url.hostname === server.hostname || siteOf(url) === siteOf(server);
}

/**
 * The registrable domain, without the public suffix list: two labels, or three below what looks like `co.uk`. An address
 * is its own site.
 */
function siteOf({ hostname }: URL): string {
  if (/^[\d.]+$|^\[/.test(hostname)) return hostname;
  const labels = hostname.split('.');
  const [second = '', top = ''] = labels.slice(-2);
  return labels.slice(top.length === 2 && second.length <= 3 ? -3 : -2).join('.');
}

/** The header that carries cookies back, if there are any. */
export const cookieHeader = (cookies: readonly Cookie[]): HeaderList =>
  cookies.length === 0 ? [] : [['Cookie', cookies.map(({ pair }) => pair).join('; ')]];
