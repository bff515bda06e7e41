// The cost of translating a list, in turn with building a Set of `new URL(entry).origin`.
import { translateCors } from '../dist/esm/index.js';
import { median } from './median.mjs';

const ROUNDS = 15;
const COUNT = 10_000;
const FORMS = {
  'as the docs write them': (index) => `https://app-${index}.example.com`,
  'with ports': (index) => `https://app-${index}.example.com:443`,
  'without schemes': (index) => `app-${index}.example.com:443`,
  'that need parsing': (index) => `HTTPS://App-${index}.Example.com:8443/`,
};

// Each round has entries of its own: an engine remembers the strings that it has hashed.
let serial = 0;
const entries = (form) => Array.from({ length: COUNT }, () => form(serial++));

/** Milliseconds. */
function time(run) {
  const start = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** The medians of functions that are each given a list of their own, by turns. */
function byTurns(form, ...contenders) {
  const times = contenders.map(() => []);
  for (let round = -3; round < ROUNDS; round++) {
    contenders.forEach((run, index) => {
      const list = entries(form);
      const taken = time(() => run(list));
      if (round >= 0) times[index].push(taken);
    });
  }
  return times.map(median);
}

export function benchTranslate() {
  const ofUrls = (list) => new Set(list.map((entry) => new URL(entry.replace(/^app/, 'https://app')).origin));
  return Object.entries(FORMS).flatMap(([name, form]) =>
    ['documented', 'exact'].map((semantics) => {
      const [set, translated] = byTurns(form, ofUrls, (list) =>
        translateCors({ origins: list }, { semantics }),
      );
      return row(
        `translating ${COUNT} origins ${name}, ${semantics} ÷ a Set of new URL(entry).origin`,
        translated / set,
        3,
        translated,
        set,
      );
    }),
  );
}

function row(name, ratio, goal, ...times) {
  const how = `medians of ${ROUNDS} rounds by turns: ${times.map((ms) => `${ms.toFixed(2)} ms`).join(', ')}`;
  return { name, ratio, goal: `≤ ${goal}`, met: ratio <= goal, how };
}
