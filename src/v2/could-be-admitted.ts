import type { Decision } from '../origins/decide.js';
import { parseOriginKey, serializedOrigins } from '../origins/origin-key.js';

/** Whether there is a request that v2 admitted because of an entry, given its decision with that entry alone. */
export function couldBeAdmitted(entry: string, decision: Decision): boolean {
  const key = parseOriginKey(entry);
  // v2 compared IPv6 hosts without their brackets.
  if (key === undefined || key.host.includes('[')) return false;
  const origins = serializedOrigins({ ...key, port: key.port === '*' ? '1' : key.port });
  // `null` is a value that is no URL.
  return [...origins, 'null'].some((origin) => decision({ origin }));
}

/**
 * Whether a `*` in an entry stood for itself: v2 knew it as a whole host or a whole port, and only without a scheme.
 *
 * @example hasLiteralWildcard('*.example.com:443') // true
 */
export function hasLiteralWildcard(entry: string): boolean {
  return !/^\*:(?:\d+|\*)$/.test(entry) && entry.replace(/:\*$/, '').includes('*');
}
