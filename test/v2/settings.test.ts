import { expect } from 'chai';
import { LegacySettingsError } from '../../src/v2/settings.js';

describe('LegacySettingsError', () => {
  it('lists its issues in its message, one a line', () => {
    const issues = [
      { path: 'origins', message: 'found 3' },
      { path: 'from', message: 'found 4' },
    ];
    const error = new LegacySettingsError(issues);
    expect(error)
      .to.be.instanceOf(TypeError)
      .and.include({ name: 'LegacySettingsError', code: 'ERR_LEGACY_SETTINGS' });
    expect(error.issues).to.deep.equal(issues);
    expect(error.message.split('\n')).to.deep.equal([
      'Settings that cannot be used:',
      '  - origins: found 3',
      '  - from: found 4',
    ]);
  });
});
