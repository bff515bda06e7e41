#!/usr/bin/env node
import { run } from './run.js';

const { argv, stdout, stderr } = process;
// A reader that has seen enough, as `head`, is no failure.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
process.exitCode = await run(argv.slice(2), { cwd: process.cwd(), stdout, stderr });
