import type { HeaderList } from '../observation.js';
import { type CorsCheckFailure, type CorsRequest, corsCheck } from './cors-check.js';
import { extractTokens, type InvalidToken } from './header-list.js';
import { isSafelistedMethod, unsafeHeaderNames } from './safelist.js';

/** Why a page may not send a request at all. */
export type PreflightFailure =
  | CorsCheckFailure
  | { readonly reason: 'CORSExternalRedirectNotAllowed' }
  | { readonly reason: 'CORSPreflightDidNotSucceed' }
  | { readonly reason: 'CORSInvalidAllowMethod'; readonly token: string }
  | { readonly reason: 'CORSInvalidAllowHeader'; readonly token: string }
  | { readonly reason: 'CORSMethodNotFound'; readonly method: string }
  | { readonly reason: 'CORSMissingAllowHeaderFromPreflight'; readonly header: string };

/** The request that a page wants to send. */
export interface PlannedRequest extends CorsRequest {
  readonly method: string;
  readonly headers: HeaderList;
}

/** The part of a response to `OPTIONS` that a browser reads. */
export interface PreflightResponse {
  readonly status: number;
  readonly headers: HeaderList;
}

/** Whether a browser asks before it sends the request (HTTP fetch, step 4.1, "CORS-preflight"). */
export const needsPreflight = ({ method, headers }: Pick<PlannedRequest, 'method' | 'headers'>): boolean =>
  !isSafelistedMethod(method) || unsafeHeaderNames(headers).length > 0;

/** The headers of the request: CORS-preflight fetch, steps 2 to 5. */
export function preflightHeaders({ method, headers }: PlannedRequest): HeaderList {
  const names = unsafeHeaderNames(headers);
  const asked: [string, string][] = [['Access-Control-Request-Method', method]];
  if (names.length > 0) asked.push(['Access-Control-Request-Headers', names.join(',')]);
  return asked;
}

/**
 * Reads the answer to a preflight: may the page send its request?
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch, step 7
 *
 * @returns the failure, or null for success
 */
export function corsPreflight(request: PlannedRequest, response: PreflightResponse): PreflightFailure | null {
  // The request's redirect mode is "error" (step 1), so every redirect is a network error.
  if (isRedirect(response.status)) return { reason: 'CORSExternalRedirectNotAllowed' };
  // Step 7: the CORS check, and an ok status (200 to 299). Browsers report the check first.
  const failure = corsCheck(request, response.headers);
  if (failure !== null) return failure;
  if (response.status < 200 || response.status > 299) return { reason: 'CORSPreflightDidNotSucceed' };
  return checkMethodsAndHeaders(request, response.headers);
}

/** https://fetch.spec.whatwg.org/#redirect-status */
export const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

function checkMethodsAndHeaders(request: PlannedRequest, headers: HeaderList): PreflightFailure | null {
  // Steps 7.1 to 7.3: a value that is no list of tokens is a network error.
  const methods = extractTokens(headers, 'access-control-allow-methods');
  if (isInvalid(methods)) return { reason: 'CORSInvalidAllowMethod', token: methods.token };
  const names = extractTokens(headers, 'access-control-allow-headers');
  if (isInvalid(names)) return { reason: 'CORSInvalidAllowHeader', token: names.token };
  // Step 7.5: methods are compared case-sensitively; `*` is a wildcard without credentials only.
  const anyMethod = methods.includes('*') && !request.credentials;
  if (!methods.includes(request.method) && !isSafelistedMethod(request.method) && !anyMethod) {
    return { reason: 'CORSMethodNotFound', method: request.method };
  }
  // Steps 7.6 and 7.7: names are compared case-insensitively; `Authorization` is in no wildcard.
  const allowed = new Set(names.map((name) => name.toLowerCase()));
  const anyHeader = allowed.has('*') && !request.credentials;
  const missing = unsafeHeaderNames(request.headers).find(
    (name) => !allowed.has(name) && (!anyHeader || name === 'authorization'),
  );
  return missing === undefined ? null : { reason: 'CORSMissingAllowHeaderFromPreflight', header: missing };
}

const isInvalid = (tokens: readonly string[] | InvalidToken): tokens is InvalidToken => 'token' in tokens;
