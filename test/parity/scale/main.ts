import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ALL_MODERN_RELEASES, exactVersion, LEGACY_RELEASES } from '../releases.js';
import { joinResults } from './join-results.js';
import { runScale, type ScaleResult } from './run-scale.js';

/** How many configurations a process takes at a time. */
const PORTION = 50;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    runs: { type: 'string', default: '1000' },
    json: { type: 'string' },
    portion: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const runs = Number(values.runs);

if (values.portion === undefined) await main();
else process.send?.(await runScale({ seed, runs }));

/** Shares the work out among processes, and says what came of it. */
async function main(): Promise<void> {
  const start = Date.now();
  const results: ScaleResult[] = [];
  const portions = Array.from({ length: Math.ceil(runs / PORTION) }, (_, i) => i * PORTION);
  const work = async (): Promise<void> => {
    for (let at = portions.shift(); at !== undefined; at = portions.shift()) {
      const result = await inProcess(seed + at, Math.min(PORTION, runs - at));
      results.push(result);
      const { decisions, silent } = joinResults(results);
      process.stderr.write(`${decisions} decisions, ${silent} silent\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
  const { failures, ...counts } = joinResults(results);
  const summary = {
    date: new Date().toISOString().slice(0, 10),
    seed,
    releases: LEGACY_RELEASES.map(exactVersion),
    targets: ALL_MODERN_RELEASES.map(exactVersion),
    ...counts,
    seconds: Math.round((Date.now() - start) / 1000),
  };
  for (const failure of failures.slice(0, 10)) console.log(`${failure}\n`);
  console.log(report(summary));
  if (values.json) {
    mkdirSync(dirname(values.json), { recursive: true });
    writeFileSync(values.json, `${JSON.stringify(summary, null, 2)}\n`);
  }
  if (counts.silent > 0 || counts.decisions === 0) process.exitCode = 1;
}

function inProcess(from: number, count: number): Promise<ScaleResult> {
  return new Promise((resolve, reject) => {
    const args = ['--seed', String(from), '--runs', String(count), '--portion', 'yes'];
    const child: ChildProcess = fork(fileURLToPath(import.meta.url), args, {
      execArgv: ['--import', 'tsx', '--no-deprecation'],
    });
    child.once('message', (result) => {
      resolve(result as ScaleResult);
      child.disconnect();
    });
    child.once('exit', (code) => {
      if (code !== 0) reject(new Error(`the process with --seed ${from} --runs ${count} ended with ${code}`));
    });
  });
}

function report({
  seed: drawn,
  seconds,
  releases,
  targets,
  bySuccessor,
  ...counts
}: Omit<ScaleResult, 'failures'> & {
  readonly seed: number;
  readonly seconds: number;
  readonly releases: readonly string[];
  readonly targets: readonly string[];
}): string {
  const row = (name: string, { decisions, agree, underWarning, malformed, silent }: typeof counts) =>
    [name, decisions, agree, underWarning, malformed, silent]
      .map((cell) => String(cell).padStart(14))
      .join('');
  const head = ['', 'decisions', 'agree', 'under warning', 'malformed', 'silent'];
  return [
    `seed ${drawn}: ${counts.configurations} configurations, ${counts.requests} requests, ${seconds} s`,
    `from ${releases.join(', ')} to ${targets.join(', ')}`,
    head.map((cell) => cell.padStart(14)).join(''),
    ...Object.entries(bySuccessor).map(([name, tally]) => row(name, tally as typeof counts)),
    row('all', counts),
    `left to a person by the codemod: ${counts.leftToPerson} of ${counts.configurations}`,
    `warnings: ${Object.entries(counts.byWarning)
      .map(([code, count]) => `${code} ${count}`)
      .join(', ')}`,
  ].join('\n');
}
