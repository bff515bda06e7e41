import type { CommandResult } from '../output/terminal.js';
import { compare, type Difference, isComparable } from './compare.js';
import { diagnosesOf } from './diagnose.js';
import type { Diagnosis } from './diagnosis.js';
import { type ProbeOptions, ProbeOptionsError, planProbe } from './options.js';
import { probe } from './probe.js';
import { compareReport, doctorReport } from './report/json.js';
import { compareText, doctorText } from './report/text.js';
import { type Survey, survey } from './survey.js';

/** What to ask, and how to print the answer. */
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
export function runDoctor({ url, ...options }: RunOptions & { readonly url: string }): Promise<RunResult> {
  return orUsage(async () => {
    const { namespace } = planProbe(url, options);
    const seen = survey(await probe(url, options));
    const diagnoses = diagnosesOf(seen);
    const stdout =
      options.format === 'json'
        ? json(doctorReport(seen, diagnoses))
        : doctorText(seen, diagnoses, options.color ?? false, namespace);
    return { stdout, stderr: '', exitCode: doctorExitCode(seen, diagnoses) };
  });
}

/** `socketio-cors compare OLD_URL NEW_URL` */
export function runCompare({
  oldUrl,
  newUrl,
  ...options
}: RunOptions & { readonly oldUrl: string; readonly newUrl: string }): Promise<RunResult> {
  return orUsage(async () => {
    const [before, after] = await Promise.all([probe(oldUrl, options), probe(newUrl, options)]).then(
      (both) => both.map(survey) as [Survey, Survey],
    );
    const differences = compare(before, after);
    const stdout =
      options.format === 'json'
        ? json(compareReport(before, after, differences))
        : compareText(before, after, differences, options.color ?? false);
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

async function orUsage(run: () => Promise<RunResult>): Promise<RunResult> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ProbeOptionsError) return { stdout: '', stderr: `${error.message}\n`, exitCode: 3 };
    throw error;
  }
}
