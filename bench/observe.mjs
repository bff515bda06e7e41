// Handshakes per second of CPU time of an observed server against the same server without observation, in interleaved
// pairs.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { measure } from './handshake.mjs';
import { median } from './median.mjs';

const SERVERS = fileURLToPath(new URL('observe-server.mjs', import.meta.url));
const PAIRS = 20;
/** Measurements of one half of a pair. */
const ROUNDS = 6;

export async function benchObserve() {
  const child = fork(SERVERS, { execArgv: ['--expose-gc'] });
  const [{ ports }] = await once(child, 'message');
  const [v2, observedV2, v4, observedV4] = ports;
  const rows = [
    await row(child, v2, observedV2, '2.5.1, admitted', 'https://example.com'),
    await row(child, v4, observedV4, '4, admitted', 'https://example.com'),
    await row(child, v2, observedV2, '2.5.1, refused', 'https://evil.example'),
  ];
  child.disconnect();
  return rows;
}

async function row(child, plain, observed, name, origin) {
  const ratios = [];
  for (let pair = -2; pair < PAIRS; pair++) {
    const rates = new Map([
      [plain, []],
      [observed, []],
    ]);
    // Whichever comes second finds a warmer machine, so they take turns at that, too.
    for (let round = 0; round < ROUNDS; round++)
      for (const port of round % 2 === 0 ? [plain, observed] : [observed, plain])
        rates.get(port).push(await measure(child, port, origin));
    if (pair >= 0) ratios.push(median(rates.get(observed)) / median(rates.get(plain)));
  }
  const sorted = ratios.sort((one, other) => one - other);
  // With 20 values, the median is between the 6th and the 15th with a probability of 96 %.
  const [low, high] = [sorted[5], sorted[14]];
  const ratio = median(ratios);
  return {
    name: `handshakes of an observed server ÷ of the same without observation: ${name}`,
    ratio,
    goal: '≥ 0.98, or not distinguishable from 1',
    met: ratio >= 0.98 || (low <= 1 && high >= 1),
    how: `median of ${PAIRS} pairs by turns; its confidence interval at 96 %: ${low.toFixed(3)} to ${high.toFixed(3)}`,
  };
}
