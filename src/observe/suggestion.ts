import { plainOrigin } from '../origins/origin.js';
import type { Era } from '../origins/policy.js';
import { eraOf, matchingEntry } from '../v2/releases.js';
import { DEFAULT_PREFLIGHT } from '../v4/preflight.js';
import type { ObservationReport, ObservedOrigin, StoredReport, Suggestion } from './report.js';
import { suspicionsIn } from './suspicious.js';

/** Completes a report. */
export function withSuggestion({ candidateSettings: _settings, ...report }: StoredReport): ObservationReport {
  const { origins, preflightHeaders, server } = report;
  return { ...report, suggestion: suggestionFor(origins, preflightHeaders, server) };
}

function suggestionFor(
  origins: readonly ObservedOrigin[],
  preflightHeaders: readonly string[],
  server: ObservationReport['server'],
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
    origins: listed.flatMap((origin) => entriesFor(origin, server)),
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

/** An origin, and the entries by which the release matches it, or those of all releases if there are several. */
function entriesFor(origin: string, { release, protocol }: ObservationReport['server']): string[] {
  const plain = plainOrigin(origin);
  if (plain === undefined || protocol === 'v4') return [origin];
  const eras: Era[] = release === null ? ['scheme-host-port', 'host-port'] : [eraOf(release)];
  return [...new Set([origin, ...eras.map((era) => matchingEntry(plain, era))])];
}
