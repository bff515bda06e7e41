import { ExitCode } from './exit-code.js';

/** What is needed of Node's `process`. */
type Process = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'once' | 'exit' | 'exitCode'>;

/**
 * Sees to it that what a command did not see coming ends as a failure, and with no exit code that says something else.
 *
 * @returns what reports an error, and lets the process go on to its end
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
  // A reader that has seen enough, as `head`, is no failure.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') failAndEnd(error);
  });
  // There is nobody left to tell.
  stderr.on('error', () => undefined);
  // Node's own exit code would be 1, which says that there is something to do.
  process.once('uncaughtException', failAndEnd);
  // What has come to no end is no success.
  process.once('beforeExit', () => {
    process.exitCode ??= ExitCode.failed;
  });
  return fail;
}
