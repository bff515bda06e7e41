import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.js';
import { TARGETS } from './targets/index.js';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    /** Bounds the run by a count instead. */
    inputs: { type: 'string' },
    seed: { type: 'string' },
    target: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Date.now() % 2 ** 31);

if (values.target === undefined) {
  // Coverage is that of a process, so each target has its own.
  for (const { name } of TARGETS) {
    const seconds = String(Number(values.seconds) / TARGETS.length);
    const bound = values.inputs === undefined ? ['--seconds', seconds] : ['--inputs', values.inputs];
    const args = [...process.execArgv, fileURLToPath(import.meta.url), ...bound];
    const { status } = spawnSync(process.execPath, [...args, '--seed', String(seed), '--target', name], {
      stdio: 'inherit',
    });
    if (status !== 0) process.exitCode = 1;
  }
} else {
  const target = TARGETS.find(({ name }) => name === values.target);
  if (!target) throw new Error(`--target is one of ${TARGETS.map(({ name }) => name).join(', ')}`);
  const end = Date.now() + Number(values.seconds) * 1000;
  const count = values.inputs === undefined ? undefined : Number(values.inputs);
  const { name, inputs, corpus, blocks, failure } = await fuzz(target, seed, (done) =>
    count === undefined ? Date.now() < end : done < count,
  );
  const kept = corpus - target.seeds.length;
  console.log(`${name}: ${inputs} inputs, ${kept} kept, ${blocks} blocks reached, seed ${seed}`);
  if (failure !== undefined) {
    console.log(`${name} fails on ${JSON.stringify(failure.input)}`);
    console.log(failure.error);
    process.exitCode = 1;
  }
}
