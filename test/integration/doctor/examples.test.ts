import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import { expect } from 'chai';
import { diagnose, probe } from '../../../src/doctor/index.js';
import { v4 } from './servers.js';

/** The line of code behind `@example` in a source file, and the result that its comment gives. */
function exampleOf(file: string): { code: string; result: string | undefined } {
  const source = readFileSync(new URL(`../../../src/doctor/${file}`, import.meta.url), 'utf8');
  const [, code = '', result] = /@example (.+?)(?: \/\/ (.+))?$/m.exec(source) ?? [];
  return { code, result };
}

describe('the examples in the docstrings run, with the results that they show:', () => {
  for (const file of ['probe.ts', 'diagnose.ts']) {
    it(file, async () => {
      const listening = await v4({ cors: { origin: ['https://example.com'], credentials: true } });
      try {
        const { code, result } = exampleOf(file);
        const here = code.replace('http://localhost:3000', listening.url);
        const run = compileFunction(`return (async () => ${here})();`, ['probe', 'diagnose']);
        const found = await run(probe, diagnose);
        const codes = result === undefined ? found.map((one: { code: string }) => one.code) : found;
        const said = result ?? "['EIO3_UNSUPPORTED', 'WEBSOCKET_OPEN_TO_ANY_ORIGIN', 'JSONP_OPEN']";
        expect(codes).to.deep.equal(JSON.parse(said.replace(/'/g, '"')));
      } finally {
        await listening.close();
      }
    });
  }

  it('diagnose reads only its argument, and does not change it', async () => {
    const listening = await v4({});
    const observations = await probe(listening.url);
    await listening.close();
    const kept = JSON.stringify(observations);
    const found = diagnose(deeplyFrozen(observations));
    expect(found).not.to.deep.equal([]);
    expect(diagnose(JSON.parse(kept))).to.deep.equal(found);
    expect(diagnose([])).to.deep.equal([]);
  });
});

function deeplyFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deeplyFrozen);
  return Object.freeze(value);
}
