import { type Discovered, discoverFiles } from '../codemod/files/discover-files.js';
import { treeState } from '../codemod/files/git.js';
import type { MigrationReport } from '../codemod/files/migrate-files.js';
import { removeLeftovers } from '../codemod/files/temporary-files.js';
import { summarize } from '../codemod/report/summarize.js';
import { paintWith } from '../terminal/paint.js';
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
  const found = await discoverWhileLoading(asked, terminal.cwd);
  if (asked.write) removeLeftovers(found.temporary);
  if (asked.write && !asked.force) await refuseChangedTrees(found.roots);
  const progress = progressLine(terminal.stderr);
  let signal: Signal | undefined;
  const stop = (heard: NodeJS.Signals) => {
    signal = heard as Signal;
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const { migrateFiles } = await import('../codemod/files/migrate-files.js');
  const report = await migrateFiles(found, {
    ...asked.migrate,
    write: asked.write,
    partsLinks: asked.force,
    manifests: asked.manifests,
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

/** While git looks through the files, the rest is loaded, and tried if there is time: the first try takes longest. */
async function discoverWhileLoading({ paths, migrate }: MigrateArguments, cwd: string): Promise<Discovered> {
  let isLooking = true;
  const discovered = discoverFiles(paths, cwd).finally(() => {
    isLooking = false;
  });
  const { loadMigration } = await import('../codemod/files/migrate-files.js');
  const { migrateSource } = await loadMigration();
  for (const code of FIRST_TRIES) {
    // What git has said by now is heard.
    await new Promise(setImmediate);
    if (!isLooking) break;
    migrateSource(code, { ...migrate, filename: 'first-try.js' });
  }
  return discovered;
}

/** A list, a function, and what is known at run time alone beside a handler: most code is like one of these. */
const FIRST_TRIES = [
  "require('socket.io')(3000, { origins: 'https://example.com:443' });",
  "const io = require('socket.io')(3000); io.origins((origin, callback) => callback(null, origin === 'null'));",
  "const io = require('socket.io')(3000, { handlePreflightRequest(req, res) { res.writeHead(200, { 'Access-Control-Allow-Origin': req.headers.origin }); res.end(); } }); io.origins(process.env.ORIGINS.split(','));",
];

/** What is written over a tree that has changes cannot be told from them, nor taken back. */
async function refuseChangedTrees(roots: readonly string[]): Promise<void> {
  const states = await Promise.all(roots.map(treeState));
  if (states.includes('dirty'))
    throw new UsageError(
      'git has changes that are not committed. Commit or stash them first, or add --force.',
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
