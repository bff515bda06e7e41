import { defaultPort } from '../policy/origin-parts.js';

/** What may stand in an entry that is an origin as v2's docs write it; a path, a user or an escape may not. */
const PLAIN_ORIGIN =
  /^([a-z][a-z\d+.-]*):\/\/(\[[\da-f:.]+\]|[^\s/?#@:%[\]\\*<>^|"`{}]+)(?::(0|[1-9]\d{0,4}))?\/?$/i;

/** An entry that is an origin: what v2 would have had to be given, and what browsers send. */
export interface PlainOrigin {
  /** `https://example.com:443`. */
  readonly key: string;
  /** `https://example.com`. */
  readonly serialized: string;
}

/**
 * Reads an entry as an origin, as v2's documentation writes it: also with a trailing slash, in upper case, with a
 * unicode host, and with its default port or without.
 *
 * @example plainOrigin('HTTPS://Bücher.example:443/') // key 'https://xn--bcher-kva.example:443'
 * @returns undefined for anything else: a path, a bare host, a wildcard
 */
export function plainOrigin(entry: string): PlainOrigin | undefined {
  const match = PLAIN_ORIGIN.exec(entry);
  if (match === null) return undefined;
  const protocol = `${match[1]?.toLowerCase()}:`;
  const name = canonicalHost(match[2] as string);
  if (name === undefined) return undefined;
  const fallback = defaultPort(protocol);
  const port = match[3] ?? fallback;
  const host = name.replace(/^\[|\]$/g, '');
  return {
    key: `${protocol}//${host}:${port}`,
    serialized: `${protocol}//${name}${port === fallback ? '' : `:${port}`}`,
  };
}

/** Lower case, punycode and short IPv6, as the URL standard's host parser writes them. */
function canonicalHost(host: string): string | undefined {
  try {
    return new URL(`http://${host}`).host || undefined;
  } catch {
    return undefined;
  }
}
