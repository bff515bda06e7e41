import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const SEED = '6';

/** Bounded by their count, so that the same inputs are tried everywhere; `npm run fuzz` goes on for longer. */
const INPUTS: Readonly<Record<string, number>> = {
  decide: 64,
  settings: 512,
  codemod: 192,
  doctor: 64,
  'drop-in': 192,
};

/** Coverage is that of a process: in this one, taking it would take it from c8. */
async function fuzzed(target: string): Promise<string> {
  const { NODE_V8_COVERAGE: _, ...env } = process.env;
  const args = ['--import', 'tsx', '--no-deprecation', MAIN, '--target', target];
  const bounds = ['--inputs', String(INPUTS[target]), '--seed', SEED];
  const { stdout } = await promisify(execFile)(process.execPath, [...args, ...bounds], { env });
  return stdout;
}

describe('fuzzing, guided by coverage', function () {
  this.timeout(60_000);

  for (const target of Object.keys(INPUTS)) {
    it(`finds nothing wrong with ${target}`, async () => {
      const said = await fuzzed(target);
      const [, inputs, kept, blocks] = /: (\d+) inputs, (\d+) kept, (\d+) blocks/.exec(said) ?? [];
      expect(Number(inputs), said).to.be.at.least(INPUTS[target] as number);
      // It is guided: some inputs reached what those before them had not.
      expect(Number(kept)).to.be.greaterThan(0);
      expect(Number(blocks)).to.be.greaterThan(100);
    });
  }
});
