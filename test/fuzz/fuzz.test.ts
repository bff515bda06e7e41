import { expect } from 'chai';
import { fuzz } from './fuzz.js';
import { TARGETS } from './targets/index.js';

/** Bounded by their count, so that the same inputs are tried everywhere; `npm run fuzz` goes on for longer. */
const INPUTS: Readonly<Record<string, number>> = {
  decide: 100,
  settings: 600,
  codemod: 150,
  doctor: 80,
  'drop-in': 300,
};
const SEED = 6;

describe('fuzzing, guided by coverage', function () {
  this.timeout(60_000);

  for (const target of TARGETS) {
    it(`finds nothing wrong with ${target.name}`, async () => {
      const { inputs, blocks, corpus, failure } = await fuzz(
        target,
        SEED,
        (done) => done < (INPUTS[target.name] as number),
      );
      expect(failure, failure && `${JSON.stringify(failure.input)}: ${failure.error}`).to.equal(undefined);
      expect(inputs).to.be.at.least(INPUTS[target.name] as number);
      // It is guided: some inputs reached what those before them had not.
      expect(corpus).to.be.greaterThan(target.seeds.length);
      expect(blocks).to.be.greaterThan(100);
    });
  }

  it('finds a fault that is hidden behind several conditions', async () => {
    const { failure } = await fuzz(
      {
        name: 'faulty',
        seeds: ['h'],
        dictionary: ['https', '://', 'evil'],
        run(input) {
          if (input.startsWith('https') && input.includes('evil')) throw new Error('found');
        },
      },
      SEED,
      (done) => done < 20_000,
    );
    expect(failure?.error).to.be.an('error');
  });
});
