#!/usr/bin/env node
import { ExitCode, reportFailures, unsupportedNode } from './failures.js';

const { argv, stdin, stdout, stderr, versions } = process;
const fail = reportFailures(process);
const unsupported = unsupportedNode(versions.node);
if (unsupported === undefined) {
  // Only now: an old Node would fail on what the commands import, and say nothing that helps.
  // Not awaited here, because this is built as CommonJS.
  import('./run.js')
    .then(async ({ run }) => {
      process.exitCode = await run(argv.slice(2), { cwd: process.cwd(), stdin, stdout, stderr });
    })
    .catch(fail)
    // Exit once everything is printed; an open standard input is not waited for.
    .then(() => stdout.write('', () => stderr.write('', () => setImmediate(process.exit))));
} else {
  stderr.write(unsupported);
  process.exitCode = ExitCode.failed;
}
