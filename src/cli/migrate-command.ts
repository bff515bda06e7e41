import { createRequire } from 'node:module';
import { discoverFiles } from '../codemod/files/discover-files.js';
import { isDirty } from '../codemod/files/git.js';
import { loadMigration, type MigrationReport, migrateFiles } from '../codemod/files/migrate-files.js';
import { newestTarget } from '../codemod/files/newest-target.js';
import { summarize } from '../codemod/report/summarize.js';
import type { LegacySettingsError } from '../legacy/legacy-settings-error.js';
import { LEGACY_RELEASES, resolveRelease, TARGET_RELEASES } from '../legacy/releases.js';
import { paintWith } from '../terminal/paint.js';
import { settingsProblems } from '../warnings/settings-problems.js';
import type { CommandTerminal } from './command-terminal.js';
import { ExitCode } from './exit-code.js';
import { MIGRATE_USAGE, type MigrateArguments, migrateArguments } from './migrate-arguments.js';
import { progressLine } from './progress-line.js';
import { showsColour } from './shows-colour.js';
import { UsageError } from './usage-error.js';

/** `socketio-cors migrate`. */
export async function migrateCommand(args: readonly string[], terminal: CommandTerminal): Promise<number> {
  const asked = migrateArguments(args);
  if (asked.help) {
    terminal.stdout.write(MIGRATE_USAGE);
    return ExitCode.nothingLeft;
  }
  checkReleases(asked);
  // While git looks through the files, the parser is loaded.
  const [found] = await Promise.all([discoverFiles(asked.paths, terminal.cwd), loadMigration()]);
  if (asked.write && !asked.force && (await Promise.all(found.roots.map(isDirty))).includes(true)) {
    throw new UsageError(
      'git has changes that are not committed. Commit or stash them first, or add --force.',
    );
  }
  const progress = progressLine(terminal.stderr);
  let isStopped = false;
  const stop = () => {
    isStopped = true;
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const report = await migrateFiles(found, {
    ...asked.migrate,
    write: asked.write,
    manifests: asked.manifests,
    cwd: terminal.cwd,
    onProgress: progress.show,
    isStopped: () => isStopped,
  }).finally(() => {
    progress.clear();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  });
  await print(report, asked, terminal);
  return exitCode(report, asked);
}

function checkReleases({ migrate: { from, to } }: MigrateArguments): void {
  const isKnown =
    from === undefined ||
    resolveRelease(from, LEGACY_RELEASES) !== undefined ||
    resolveRelease(from, TARGET_RELEASES) !== undefined;
  if (!isKnown)
    throw new UsageError(`--from: ${settingsProblems.release(`"${from}"`, LEGACY_RELEASES.words)}`);
  try {
    newestTarget(to);
  } catch (error) {
    throw new UsageError(`--to: ${(error as LegacySettingsError).issues[0]?.message}`);
  }
}

async function print(
  report: MigrationReport,
  asked: MigrateArguments,
  { stdout }: CommandTerminal,
): Promise<void> {
  if (asked.format === 'json') {
    const { reportJson } = await import('../codemod/report/report-json.js');
    stdout.write(reportJson(report));
  } else if (asked.format === 'sarif') {
    const { reportSarif } = await import('../codemod/report/report-sarif.js');
    stdout.write(reportSarif(report, ownVersion()));
  } else {
    const { reportText } = await import('../codemod/report/report-text.js');
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

function ownVersion(): string {
  try {
    const { version } = createRequire(import.meta.url)('socket.io-cors-compat/package.json') as {
      version: string;
    };
    return version;
  } catch {
    return '0.0.0';
  }
}
