// Runs every benchmark, each in a process of its own, and prints a table. Ratios measured in one run: these machines are
// noisy, so a number of its own says little. `--json FILE` writes the rows too; names after it choose among the benches.
import { fork } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const FOLDER = new URL('./', import.meta.url);
const EXPECTED = [
  'decision',
  'handshake',
  'import',
  'memory',
  'message',
  'migrate',
  'migrate-one',
  'observe',
  'rooms',
  'size',
  'translate',
];
const BENCHES = [...new Set([...EXPECTED, ...found()])].sort();
const TIMEOUT = 10 * 60_000;

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
const unknown = positionals.filter((name) => !BENCHES.includes(name));
if (unknown.length > 0)
  throw new Error(`no such bench: ${unknown.join(', ')}; there are ${BENCHES.join(', ')}`);

const rows = [];
const failures = [];
for (const name of positionals.length > 0 ? positionals : BENCHES) {
  try {
    const measured = await runBench(name);
    rows.push(...measured);
    for (const row of measured) console.log(`${row.ratio.toFixed(2).padStart(8)}  ${line(row)}`);
  } catch (error) {
    failures.push({ bench: name, error: error.message });
    console.log(`  FAILED  ${name}: ${error.message}`);
  }
  // After each, so that an interrupted run keeps its results.
  write();
}

if (failures.length > 0 || rows.some(({ met }) => !met)) process.exitCode = 1;

function write() {
  if (values.json === undefined) return;
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length };
  const result = { date: new Date().toISOString(), node: process.version, ...machine, rows, failures };
  mkdirSync(dirname(values.json), { recursive: true });
  writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
}

/** The files here that export a bench. What is expected and not among them fails aloud. */
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
