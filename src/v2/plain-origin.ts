import { defaultPort, originParts } from '../origins/origin-parts.js';

/** What may stand in an entry that is an origin as v2's docs write it: no path, user or escape, and not the scheme of a WebSocket, which no page has. */
const PLAIN_ORIGIN =
  /^((?!wss?:)[a-z][a-z\d+.-]*):\/\/(\[[\da-f:.]+\]|[^\s/?#@:%[\]\\*<>^|"'`;{}]+)(?::(0|[1-9]\d{0,4}))?\/?$/i;

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
  if (match === null || Number(match[3] ?? 0) > 65_535) return undefined;
  const protocol = `${match[1]?.toLowerCase()}:`;
  const name = canonicalHost(protocol, match[2] as string);
  if (name === undefined) return undefined;
  const fallback = defaultPort(protocol);
  const port = match[3] ?? fallback;
  const host = name.replace(/[[\]]/g, '');
  return {
    key: `${protocol}//${host}:${port}`,
    serialized: `${protocol}//${name}${port === fallback ? '' : `:${port}`}`,
  };
}

/** Whether browsers send an entry as `Origin`, letter for letter; old web views send `file://`. */
export function isSendable(entry: string): boolean {
  return entry === 'null' || entry === 'file://' || plainOrigin(entry)?.serialized === entry;
}

/** Lower case, punycode and short IPv6, as browsers write the hosts of http and https; others as v2 read them. */
function canonicalHost(protocol: string, host: string): string | undefined {
  if (!/^https?:/.test(protocol) && !host.startsWith('[')) return originParts(`${protocol}//${host}`)?.host;
  try {
    return new URL(`http://${host}`).host;
  } catch {
    return undefined;
  }
}
