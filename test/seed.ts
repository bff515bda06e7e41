import fc from 'fast-check';

// `npm test` gives the same answer twice. `npm run check` sets FC_SEED=random, and prints the seed that it took.
process.env.FC_SEED ??= '1';
if (process.env.FC_SEED === 'random') {
  process.env.FC_SEED = String(Math.floor(Math.random() * 2 ** 31));
  console.log(`To repeat the properties of this run: FC_SEED=${process.env.FC_SEED}`);
}
fc.configureGlobal({ seed: Number(process.env.FC_SEED) });
