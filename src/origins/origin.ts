import { parseUrl } from './legacy-url.js';

/** The parts of an origin that v2 compared. `protocol` ends in a colon, `host` has no brackets, `port` is always given. */
export interface OriginParts {
  readonly protocol: string;
  readonly host: string;
  readonly port: string;
}

/** An origin as browsers write it, of characters that `url.parse` leaves as they are. */
const SERIALIZED_ORIGIN =
  /^https?:\/\/[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?){0,7}(?::\d{1,5})?$/;

/**
 * Splits an `Origin` or `Referer` value as v2's `Server#checkRequest` did.
 *
 * The port defaults to 443 for `https:` and to 80 for every other scheme. A value that is not a URL, such as `*`, has
 * the host `null`: v2 concatenated Node's `null`, and entries such as `null:80` matched it.
 *
 * @returns undefined if `url.parse` throws; v2 refused those
 */
export function originParts(value: string): OriginParts | undefined {
  if (!isSerialized(value)) return parsedParts(value);
  const [protocol, rest] = value.startsWith('https:')
    ? ['https:', value.slice(8)]
    : ['http:', value.slice(7)];
  const [host, port = defaultPort(protocol)] = rest.split(':') as [string, string?];
  return { protocol, host, port };
}

/** Whether a value is an http or https origin as browsers write it; it may still have a default port. */
export function isSerialized(value: string): boolean {
  // `url.parse` throws for punycode that does not decode, and finds no host in one of over 255 characters.
  return value.length <= 255 && SERIALIZED_ORIGIN.test(value) && !value.includes('--');
}

function parsedParts(value: string): OriginParts | undefined {
  try {
    const { protocol, hostname, port } = parseUrl(value);
    return { protocol: String(protocol), host: String(hostname), port: port ?? defaultPort(protocol) };
  } catch {
    return undefined;
  }
}

/** The port that v2 assumed if none was written. */
export function defaultPort(protocol: string | null): '443' | '80' {
  return protocol === 'https:' ? '443' : '80';
}

/** A key of an allow-list in parts; `*` means any. */
export interface OriginKey {
  /** With its colon, or `*`. */
  readonly protocol: string;
  readonly host: string;
  readonly port: string;
}

/** The key of an origin, with its scheme. */
export function keyOf({ protocol, host, port }: OriginParts): string {
  return `${protocol}//${host}:${port}`;
}

/**
 * The keys of an origin without a scheme. They are enough to search a string, because the key with a scheme ends in the
 * first one.
 */
export function bareKeysOf({ host, port }: OriginParts): string[] {
  return [`${host}:${port}`, `${host}:*`, `*:${port}`];
}

/**
 * Splits a key.
 *
 * @returns undefined for what is not a key, such as `*` or `example.com`
 */
export function parseOriginKey(key: string): OriginKey | undefined {
  const match = /^(?:([^/]+:|\*:?)\/\/)?(.*):(\d+|\*)$/s.exec(key);
  if (match === null) return undefined;
  const [, protocol = '*', host, port] = match as unknown as [string, string | undefined, string, string];
  return { protocol: protocol === '*:' ? '*' : protocol, host, port };
}

/**
 * The `Origin` headers that a key allows: first as browsers write them, then with the default port left in. A key
 * of any scheme gives http and https, the only schemes that browsers write ports for; one of any port gives none.
 *
 * @example serializedOrigins({ protocol: 'https:', host: '::1', port: '443' }) // ['https://[::1]', 'https://[::1]:443']
 */
export function serializedOrigins({ protocol, host, port }: OriginKey): string[] {
  if (port === '*') return [];
  const protocols = protocol === '*' ? ['https:', 'http:'] : [protocol];
  const name = /^[\da-f:.]*:[\da-f:.]*$/.test(host) ? `[${host}]` : host;
  return protocols.flatMap((scheme) => {
    const written = `${scheme}//${name}:${port}`;
    return port === defaultPort(scheme) ? [`${scheme}//${name}`, written] : [written];
  });
}

/**
 * An entry that is an origin as v2's docs write it: without path, user or escapes, and not with the scheme of a
 * WebSocket, which no page has.
 */
const PLAIN_ORIGIN =
  /^((?!wss?:)[a-z][a-z\d+.-]*):\/\/(\[[\da-f:.]+\]|[^\s/?#@:%[\]\\*<>^|"'`;{}]+)(?::(0|[1-9]\d{0,4}))?\/?$/i;

/**
 * Such an entry as browsers write it, with a host name in lower case, which needs no parsing. A name that ends in a
 * number is an IPv4 address, and `xn--` has to be decoded.
 */
const CANONICAL_ORIGIN = /^https?:\/\/(?:[a-z\d-]+\.)*[a-z][a-z\d-]*(?::[1-9]\d{0,3})?$/;

/** An entry that is an origin, in the form that v2 matched and in the form that browsers send. */
export interface PlainOrigin {
  /** `https://example.com:443`. */
  readonly key: string;
  /** `https://example.com`. */
  readonly serialized: string;
}

/**
 * Reads an entry as an origin, as v2's documentation writes it: also with a trailing slash, in upper case, with a
 * unicode host, and with or without its default port.
 *
 * @example plainOrigin('HTTPS://Bücher.example:443/') // key 'https://xn--bcher-kva.example:443'
 * @returns undefined for anything else: a path, a bare host, a wildcard
 */
export function plainOrigin(entry: string): PlainOrigin | undefined {
  return (
    canonicalOrigin(entry) ?? canonicalOrigin(entry.toLowerCase().replace(/\/$/, '')) ?? parsedOrigin(entry)
  );
}

function canonicalOrigin(entry: string): PlainOrigin | undefined {
  if (!CANONICAL_ORIGIN.test(entry) || entry.includes('--')) return undefined;
  const scheme = entry.indexOf(':');
  const colon = entry.lastIndexOf(':');
  const fallback = defaultPort(entry.slice(0, scheme + 1));
  if (colon === scheme) return { key: `${entry}:${fallback}`, serialized: entry };
  return { key: entry, serialized: entry.slice(colon + 1) === fallback ? entry.slice(0, colon) : entry };
}

function parsedOrigin(entry: string): PlainOrigin | undefined {
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

/**
 * Lower case, punycode and short IPv6, as browsers write the hosts of http and https. They leave the host of another
 * scheme as it is, while v2 compared it in lower case and punycode: only a host that is the same in both is certain.
 */
function canonicalHost(protocol: string, host: string): string | undefined {
  if (!/^https?:/.test(protocol) && !host.startsWith('['))
    return originParts(`${protocol}//${host}`)?.host === host ? host : undefined;
  try {
    return new URL(`http://${host}`).host;
  } catch {
    return undefined;
  }
}

/** Whether browsers send exactly this entry as `Origin`. Old web views send `file://`. */
export function isSendable(entry: string): boolean {
  return entry === 'null' || entry === 'file://' || plainOrigin(entry)?.serialized === entry;
}
