// Handshakes per second of CPU time of an observed server against the same server without observation, in interleaved
// pairs of fresh processes.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { measure } from './handshake.mjs';
import { median } from './median.mjs';

const SERVER = fileURLToPath(new URL('observe-server.mjs', import.meta.url));
const PAIRS = 20;
/** Measurements of each half of a pair, after some in which V8 optimizes: a server runs for weeks. */
const ROUNDS = 40;
const WARM_UP = 20;

/**
 * Handshakes on each connection in a round: 5 to 35. Sessions end between rounds, so rounds of equal size keep in step
 * with garbage collections, which then meet many sessions on one server and few on the other.
 */
const sizeOf = (round) => 5 + (((round + WARM_UP) * 11) % 31);

export async function benchObserve() {
  return [
    await row('2.5.1', 'admitted', 'https://example.com'),
    await row('2.5.1', 'refused', 'https://evil.example'),
    await row('4', 'admitted', 'https://example.com'),
  ];
}

async function row(release, verdict, origin) {
  const ratios = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const servers = await Promise.all(['plain', 'observed'].map((kind) => start(release, kind)));
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      // The second one finds a warmer machine, so they take turns at that, too.
      for (const server of round % 2 === 0 ? servers : [...servers].reverse()) {
        const { handshakes, seconds } = await measure(server.child, server.port, origin, sizeOf(round));
        if (round < 0) continue;
        server.handshakes += handshakes;
        server.seconds += seconds;
      }
    }
    const [plain, observed] = servers.map(({ child, handshakes, seconds }) => {
      child.disconnect();
      return handshakes / seconds;
    });
    ratios.push(observed / plain);
  }
  const sorted = ratios.sort((one, other) => one - other);
  // With 20 values, the median is between the 6th and the 15th with a probability of 96 %.
  const [low, high] = [sorted[5], sorted[14]];
  const ratio = median(ratios);
  return {
    name: `handshakes of an observed server ÷ of the same without observation: ${release}, ${verdict}`,
    ratio,
    goal: '≥ 0.98, or not distinguishable from 1',
    met: ratio >= 0.98 || (low <= 1 && high >= 1),
    how: `median of ${PAIRS} pairs of processes; its confidence interval at 96 %: ${low.toFixed(3)} to ${high.toFixed(3)}`,
  };
}

async function start(release, kind) {
  const child = fork(SERVER, [release, kind]);
  const [{ port }] = await once(child, 'message');
  return { child, port, handshakes: 0, seconds: 0 };
}
