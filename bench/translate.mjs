// The cost of translating a list, in turn with building a Set of `new URL(entry).origin`; and of adding an entry to the
// list of a running drop-in server, which its next handshake reads.
import { createRequire } from 'node:module';
import { translateCors } from '../dist/esm/index.js';
import { median } from './median.mjs';

const require = createRequire(import.meta.url);
const server = require('../dist/cjs/server/commonjs.cjs');

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

/** The median time of the handshake after one entry was added to a list, and after none was. */
function afterPush(form) {
  const list = entries(form);
  const io = server({ origins: list, corsCompat: { onWarning() {} } });
  const request = { headers: { origin: 'https://evil.example' } };
  const handshake = () => io.checkRequest(request, () => {});
  handshake();
  const times = [];
  for (let round = -3; round < ROUNDS; round++) {
    list.push(form(serial++));
    const taken = time(handshake);
    if (round >= 0) times.push(taken);
  }
  return median(times);
}

export function benchTranslate() {
  const ofUrls = (list) => new Set(list.map((entry) => new URL(entry.replace(/^app/, 'https://app')).origin));
  const rows = Object.entries(FORMS).flatMap(([name, form]) =>
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
  const [ofString, inString] = byTurns(FORMS['with ports'], ofUrls, (list) =>
    translateCors({ origins: list.join(' ') }),
  );
  const form = FORMS['as the docs write them'];
  const [whole] = byTurns(form, (list) => translateCors({ origins: list }));
  const pushed = afterPush(form);
  return [
    ...rows,
    row(
      `translating ${COUNT} origins in one string ÷ a Set of new URL(entry).origin`,
      inString / ofString,
      3,
      inString,
      ofString,
    ),
    row('one entry more in a live list ÷ translating it all', pushed / whole, 0.25, pushed, whole),
  ];
}

function row(name, ratio, goal, ...times) {
  const how = `medians of ${ROUNDS} rounds by turns: ${times.map((ms) => `${ms.toFixed(2)} ms`).join(', ')}`;
  return { name, ratio, goal: `≤ ${goal}`, met: ratio <= goal, how };
}
