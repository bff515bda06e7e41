import { readFileSync, realpathSync } from 'node:fs';
import { describeError } from '../messages/message.js';
import { observeProblems } from '../messages/observe.js';
import { mergeReports, parseReport } from '../observe/merge.js';
import type { StoredReport } from '../observe/report.js';
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
  const problems: string[] = [];
  const report = mergeReports(readReports(files, problems), minHandshakes);
  if (report === undefined || problems.length > 0)
    return { stdout: '', stderr: problems.map((problem) => `${problem}\n`).join(''), exitCode: 3 };
  const { differences, candidateDifferences = 0 } = report;
  return {
    stdout: format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : reportText(report, color),
    stderr: '',
    exitCode: differences > 0 || candidateDifferences > 0 ? 1 : 0,
  };
}

/** Reads one file after the other. A file that is named twice counts once. */
function* readReports(files: readonly string[], problems: string[]): Iterable<StoredReport> {
  for (const file of new Map(files.map((name) => [sameFile(name), name])).values()) {
    const read = readReport(file);
    if (typeof read === 'string') problems.push(read);
    else yield read;
  }
}

/** The real path of a file. */
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
