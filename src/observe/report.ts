import { plainOrigin } from '../origins/origin.js';
import { eraOf, matchingEntry } from '../v2/releases.js';
import { DEFAULT_PREFLIGHT } from '../v4/preflight.js';
import type { Totals } from './counts.js';
import type { ObservationReport, ObservedOrigin, Suggestion } from './observation-report.js';
import { suspicionsIn } from './suspicious.js';

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
  // Only an origin can be listed.
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

/** Whether the server or its translated settings allow it. An origin that only the candidate allows is not suggested. */
function isAllowed({ admitted, translated }: ObservedOrigin): boolean {
  return admitted > 0 || (translated?.admitted ?? 0) > 0;
}

/** An origin, and the entry by which a release matches it. */
function entriesFor(origin: string, release: string | null): string[] {
  const plain = plainOrigin(origin);
  if (plain === undefined || release === null || !/^[12]\./.test(release)) return [origin];
  return [...new Set([origin, matchingEntry(plain, eraOf(release))])];
}
