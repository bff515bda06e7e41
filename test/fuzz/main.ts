import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readCommandLine, runScript, UsageError, wholeNumber } from '../model/command-line.js';
import { fuzz } from './fuzz.js';
import type { Target } from './target.js';
import { TARGETS } from './targets/index.js';

const USAGE = `npm run fuzz -- [--target NAME] [--seconds N | --inputs N] [--seed N]

Gives a part of the project one mutated input after the other, and goes on from those that reached new code.

  --target NAME  ${TARGETS.map(({ name }) => name).join(', ')} (default: each of them)
  --seconds N    for how long, all targets together (default: 60)
  --inputs N     how many inputs each target gets, however long that takes
  --seed N       what the inputs are drawn from (default: the time)

Ends with 1 where an input fails, which is printed with the command that tries it again.`;

await runScript(USAGE, async (argv) => {
  const values = readCommandLine(argv, { seconds: 'text', inputs: 'text', seed: 'text', target: 'text' });
  if (values.seconds !== undefined && values.inputs !== undefined)
    throw new UsageError('--seconds and --inputs are two ways to say when to end: give one');
  const target = values.target === undefined ? undefined : targetOf(values.target);
  const seed = wholeNumber('seed', values.seed, 0, Date.now() % 2 ** 31);
  const seconds = wholeNumber('seconds', values.seconds, 1, 60);
  const inputs = values.inputs === undefined ? undefined : wholeNumber('inputs', values.inputs, 1, 1);
  if (target !== undefined) await fuzzOne(target, seed, inputs, seconds);
  else fuzzAll(seed, inputs, seconds);
});

function targetOf(wanted: string): Target {
  const target = TARGETS.find(({ name }) => name === wanted);
  if (target !== undefined) return target;
  const names = TARGETS.map(({ name }) => name).join(', ');
  throw new UsageError(`--target is one of ${names}, not ${JSON.stringify(wanted)}`);
}

/** Coverage is that of a process, so each target has its own. */
function fuzzAll(seed: number, inputs: number | undefined, seconds: number): void {
  const each = String(Math.max(1, Math.round(seconds / TARGETS.length)));
  const bound = inputs === undefined ? ['--seconds', each] : ['--inputs', String(inputs)];
  for (const { name } of TARGETS) {
    const args = [...process.execArgv, fileURLToPath(import.meta.url), ...bound];
    const { status } = spawnSync(process.execPath, [...args, '--seed', String(seed), '--target', name], {
      stdio: 'inherit',
    });
    if (status !== 0) process.exitCode = 1;
  }
}

async function fuzzOne(
  target: Target,
  seed: number,
  count: number | undefined,
  seconds: number,
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  const { name, inputs, corpus, blocks, failure } = await fuzz(target, seed, (done) =>
    count === undefined ? Date.now() < end : done < count,
  );
  const kept = corpus - target.seeds.length;
  console.log(`${name}: ${inputs} inputs, ${kept} kept, ${blocks} blocks reached, seed ${seed}`);
  if (failure === undefined) return;
  console.log(`${name} fails on ${JSON.stringify(failure.input)}`);
  console.log(failure.error);
  console.log(`Again: npm run fuzz -- --target ${name} --seed ${seed} --inputs ${inputs}`);
  process.exitCode = 1;
}
