import { readFileSync, realpathSync } from 'node:fs';
import { describeError } from '../messages/message.js';
import { observeProblems } from '../messages/observe.js';
import { mergeReports, parseReport, type StoredReport } from '../observe/merge.js';
import { reportText } from '../observe/report-text.js';
import type { CommandResult } from '../output/terminal.js';

/** How to print a report. */
export interface ReportOptions {
  /** Origins with fewer handshakes are left out. Default: 1. */
  readonly minHandshakes?: number | undefined;
  readonly format: 'text' | 'json';
  readonly color?: boolean | undefined;
}

/**
 * `socketio-cors report FILE…`: adds up the files that `observe()` wrote, one of each process.
 *
 * @returns exit code 0 if no handshake would be decided differently, 1 if some would, 3 if a file cannot be read
 */
export function runReport(files: readonly string[], options: ReportOptions): CommandResult {
  const { minHandshakes, format, color = false } = options;
  const reports: StoredReport[] = [];
  const problems: string[] = [];
  for (const file of new Map(files.map((name) => [sameFile(name), name])).values()) {
    const read = readReport(file);
    if (typeof read === 'string') problems.push(read);
    else reports.push(read);
  }
  const [first, ...others] = reports;
  if (first === undefined || problems.length > 0)
    return { stdout: '', stderr: problems.map((problem) => `${problem}\n`).join(''), exitCode: 3 };
  const report = mergeReports([first, ...others], minHandshakes);
  const { differences, candidateDifferences = 0 } = report;
  return {
    stdout: format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : reportText(report, color),
    stderr: '',
    exitCode: differences > 0 || candidateDifferences > 0 ? 1 : 0,
  };
}

/** The real path of a file, so that a file that is named twice counts once. */
function sameFile(name: string): string {
  try {
    return realpathSync(name);
  } catch {
    return name;
  }
}

/** @returns the report, or what is wrong with the file */
function readReport(file: string): StoredReport | string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return observeProblems.unreadable(file, describeError(error));
  }
  return parseReport(text) ?? observeProblems.noReport(file);
}
