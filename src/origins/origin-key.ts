import { defaultPort, type OriginParts } from './origin-parts.js';

/** A key of an allow-list, taken apart; `*` stands for any. */
export interface OriginKey {
  /** With its colon, or `*`. */
  readonly protocol: string;
  readonly host: string;
  readonly port: string;
}

/** The keys that admit an origin of these parts. */
export function keysOf({ protocol, host, port }: OriginParts): string[] {
  return [`${protocol}//${host}:${port}`, `${host}:${port}`, `${host}:*`, `*:${port}`];
}

/** The keys that v2 searched a string for; the one with a scheme is left out, for it ends in the first. */
export function substringKeysOf({ host, port }: OriginParts): string[] {
  return [`${host}:${port}`, `${host}:*`, `*:${port}`];
}

/**
 * Takes a key apart.
 *
 * @returns undefined for what is no key, as `*` or `example.com`
 */
export function parseOriginKey(key: string): OriginKey | undefined {
  const match = /^(?:([^/]+:|\*:?)\/\/)?(.*):(\d+|\*)$/s.exec(key);
  if (match === null) return undefined;
  const [, protocol = '*', host, port] = match as unknown as [string, string | undefined, string, string];
  return { protocol: protocol === '*:' ? '*' : protocol, host, port };
}

/** Whether a key stands for any host or any port. Behind a scheme v2 took `*` for a letter. */
export function isWildcard({ protocol, host, port }: OriginKey): boolean {
  return protocol === '*' && (host === '*' || port === '*');
}

/**
 * The `Origin` headers that a key stands for: as browsers write them first, and with the default port left in. A key
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
