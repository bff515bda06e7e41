import { expect } from 'chai';
import { LegacySettingsError } from '../../src/v2/legacy-settings-error.js';
import { parseOptions } from '../../src/v2/parse-options.js';

describe('parseOptions', () => {
  it('makes releases of versions and ranges, and fills in what was not given', () => {
    expect(parseOptions({ from: '~2.0.0' }, () => '4.5.0')).to.deep.equal({
      from: '2.0.4',
      to: '4.5.0',
      semantics: 'documented',
      missingOrigin: 'as-v2',
      range: undefined,
    });
  });

  it('names every option that is not understood', () => {
    const parse = () => parseOptions({ from: '5', semantics: 'loose', form: 1 } as never, () => undefined);
    expect(parse)
      .to.throw(LegacySettingsError)
      .with.property('issues')
      .that.satisfies((issues: readonly { path: string }[]) => {
        expect(issues.map(({ path }) => path)).to.deep.equal(['from', 'semantics', 'options']);
        return true;
      });
  });
});
