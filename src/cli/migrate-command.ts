import { discoverFiles } from '../codemod/project/discover-files.js';
import { EarlyMigration } from '../codemod/project/early-migration.js';
import type { MigrationReport } from '../codemod/project/migrate-files.js';
import { removeLeftovers } from '../codemod/project/temporary-files.js';
import { treeState } from '../codemod/project/tree-state.js';
import { paintWith } from '../output/paint.js';
import { summarize } from '../output/summarize.js';
import type { CommandTerminal } from './command-terminal.js';
import { ExitCode } from './exit-code.js';
import { MIGRATE_USAGE, type MigrateArguments, migrateArguments } from './migrate-arguments.js';
import { ownVersion } from './own-version.js';
import { progressLine } from './progress-line.js';
import { showsColour } from './shows-colour.js';
import { UsageError } from './usage-error.js';

/** What a shell expects of whoever was stopped: 128 and the number of the signal. */
const SIGNAL_NUMBERS = { SIGINT: 2, SIGTERM: 15 } as const;
type Signal = keyof typeof SIGNAL_NUMBERS;

const WHAT_IS_WRITTEN =
  'Each file is either as it was or migrated as a whole. To do the rest, run it again, with --force where git has the changes uncommitted; to go back, git checkout.';

/** `socketio-cors migrate`. */
export async function migrateCommand(args: readonly string[], terminal: CommandTerminal): Promise<number> {
  const asked = await migrateArguments(args);
  if (asked.help) {
    terminal.stdout.write(MIGRATE_USAGE);
    return ExitCode.nothingLeft;
  }
  const { found, source } = await discoverAndBegin(asked, terminal.cwd);
  if (asked.write) removeLeftovers(found.temporary);
  if (asked.write && !asked.force) await refuseChangedTrees(found.roots);
  const progress = progressLine(terminal.stderr);
  let signal: Signal | undefined;
  const stop = (heard: NodeJS.Signals) => {
    signal = heard as Signal;
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const { manifestMigration } = await import('../codemod/project/migrate-file.js');
  const { migrateFiles } = await import('../codemod/project/migrate-files.js');
  const report = await migrateFiles(found, {
    source,
    manifest: asked.manifests ? manifestMigration(asked.migrate) : undefined,
    write: asked.write,
    partsLinks: asked.force,
    cwd: terminal.cwd,
    onProgress: progress.show,
    isStopped: () => signal !== undefined,
  }).finally(() => {
    progress.clear();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  });
  await print(report, asked, terminal);
  if (signal !== undefined && report.stopped) {
    terminal.stderr.write(
      `Stopped by ${signal}. ${asked.write ? WHAT_IS_WRITTEN : 'Nothing was written.'}\n`,
    );
    return 128 + SIGNAL_NUMBERS[signal];
  }
  return exitCode(report, asked);
}

/** While git looks through the files, the rest is loaded, and what it has found by then is migrated. */
async function discoverAndBegin({ paths, migrate }: MigrateArguments, cwd: string) {
  const early = new EarlyMigration();
  const discovered = discoverFiles(paths, cwd, (path) => early.add(path)).finally(() => early.end());
  const { loadMigration, sourceMigration } = await import('../codemod/project/migrate-file.js');
  await loadMigration();
  const source = await early.work(sourceMigration(migrate));
  return { found: await discovered, source };
}

/** What is written over a tree that has changes cannot be told from them, nor taken back. */
async function refuseChangedTrees(roots: readonly string[]): Promise<void> {
  const states = await Promise.all(roots.map(treeState));
  if (states.includes('dirty'))
    throw new UsageError(
      'git has changes that are not committed. Commit or stash them first, or add --force.',
    );
  if (states.includes('hidden'))
    throw new UsageError(
      'git is told to take files for unchanged that have changes: `git ls-files -v` marks such files with S or a small letter. ' +
        'Undo that with `git update-index --no-skip-worktree --no-assume-unchanged`, and commit or stash the changes, or add --force.',
    );
  if (states.includes('unknown'))
    throw new UsageError(
      'git does not say whether there are changes that are not committed. See what `git status` says there, or add --force.',
    );
}

async function print(
  report: MigrationReport,
  asked: MigrateArguments,
  { stdout }: CommandTerminal,
): Promise<void> {
  if (asked.format === 'json') {
    const { reportJson } = await import('../output/report-json.js');
    stdout.write(reportJson(report));
  } else if (asked.format === 'sarif') {
    const { reportSarif } = await import('../output/report-sarif.js');
    stdout.write(reportSarif(report, ownVersion()));
  } else {
    const { reportText } = await import('../output/report-text.js');
    const colors = paintWith(showsColour(stdout));
    const mode = asked.write ? 'write' : asked.check ? 'check' : 'diff';
    stdout.write(reportText(report, { mode, colors }));
  }
}

function exitCode(report: MigrationReport, { check }: MigrateArguments): number {
  const { failed, manual, changed } = summarize(report);
  if (failed > 0 || report.stopped) return ExitCode.failed;
  if (manual > 0) return ExitCode.needsPerson;
  return check && changed > 0 ? ExitCode.changesToMake : ExitCode.nothingLeft;
}
