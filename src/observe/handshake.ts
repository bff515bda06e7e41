import { header } from '../origins/decide.js';
import { isSerialized, plainOrigin } from '../origins/origin.js';
import type { EngineRequest } from './attach.js';

/** The properties by which a handshake is counted. Nothing else of the request is kept. */
export interface Handshake {
  readonly origin: string | null;
  readonly from: 'origin' | 'referer' | 'none';
  readonly transport: 'polling' | 'websocket' | 'jsonp';
  readonly protocol: 3 | 4;
}

/** A verdict in words, as attributes of metrics and `onDifference` have it. */
export type Verdict = 'admitted' | 'refused';

/** A handshake, and how it was decided. */
export interface DecidedHandshake extends Handshake {
  readonly server: Verdict;
  readonly translated: Verdict | null;
  readonly candidate?: Verdict;
}

/** Counted in place of a header that should name an origin and does not. */
export const NOT_AN_ORIGIN = '(not an origin)';

/** Reads the properties by which a handshake is counted. */
export function handshakeOf({ headers, _query: query = {} }: EngineRequest): Handshake {
  const origin = header(headers, 'origin');
  const value = origin || header(headers, 'referer');
  return {
    origin: value ? knownOrigin(value) : null,
    from: origin ? 'origin' : value ? 'referer' : 'none',
    transport:
      query.transport === 'websocket' ? 'websocket' : typeof query.j === 'string' ? 'jsonp' : 'polling',
    // As Engine.IO 4 and later do.
    protocol: query.EIO === '4' ? 4 : 3,
  };
}

/** A scheme, user information, a host and a port. The rest is ignored. */
const URL_START =
  /^([a-z][a-z\d+.-]{0,30}:\/\/)(?:[^\s/?#\\@]*@)?((?:\[[\da-f:.]{2,45}\]|[^\s/?#\\@:,;"'<>`{}|^[\]]{0,253})(?::\d{1,5})?)(?:[/?#\\]|$)/i;

/** The origin of a URL, that is, its scheme, host and port as browsers write them. */
function originOf(value: string): string {
  if (value === 'null') return value;
  const [, scheme, host] = URL_START.exec(value) ?? [];
  if (scheme === undefined || host === undefined) return NOT_AN_ORIGIN;
  // A copy, because a substring keeps the whole header in memory.
  const origin = Buffer.from(scheme + host).toString();
  return plainOrigin(origin)?.serialized ?? origin.toLowerCase();
}

const REMEMBERED = 1000;

/**
 * Remembers what was found out about origins, because the same few pages come again and again. A flood of forged ones costs
 * bounded memory, and a header with a path is not kept.
 */
export function remembering<Found extends object | string>(
  find: (value: string) => Found,
): (value: string) => Found {
  const known = new Map<string, Found>();
  return (value) => {
    const remembered = known.get(value);
    if (remembered !== undefined) return remembered;
    const found = find(value);
    if (!isSerialized(value)) return found;
    if (known.size >= REMEMBERED) known.clear();
    known.set(value, found);
    return found;
  };
}

const knownOrigin = remembering(originOf);
