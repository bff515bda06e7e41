import { expect } from 'chai';
import { compareConfiguration, type Places } from './scale/compare-configuration.js';
import { describeFailure } from './scale/describe-failure.js';
import type { GeneratedConfiguration } from './scale/generated-configuration.js';
import { openPlace } from './scale/place.js';
import { runScale } from './scale/run-scale.js';
import type { ScaleQuestion } from './scale/scale-question.js';
import { data } from './scale/written.js';

/** `npm run parity` asks a hundred times as much. */
const SEED = 20_261_121;
const RUNS = 40;

describe('parity at scale: generated configurations', function () {
  this.timeout(120_000);

  it('differ from v2 under a warning alone, in the translator, the drop-in server and migrated code', async () => {
    const { failures, bySuccessor, silent, agree, underWarning } = await runScale({ seed: SEED, runs: RUNS });
    expect(failures.join('\n\n')).to.equal('');
    expect(silent).to.equal(0);
    expect(agree).to.be.greaterThan(3000);
    expect(underWarning).to.be.greaterThan(0);
    for (const { decisions } of Object.values(bySuccessor)) expect(decisions).to.be.greaterThan(1000);
  });

  it('would notice a hole, and say how to ask again', async () => {
    // The program says one thing, and the translator, which takes the value, is told another.
    const lied = { source: data(['https://example.com:443']).source, value: ['https://evil.example:443'] };
    const configuration: GeneratedConfiguration = {
      from: '2.5',
      semantics: 'exact',
      missingOrigin: 'as-v2',
      style: 'option',
      origins: lied,
      calls: [],
      handler: undefined,
      allowRequest: undefined,
    };
    const question: ScaleQuestion = {
      kind: 'websocket',
      request: { desc: 'a stranger', origin: 'https://evil.example' },
    };
    const [original, translator, dropIn, migrated] = await Promise.all([
      openPlace(),
      openPlace(),
      openPlace(),
      openPlace(),
    ]);
    const places: Places = { original, translator, 'drop-in': dropIn, migrated };
    try {
      const drawn = { configuration, questions: [question], to: '4.0' } as const;
      const { compared } = await compareConfiguration(places, configuration, drawn.questions, drawn.to);
      expect(compared.map(({ successor, outcome }) => [successor, outcome])).to.deep.equal([
        ['translator', 'silent'],
        ['drop-in', 'agree'],
        ['migrated', 'agree'],
      ]);
      const said = await describeFailure(places, 7, drawn, compared[0] as (typeof compared)[number]);
      expect(said).to.match(/^npm run parity -- --seed 7 --runs 1\ntranslator, 2\.5\.1 → 4\.0\.0, exact/);
      expect(said).to.include('enter: v2 false, now true');
    } finally {
      await Promise.all(Object.values(places).map((place) => place.close()));
    }
  });
});
