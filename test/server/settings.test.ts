import { expect } from 'chai';
import { constructorForm, readAttachOptions, readSettings } from '../../src/server/settings.js';
import { LegacySettingsError } from '../../src/v2/settings.js';

const origins = ['https://example.com:443'];

describe('the settings of the drop-in', () => {
  it('are distinguished from servers and ports', () => {
    const httpServer = { listen: () => undefined };
    for (const [args, target, options] of [
      [[], undefined, undefined],
      [[{ origins }], undefined, { origins }],
      [[httpServer, { origins }], httpServer, { origins }],
      [[0, { origins }], 0, { origins }],
      [['3000'], '3000', undefined],
      [[null, { origins }], undefined, { origins }],
    ] as const) {
      expect(constructorForm(args[0], args[1])).to.deep.equal({ target, options });
    }
  });

  it('are read once each: a getter may change its answer', () => {
    let reads = 0;
    const options = {
      get origins() {
        reads += 1;
        return reads === 1 ? origins : '*:*';
      },
      get allowEIO3() {
        reads += 1;
        return true;
      },
    };
    const { parsed } = readSettings(options);
    expect(parsed.origins?.value).to.deep.equal(origins);
    expect(reads).to.equal(2);
  });

  it('of attach() are read once each, too', () => {
    let reads = 0;
    const options = {
      get transports() {
        reads += 1;
        return ['polling'];
      },
    };
    readAttachOptions(options, readSettings({}));
    expect(reads).to.equal(1);
  });

  it('are none in a function and in an empty array', () => {
    for (const options of [() => undefined, []]) {
      expect(readSettings(options).parsed.origins).to.equal(undefined);
      expect(readAttachOptions(options, readSettings({ origins })).hasIgnoredOrigins).to.equal(false);
    }
  });

  it('may be one object for the constructor and attach()', () => {
    const options = { origins, corsCompat: { from: '2.3.0' } };
    expect(readAttachOptions(options, readSettings(options)).hasIgnoredOrigins).to.equal(true);
    expect(() => readAttachOptions({ corsCompat: {} }, readSettings(options))).to.throw(LegacySettingsError);
  });

  it("are v4's own if cors is among them and no setting of v2", () => {
    expect(readSettings({ cors: { origin: '*' } }).modern).to.have.property('cors');
    expect(() => readSettings({ cors: { origin: '*' }, origins })).to.throw(LegacySettingsError);
  });

  it('in corsCompat are validated together with the others', () => {
    try {
      readSettings({
        origins: 1,
        corsCompat: { acknowledge: 'X', onWarning: 1, from: '9', engine: 1, onWarnings: 1 },
      });
      expect.fail();
    } catch (error) {
      expect((error as LegacySettingsError).issues.map(({ path }) => path)).to.have.members([
        'origins',
        'corsCompat.acknowledge',
        'corsCompat.onWarning',
        'corsCompat.from',
        'corsCompat.engine',
        'corsCompat',
      ]);
    }
  });

  it('in corsCompat are refused if they are no options object, because a lost `from` could open the server', () => {
    for (const corsCompat of [
      Promise.resolve({ from: '2.4.0' }),
      new Map([['from', '2.4.0']]),
      ['2.4.0'],
      null,
    ])
      expect(() => readSettings({ corsCompat })).to.throw(LegacySettingsError, 'corsCompat: found');
  });

  it('do not include properties of Object.prototype', () => {
    const polluted = Object.prototype as { cors?: unknown; origins?: unknown };
    polluted.cors = { origin: '*' };
    polluted.origins = '*:*';
    let settings: ReturnType<typeof readSettings>;
    try {
      settings = readSettings({ path: '/chat' });
    } finally {
      delete polluted.cors;
      delete polluted.origins;
    }
    expect([settings.modern, settings.parsed.origins]).to.deep.equal([undefined, undefined]);
  });
});
