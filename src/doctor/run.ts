import { compare } from './compare.js';
import { diagnose } from './diagnose.js';
import { compareExitCode, doctorExitCode, type ExitCode } from './exit-code.js';
import type { Observation } from './observation.js';
import { probe } from './probe.js';
import { type ProbeOptions, ProbeOptionsError } from './probe-options.js';
import { compareReport, doctorReport } from './report-json.js';
import { compareText, doctorText } from './report-text.js';
import { survey } from './survey.js';

/** How to ask, and how to print. */
export interface RunOptions extends ProbeOptions {
  readonly format?: 'text' | 'json';
  /** Whether standard output is a terminal that shows colours. Default false. */
  readonly color?: boolean;
}

/** What a command leaves behind; printing and exiting is the caller's. */
export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: ExitCode;
}

/** `socketio-cors doctor URL` */
export async function runDoctor({
  url,
  ...options
}: RunOptions & { readonly url: string }): Promise<RunResult> {
  return orUsage(async () => {
    const observations = await probe(url, options);
    const report = doctorReport(survey(observations), diagnose(observations));
    const stdout = options.format === 'json' ? json(report) : doctorText(report, options.color ?? false);
    return { stdout, stderr: '', exitCode: doctorExitCode(report) };
  });
}

/** `socketio-cors compare OLD_URL NEW_URL` */
export async function runCompare({
  oldUrl,
  newUrl,
  ...options
}: RunOptions & { readonly oldUrl: string; readonly newUrl: string }): Promise<RunResult> {
  return orUsage(async () => {
    const [before, after] = (await Promise.all([oldUrl, newUrl].map((url) => probe(url, options)))) as [
      Observation[],
      Observation[],
    ];
    const report = compareReport(survey(before), survey(after), compare(before, after));
    const stdout = options.format === 'json' ? json(report) : compareText(report, options.color ?? false);
    return { stdout, stderr: '', exitCode: compareExitCode(report) };
  });
}

const json = (report: object): string => `${JSON.stringify(report, null, 2)}\n`;

async function orUsage(run: () => Promise<RunResult>): Promise<RunResult> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ProbeOptionsError) return { stdout: '', stderr: `${error.message}\n`, exitCode: 3 };
    throw error;
  }
}
