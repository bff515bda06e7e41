import { answerTo, type HeaderList, type Seen } from './observation.js';

/**
 * "Get" of a header list: all values of that name, joined by a comma and a space.
 * A repeated `Access-Control-Allow-Origin` therefore equals no origin.
 * https://fetch.spec.whatwg.org/#concept-header-list-get
 */
export function getHeader(headers: HeaderList, name: string): string | null {
  const values = headers
    .filter(([other]) => other.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value);
  return values.length === 0 ? null : values.join(', ');
}

/** A header of the answer, if there are both. */
export const headerOf = (one: Seen, name: string): string | null =>
  getHeader(answerTo(one)?.headers ?? [], name);

export const allowOriginOf = (one: Seen): string | null => headerOf(one, 'access-control-allow-origin');

/** Whether `Vary` names `Origin`. The `cors` package sets that, except with `origin: '*'`. */
export const variesByOrigin = (one: Seen): boolean =>
  /(?:^|,)\s*origin\s*(?:,|$)/i.test(headerOf(one, 'vary') ?? '');

/** RFC 9110, 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;

export const isToken = (text: string): boolean => TOKEN.test(text);

/**
 * "Extract header list values" for headers that are lists of tokens: `Access-Control-Allow-Methods` and `-Headers`. An
 * empty element is skipped (RFC 9110, 5.6.1.2). An element that is not a token stays: for the caller, it is a failure.
 * https://fetch.spec.whatwg.org/#extract-header-list-values
 */
const extractTokens = (headers: HeaderList, name: string): readonly string[] =>
  (getHeader(headers, name) ?? '')
    .split(',')
    .map((token) => token.replace(/^[\t ]+|[\t ]+$/g, ''))
    .filter((token) => token !== '');

