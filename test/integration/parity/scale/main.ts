import { Command, InvalidArgumentError } from 'commander';
import { reportOf } from './report.js';
import { runScale } from './run-scale.js';

const { seed, runs } = new Command('npm run parity --')
  .description(
    'Asks real v2 servers, and the translator, the drop-in server and migrated source on real v4 servers, the same random questions. Exits with 1 if a decision differs without a warning, and prints the command that asks it again.',
  )
  .option('--seed <number>', 'where the random configurations start', wholeNumber, Date.now() % 2 ** 31)
  .option('--runs <number>', 'how many configurations', wholeNumber, 600)
  .parse()
  .opts<{ seed: number; runs: number }>();

let asking = '';
// A server may throw outside of any promise that is awaited.
process.once('uncaughtException', (error) => {
  console.error(`${asking}\nends the process: ${error.stack}`);
  process.exit(1);
});
const start = Date.now();
const result = await runScale({
  ...{ seed, runs },
  onTurn(configuration, index) {
    asking = configuration;
    if (index > 0 && index % 50 === 0) process.stderr.write(`${index} of ${runs}\n`);
  },
});
console.log(reportOf(result, seed, Math.round((Date.now() - start) / 1000)));
if (result.silent > 0 || result.decisions === 0) process.exitCode = 1;

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text) && Number(text) < 2 ** 31) return Number(text);
  throw new InvalidArgumentError('Expected a whole number.');
}
