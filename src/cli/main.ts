#!/usr/bin/env node
import module from 'node:module';
import { ExitCode } from './exit-code.js';
import { reportFailures } from './report-failures.js';
import { unsupportedNode } from './unsupported-node.js';

const { argv, stdout, stderr, versions } = process;
const fail = reportFailures(process);
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
} else {
  stderr.write(unsupported);
  process.exitCode = ExitCode.failed;
}
