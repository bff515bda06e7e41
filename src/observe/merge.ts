import * as z from 'zod/mini';
import { withPlainObjects } from '../v2/read-options.js';
import { handshakesOf, keyOf, type Totals } from './counts.js';
import type { Decisions, ObservationReport, ObservedOrigin } from './observation-report.js';
import { reportOf } from './report.js';

const amount = () => z.int().check(z.nonnegative());
const time = () => z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/));
const decisions = () => z.object({ admitted: amount(), refused: amount() });

const observedOrigin = () =>
  z.object({
    origin: z.nullable(z.string()),
    from: z.enum(['origin', 'referer', 'none']),
    ...{ polling: amount(), websocket: amount(), jsonp: amount(), eio3: amount(), eio4: amount() },
    ...{ admitted: amount(), refused: amount() },
    translated: z.nullable(decisions()),
    candidate: z.optional(decisions()),
    ...{ firstSeen: time(), lastSeen: time() },
  });

/** The counts of a report. The suggestion is made again from them. */
const report = () =>
  z.object({
    version: z.literal(1),
    ...{ since: time(), until: time() },
    server: z.object({ release: z.nullable(z.string()), protocol: z.enum(['v2', 'v4']) }),
    ...{ handshakes: amount(), differences: amount(), candidateDifferences: z.optional(amount()) },
    origins: z.array(observedOrigin()),
    others: amount(),
    preflightHeaders: z.array(z.string()),
    candidateSettings: z.optional(z.string()),
  });

/** A report as it is written to a file. */
export type StoredReport = Omit<ObservationReport, 'suggestion'> & {
  /** Identifies the candidate settings, so that their counts are not continued for other ones. */
  readonly candidateSettings?: string;
};

/**
 * Reads a report that was written to a file.
 *
 * @returns undefined for anything else
 */
export function parseReport(text: string): StoredReport | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return withPlainObjects(() => z.safeParse(report(), value).data as StoredReport | undefined);
}

/**
 * Adds up the reports of several processes.
 *
 * @param minHandshakes origins with fewer handshakes are left out, and counted among the others
 */
export function mergeReports(
  reports: readonly [StoredReport, ...StoredReport[]],
  minHandshakes = 1,
): ObservationReport {
  const rows = new Map<string, ObservedOrigin>();
  for (const { origins } of reports) {
    for (const row of origins) {
      const known = rows.get(keyOf(row));
      rows.set(keyOf(row), known === undefined ? row : joined(known, row));
    }
  }
  const all = [...rows.values()].sort((one, other) => handshakesOf(other) - handshakesOf(one));
  const origins = all.filter((row) => handshakesOf(row) >= minHandshakes);
  const leftOut = all.filter((row) => handshakesOf(row) < minHandshakes);
  const sum = (numbers: readonly (number | undefined)[]) =>
    numbers.reduce<number>((total, number = 0) => total + number, 0);
  const hasCandidate = reports.some(({ candidateDifferences }) => candidateDifferences !== undefined);
  const totals: Totals = {
    since: earliest(reports.map(({ since }) => since)),
    handshakes: sum(reports.map(({ handshakes }) => handshakes)),
    differences: sum(reports.map(({ differences }) => differences)),
    ...(hasCandidate
      ? { candidateDifferences: sum(reports.map(({ candidateDifferences }) => candidateDifferences)) }
      : {}),
    origins,
    others: sum([...reports.map(({ others }) => others), ...leftOut.map(handshakesOf)]),
    preflightHeaders: [...new Set(reports.flatMap(({ preflightHeaders }) => preflightHeaders))].sort(),
  };
  return reportOf(totals, serverOf(reports), latest(reports.map(({ until }) => until)));
}

function joined(one: ObservedOrigin, other: ObservedOrigin): ObservedOrigin {
  const translated = added(one.translated, other.translated) ?? null;
  const candidate = added(one.candidate, other.candidate);
  const add = (field: 'polling' | 'websocket' | 'jsonp' | 'eio3' | 'eio4' | 'admitted' | 'refused') =>
    one[field] + other[field];
  return {
    ...{ origin: one.origin, from: one.from },
    ...{ polling: add('polling'), websocket: add('websocket'), jsonp: add('jsonp') },
    ...{ eio3: add('eio3'), eio4: add('eio4'), admitted: add('admitted'), refused: add('refused') },
    translated,
    ...(candidate === undefined ? {} : { candidate }),
    firstSeen: earliest([one.firstSeen, other.firstSeen]),
    lastSeen: latest([one.lastSeen, other.lastSeen]),
  };
}

function added(
  one: Decisions | null | undefined,
  other: Decisions | null | undefined,
): Decisions | undefined {
  if (!one || !other) return one ?? other ?? undefined;
  return { admitted: one.admitted + other.admitted, refused: one.refused + other.refused };
}

/** The release that all processes share, or null. While one of them runs v2, the list is written for v2. */
function serverOf(reports: readonly StoredReport[]): ObservationReport['server'] {
  const legacy = reports.filter(({ server }) => server.protocol === 'v2');
  const releases = new Set((legacy.length > 0 ? legacy : reports).map(({ server }) => server.release));
  const [release = null] = releases.size === 1 ? releases : [];
  return { release, protocol: legacy.length > 0 ? 'v2' : 'v4' };
}

// ISO 8601 times sort as text.
const earliest = (times: readonly string[]) => [...times].sort()[0] as string;
const latest = (times: readonly string[]) => [...times].sort().pop() as string;