/** Why a page may not send a request or read its response, by Firefox's name for it. */
export interface CorsFailure {
  readonly reason:
    | 'CORSMissingAllowOrigin'
    | 'CORSMultipleAllowOriginNotAllowed'
    | 'CORSAllowOriginNotMatchingOrigin'
    | 'CORSNotSupportingCredentials'
    | 'CORSMissingAllowCredentials'
    | 'CORSExternalRedirectNotAllowed'
    | 'CORSPreflightDidNotSucceed'
    | 'CORSInvalidAllowMethod'
    | 'CORSInvalidAllowHeader'
    | 'CORSMethodNotFound'
    | 'CORSMissingAllowHeaderFromPreflight';
  /** The header's value, the token in it that is invalid, or the name that is missing in it. */
  readonly value?: string | null;
}

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
export function corsCheck(request: CorsRequest, headers: HeaderList): CorsFailure | null {
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
export function corsPreflight(request: PlannedRequest, response: PreflightResponse): CorsFailure | null {
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

function checkMethodsAndHeaders(request: PlannedRequest, headers: HeaderList): CorsFailure | null {
  // Steps 7.1 to 7.3: a value that is not a list of tokens is a network error.
  const methods = extractTokens(headers, 'access-control-allow-methods');
  const notMethod = methods.find((token) => !isToken(token));
  if (notMethod !== undefined) return { reason: 'CORSInvalidAllowMethod', value: notMethod };
  const names = extractTokens(headers, 'access-control-allow-headers');
  const notName = names.find((token) => !isToken(token));
  if (notName !== undefined) return { reason: 'CORSInvalidAllowHeader', value: notName };
  // Step 7.5: methods are compared case-sensitively; `*` is a wildcard without credentials only.
  const anyMethod = methods.includes('*') && !request.credentials;
  if (!methods.includes(request.method) && !isSafelistedMethod(request.method) && !anyMethod) {
    return { reason: 'CORSMethodNotFound', value: request.method };
  }
  // Steps 7.6 and 7.7: names are compared case-insensitively; `Authorization` is in no wildcard.
  const allowed = new Set(names.map((name) => name.toLowerCase()));
  const anyHeader = allowed.has('*') && !request.credentials;
  const missing = unsafeHeaderNames(request.headers).find(
    (name) => !allowed.has(name) && (!anyHeader || name === 'authorization'),
  );
  return missing === undefined ? null : { reason: 'CORSMissingAllowHeaderFromPreflight', value: missing };
}

/** https://fetch.spec.whatwg.org/#cors-safelisted-method */
export const isSafelistedMethod = (method: string): boolean => /^(?:GET|HEAD|POST)$/.test(method);

/**
 * Whether a page may send the header to another origin without asking first.
 * https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function isSafelistedHeader(name: string, value: string): boolean {
  if (value.length > 128) return false;
  switch (name.toLowerCase()) {
    case 'accept':
      return !hasUnsafeByte(value);
    case 'accept-language':
    case 'content-language':
      return /^[\dA-Za-z *,\-.;=]*$/.test(value);
    case 'content-type':
      return !hasUnsafeByte(value) && SAFE_TYPE.test(value);
    case 'range':
      return isSimpleRange(value);
    default:
      return false;
  }
}

/** https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte */
const hasUnsafeByte = (value: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for control bytes
  /[\x00-\x08\x0A-\x1F"():<>?@[\\\]{}\x7F]/.test(value);

const SAFE_TYPE =
  /^[\t\n\r ]*(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)[\t\n\r ]*(?:;|$)/i;

/** A single range, with a start: "parse a single range header value" with allowWhitespace false. */
function isSimpleRange(value: string): boolean {
  const range = /^bytes=(\d+)-(\d*)$/.exec(value);
  return range !== null && (range[2] === '' || BigInt(range[1] as string) <= BigInt(range[2] as string));
}

/**
 * The names that a preflight has to ask for: lower-cased, sorted, each once.
 * https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
 */
export function unsafeHeaderNames(headers: HeaderList): readonly string[] {
  const unsafe = headers.filter(([name, value]) => !isSafelistedHeader(name, value));
  // Safelisted values count together: past 1024 bytes each of them has to be asked for.
  const safe = headers.filter(([name, value]) => isSafelistedHeader(name, value));
  const bytes = safe.reduce((sum, [, value]) => sum + value.length, 0);
  const names = [...unsafe, ...(bytes > 1024 ? safe : [])].map(([name]) => name.toLowerCase());
  return [...new Set(names)].sort();
}

/**
 * Headers that a script can never set: the browser drops them silently.
 * https://fetch.spec.whatwg.org/#forbidden-request-header
 */
export const isForbiddenHeader = (name: string): boolean =>
  FORBIDDEN.has(name.toLowerCase()) || /^(?:proxy-|sec-)/i.test(name);

const FORBIDDEN: ReadonlySet<string> = new Set([
  ...['accept-charset', 'accept-encoding', 'access-control-request-headers', 'access-control-request-method'],
  ...['connection', 'content-length', 'cookie', 'cookie2', 'date', 'dnt', 'expect', 'host', 'keep-alive'],
  ...['origin', 'referer', 'set-cookie', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'via'],
]);

/** Whether a browser runs the response as a script on a page of another site. */
export function runsAsScript(headers: HeaderList): boolean {
  // https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header
  if (/^same-(?:origin|site)$/.test(getHeader(headers, 'cross-origin-resource-policy') ?? '')) return false;
  const type = essenceOf(getHeader(headers, 'content-type') ?? '');
  // https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?
  if (/^(?:audio|image|video)\/|^text\/csv$/.test(type)) return false;
  // https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff?
  return !isNosniff(headers) || JAVASCRIPT.test(type);
}

/** The first value counts; only tabs and spaces around it are ignored: https://fetch.spec.whatwg.org/#determine-nosniff */
const isNosniff = (headers: HeaderList): boolean =>
  /^[\t ]*nosniff[\t ]*(?:,|$)/i.test(getHeader(headers, 'x-content-type-options') ?? '');

/**
 * `type/subtype` without parameters, in lower case; empty if it is none. Several values count as the last one that can
 * be parsed: https://fetch.spec.whatwg.org/#concept-header-extract-mime-type
 */
function essenceOf(value: string): string {
  const essences = value
    .split(',')
    .map((one) => (one.split(';', 1)[0] as string).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '').toLowerCase())
    .filter((one) => one.split('/').length === 2 && one.split('/').every(isToken) && one !== '*/*');
  return essences.at(-1) ?? '';
}

/** https://mimesniff.spec.whatwg.org/#javascript-mime-type */
const JAVASCRIPT =
  /^(?:(?:application|text)\/(?:x-)?(?:ecma|java)script|text\/(?:javascript1\.[0-5]|jscript|livescript))$/;
