import { parseUrl } from './parse-url.js';

/** The parts that v2 compared. `protocol` ends in a colon, `host` has no brackets, `port` is never left out. */
export interface OriginParts {
  readonly protocol: string;
  readonly host: string;
  readonly port: string;
}

/** An origin as browsers write it, in the alphabet where `url.parse` gives the same parts. */
const SERIALIZED_ORIGIN =
  /^https?:\/\/[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?){0,7}(?::\d{1,5})?$/;

/**
 * Splits an `Origin` or `Referer` value as v2's `Server#checkRequest` did.
 *
 * The port defaults to 443 for `https:` and to 80 for every other scheme. A value that is no URL, as `*`, has
 * the host `null`: v2 concatenated Node's `null`, and entries as `null:80` matched it.
 *
 * @returns the parts, or undefined where `url.parse` throws (v2 refused those)
 */
export function originParts(value: string): OriginParts | undefined {
  if (!isSerialized(value)) return parsedParts(value);
  const [protocol, rest] = value.startsWith('https:')
    ? ['https:', value.slice(8)]
    : ['http:', value.slice(7)];
  const [host, port = defaultPort(protocol)] = rest.split(':') as [string, string?];
  return { protocol, host, port };
}

/** Whether a value is an http or https origin as browsers write it, but for a default port and punycode. */
export function isSerialized(value: string): boolean {
  // Punycode that does not decode makes `url.parse` throw, so a label `xn--…` takes the long way.
  // A host of over 255 letters it takes for none.
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

/** The port that v2 assumed where none is written. */
export function defaultPort(protocol: string | null): '443' | '80' {
  return protocol === 'https:' ? '443' : '80';
}
