import { Coverage } from './coverage.js';
import { mutate } from './mutate.js';
import { Random } from './random.js';
import type { Target } from './target.js';

/** What came of fuzzing a target. */
export interface FuzzResult {
  readonly name: string;
  readonly inputs: number;
  /** How many inputs were kept because they reached code that none had reached. */
  readonly corpus: number;
  /** How many blocks of the project's code ran. */
  readonly blocks: number;
  readonly failure?: { readonly input: string; readonly error: unknown };
}

/** Coverage is asked for once in so many inputs, for asking costs more than most inputs do. */
const BATCH = 64;

/**
 * Gives a target one mutated input after the other, and goes on from those that reached new code. (The engines on npm
 * need a newer C library than the Debian of our CI has, so this is a small one of our own, on V8's coverage.)
 *
 * @param goOn asked after each batch, with the number of inputs so far that are no seeds
 */
export async function fuzz(
  target: Target,
  seed: number,
  goOn: (inputs: number) => boolean,
): Promise<FuzzResult> {
  const random = new Random(seed);
  const corpus = [...target.seeds];
  const coverage = new Coverage();
  await coverage.start();
  let inputs = 0;
  let failure: FuzzResult['failure'];
  const attempt = async (input: string): Promise<boolean> => {
    inputs++;
    try {
      await target.run(input);
    } catch (error) {
      failure = { input, error };
    }
    return failure === undefined;
  };
  try {
    for (const input of target.seeds) if (!(await attempt(input))) break;
    await coverage.takeNew();
    while (failure === undefined && goOn(inputs - target.seeds.length)) {
      const batch = Array.from({ length: BATCH }, () =>
        // The newest are the most promising.
        mutate(
          random.below(2) === 0
            ? (corpus[corpus.length - 1 - random.below(Math.min(8, corpus.length))] as string)
            : random.pick(corpus),
          random.pick(corpus),
          target.dictionary,
          random,
        ),
      );
      for (const input of batch) if (!(await attempt(input))) break;
      // Which of them it was is not worth running them again: half of them would be kept by chance alone.
      if ((await coverage.takeNew()) > 0) corpus.push(...batch.filter((_input, i) => i % 2 === 0));
      if (corpus.length > 2000) corpus.splice(target.seeds.length, 500);
    }
  } finally {
    coverage.stop();
    await target.close?.();
  }
  const base = { name: target.name, inputs, corpus: corpus.length, blocks: coverage.size };
  return failure === undefined ? base : { ...base, failure };
}
