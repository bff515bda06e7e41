import { plainOrigin } from '../origins/origin.js';
import { eraOf } from '../v2/releases.js';
import { DEFAULT_PREFLIGHT } from '../v4/preflight.js';
import type { Totals } from './counts.js';
import { type Suspicious, suspicionsIn } from './suspicious.js';

/** How many handshakes a policy allowed and refused. */
export interface Decisions {
  readonly admitted: number;
  readonly refused: number;
}

/** The handshakes of one origin. */
export interface ObservedOrigin {
  /** `https://example.com`, or `null` as browsers send it for pages without an origin; null if there was none. */
  readonly origin: string | null;
  /** The header it was read from. Of a `Referer`, only the origin is kept. */
  readonly from: 'origin' | 'referer' | 'none';
  /** By transport; a JSONP request is not counted as polling. */
  readonly polling: number;
  readonly websocket: number;
  readonly jsonp: number;
  /** By protocol: clients of Socket.IO 1 and 2 speak revision 3 of Engine.IO's, those of 3 and 4 revision 4. */
  readonly eio3: number;
  readonly eio4: number;
  /** What the server decided. */
  readonly admitted: number;
  readonly refused: number;
  /** What its translated settings would decide on v4; null if no settings are known. */
  readonly translated: Decisions | null;
  /** What the candidate settings would decide on v4. */
  readonly candidate?: Decisions;
  /** ISO 8601. */
  readonly firstSeen: string;
  readonly lastSeen: string;
}

/** The list to write. */
export interface Suggestion {
  /** For v2's `origins`: each origin as the observed release matches it. */
  readonly origins: readonly string[];
  /** v4's `cors`. It takes an `allowRequest` beside it to refuse anybody: `socketio-cors report` prints both. */
  readonly cors: {
    readonly origin: readonly string[];
    readonly methods: readonly string[];
    readonly allowedHeaders: readonly string[];
    readonly credentials: true;
  };
  /** Whether clients of Socket.IO 1 and 2 still connect. */
  readonly allowEIO3: boolean;
  /** Origins that connect and are not in the list, because somebody should look at them first. */
  readonly suspicious: readonly Suspicious[];
}

/** Who connects. */
export interface ObservationReport {
  readonly version: 1;
  /** When counting began, and the time of the report. ISO 8601. */
  readonly since: string;
  readonly until: string;
  readonly server: { readonly release: string | null; readonly protocol: 'v2' | 'v4' };
  /** Requests without a session that reached the server's check and were decided. */
  readonly handshakes: number;
  /** Handshakes that the server and its translated settings decide differently. */
  readonly differences: number;
  /** Handshakes that the server and the candidate settings decide differently. */
  readonly candidateDifferences?: number;
  readonly origins: readonly ObservedOrigin[];
  /** Handshakes of further origins, which are not listed. */
  readonly others: number;
  /** The headers that preflights asked for, in lower case. */
  readonly preflightHeaders: readonly string[];
  readonly suggestion: Suggestion;
}

/** Completes what was counted to a report. */
export function reportOf(
  { since, handshakes, differences, ...rest }: Totals,
  server: ObservationReport['server'],
  until: string,
): ObservationReport {
  const suggestion = suggestionFor(rest.origins, rest.preflightHeaders, server.release);
  return { version: 1, since, until, server, handshakes, differences, ...rest, suggestion };
}

function suggestionFor(
  origins: readonly ObservedOrigin[],
  preflightHeaders: readonly string[],
  release: string | null,
): Suggestion {
  const allowed = origins.filter(isAllowed);
  const suspicious = suspicionsIn(allowed);
  const apart = new Set(suspicious.map(({ origin }) => origin));
  // What is no origin cannot stand in a list.
  const plain = allowed.flatMap(({ origin }) => {
    const read = origin === null || apart.has(origin) ? undefined : plainOrigin(origin);
    return read === undefined ? [] : [read];
  });
  const listed = [...new Set(plain.map(({ serialized }) => serialized))].sort();
  const asked = preflightHeaders.filter((name) => name !== 'content-type');
  return {
    origins: listed.flatMap((origin) => entriesFor(origin, release)),
    cors: {
      origin: listed,
      methods: DEFAULT_PREFLIGHT.methods as string[],
      allowedHeaders: [...(DEFAULT_PREFLIGHT.allowedHeaders as string[]), ...asked],
      credentials: true,
    },
    allowEIO3: allowed.some(({ eio3 }) => eio3 > 0),
    suspicious,
  };
}

/** Whether the server allows it, or was meant to. What only the candidate allows is no reason to list it. */
function isAllowed({ admitted, translated }: ObservedOrigin): boolean {
  return admitted > 0 || (translated?.admitted ?? 0) > 0;
}

/** An origin, and what a release has to be given to match it. */
function entriesFor(origin: string, release: string | null): string[] {
  const key = plainOrigin(origin)?.key;
  if (key === undefined || release === null || !/^[12]\./.test(release)) return [origin];
  const era = eraOf(release);
  if (era === 'literal') return [origin];
  return [origin, era === 'host-port' ? key.slice(key.indexOf('//') + 2) : key].filter(
    (entry, index, entries) => entries.indexOf(entry) === index,
  );
}
