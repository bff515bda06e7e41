import {
  bareKeysOf,
  isSendable,
  isSerialized,
  keyOf,
  originParts,
  parseOriginKey,
  plainOrigin,
  serializedOrigins,
} from '../origins/origin.js';
import type { Era, Semantics } from '../origins/policy.js';

/** The meaning of one entry of a list. */
export interface EntryReading {
  /** The keys that requests are compared with; none if the entry allows no request. */
  readonly keys: readonly string[];
  /** The origin that the entry spells as v2's docs do, if v2 did not match it by this entry. */
  readonly promised: string | undefined;
  /** The warning about it, if there is one. */
  readonly warning: EntryWarning | undefined;
}

/** The entries of a list that have been read and reported on. Those that are new are added when the list is read. */
export type KnownEntries = Map<string, EntryReading>;

export type EntryWarning = 'ORIGIN_NEVER_MATCHED' | 'ORIGIN_NOT_PARSEABLE';

const reading = (
  keys: readonly string[],
  warning: EntryWarning | undefined,
  promised?: string,
): EntryReading => ({ keys, promised, warning });

const NEVER_MATCHED = reading([], 'ORIGIN_NEVER_MATCHED');

/** Reads an entry of an array, which had to equal a key of the origin, or on 2.4.0 the `Origin` header itself. */
export function readArrayEntry(entry: string, era: Era, semantics: Semantics): EntryReading {
  const plain = semantics === 'documented' ? plainOrigin(entry) : undefined;
  if (plain !== undefined) {
    const key = era === 'literal' ? plain.serialized : plain.key;
    const wasMatched = entry === key && era !== 'host-port';
    const keys = era === 'literal' ? [key, entry] : [key];
    return reading(keys, undefined, wasMatched ? undefined : plain.serialized);
  }
  if (era === 'literal') return reading([entry], isSendable(entry) ? undefined : 'ORIGIN_NEVER_MATCHED');
  // Up to 2.0.x, v2 compared keys without a scheme.
  const isComparable = era === 'scheme-host-port' || !entry.includes('//');
  if (!isComparable || !isMatchable(entry)) return NEVER_MATCHED;
  return reading([entry], hasLiteralWildcard(entry) ? 'ORIGIN_NEVER_MATCHED' : undefined);
}

/** Reads an entry of a string: the origin that v2 could find in it, without the accidents of a search. */
export function readStringEntry(entry: string, era: Era): EntryReading {
  const plain = plainOrigin(entry);
  if (era === 'literal')
    return plain === undefined ? NEVER_MATCHED : reading([plain.serialized], undefined, plain.serialized);
  if (plain !== undefined)
    return reading([plain.key], undefined, entry.includes(plain.key) ? undefined : plain.serialized);
  const key = keyWithin(entry);
  // v2 found https://example.com in '*.example.com:443'.
  if (key !== undefined && isMatchable(key))
    return reading([key], hasLiteralWildcard(key) ? 'ORIGIN_NOT_PARSEABLE' : undefined);
  return couldBeFoundIn(entry) ? reading([], 'ORIGIN_NOT_PARSEABLE') : NEVER_MATCHED;
}

/** The entries that a string lists, separated by white space, commas, `|` or `;`, or written as JSON. */
export function listedEntries(text: string): string[] {
  return text.split(/[\s,|;"'`]/).filter((entry) => !/^[[\]]*$/.test(entry));
}

/** Whether v2 could find an origin in a text: every key ends in a port. */
export function couldBeFoundIn(text: string): boolean {
  return /:(?:\d|\*)/.test(text);
}

/** `*:*`, also after a scheme and before a path: v2 found it anywhere in a string. */
export function isEveryone(entry: string): boolean {
  return /^(?:[^/]*\/\/)?\*:\*(?:\/.*)?$/.test(entry);
}

/**
 * The key that v2 found within an entry. One with a scheme, a host and a port keeps its scheme. With a wildcard, the
 * scheme was not part of the key, and deployed pages rely on that.
 *
 * @example keyWithin('https://example.com:*') // 'example.com:*'
 * @example keyWithin('https://example.com:443/chat') // 'https://example.com:443'
 */
function keyWithin(entry: string): string | undefined {
  const match = /^([^/]*\/\/)?([^/]*):(\d+|\*)(?:\/.*)?$/.exec(entry);
  if (match === null) return undefined;
  const [, scheme = '', host, port] = match;
  const key = `${host}:${port}`;
  return /^[^*]+:\/\//.test(scheme) && !key.includes('*') ? scheme + key : key;
}

/** Whether there is a request that v2 matched an entry with. */
export function isMatchable(entry: string): boolean {
  // Most entries have one of these forms, and need no trial: `https://example.com:443`, `example.com:443` or
  // `example.com:*`.
  const origin = entry.includes('//') ? entry : `http://${entry.replace(/:\*$/, ':1')}`;
  if (/:\d+$/.test(origin) && isSerialized(origin)) return true;
  const key = parseOriginKey(entry);
  // v2 compared IPv6 hosts without their brackets.
  if (key === undefined || key.host.includes('[')) return false;
  // `null` is a value that is not a URL.
  const origins = [...serializedOrigins({ ...key, port: key.port === '*' ? '1' : key.port }), 'null'];
  return origins.some((origin) => {
    const parts = originParts(origin);
    return parts !== undefined && [keyOf(parts), ...bareKeysOf(parts)].includes(entry);
  });
}

/**
 * For v2, `*` was a wildcard only as a whole host or port, without a scheme. Elsewhere it was an ordinary character.
 */
function hasLiteralWildcard(entry: string): boolean {
  return entry.replace(/:\*$/, '').includes('*') && !/^\*:(?:\d+|\*)$/.test(entry);
}

/** Says why v2 never matched an entry; the words end the sentence "… never matched a request: …". */
export function whyNeverMatched(entry: string, era: Era): string {
  if (era === 'literal') return 'it compared the whole Origin header with the entry, exactly';
  if (era === 'host-port' && entry.includes('//')) return 'it ignored the scheme, and compared "host:443"';
  const reason = REASONS.find(({ pattern }) => pattern.test(entry));
  return reason?.words ?? 'it compared host:port, host:* and *:port with the entry';
}

const REASONS = [
  { pattern: /^$/, words: 'it is empty' },
  {
    pattern: /\s|,|\|/,
    words: 'it contains white space or more than one origin, and an entry was one origin',
  },
  { pattern: /^wss?:/i, words: 'a page has an http or https origin, even if it connects by ws' },
  { pattern: /^(?:[^/]*\/\/)?\*\/?$/, words: 'only "*:*" meant every origin' },
  { pattern: /[A-Z]|[^ -~]/, words: 'the host was compared in lower case and punycode' },
  {
    pattern: /\*\.|\*[^:/]|[^:/]\*/,
    words: 'a wildcard was a whole host or a whole port, so list each subdomain',
  },
  {
    pattern: /^[^/]*:\/\/[^/]*:\*\/?$/,
    words: 'a wildcard port was compared without the scheme, as in "host:*"',
  },
  { pattern: /^[^/]*:\/\/[^/]+\/./, words: 'an origin has no path' },
  {
    pattern: /^(?:[^/]*:\/\/[^/:]+\/?|[^/:]+)$/,
    words: 'an explicit port was needed, even a default one, as in "host:443"',
  },
  { pattern: /\/$/, words: 'an origin has no trailing slash' },
];
