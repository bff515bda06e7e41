// The cost of the codemod on a single file: warm, a call of migrateSource beside the parser's own work on the same code;
// cold, the command beside Node's own start.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from '@babel/parser';
import { median } from './median.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CODE = readFileSync(join(ROOT, 'test/fixtures/programs/docs-example/input.js'), 'utf8');
const CALLS = 100;
const ROUNDS = 5;
const STARTS = 7;

export async function benchMigrateOne() {
  const { migrateSource } = await import(new URL('../dist/esm/codemod.js', import.meta.url));
  const options = { filename: 'server.js', from: '2.5.1' };
  const parseOnly = () =>
    parse(CODE, { sourceType: 'unambiguous', plugins: ['jsx', 'flow', 'decorators-legacy'] });
  const calls = byTurns(
    ROUNDS,
    () => perCall(() => migrateSource(CODE, options)),
    () => perCall(parseOnly),
  );

  const folder = mkdtempSync(join(tmpdir(), 'socketio-cors-one-'));
  try {
    writeFileSync(join(folder, 'server.js'), CODE);
    const cli = join(ROOT, 'dist/cjs/cli/main.js');
    const starts = byTurns(
      STARTS,
      () => started([cli, 'migrate', '--format', 'json', join(folder, 'server.js')]),
      () => started(['-e', '0']),
    );
    return [
      row('migrateSource of one file, warm ÷ parsing it', calls, 6, `${CALLS} calls a round`),
      row('socketio-cors migrate of one file ÷ node -e 0', starts, 4, 'fresh processes'),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The medians of two measurements that are taken by turns, after a round that does not count. */
function byTurns(rounds, one, other) {
  const times = [[], []];
  one();
  other();
  for (let round = 0; round < rounds; round++) {
    times[0].push(one());
    times[1].push(other());
  }
  return times.map(median);
}

function perCall(work) {
  const began = performance.now();
  for (let call = 0; call < CALLS; call++) work();
  return (performance.now() - began) / CALLS;
}

function started(args) {
  const began = performance.now();
  execFileSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - began;
}

function row(name, [ours, floor], most, what) {
  return {
    name,
    ratio: ours / floor,
    goal: `≤ ${most}`,
    met: ours / floor <= most,
    how: `medians by turns, ${what}: ${ours.toFixed(2)} ms and ${floor.toFixed(2)} ms`,
  };
}
