import { expect } from 'chai';
import { diagnose } from '../../src/doctor/diagnose.js';
import type { Observation } from '../../src/doctor/observation.js';
import { doctorReport } from '../../src/doctor/report-json.js';
import { doctorText } from '../../src/doctor/report-text.js';
import { survey } from '../../src/doctor/survey.js';
import { OPEN } from './fake-engine.js';
import { admits, answer, closed, connects, opens, page, seen } from './seen.js';

const asked = page('asked');
const foreign = page('foreign');
const v2 = (from: Observation['page'], headers = admits(from)) =>
  seen('polling-get', from, answer(200, headers, `96:${OPEN}`), { eio: 3 });

const textOf = (observations: readonly Observation[]) =>
  doctorText(doctorReport(survey(observations), diagnose(observations)), false);

describe('doctorText', () => {
  it('tells the protocols apart where a page fares differently in them', () => {
    expect(textOf([opens(asked), v2(asked, [])])).to.include('allowed (EIO=4), blocked (EIO=3)');
    expect(textOf([opens(asked), v2(asked)])).to.match(/^https:\/\/a\.com +allowed /m);
  });

  it('names what v2 mends a hole by, where v2 was found', () => {
    const open = connects(foreign);
    expect(textOf([v2(asked), v2(foreign, []), { ...open, eio: 3 }])).to.include(
      "Use v2's origins, which guards both",
    );
    const anybody = v2(foreign, [['Access-Control-Allow-Origin', '*']]);
    expect(textOf([v2(asked), anybody])).to.include(
      'name your origins, with the port: origins: ["https://example.com:443"]',
    );
  });

  it('names what v4 mends a hole by, where v4 was found', () => {
    expect(textOf([opens(asked), closed(foreign), connects(foreign)])).to.include('allowRequest: ({ headers');
  });
});
