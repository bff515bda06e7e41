import type { CommandResult } from './command-result.js';

/** Where a command writes to. */
interface Terminal {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown };
}

/** Turns a command that gives its result into one that writes it, and gives the exit code. */
export function written<T extends Terminal>(
  command: (argv: readonly string[], terminal: T) => Promise<CommandResult>,
): (argv: readonly string[], terminal: T) => Promise<CommandResult['exitCode']> {
  return async (argv, terminal) => {
    const { stdout, stderr, exitCode } = await command(argv, terminal);
    terminal.stdout.write(stdout);
    terminal.stderr.write(stderr);
    return exitCode;
  };
}
