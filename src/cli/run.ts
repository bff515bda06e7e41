import type { CommandTerminal } from './command-terminal.js';
import { ExitCode } from './exit-code.js';
import { ownVersion } from './own-version.js';
import { isUsageError, UsageError } from './usage-error.js';
import { written } from './written.js';

/** Runs one command with the arguments after its name, and gives the exit code. */
type Command = (args: readonly string[], terminal: CommandTerminal) => Promise<number>;

/** The commands, loaded when they are called for. */
const COMMANDS: Readonly<Record<string, { about: string; load: () => Promise<Command> }>> = {
  migrate: {
    about: "rewrite a code base's CORS settings from Socket.IO v2 to v4",
    load: async () => (await import('./migrate-command.js')).migrateCommand,
  },
  doctor: {
    about: 'ask a running server what a browser would, and say who gets in',
    load: async () => written((await import('./doctor.js')).doctorCommand),
  },
  compare: {
    about: 'ask two servers the same, and print where they differ',
    load: async () => written((await import('./compare.js')).compareCommand),
  },
  explain: {
    about: 'show what v2 settings, given as JSON, come to on v4',
    load: async () => written((await import('./explain.js')).explainCommand),
  },
};

/**
 * Runs the command line.
 *
 * @param args the arguments, without Node and the program
 * @returns the exit code
 */
export async function run(args: readonly string[], terminal: CommandTerminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? terminal.stderr : terminal.stdout).write(usage());
    return name === undefined ? ExitCode.failed : ExitCode.nothingLeft;
  }
  if (name === '--version' || name === '-v') {
    terminal.stdout.write(`${ownVersion()}\n`);
    return ExitCode.nothingLeft;
  }
  try {
    const command = Object.entries(COMMANDS).find(([known]) => known === name)?.[1];
    if (command === undefined) throw new UsageError(`There is no command "${name}".\n\n${usage()}`);
    return await (await command.load())(rest, terminal);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    terminal.stderr.write(`${error.message}\n`);
    return ExitCode.failed;
  }
}

function usage(): string {
  const commands = Object.entries(COMMANDS).map(([name, { about }]) => `  ${name.padEnd(10)}${about}`);
  return `Usage: socketio-cors <command> [options]\n\n${commands.join('\n')}\n\nsocketio-cors <command> --help says more; socketio-cors --version says which release this is.\n`;
}
