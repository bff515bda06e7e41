// The cost of a handshake's decision: `allowRequest` of a translation and v2.5.1's own `checkRequest` take turns.
import { createRequire } from 'node:module';
import { translateCors } from '../dist/esm/index.js';
import { median } from './median.mjs';

const require = createRequire(import.meta.url);
const V2Server = require('socket.io-2.5');

const ROUNDS = 15;
const DECISIONS = 100_000;
const REFUSED = { headers: { origin: 'https://evil.example' } };

const origins = (count) =>
  Array.from({ length: count }, (_, index) => `https://app-${index}.example.com:443`);
const last = (count) => ({ headers: { origin: `https://app-${count - 1}.example.com` } });
const ignore = () => {};

function v2Check(count) {
  const server = new V2Server({ origins: origins(count), serveClient: false });
  return (request) => server.checkRequest(request, ignore);
}

function v4Check(count) {
  const { allowRequest } = translateCors({ origins: origins(count) }).options;
  return (request) => allowRequest(request, ignore);
}

/** Nanoseconds for one decision. */
function time(check, request, decisions) {
  const start = process.hrtime.bigint();
  for (let index = 0; index < decisions; index++) check(request);
  return Number(process.hrtime.bigint() - start) / decisions;
}

/** The medians of several functions, each timed in turn in every round. */
function byTurns(contenders) {
  const times = contenders.map(() => []);
  for (let round = -2; round < ROUNDS; round++) {
    contenders.forEach(({ check, request, decisions = DECISIONS }, index) => {
      const taken = time(check, request, decisions);
      if (round >= 0) times[index].push(taken);
    });
  }
  return times.map(median);
}

export function benchDecision() {
  const [v2, v4] = [
    { 1: v2Check(1), 10000: v2Check(10_000) },
    { 1: v4Check(1), 10000: v4Check(10_000) },
  ];
  const [v2One, v4One, v2Refused, v4Refused, v4Many, v4ManyRefused, v2Many] = byTurns([
    { check: v2[1], request: last(1) },
    { check: v4[1], request: last(1) },
    { check: v2[1], request: REFUSED },
    { check: v4[1], request: REFUSED },
    { check: v4[10_000], request: last(10_000) },
    { check: v4[10_000], request: REFUSED },
    { check: v2[10_000], request: last(10_000), decisions: DECISIONS / 100 },
  ]);
  const ns = (...values) =>
    `medians of ${ROUNDS} rounds by turns: ${values.map((value) => `${value.toFixed(0)} ns`).join(', ')}`;
  return [
    row(
      "v2's decision ÷ ours, 1 origin, admitted",
      v2One / v4One,
      '≥ 10',
      v2One / v4One >= 10,
      ns(v2One, v4One),
    ),
    row("v2's decision ÷ ours, 1 origin, refused", v2Refused / v4Refused, '', true, ns(v2Refused, v4Refused)),
    row(
      'ours, 10,000 origins ÷ 1, admitted',
      v4Many / v4One,
      '≤ 1.5',
      v4Many / v4One <= 1.5,
      ns(v4Many, v4One),
    ),
    row(
      'ours, 10,000 origins ÷ 1, refused',
      v4ManyRefused / v4Refused,
      '≤ 1.5',
      v4ManyRefused / v4Refused <= 1.5,
      ns(v4ManyRefused, v4Refused),
    ),
    row("v2's decision ÷ ours, 10,000 origins, admitted", v2Many / v4Many, '', true, ns(v2Many, v4Many)),
  ];
}

function row(name, ratio, goal, met, how) {
  return { name, ratio, goal, met, how };
}
