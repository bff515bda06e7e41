// Every benchmark prints ratios measured in one run: these machines are noisy, so a number of its own says little.
import { benchDecision } from './decision.mjs';
import { benchHandshake } from './handshake.mjs';
import { benchImport } from './import.mjs';
import { benchMessage } from './message.mjs';

const rows = [];
for (const bench of [benchDecision, benchHandshake, benchMessage, benchImport]) rows.push(...(await bench()));

for (const { what, ratio, goal, met, measured } of rows) {
  const verdict = goal === '' ? '' : `  goal ${goal}: ${met ? 'met' : 'MISSED'}`;
  console.log(`${ratio.toFixed(2).padStart(8)}  ${what}${verdict}\n${' '.repeat(10)}${measured}`);
}
