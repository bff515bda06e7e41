import * as z from 'zod/mini';
import { withPlainObjects } from '../v2/read-options.js';
import { handshakesOf, keyOf } from './counts.js';
import type { Decisions, ObservationReport, ObservedOrigin, StoredReport } from './report.js';
import { withSuggestion } from './suggestion.js';

const amount = () => z.int().check(z.nonnegative());
const time = () =>
  z.string().check(
    z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/),
    z.refine((text) => !Number.isNaN(Date.parse(text))),
  );
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

/** A report without the decisions of its candidate settings, for when there are other ones by now. */
export function withoutCandidate(report: StoredReport): StoredReport {
  const { candidateSettings: _settings, ...others } = report;
  const origins = report.origins.map(({ candidate: _candidate, ...row }) => row);
  return { ...others, origins, candidateDifferences: 0 };
}

/**
 * Adds up the reports of several processes. If they tried different candidate settings, those of the latest report count:
 * a file of an ended process may still be there.
 *
 * @param reports are read one after the other, because all files of a large system need not fit into memory
 * @param minHandshakes origins with fewer handshakes are left out, and counted among the others
 * @returns undefined if there are none
 */
export function mergeReports(
  reports: Iterable<StoredReport>,
  minHandshakes = 1,
): ObservationReport | undefined {
  // Which candidate settings are the latest is known after the last report.
  const byCandidate = new Map<string | undefined, Total>();
  for (const report of reports) {
    const { candidateSettings } = report;
    byCandidate.set(candidateSettings, withReport(byCandidate.get(candidateSettings), report));
  }
  const untilOf = (settings: string | undefined) => byCandidate.get(settings)?.sum.until ?? '';
  const candidates = [...byCandidate.keys()].filter((settings) => settings !== undefined);
  const [latest] = candidates.sort((one, other) => (untilOf(one) < untilOf(other) ? 1 : -1));
  let total: Total | undefined;
  for (const [settings, { sum, rows }] of byCandidate) {
    const report = { ...sum, origins: [...rows.values()] };
    const isCounted = settings === undefined || settings === latest;
    total = withReport(total, isCounted ? report : withoutCandidate(report));
  }
  if (total === undefined) return undefined;
  const { sum, rows } = total;
  const all = [...rows.values()].sort((one, other) => handshakesOf(other) - handshakesOf(one));
  const origins = all.filter((row) => handshakesOf(row) >= minHandshakes);
  const leftOut = all.slice(origins.length).reduce((count, row) => count + handshakesOf(row), 0);
  return withSuggestion({ ...sum, origins, others: sum.others + leftOut });
}

/** Reports that have been added up. */
interface Total {
  readonly sum: Sum;
  readonly rows: Map<string, ObservedOrigin>;
}

function withReport(
  total: Total | undefined,
  { origins, candidateSettings: _settings, ...report }: StoredReport,
): Total {
  const rows = total?.rows ?? new Map<string, ObservedOrigin>();
  for (const row of origins) {
    const key = keyOf(row);
    const known = rows.get(key);
    rows.set(key, known === undefined ? row : joined(known, row));
  }
  return { sum: total === undefined ? report : added(total.sum, report), rows };
}

type Sum = Omit<StoredReport, 'origins' | 'candidateSettings'>;

function added(one: Sum, other: Sum): Sum {
  const candidateDifferences = sumOf(one.candidateDifferences, other.candidateDifferences);
  return {
    version: 1,
    since: earlier(one.since, other.since),
    until: later(one.until, other.until),
    server: sharedServer(one.server, other.server),
    handshakes: one.handshakes + other.handshakes,
    differences: one.differences + other.differences,
    ...(candidateDifferences === undefined ? {} : { candidateDifferences }),
    others: one.others + other.others,
    preflightHeaders: [...new Set([...one.preflightHeaders, ...other.preflightHeaders])].sort(),
  };
}

/** The release that both have, or null. While one of them runs v2, the list is written for v2. */
function sharedServer(one: Server, other: Server): Server {
  if (one.protocol !== other.protocol) return one.protocol === 'v2' ? one : other;
  return one.release === other.release ? one : { ...one, release: null };
}

type Server = StoredReport['server'];

function sumOf(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : one + other;
}

const AMOUNTS = ['polling', 'websocket', 'jsonp', 'eio3', 'eio4', 'admitted', 'refused'] as const;

function joined(one: ObservedOrigin, other: ObservedOrigin): ObservedOrigin {
  const candidate = joinedDecisions(one.candidate, other.candidate);
  const joined = {
    ...one,
    translated: joinedDecisions(one.translated, other.translated) ?? null,
    ...(candidate === undefined ? {} : { candidate }),
    firstSeen: earlier(one.firstSeen, other.firstSeen),
    lastSeen: later(one.lastSeen, other.lastSeen),
  };
  for (const amount of AMOUNTS) joined[amount] += other[amount];
  return joined;
}

function joinedDecisions(
  one: Decisions | null | undefined,
  other: Decisions | null | undefined,
): Decisions | undefined {
  if (!one || !other) return one ?? other ?? undefined;
  return { admitted: one.admitted + other.admitted, refused: one.refused + other.refused };
}

// ISO 8601 times sort as text.
const earlier = (one: string, other: string) => (one < other ? one : other);
const later = (one: string, other: string) => (one > other ? one : other);
