import { expect } from 'chai';
import { EditList } from '../../src/codemod/edits/edits.js';
import { migrateSource } from '../../src/codemod/index.js';
import { LegacySettingsError } from '../../src/v2/settings.js';

describe('migrateSource', () => {
  const issuesOf = (...args: unknown[]) => {
    try {
      migrateSource(...(args as Parameters<typeof migrateSource>));
      return [];
    } catch (error) {
      expect(error).to.be.instanceOf(LegacySettingsError);
      return (error as LegacySettingsError).issues.map(({ path }) => path);
    }
  };

  it('refuses arguments of other types and options that it does not know, all at once', () => {
    expect(issuesOf()).to.deep.equal(['code', 'filename']);
    const wrong = {
      semantic: 'exact',
      from: 2,
      to: '1',
      semantics: 'x',
      keepV2Clients: 'yes',
      fallback: true,
    };
    expect(issuesOf(5, wrong)).to.deep.equal([
      ...['code', 'filename', 'fallback', 'keepV2Clients', 'options', 'from', 'to', 'semantics'],
    ]);
  });

  it('names the releases that `from` may be, which include v4', () => {
    expect(() => migrateSource('', { filename: 'a.js', from: 'abc' })).to.throw('from 1.4 to 4');
  });

  it('takes undefined for an option that is not given', () => {
    const options = { filename: 'a.js', from: undefined, keepV2Clients: undefined, fallback: undefined };
    expect(issuesOf('', options)).to.deep.equal([]);
  });

  it('fails, and leaves the code as it is, if its edits would break it', () => {
    const { apply } = EditList.prototype;
    EditList.prototype.apply = () => 'const io = ;';
    try {
      const code = "require('socket.io')(3000, { origins: ['https://example.com:443'] });";
      const { failure, ...result } = migrateSource(code, { filename: 'server.js' });
      expect(result).to.deep.equal({ code, changed: false, findings: [] });
      expect(failure?.message).to.include('would not parse');
    } finally {
      EditList.prototype.apply = apply;
    }
  });
});
