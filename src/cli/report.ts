import { readFileSync, realpathSync } from 'node:fs';
import { describeFileError } from '../messages/message.js';
import { observeProblems } from '../messages/observe.js';
import { mergeReports, parseReport } from '../observe/merge.js';
import type { StoredReport } from '../observe/report.js';
import { reportText } from '../observe/report-text.js';
import { type CommandResult, UsageError } from '../output/terminal.js';

/** How to print a report. */
export interface ReportOptions {
  /** Origins with fewer handshakes are left out. Default: 1. */
  readonly minHandshakes?: number | undefined;
  readonly format: 'text' | 'json';
  readonly color?: boolean | undefined;
}

/**
 * `socketio-cors report FILE…`: adds up the files that `observe()` wrote, one of each process. A file that is named twice
 * counts once.
 *
 * @returns exit code 0 if no handshake would be decided differently, 1 if some would
 * @throws UsageError if files cannot be read
 */
export function runReport(files: readonly string[], options: ReportOptions): CommandResult {
  const { minHandshakes, format, color = false } = options;
  const problems: string[] = [];
  const report = mergeReports(readReports(files, problems), minHandshakes);
  if (report === undefined || problems.length > 0) throw new UsageError(problems.join('\n'));
  const { differences, candidateDifferences = 0 } = report;
  return {
    stdout: format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : reportText(report, color),
    stderr: '',
    exitCode: differences > 0 || candidateDifferences > 0 ? 1 : 0,
  };
}

/** Reads one file after the other, because those of a large system may not fit into memory together. */
function* readReports(files: readonly string[], problems: string[]): Iterable<StoredReport> {
  const seen = new Set<string>();
  for (const file of files) {
    try {
      const path = realpathSync(file);
      if (seen.has(path)) continue;
      seen.add(path);
      const report = parseReport(readFileSync(path, 'utf8'));
      if (report !== undefined) yield report;
      else problems.push(observeProblems.noReport(file));
    } catch (error) {
      problems.push(observeProblems.unreadable(file, describeFileError(error)));
    }
  }
}
