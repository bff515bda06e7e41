// The work of the playground's worker for each keystroke, compared with a frame at 60 per second: `npx tsx bench/playground.ts`.
// Measures processor time, which does not depend on other work of the machine. The worker keeps it off the page's thread, so it
// delays the result, not the typing.
import { answerTo } from '../playground/src/answer.js';
import { EXAMPLES } from '../playground/src/examples.js';
import { stateOf } from '../playground/src/state.js';

const FRAME = 1000 / 60;
const ROUNDS = 200;

const [docs] = EXAMPLES;
/** As long as most servers are, with handlers that have nothing to do with origins. */
const handlers = Array.from(
  { length: 40 },
  (_, index) => `io.on('event-${index}', (socket) => {\n  socket.emit('answer', { index: ${index} });\n});\n`,
).join('');
const FILES = [
  { ...docs, name: `${docs.name}, ${docs.code.split('\n').length} lines` },
  { ...docs, name: 'the same with handlers, 138 lines', code: docs.code + handlers },
];

for (const { name, ...file } of FILES) {
  const times: number[] = [];
  const waits: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const state = { ...stateOf({ name, ...file }), code: `${file.code}// ${round}` };
    const [begun, start] = [performance.now(), process.cpuUsage()];
    answerTo(state);
    // The first rounds are the compiler's.
    const { user, system } = process.cpuUsage(start);
    if (round < ROUNDS / 4) continue;
    times.push((user + system) / 1000);
    waits.push(performance.now() - begun);
  }
  const ratio = median(times) / FRAME;
  console.log(
    `${ratio.toFixed(2).padStart(8)}  ${name}: processor time for a keystroke ÷ a frame  goal ≤ 1: ${ratio <= 1 ? 'met' : 'MISSED'}\n${' '.repeat(10)}medians of ${times.length}: ${median(times).toFixed(1)} ms of processor time, ${median(waits).toFixed(1)} ms by the clock`,
  );
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;
}
