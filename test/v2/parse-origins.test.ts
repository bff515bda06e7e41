import { expect } from 'chai';
import { LegacySettingsError } from '../../src/v2/legacy-settings-error.js';
import { parseOrigins } from '../../src/v2/parse-origins.js';

describe('parseOrigins', () => {
  it('keeps what is in force, the names of what was replaced, and what may be behind an option that is not set', () => {
    expect(parseOrigins({ origins: undefined, originsCalls: ['a', ['b']] })).to.deep.equal({
      origins: { subject: 'originsCalls[1]', value: ['b'] },
      replaced: ['originsCalls[0]'],
      hint: ' origins was given as undefined: is a variable unset?',
    });
  });

  it('names every value that no v2 server accepted', () => {
    const parse = () => parseOrigins({ origins: ['a', 1] as never, originsCalls: ['b', null] });
    expect(parse)
      .to.throw(LegacySettingsError)
      .with.property('issues')
      .that.satisfies((issues: readonly { path: string }[]) => {
        expect(issues.map(({ path }) => path)).to.deep.equal(['origins[1]', 'originsCalls[1]']);
        return true;
      });
  });
});
