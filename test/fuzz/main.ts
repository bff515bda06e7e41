import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.js';
import { TARGETS } from './targets/index.js';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    target: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const chosen = TARGETS.filter(({ name }) => values.target === undefined || name === values.target);
if (chosen.length === 0) throw new Error(`--target is one of ${TARGETS.map(({ name }) => name).join(', ')}`);

for (const target of chosen) {
  const end = Date.now() + (Number(values.seconds) * 1000) / chosen.length;
  const { name, inputs, corpus, blocks, failure } = await fuzz(target, seed, () => Date.now() < end);
  console.log(`${name}: ${inputs} inputs, ${corpus} kept, ${blocks} blocks reached, seed ${seed}`);
  if (failure === undefined) continue;
  console.log(`${name} fails on ${JSON.stringify(failure.input)}`);
  console.log(failure.error);
  process.exitCode = 1;
}
