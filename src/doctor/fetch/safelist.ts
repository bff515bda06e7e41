import type { HeaderList } from '../observation.js';

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
export function isForbiddenHeader(name: string): boolean {
  return FORBIDDEN.has(name.toLowerCase()) || /^(?:proxy-|sec-)/i.test(name);
}

const FORBIDDEN = new Set([
  ...['accept-charset', 'accept-encoding', 'access-control-request-headers', 'access-control-request-method'],
  ...[
    'connection',
    'content-length',
    'cookie',
    'cookie2',
    'date',
    'dnt',
    'expect',
    'host',
    'keep-alive',
    'origin',
  ],
  ...['referer', 'set-cookie', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'via'],
]);
