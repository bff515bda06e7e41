import { commandTexts } from '../messages/command.js';

/** The exit codes of the command. */
export const ExitCode = {
  done: 0,
  /** With `--check`: there are changes to make. */
  changesToMake: 1,
  /** Something needs a review. */
  needsReview: 2,
  /** Usage, an unreadable path, a file that does not parse. */
  failed: 3,
} as const;

/**
 * The message for a Node that the command does not run on.
 *
 * @param version as `process.versions.node` gives it: '18.20.4'
 * @returns undefined on Node 20 and later
 */
export function unsupportedNode(version: string): string | undefined {
  if (Number.parseInt(version, 10) >= 20) return undefined;
  return commandTexts.unsupportedNode(version);
}

/** The part of Node's `process` that is needed. */
type Process = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'once' | 'exit' | 'exitCode'>;

/**
 * Makes unexpected errors end the process with exit code 3: Node's own 1 would say that there are changes to make.
 *
 * @returns a function that reports an error, and lets the process go on to its end
 */
export function reportFailures(process: Process): (error: unknown) => void {
  const { stdout, stderr } = process;
  const fail = (error: unknown): void => {
    const { syscall, message, stack } = error as NodeJS.ErrnoException;
    stderr.write(`socketio-cors failed: ${syscall === undefined ? (stack ?? error) : message}\n`);
    process.exitCode = ExitCode.failed;
  };
  const failAndEnd = (error: unknown): void => {
    fail(error);
    process.exit();
  };
  // A reader that stops reading, such as `head`, is not a failure.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') failAndEnd(error);
  });
  // If stderr fails, nothing can be reported.
  stderr.on('error', () => undefined);
  process.once('uncaughtException', failAndEnd);
  // Node exits with 0 if a promise is still pending and nothing keeps the process alive. That is a failure here.
  process.once('beforeExit', () => {
    process.exitCode ??= ExitCode.failed;
  });
  return fail;
}
