import { expect } from 'chai';
import { newestTarget } from '../../../src/codemod/project/target.js';
import { LegacySettingsError } from '../../../src/v2/settings.js';

describe('newestTarget', () => {
  const cases: [to: string | undefined, release: string][] = [
    [undefined, '4.8.4'],
    ['4.1.0', '4.1.0'],
    ['^4.0.0', '4.8.4'],
    ['~4.5.0', '4.5.4'],
    ['3', '3.1.2'],
  ];
  for (const [to, release] of cases) {
    it(`is ${release} for ${to}`, () => {
      expect(newestTarget(to)).to.equal(release);
    });
  }

  for (const to of ['2.5.1', '^5.0.0', 'next', '']) {
    it(`refuses ${JSON.stringify(to)}`, () => {
      expect(() => newestTarget(to))
        .to.throw(LegacySettingsError)
        .that.has.nested.property('issues[0].path', 'to');
    });
  }
});
