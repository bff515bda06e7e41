import type { CommandResult } from '../output/terminal.js';
import { compare, type Difference, isComparable } from './compare.js';
import { diagnosesOf } from './diagnose.js';
import type { Diagnosis } from './diagnosis.js';
import { type Eio, type Page, type RequestKind, statusOf } from './observation.js';
import { type ProbeOptions, ProbeOptionsError, planProbe } from './options.js';
import { probe } from './probe.js';
import { compareText, doctorText } from './report.js';
import { type Protocols, type Row, type Survey, survey } from './survey.js';

/** The requests to send, and the form of the output. */
export interface RunOptions extends ProbeOptions {
  readonly format?: 'text' | 'json';
  /** Whether standard output is a terminal that shows colours. Default false. */
  readonly color?: boolean;
}

/** 0 nothing to do, 1 failures or differences, 3 usage or unreachable. */
export type ExitCode = 0 | 1 | 3;

/** The result of a command. The caller prints it, and exits. */
export interface RunResult extends CommandResult {
  readonly exitCode: ExitCode;
}

/** `socketio-cors doctor URL` */
export function runDoctor({
  url,
  format,
  color = false,
  ...options
}: RunOptions & { readonly url: string }): Promise<RunResult> {
  return orUsage(async () => {
    const { namespace } = planProbe(url, options);
    const seen = survey(await probe(url, options));
    const diagnoses = diagnosesOf(seen);
    const stdout =
      format === 'json' ? json(doctorReport(seen, diagnoses)) : doctorText(seen, diagnoses, color, namespace);
    return { stdout, stderr: '', exitCode: doctorExitCode(seen, diagnoses) };
  });
}

/** `socketio-cors compare OLD_URL NEW_URL` */
export function runCompare({
  oldUrl,
  newUrl,
  format,
  color = false,
  ...options
}: RunOptions & { readonly oldUrl: string; readonly newUrl: string }): Promise<RunResult> {
  return orUsage(async () => {
    const issues = [oldUrl, newUrl].flatMap((url) => problemsOf(() => planProbe(url, options)));
    if (issues.length > 0) throw new ProbeOptionsError([...new Set(issues)]);
    const [before, after] = await Promise.all([probe(oldUrl, options), probe(newUrl, options)]).then(
      (both) => both.map(survey) as [Survey, Survey],
    );
    const differences = compare(before, after);
    const namespaces = [oldUrl, newUrl].map((url) => planProbe(url, options).namespace);
    const stdout =
      format === 'json'
        ? json(compareReport(before, after, differences))
        : compareText(before, after, differences, color, namespaces);
    return { stdout, stderr: '', exitCode: compareExitCode(before, after, differences) };
  });
}

const json = (report: object): string => `${JSON.stringify(report, null, 2)}\n`;

/** A failure is a diagnosis of severity `danger`: it locks pages out or lets strangers connect. */
function doctorExitCode({ isReachable }: Survey, diagnoses: readonly Diagnosis[]): ExitCode {
  if (!isReachable) return 3;
  return diagnoses.some(({ severity }) => severity === 'danger') ? 1 : 0;
}

function compareExitCode(before: Survey, after: Survey, differences: readonly Difference[]): ExitCode {
  if (!before.isReachable || !after.isReachable) return 3;
  if (differences.length > 0) return 1;
  return isComparable(before) && isComparable(after) ? 0 : 3;
}

function problemsOf(plan: () => unknown): readonly string[] {
  try {
    plan();
    return [];
  } catch (error) {
    if (error instanceof ProbeOptionsError) return error.issues;
    throw error;
  }
}

async function orUsage(run: () => Promise<RunResult>): Promise<RunResult> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ProbeOptionsError) return { stdout: '', stderr: `${error.message}\n`, exitCode: 3 };
    throw error;
  }
}

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

/** The output of `socketio-cors doctor --format json`. */
export interface DoctorReport {
  readonly url: string;
  readonly reachable: boolean;
  readonly protocols: Protocols;
  readonly results: readonly Result[];
  readonly diagnoses: readonly Diagnosis[];
}

/** The output of `socketio-cors compare --format json`. */
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

const compareReport = (before: Survey, after: Survey, differences: readonly Difference[]): CompareReport => ({
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
