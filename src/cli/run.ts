import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { readJsonObject } from '../codemod/project/read.js';
import { commandTexts, HELP } from '../messages/command.js';
import {
  type CommandResult,
  type Screen,
  showsColor,
  type Terminal,
  UsageError,
} from '../output/terminal.js';
import { LEGACY_RELEASES, resolveRelease, TARGET_RELEASES } from '../v2/releases.js';
import type { ExplainFlags } from './explain.js';
import { ExitCode } from './failures.js';
import type { MigrateFlags } from './migrate.js';

/**
 * Runs the command line.
 *
 * @param args the arguments, without Node and the program
 * @returns the exit code
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = ExitCode.done;
  const program = commandLine(terminal, (code) => {
    exitCode = code;
  });
  try {
    const hint = hintFor(args[0], program, terminal.cwd);
    if (hint !== undefined) throw new UsageError(hint);
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.failed;
    // A command that is loaded later may have its own copy of the class.
    if (!(error instanceof Error) || error.name !== 'UsageError') throw error;
    terminal.stderr.write(`${error.message}\n`);
    return ExitCode.failed;
  }
}

/** All commands and their options: the one place from which arguments are read and help is printed. */
function commandLine(terminal: Terminal, done: (exitCode: number) => void): Command {
  const { stdout, stderr } = terminal;
  const finish = ({ stdout: out, stderr: err, exitCode }: CommandResult) => {
    stdout.write(out);
    stderr.write(err);
    done(exitCode);
  };
  const program = new Command('socketio-cors')
    .description(
      'Migrates CORS settings from Socket.IO v2 to v4. Without installation: npx socket.io-cors-compat COMMAND',
    )
    .version(ownVersion(), '-v, --version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .configureHelp({ helpWidth: 100 });
  const command = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .showHelpAfterError(`See: npx socket.io-cors-compat ${name.split(' ')[0]} --help`);

  const migrate = command('migrate', 'rewrite the CORS settings in a code base from Socket.IO v2 to v4')
    .argument('[paths...]', 'files and folders', ['.'])
    .addOption(new Option('-w, --write', 'change the files').conflicts(['check', 'dryRun']))
    .option('--force', 'write even if git has uncommitted changes in the files')
    .option('--check', 'for CI: print no diff, and exit with 1 if there are changes to make')
    .addOption(new Option('--dry-run', 'the default').hideHelp())
    .option('--from <version>', RELEASE_HELP, legacyRelease)
    .option('--to <version>', 'Socket.IO release to migrate to (default: the newest 4.x)', targetRelease);
  translateOptions(migrate)
    .option('--keep-v2-clients', 'add allowEIO3: true, and leave socket.io-client as it is')
    .addOption(
      new Option(
        '--fallback <way>',
        'load the drop-in server if plain v4 code cannot be proven to decide as v2 did',
      ).choices(['drop-in']),
    )
    .option('--acknowledge <code>', 'count findings with this code as reviewed (repeatable)', collect)
    .option('--ignore <glob>', 'skip matching paths (repeatable)', collect)
    .option('--no-package-json', 'leave package.json as it is')
    .addOption(formatOption('text', 'json', 'sarif'))
    .option('--quiet', 'print the summary only')
    .addHelpText('after', HELP.migrate)
    .action(async (paths: string[], flags: MigrateFlags) => {
      const { migrateCommand } = await import('./migrate.js');
      done(migrateCommand(paths, withoutPrototype({ ...flags, ownVersion: ownVersion() }), terminal));
    });

  askOptions(
    command('doctor <url>', 'send a running server the requests of a browser, and report who can connect'),
  )
    .addHelpText('after', HELP.doctor)
    .action(async (url: string, flags: AskFlags) => {
      const { runDoctor } = await import('../doctor/index.js');
      finish(await runDoctor({ url, ...asked(flags, stdout) }));
    });
  askOptions(
    command('compare <oldUrl> <newUrl>', 'send two servers the same requests, and print what differs'),
  )
    .addHelpText('after', HELP.compare)
    .action(async (oldUrl: string, newUrl: string, flags: AskFlags) => {
      const { runCompare } = await import('../doctor/index.js');
      finish(await runCompare({ oldUrl, newUrl, ...asked(flags, stdout) }));
    });

  const explain = command('explain [settings]', 'show what v2 settings become on v4, or explain a code')
    .usage('[options] [settings | file.json | - | CODE]')
    .option('--from <version>', 'Socket.IO release or range that the app ran on (default: 2.5.1)')
    .option('--to <version>', 'release to migrate to (default: the installed one, else the newest known)');
  translateOptions(explain)
    .addOption(formatOption('text', 'json'))
    .addHelpText('after', HELP.explain)
    .action(async (settings: string | undefined, flags: ExplainFlags) => {
      const { explainCommand } = await import('./explain.js');
      stdout.write(await explainCommand(settings, withoutPrototype(flags), terminal));
    });
  command('report <file...>', 'add up what observe() counted, and report what would change on v4')
    .option('--min-handshakes <number>', 'leave out origins with fewer handshakes', wholeNumber, 1)
    .addOption(formatOption('text', 'json'))
    .addHelpText('after', HELP.report)
    .action(async (files: string[], { minHandshakes, format }: ReportFlags) => {
      const { runReport } = await import('./report.js');
      finish(runReport(files, { minHandshakes, format, color: showsColor(stdout) }));
    });
  return program;
}

/** Options without a prototype, because the environment may have added properties to it. */
const withoutPrototype = <T extends object>(flags: T): T => Object.assign(Object.create(null), flags);

/** The options of the commands that ask a server. */
interface AskFlags {
  readonly origin?: readonly string[];
  readonly header?: readonly string[];
  readonly credentials: boolean;
  readonly path?: string;
  readonly format: 'text' | 'json';
}

const asked = ({ origin = [], header = [], ...flags }: AskFlags, stdout: Screen) =>
  withoutPrototype({ ...flags, origins: origin, headers: header, color: showsColor(stdout) });

interface ReportFlags {
  readonly minHandshakes: number;
  readonly format: 'text' | 'json';
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError(commandTexts.wholeNumber);
}

const RELEASE_HELP =
  'Socket.IO release that the code was written for (default: detected in node_modules, the lockfile or package.json, else 2.5.1)';

/** `from` may be a release of v3 or v4 here, because half-migrated code is found too. */
function legacyRelease(text: string): string {
  const isKnown = [LEGACY_RELEASES, TARGET_RELEASES].some((line) => resolveRelease(text, line) !== undefined);
  if (isKnown) return text;
  throw new InvalidArgumentError(commandTexts.sourceRelease);
}

function targetRelease(text: string): string {
  if (resolveRelease(text, TARGET_RELEASES) !== undefined) return text;
  throw new InvalidArgumentError(commandTexts.targetRelease);
}

/** The options that `translateCors` also has. */
function translateOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--semantics <semantics>',
        'documented follows the v2 docs, exact keeps the bugs of the release',
      )
        .choices(['documented', 'exact'])
        .default('documented'),
    )
    .addOption(
      new Option('--missing-origin <way>', 'how to decide requests with neither Origin nor Referer')
        .choices(['as-v2', 'allow'])
        .default('as-v2'),
    );
}

