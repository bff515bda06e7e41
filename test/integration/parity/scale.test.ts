import { expect } from 'chai';
import { runScale } from './scale/run-scale.js';

/** `npm run parity` asks about more. */
const RUNS = 40;

describe('parity at scale: generated configurations', function () {
  this.timeout(120_000);

  it('differ from v2 only with a warning, in the translator, the drop-in server and migrated code', async () => {
    const { failures, bySuccessor, silent, agree, underWarning } = await runScale({
      seed: Number(process.env.FC_SEED),
      runs: RUNS,
    });
    expect(failures.join('\n\n')).to.equal('');
    expect(silent).to.equal(0);
    expect(agree).to.be.greaterThan(1000);
    expect(underWarning).to.be.greaterThan(0);
    for (const { decisions } of Object.values(bySuccessor)) expect(decisions).to.be.greaterThan(500);
  });
});
