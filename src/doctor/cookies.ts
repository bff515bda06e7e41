import type { Outcome, Page } from './observation.js';
import { isLoopback, parseUrl } from './origin.js';

/** A cookie that a server set. */
export interface Cookie {
  readonly name: string;
  /** `name=value` */
  readonly pair: string;
  readonly isSecure: boolean;
  readonly isPartitioned: boolean;
  /** The path of the requests that it is sent with. */
  readonly path: string;
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

/** The last one of a repeated attribute counts: https://datatracker.ietf.org/doc/html/rfc6265#section-5.3 */
function parseCookie(line: string): Cookie {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const last = (name: string): string | undefined => {
    const values = attributes.flatMap((attribute) => {
      const [key = '', value = ''] = attribute.split('=', 2);
      return key.trim().toLowerCase() === name ? [value.trim()] : [];
    });
    return values.at(-1);
  };
  const sameSite = last('samesite')?.toLowerCase();
  const path = last('path');
  return {
    name: pair.split('=', 1)[0] as string,
    pair,
    // Without a path, the folder of the request counts, which is the path of Socket.IO.
    path: path?.startsWith('/') ? path : '/',
    sameSite: sameSite === 'none' || sameSite === 'strict' ? sameSite : 'lax',
    isSecure: last('secure') !== undefined,
    isPartitioned: last('partitioned') !== undefined,
  };
}

/**
 * Why a browser does not send the cookie back with the requests of that page:
 *
 * - `path`: it is for another path
 * - `secure`: it is for https only
 * - `credentials`: the client sends none
 * - `site`: page and server are different sites
 */
export type WithheldBy = 'path' | 'secure' | 'credentials' | 'site';

export function withheldBy(cookie: Cookie, page: Page, url: string): WithheldBy | undefined {
  const { sameSite, isSecure, isPartitioned, path } = cookie;
  const server = new URL(url);
  // https://datatracker.ietf.org/doc/html/rfc6265#section-5.1.4
  if (!`${server.pathname}/`.startsWith(path.replace(/\/*$/, '/'))) return 'path';
  if (isSecure && server.protocol !== 'https:' && !isLoopback(server)) return 'secure';
  // Chromium 156 and Safari send no other third-party cookies: https://privacycg.github.io/CHIPS/
  const isThirdParty = sameSite === 'none' && isSecure && isPartitioned;
  if (!isSameSite(page, server) && !isThirdParty) return 'site';
  return !page.credentials && page.role !== 'own' ? 'credentials' : undefined;
}

/** Whether a browser sends the cookie back with the requests of that page. */
export const isSentBack = (cookie: Cookie, page: Page, url: string): boolean =>
  withheldBy(cookie, page, url) === undefined;

/** https://html.spec.whatwg.org/#same-site: the scheme and the registrable domain. */
export function isSameSite(page: Page, server: URL): boolean {
  if (page.role === 'own') return true;
  const url = /^https?:/.test(page.origin) ? parseUrl(page.origin) : undefined;
  if (url === undefined || url.protocol !== server.protocol) return false;
  return url.hostname === server.hostname || siteOf(url.hostname) === siteOf(server.hostname);
}

/**
 * The registrable domain, without the public suffix list: two labels, or three below what looks like `co.uk`. An address
 * is its own site.
 */
export function siteOf(hostname: string): string {
  if (/^[\d.]+$|^\[/.test(hostname)) return hostname;
  const labels = hostname.split('.');
  const [second = '', top = ''] = labels.slice(-2);
  return labels.slice(top.length === 2 && second.length <= 3 ? -3 : -2).join('.');
}
