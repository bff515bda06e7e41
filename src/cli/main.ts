#!/usr/bin/env node
import { ExitCode, reportFailures, unsupportedNode } from './failures.js';

const { argv, stdin, stdout, stderr, versions } = process;
const fail = reportFailures(process);
const unsupported = unsupportedNode(versions.node);
if (unsupported === undefined) {
  // Loaded only now, because an old Node would fail on the imports of the commands without a helpful message. Not
  // awaited, because this is built as CommonJS.
  import('./run.js')
    .then(async ({ run }) => {
      process.exitCode = await run(argv.slice(2), { cwd: process.cwd(), stdin, stdout, stderr });
    })
    .catch(fail)
    // Exit when everything is printed, even if standard input is still open.
    .then(() => stdout.write('', () => stderr.write('', () => setImmediate(process.exit))));
} else {
  stderr.write(unsupported);
  process.exitCode = ExitCode.failed;
}
