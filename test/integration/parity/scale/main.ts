import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCommandLine, runScript, wholeNumber } from '../../../model/command-line.js';
import { ALL_MODERN_RELEASES, exactVersion, LEGACY_RELEASES } from '../releases.js';
import { type Drawn, failedToRun } from './describe-failure.js';
import { joinResults } from './join-results.js';
import { reportOf } from './report.js';
import { runScale, type ScaleResult } from './run-scale.js';

const USAGE = `npm run parity -- [--seed N] [--runs N] [--json FILE]

Asks real v2 servers, and the translator, the drop-in server and migrated source on real v4 servers, the same random
questions. Says how many decisions are as on v2, differ under a warning that says so, or differ silently.

  --seed N     the first configuration is drawn from N, the next from N + 1, and so on (default: the time)
  --runs N     how many configurations (default: 600)
  --json FILE  writes the figures to FILE; those in docs/verification.md are from results/parity.json

Ends with 1 where a decision differs silently; what is printed then has the command that asks it again.`;

/** How many configurations a process takes at a time. */
const PORTION = 50;

await runScript(USAGE, async (argv) => {
  const values = readCommandLine(argv, { seed: 'text', runs: 'text', json: 'text', portion: 'flag' });
  const seed = wholeNumber('seed', values.seed, 0, Date.now() % 2 ** 31);
  const runs = wholeNumber('runs', values.runs, 1, 600);
  if (values.portion) await portion(seed, runs);
  else await whole(seed, runs, values.json);
});

/** What one of the processes does that the work is shared among. */
async function portion(seed: number, runs: number): Promise<void> {
  // Nobody is there to hear of it.
  process.once('disconnect', () => process.exit());
  process.once('uncaughtException', (error) => {
    console.error(`${asking}\nends the process: ${error.stack}`);
    process.exit(1);
  });
  let asking = '';
  const onTurn = (drawn: Drawn, drawnFrom: number) => {
    asking = failedToRun(drawnFrom, drawn);
  };
  process.send?.(await runScale({ seed, runs, onTurn }));
}

/** Shares the work out among processes, and says what came of it. */
async function whole(seed: number, runs: number, json: string | undefined): Promise<void> {
  const start = Date.now();
  const results: ScaleResult[] = [];
  const portions = Array.from({ length: Math.ceil(runs / PORTION) }, (_, i) => i * PORTION);
  const work = async (): Promise<void> => {
    for (let at = portions.shift(); at !== undefined; at = portions.shift()) {
      const result = await inProcess(seed + at, Math.min(PORTION, runs - at));
      if (result === undefined) continue;
      results.push(result);
      const { decisions, silent } = joinResults(results);
      process.stderr.write(`${decisions} decisions, ${silent} silent\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
  if (results.length === 0) return;
  const { failures, ...counts } = joinResults(results);
  const summary = {
    date: new Date().toISOString().slice(0, 10),
    seed,
    releases: LEGACY_RELEASES.map(exactVersion),
    targets: ALL_MODERN_RELEASES.map(exactVersion),
    ...counts,
    seconds: Math.round((Date.now() - start) / 1000),
  };
  console.log(reportOf(summary, failures));
  if (counts.silent > 0 || counts.decisions === 0) process.exitCode = 1;
  if (json === undefined) return;
  if (process.exitCode === 1) {
    console.error(`${json} is left as it was`);
    return;
  }
  mkdirSync(dirname(json), { recursive: true });
  writeFileSync(json, `${JSON.stringify(summary, null, 2)}\n`);
}

/** @returns undefined where the process failed, which has said why, and has this one fail too */
function inProcess(from: number, count: number): Promise<ScaleResult | undefined> {
  return new Promise((resolve) => {
    const args = ['--seed', String(from), '--runs', String(count), '--portion'];
    const child: ChildProcess = fork(fileURLToPath(import.meta.url), args, {
      execArgv: ['--import', 'tsx', '--no-deprecation'],
    });
    child.once('message', (result) => {
      resolve(result as ScaleResult);
      child.disconnect();
    });
    child.once('exit', (code) => {
      if (code !== 0) process.exitCode = 1;
      resolve(undefined);
    });
  });
}
