// Runs every benchmark, each in a process of its own, and prints a table. Ratios measured in one run: these machines are
// noisy, so a number of its own says little. Arguments choose among them.
import { fork } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('./', import.meta.url);
const BENCHES = found();
const TIMEOUT = 10 * 60_000;

const positionals = process.argv.slice(2);
const unknown = positionals.filter((name) => !BENCHES.includes(name));
if (unknown.length > 0)
  throw new Error(`no such bench: ${unknown.join(', ')}; there are ${BENCHES.join(', ')}`);

const rows = [];
for (const name of positionals.length > 0 ? positionals : BENCHES) {
  try {
    const measured = await runBench(name);
    rows.push(...measured);
    for (const row of measured) console.log(`${row.ratio.toFixed(2).padStart(8)}  ${line(row)}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`  FAILED  ${name}: ${error.message}`);
  }
}

if (rows.some(({ met }) => !met)) process.exitCode = 1;

/** The files here that export a bench. */
function found() {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.mjs'));
  const exports = (name) =>
    /^export (?:async )?function bench[A-Z]/m.test(readFileSync(new URL(name, FOLDER), 'utf8'));
  return names.filter(exports).map((name) => name.slice(0, -'.mjs'.length));
}

function line({ name, goal, met, how }) {
  const verdict = goal === '' ? '' : `  goal ${goal}: ${met ? 'met' : 'MISSED'}`;
  return `${name}${verdict}\n${' '.repeat(10)}${how}`;
}

/** The rows of one bench, asked of run-one.mjs; what fails or hangs there takes no other bench with it. */
function runBench(name) {
  const runOne = fileURLToPath(new URL('run-one.mjs', FOLDER));
  return new Promise((resolve, reject) => {
    const child = fork(runOne, [name], { execArgv: ['--expose-gc'], timeout: TIMEOUT });
    let answer;
    child.on('message', (message) => {
      answer = message;
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (answer?.rows) resolve(answer.rows);
      else reject(new Error(answer?.error ?? `ended with ${signal ?? code} and no rows`));
    });
  });
}