/** The options of the commands that ask a server. */
function askOptions(command: Command): Command {
  return command
    .option(
      '--origin <origin>',
      "the origin of a page that should connect, such as https://example.com (repeatable; default: the server's own page)",
      collect,
    )
    .option(
      '--header <header>',
      'a header that the client adds: my-header or "my-header: abcd" (repeatable)',
      collect,
    )
    .option('--no-credentials', 'send no cookies, as clients from v3 on do by default')
    .option(
      '--path <path>',
      "the server's path option (default: /socket.io, or the path of the URL if it ends in that)",
    )
    .addOption(formatOption('text', 'json'));
}

const formatOption = (...formats: readonly string[]) =>
  new Option('--format <format>', 'how to print').choices(formats).default('text');

const collect = (value: string, values: readonly string[] = []): string[] => [...values, value];

function hintFor(argument: string | undefined, program: Command, cwd: string): string | undefined {
  if (argument === undefined || argument.startsWith('-')) return undefined;
  if (program.commands.some((command) => command.name() === argument)) return undefined;
  if (/^(?:https?|wss?):\/\//.test(argument)) return commandTexts.askServer(argument);
  if (/\.[cm]?[jt]sx?$/.test(argument) || existsSync(resolve(cwd, argument)))
    return commandTexts.migrateFile(argument);
  if (/^[A-Z\d]+(?:_[A-Z\d]+)+$/.test(argument)) return commandTexts.explainCode(argument);
  return undefined;
}

/** The version of this package, as its package.json says. */
function ownVersion(): string {
  // The nearest package.json of the built command only says that its files are CommonJS.
  const { resolve: resolveFrom } = createRequire(import.meta.url);
  const manifests = (resolveFrom.paths('socket.io') ?? []).map((folder) =>
    readJsonObject(join(folder, '..', 'package.json')),
  );
  return String(manifests.find(({ name }) => name === 'socket.io-cors-compat')?.version);
}
