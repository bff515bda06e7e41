import fc from 'fast-check';

process.env.FC_SEED ??= String(Math.floor(Math.random() * 2 ** 31));
fc.configureGlobal({ seed: Number(process.env.FC_SEED) });
console.log(`To repeat the properties of this run: FC_SEED=${process.env.FC_SEED}`);
