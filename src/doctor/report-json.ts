import type { Difference } from './compare.js';
import type { Diagnosis } from './diagnosis.js';
import { preflightMaxAge } from './fetch-standard/cors-preflight.js';
import type { Eio, Page, RequestKind } from './observation.js';
import type { Protocols } from './protocols.js';
import { type Row, type Survey, statusOf } from './survey.js';

/** One page and one request, in the JSON report. */
export interface Result {
  readonly origin: string;
  /** Who that is: a page that is meant to get in, the server's own, or one that is not meant to. */
  readonly role: Page['role'];
  readonly request: RequestKind;
  /** The protocols that this holds for. */
  readonly eio: readonly Eio[];
  readonly status: number | null;
  readonly verdict: 'allowed' | 'blocked';
  /** A name of the browsers' CORS errors, or one of ours; null where the page gets in. */
  readonly reason: string | null;
  /** False for a preflight that no browser would send, since the client adds no header that needs one. */
  readonly needed: boolean;
  /** For a preflight that is allowed: for how many seconds its answer may be kept. */
  readonly maxAge?: number;
}

/** What `socketio-cors doctor --format json` prints. */
export interface DoctorReport {
  readonly url: string;
  readonly reachable: boolean;
  readonly protocols: Protocols;
  readonly results: readonly Result[];
  readonly diagnoses: readonly Diagnosis[];
}

/** What `socketio-cors compare --format json` prints. */
export interface CompareReport {
  readonly old: string;
  readonly new: string;
  readonly reachable: { readonly old: boolean; readonly new: boolean };
  readonly protocols: { readonly old: Protocols; readonly new: Protocols };
  readonly differences: readonly Difference[];
}

export function doctorReport(seen: Survey, diagnoses: readonly Diagnosis[]): DoctorReport {
  const { url, isReachable, protocols } = seen;
  return { url, reachable: isReachable, protocols, results: resultsOf(seen), diagnoses };
}

export function compareReport(
  before: Survey,
  after: Survey,
  differences: readonly Difference[],
): CompareReport {
  return {
    old: before.url,
    new: after.url,
    reachable: { old: before.isReachable, new: after.isReachable },
    protocols: { old: before.protocols, new: after.protocols },
    differences,
  };
}

/** JSONP is left to its diagnosis: it is not a request of a client of today. */
export const resultsOf = ({ rows }: Survey): readonly Result[] =>
  rows.filter(({ request }) => request !== 'jsonp').map(resultOf);

function resultOf({ page, request, eio, verdict, observation, isNeeded }: Row): Result {
  const result: Result = {
    origin: page.origin,
    role: page.role,
    request,
    eio,
    status: statusOf(observation),
    verdict: verdict.verdict,
    reason: verdict.verdict === 'blocked' ? verdict.reason : null,
    needed: isNeeded,
  };
  const { outcome } = observation;
  return request === 'preflight' && verdict.verdict === 'allowed' && outcome.kind === 'answer'
    ? { ...result, maxAge: preflightMaxAge(outcome.headers) }
    : result;
}
