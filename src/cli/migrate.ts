import { codemodTexts } from '../codemod/analyze/manual-review.js';
import type { MigrateOptions } from '../codemod/index.js';
import { type MigrationReport, summarize } from '../codemod/project/report.js';
import { runMigration, UncommittedChangesError } from '../codemod/project/run.js';
import { explainCode, unknownCode } from '../explain/explain-code.js';
import { commandTexts } from '../messages/command.js';
import { explainProblems } from '../messages/explain.js';
import { reportSarif } from '../output/report-sarif.js';
import { reportText } from '../output/report-text.js';
import { paintWith, type Screen, showsColor, type Terminal, UsageError } from '../output/terminal.js';
import { ExitCode } from './failures.js';

/** The options of `socketio-cors migrate`, as the command line gives them. */
export interface MigrateFlags
  extends Pick<MigrateOptions, 'from' | 'to' | 'semantics' | 'missingOrigin' | 'fallback'> {
  readonly write?: true;
  readonly force?: true;
  readonly check?: true;
  readonly quiet?: true;
  readonly keepV2Clients?: true;
  readonly acknowledge?: readonly string[];
  readonly ignore?: readonly string[];
  readonly packageJson: boolean;
  readonly format: 'text' | 'json' | 'sarif';
  readonly ownVersion: string;
}

/** `socketio-cors migrate [paths…]` */
export function migrateCommand(paths: readonly string[], flags: MigrateFlags, terminal: Terminal): number {
  const { from, to, semantics, missingOrigin, keepV2Clients, fallback, write = false, force = false } = flags;
  const unknown = flags.acknowledge?.filter((code) => !(code in codemodTexts)) ?? [];
  if (unknown.length > 0) throw new UsageError(unknown.map(notAcknowledged).join('\n'));
  const progress = progressLine(terminal.stderr);
  let report: MigrationReport;
  try {
    report = runMigration({
      ...{ paths, cwd: terminal.cwd, write, force },
      migrate: { from, to, semantics, missingOrigin, keepV2Clients, fallback },
      packageJson: flags.packageJson,
      acknowledge: new Set(flags.acknowledge),
      ignore: flags.ignore ?? [],
      ownVersion: flags.ownVersion,
      onProgress: progress.show,
    });
  } catch (error) {
    throw error instanceof UncommittedChangesError ? new UsageError(error.message) : error;
  } finally {
    progress.clear();
  }
  terminal.stdout.write(printed(report, flags, terminal));
  if (report.noUndo) terminal.stderr.write(commandTexts.noUndo);
  return exitCode(report, flags);
}

/** Says why a code cannot be acknowledged. */
const notAcknowledged = (code: string): string =>
  `--acknowledge: ${explainCode(code) === undefined ? unknownCode(code, Object.keys(codemodTexts)) : explainProblems.notOfMigrate(code)}`;

/** Shows on a terminal how many files of a long run are done. Other outputs get nothing. */
function progressLine(screen: Screen) {
  let next = 0;
  return {
    show(done: number, all: number) {
      if (!screen.isTTY || all < 500 || Date.now() < next) return;
      next = Date.now() + 100;
      screen.write(`\r\x1b[K${done} of ${all} files`);
    },
    clear() {
      if (next > 0) screen.write('\r\x1b[K');
    },
  };
}

function printed(report: MigrationReport, flags: MigrateFlags, { stdout }: Terminal): string {
  if (flags.format === 'json') {
    const files = report.files.map(({ before: _before, after: _after, ...file }) => file);
    const { skipped } = report;
    return `${JSON.stringify({ version: 1, files, skipped, summary: summarize(report) }, null, 2)}\n`;
  }
  if (flags.format === 'sarif') return reportSarif(report, flags.ownVersion);
  const mode = flags.write ? 'write' : flags.check ? 'check' : 'diff';
  return reportText(report, { mode, isQuiet: flags.quiet === true, colors: paintWith(showsColor(stdout)) });
}

function exitCode(report: MigrationReport, { check }: MigrateFlags): number {
  const { failed, manual, changed } = summarize(report);
  if (failed > 0) return ExitCode.failed;
  if (manual > 0) return ExitCode.needsReview;
  return check && changed > 0 ? ExitCode.changesToMake : ExitCode.done;
}
