import type { Random } from './random.js';

/** Bytes that have broken parsers before. */
const ODD = [
  '\0',
  '\t',
  '\r',
  '\n',
  '\x7f',
  '\x80',
  '\xff',
  '%',
  '\\',
  '@',
  '#',
  '?',
  ':',
  '/',
  '[',
  ']',
  '*',
  '.',
  ' ',
];

/** A text a little unlike another: bits are cut out, doubled, swapped with those of a third, or put in. */
export function mutate(text: string, other: string, dictionary: readonly string[], random: Random): string {
  let mutated = text;
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(mutated.length + 1);
    const end = at + random.below(Math.min(16, mutated.length - at + 1));
    const insert = random.pick([
      () => '',
      () => random.pick(ODD),
      () => random.pick(dictionary),
      () => random.pick(dictionary),
      () => String.fromCharCode(random.below(256)),
      () => mutated.slice(at, end).repeat(2),
      () => mutated.slice(at, end).toUpperCase(),
      () => {
        const from = random.below(other.length + 1);
        return other.slice(from, from + random.below(40));
      },
    ])();
    const cut = random.below(2) === 0 ? at : end;
    mutated = mutated.slice(0, at) + insert + mutated.slice(cut);
  }
  return mutated.slice(0, 4000);
}
