import type { Answer } from './ask.js';

/** What a page is about to do, as its browser sees it. */
export interface PageRequest {
  /** The serialized origin of the page, or `null`. */
  readonly origin: string;
  readonly method: string;
  /** Header names that the page sets and that are not CORS-safelisted. */
  readonly headerNames: readonly string[];
  /** `true` for credentials mode "include". */
  readonly credentials: boolean;
}

type Headers = Answer['headers'];

/**
 * Whether a page of `origin` may read a response.
 *
 * Fetch standard, "CORS check" (§ 4.10).
 */
export function mayRead(answer: Answer, origin: string, credentials: boolean): boolean {
  if (answer.status === 0) return false;
  const allowed = get(answer.headers, 'access-control-allow-origin');
  // 2. If origin is null, then return failure.
  if (allowed === null) return false;
  // 3. If credentials mode is not "include" and origin is `*`, then return success.
  if (!credentials && allowed === '*') return true;
  // 4. If the result of byte-serializing a request origin with request is not origin, then return failure.
  if (allowed !== origin) return false;
  // 5. If credentials mode is not "include", then return success. 6–7. Otherwise only for exactly `true`.
  return !credentials || get(answer.headers, 'access-control-allow-credentials') === 'true';
}

/**
 * Whether a page may send a request, by the answer to its preflight.
 *
 * Fetch standard, "CORS-preflight fetch" (§ 4.8), step 7.
 */
export function maySend(answer: Answer, page: PageRequest): boolean {
  // 7. If a CORS check returns success and response's status is an ok status:
  if (!mayRead(answer, page.origin, page.credentials)) return false;
  if (answer.status < 200 || answer.status > 299) return false;
  // 7.1–7.3. Values that do not parse as a list of tokens are a network error.
  const methods = extractTokens(answer.headers, 'access-control-allow-methods');
  const names = extractTokens(answer.headers, 'access-control-allow-headers');
  if (methods === null || names === null) return false;
  // 7.5. Method: listed (case matters), safelisted, or covered by `*` without credentials.
  if (!methods.includes(page.method) && !SAFELISTED_METHODS.includes(page.method)) {
    if (page.credentials || !methods.includes('*')) return false;
  }
  // 7.6–7.7. Header names: listed (case does not matter), or covered by `*` without credentials,
  // which never covers the "CORS non-wildcard request-header name" `Authorization`.
  const listed = names.map((name) => name.toLowerCase());
  return page.headerNames.every((header) => {
    const name = header.toLowerCase();
    if (listed.includes(name)) return true;
    return name !== 'authorization' && !page.credentials && listed.includes('*');
  });
}

const SAFELISTED_METHODS = ['GET', 'HEAD', 'POST'];
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** Fetch, "get a header": repeated ones are joined, so a second `Access-Control-Allow-Origin` spoils the first. */
function get(headers: Headers, name: string): string | null {
  const values = headers.filter(([key]) => key === name).map(([, value]) => value);
  return values.length === 0 ? null : values.join(', ');
}

/** Fetch, "extract header list values"; `null` is its failure. Empty list elements are legal (RFC 9110, 5.6.1.2). */
function extractTokens(headers: Headers, name: string): string[] | null {
  const tokens = (get(headers, name) ?? '')
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '');
  return tokens.every((token) => TOKEN.test(token)) ? tokens : null;
}
