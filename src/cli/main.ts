#!/usr/bin/env node
import module from 'node:module';
import { ExitCode } from './exit-code.js';
import { unsupportedNode } from './unsupported-node.js';

const { argv, stdout, stderr, versions } = process;
/** What a command did not see coming is a failure, and no exit code that says something else. */
const fail = (error: unknown): void => {
  const { syscall, message, stack } = error as NodeJS.ErrnoException;
  stderr.write(`socketio-cors failed: ${syscall === undefined ? (stack ?? error) : message}\n`);
  process.exitCode = ExitCode.failed;
};
// A reader that has seen enough, as `head`, is no failure.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  fail(error);
  process.exit();
});
// There is nobody left to tell.
stderr.on('error', () => undefined);
// Node's own exit code would be 1, which says that there is something to do.
process.once('uncaughtException', (error) => {
  fail(error);
  process.exit();
});

const unsupported = unsupportedNode(versions.node);
if (unsupported === undefined) {
  // What Node has compiled once it need not compile again; from 22.8 on.
  (module as { enableCompileCache?: () => void }).enableCompileCache?.();
  // Only now: an old Node would fail on what the commands import, and say nothing that helps.
  // Not awaited here: this is built as CommonJS, which Node starts faster.
  import('./run.js')
    .then(async ({ run }) => {
      process.exitCode = await run(argv.slice(2), { cwd: process.cwd(), stdout, stderr });
    })
    .catch(fail)
    // Once all is printed, or has failed to be: what Node still compiles is not waited for.
    .then(() => stdout.write('', () => stderr.write('', () => setImmediate(process.exit))));
  // What has come to no end is no success.
  process.once('beforeExit', () => {
    process.exitCode ??= ExitCode.failed;
  });
} else {
  stderr.write(unsupported);
  process.exitCode = ExitCode.failed;
}
