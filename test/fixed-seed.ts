import fc from 'fast-check';

// `npm test` gives the same answer twice; `npm run check` tries other seeds.
process.env.FC_SEED ??= '1';
fc.configureGlobal({ seed: Number(process.env.FC_SEED) });
