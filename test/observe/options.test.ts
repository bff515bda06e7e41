import { createRequire } from 'node:module';
import { expect } from 'chai';
import { Server } from 'socket.io';
import { readArguments } from '../../src/observe/options.js';
import { LegacySettingsError } from '../../src/v2/settings.js';

const require = createRequire(import.meta.url);
const legacy = (release: string, options = {}) =>
  require(`socket.io-${release}`)({ serveClient: false, ...options });

function issuesOf(io: unknown, options: object = {}): readonly string[] {
  try {
    readArguments(io, options);
  } catch (error) {
    if (error instanceof LegacySettingsError) return error.issues.map(({ path }) => path);
    throw error;
  }
  return [];
}

describe('the arguments of observe()', () => {
  const releases = { '1.4': '1.4.8', '2.0': '2.0.4', '2.3': '2.3.0', '2.4.0': '2.4.0', '2.5': '2.5.1' };
  for (const [name, release] of Object.entries(releases)) {
    it(`include the release of a server of ${release}`, () => {
      expect(readArguments(legacy(name), {}).server).to.include({ release, protocol: 'v2' });
    });
  }

  it('include the release of a server of v4, and of a class derived from it', () => {
    class Chat extends Server {}
    for (const io of [new Server(), new Chat()])
      expect(readArguments(io, {}).server).to.include({ release: '4.8.4', protocol: 'v4' });
  });

  it('have to name the release of a v2 server whose code is nowhere to be found', () => {
    const Found = require('socket.io-2.5');
    const bundled = Object.create(
      Object.create(Object.prototype, Object.getOwnPropertyDescriptors(Found.prototype)),
    );
    Found.call(Object.setPrototypeOf(bundled, Object.create(Found.prototype)), { serveClient: false });
    const prototype = Object.create(Object.prototype, {
      ...Object.getOwnPropertyDescriptors(Found.prototype),
      constructor: { value: function Bundled() {} },
    });
    Object.setPrototypeOf(bundled, prototype);
    expect(issuesOf(bundled)).to.deep.equal(['from']);
    expect(readArguments(bundled, { from: '2.5.1' }).server.release).to.equal(null);
  });

  it('have to be a Socket.IO server', () => {
    const io = new Server();
    for (const other of [
      undefined,
      null,
      3,
      'io',
      {},
      [],
      () => {},
      io.of('/'),
      io.engine,
      legacy('2.5').of('/'),
      require('node:http').createServer(),
    ])
      expect(issuesOf(other)).to.deep.equal(['io']);
    for (const each of [io, legacy('2.5')]) expect(issuesOf(each)).to.deep.equal([]);
  });

  it('are all checked, and all problems are listed together', () => {
    const wrong = {
      ...{ every: -1, maxOrigins: 0, file: 3, meter: { createCounter: true }, onDifference: 'log' },
      ...{ semantics: 'loose', missingOrigin: 'maybe', from: '9.9.9', to: '1' },
      ...{ settings: { origins: 3, allowRequest: 'x' }, candidate: { cors: {}, originsCalls: [null] } },
    };
    expect(issuesOf(legacy('2.5'), wrong)).to.have.members([
      ...['every', 'maxOrigins', 'file', 'meter', 'onDifference', 'semantics', 'missingOrigin', 'from', 'to'],
      ...['settings.origins', 'settings.allowRequest', 'candidate.cors', 'candidate.originsCalls[0]'],
    ]);
    expect(issuesOf(undefined, { every: -1 })).to.deep.equal(['io', 'every']);
    expect(issuesOf(legacy('2.5'), { every: 2 ** 31 })).to.deep.equal(['every']);
    expect(issuesOf(legacy('2.5'), { maxOrigin: 3 })).to.deep.equal(['options']);
    for (const options of ['x', 3, []] as unknown[])
      expect(issuesOf(legacy('2.5'), options as object)).to.deep.equal(['options']);
  });

  for (const origins of [undefined, 3000, /x/, {}, ['https://a.example', 3]]) {
    it(`include the origins in force on a v2 server, even if they crash it: ${String(origins)}`, () => {
      const io = legacy('2.5');
      io.origins(origins);
      if (origins === undefined) io._origins = undefined;
      const [path] = issuesOf(io);
      expect(path).to.match(/^io\.origins\(\)/);
      // Other settings to compare with have been given, so these do not matter.
      expect(issuesOf(io, { settings: {} })).to.deep.equal([]);
    });
  }

  it('are looked at on v4 even if there is nothing to translate', () => {
    expect(issuesOf(new Server(), { semantics: 'loose' })).to.deep.equal(['semantics']);
  });

  it('distinguish candidate settings from others', () => {
    const io = new Server();
    const fingerprint = (candidate: object, more = {}) =>
      readArguments(io, { candidate, ...more }).candidate?.fingerprint;
    const list = { origins: ['https://a.example'] };
    expect(fingerprint(list)).to.equal(fingerprint({ origins: ['https://a.example'] }));
    const others = [
      fingerprint({ origins: ['https://b.example'] }),
      fingerprint(list, { missingOrigin: 'allow' }),
      fingerprint({ origins: () => 1 }),
      fingerprint({ origins: () => 2 }),
      fingerprint({ allowRequest: () => 2 }),
      fingerprint(list),
    ];
    expect(new Set(others).size).to.equal(others.length);
  });
});
