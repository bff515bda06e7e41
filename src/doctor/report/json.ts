import type { Difference } from '../compare.js';
import type { Diagnosis } from '../diagnosis.js';
import { type Eio, type Page, type RequestKind, statusOf } from '../observation.js';
import type { Protocols, Row, Survey } from '../survey.js';

/** One page and one request. */
export interface Result {
  readonly origin: string;
  /** `asked` and `own` should connect; `foreign` and `null` should not. */
  readonly role: Page['role'];
  readonly request: RequestKind;
  /** The protocols that this holds for. */
  readonly eio: readonly Eio[];
  readonly status: number | null;
  readonly verdict: 'allowed' | 'blocked';
  /** A name from the browsers' CORS errors, or one of ours; null if the page is allowed. */
  readonly reason: string | null;
  /** False for a preflight that no browser would send, because the client adds no header that needs one. */
  readonly needed: boolean;
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
  readonly differences: readonly Omit<Difference, 'code'>[];
}

export const doctorReport = (seen: Survey, diagnoses: readonly Diagnosis[]): DoctorReport => ({
  url: seen.url,
  reachable: seen.isReachable,
  protocols: seen.protocols,
  results: seen.rows.map(resultOf),
  diagnoses,
});

export const compareReport = (
  before: Survey,
  after: Survey,
  differences: readonly Difference[],
): CompareReport => ({
  old: before.url,
  new: after.url,
  reachable: { old: before.isReachable, new: after.isReachable },
  protocols: { old: before.protocols, new: after.protocols },
  differences: differences.map(({ code: _, ...difference }) => difference),
});

const resultOf = ({ page, request, eio, judgement, outcome, isNeeded }: Row): Result => ({
  origin: page.origin,
  role: page.role,
  request,
  eio,
  status: statusOf({ outcome }),
  verdict: judgement.verdict,
  reason: judgement.verdict === 'blocked' ? judgement.reason : null,
  needed: isNeeded,
});
