import type { HeaderList } from '../observation.js';
import { getHeader } from './header-list.js';

/** Why a page may not read a response, by Firefox's name for it. */
export type CorsCheckFailure =
  | { readonly reason: 'CORSMissingAllowOrigin' }
  | { readonly reason: 'CORSMultipleAllowOriginNotAllowed'; readonly value: string }
  | { readonly reason: 'CORSAllowOriginNotMatchingOrigin'; readonly value: string }
  | { readonly reason: 'CORSNotSupportingCredentials' }
  | { readonly reason: 'CORSMissingAllowCredentials'; readonly value: string | null };

/** The part of a request that the check reads. `credentials` is the credentials mode `include`. */
export interface CorsRequest {
  readonly origin: string;
  readonly credentials: boolean;
}

/**
 * The CORS check: may a page of that origin read this response?
 * https://fetch.spec.whatwg.org/#concept-cors-check
 *
 * @returns the failure, or null for success
 */
export function corsCheck(request: CorsRequest, headers: HeaderList): CorsCheckFailure | null {
  // Steps 1 and 2: let origin be the result of getting `Access-Control-Allow-Origin`; null is failure.
  const origin = getHeader(headers, 'access-control-allow-origin');
  if (origin === null) return { reason: 'CORSMissingAllowOrigin' };
  // Step 3: without credentials, `*` is success.
  if (origin === '*') return request.credentials ? { reason: 'CORSNotSupportingCredentials' } : null;
  // Step 4: byte-serializing the request's origin has to give the same bytes.
  if (origin !== request.origin) {
    const reason = isSeveral(origin)
      ? 'CORSMultipleAllowOriginNotAllowed'
      : 'CORSAllowOriginNotMatchingOrigin';
    return { reason, value: origin };
  }
  // Steps 5 to 8: with credentials, `Access-Control-Allow-Credentials` has to be `true`, in lower case.
  if (!request.credentials) return null;
  const value = getHeader(headers, 'access-control-allow-credentials');
  return value === 'true' ? null : { reason: 'CORSMissingAllowCredentials', value };
}

/** The standard only has a mismatch; browsers tell these apart, Chromium by this test. */
const isSeveral = (value: string): boolean => /[ ,]/.test(value);
