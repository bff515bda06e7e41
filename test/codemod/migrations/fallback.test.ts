import { expect } from 'chai';
import { migrateSource } from '../../../src/codemod/index.js';

/** A server whose options cannot be read, so that `--fallback drop-in` switches it. */
const MAKE = "const io = require('socket.io')(server, load());\n";
const SWITCHED = MAKE.replace('socket.io', 'socket.io-cors-compat/server');

const migrate = (code: string) => migrateSource(code, { filename: 'server.js', fallback: 'drop-in' });
const manualIn = (code: string) =>
  migrate(code)
    .findings.filter(({ action }) => action === 'manual')
    .map(({ code, subject, line }) => `${code} ${subject} ${line}`);

describe('--fallback drop-in', () => {
  it('changes what the file loads, and nothing else', () => {
    expect(migrate(`${MAKE}io.origins(list);\n`).code).to.equal(`${SWITCHED}io.origins(list);\n`);
  });

  it('changes what import() loads', () => {
    const code = "const { default: sio } = await import('socket.io');\nsio(server, load());\n";
    expect(migrate(code).code).to.equal(code.replace('socket.io', 'socket.io-cors-compat/server'));
  });

  it('reports what the drop-in does not keep, but not what it keeps', () => {
    const uses =
      'io.sockets.connected[id].disconnect();\nrequire("socket.io-client")(url).on("reconnect", start);\n';
    const found = ["V2_API_CHANGED client.on('reconnect') 3"];
    expect(manualIn(MAKE + uses)).to.deep.equal(found);
    expect(manualIn(SWITCHED + uses)).to.deep.equal(found);
  });

  for (const uses of [
    "if (require('socket.io/package.json').version.startsWith('2')) io.origins(list);",
    'if (!io.fetchSockets) io.origins(list);',
  ])
    it(`leaves a server beside a condition that has another result with the drop-in: ${uses}`, () => {
      expect(migrate(MAKE + uses).code).to.not.include('socket.io-cors-compat/server');
      expect(manualIn(MAKE + uses).join()).to.include('ORIGINS_NOT_MIGRATED');
    });

  for (const uses of [
    "require('socket.io')(server, { origins: [/example\\.com$/] });",
    'function Chat(server) { SocketIO.call(this, server); }\nconst SocketIO = require("socket.io");',
  ])
    it(`leaves a server that the drop-in would not start: ${uses}`, () => {
      const { code, findings } = migrate(uses);
      expect(code).to.not.include('socket.io-cors-compat/server');
      expect(findings.some(({ action }) => action === 'manual')).to.equal(true);
    });

  it('leaves a server beside one of Feathers, which does not load the drop-in', () => {
    const feathers =
      "app.configure(require('@feathersjs/socketio')({ origins: ['https://example.com:443'] }));\n";
    const { code, findings } = migrate(MAKE + feathers);
    expect(code).to.include('allowRequest').and.not.include('socket.io-cors-compat/server');
    expect(findings.some(({ action }) => action === 'manual')).to.equal(true);
  });

  const FROM_24 = { filename: 'server.js', fallback: 'drop-in', from: '2.4.0' } as const;
  const compat = (code: string) =>
    migrateSource(
      `const io = require('socket.io')${code};\nio.origins(next());\nio.checkRequest = check;`,
      FROM_24,
    );

  it('writes the semantics that were asked for into the options', () => {
    const { code } = migrateSource(MAKE, {
      filename: 'server.js',
      fallback: 'drop-in',
      semantics: 'exact',
      missingOrigin: 'allow',
    });
    expect(code).to.include("corsCompat: { semantics: 'exact', missingOrigin: 'allow' }");
  });

  for (const [given, options] of [
    ['()', '({ COMPAT })'],
    ['(server)', '(server, { COMPAT })'],
    ['(server, { path })', '(server, { COMPAT, path })'],
    ['(server, options)', '(server, { ...options, COMPAT })'],
    ['.listen(3000, load() || {})', '.listen(3000, { ...load() || {}, COMPAT })'],
    ['.listen(3000, () => {})', '.listen(3000, { COMPAT }, () => {})'],
  ] as const)
    it(`writes the release 2.4.0 into the options of ${given}`, () => {
      const { code, findings } = compat(given);
      expect(code.replace(/\s+/g, ' ').replace("corsCompat: { from: '2.4.0' }", 'COMPAT')).to.include(
        `require('socket.io-cors-compat/server')${options}`,
      );
      expect(findings.filter(({ action }) => action === 'manual')).to.deep.equal([]);
    });

  for (const given of [
    '(...args)',
    '(config.socket)',
    '(server, new Options())',
    '(server, (log(), options))',
  ])
    it(`leaves for review that ${given} needs the release 2.4.0`, () => {
      const { code, findings } = compat(given);
      expect(code).to.include(`require('socket.io-cors-compat/server')${given}`);
      const [left] = findings.filter(({ action }) => action === 'manual');
      expect(left?.code).to.equal('DROP_IN_NEEDS_SETTINGS');
      expect(left?.remedy).to.include("corsCompat: { from: '2.4.0' }");
    });

  it('reports the comments that an earlier run left', () => {
    const comment = '// TODO(socketio-cors) ORIGINS_NOT_MIGRATED: The call is part of another expression.\n';
    expect(manualIn(`${MAKE}${comment}io.origins(list);\n`)).to.deep.equal([
      'TODO_IS_LEFT ORIGINS_NOT_MIGRATED 2',
    ]);
  });

  it('finds nothing to do in a second run: the drop-in does all that v2 did', () => {
    const own =
      'io.checkRequest = check;\nio.origins(list);\nio.attach(other, { handlePreflightRequest: answer });\n';
    const { code } = migrate(MAKE + own);
    expect(code).to.equal(SWITCHED + own);
    expect(migrate(code)).to.deep.equal({ code, changed: false, findings: [] });
  });

  it('leaves the statement under such a comment as it is', () => {
    const code = `// TODO(socketio-cors) ORIGINS_NOT_MIGRATED: The options are not written out.\n${MAKE}`;
    expect(migrate(code).code).to.equal(code);
  });

  it('migrates the clients of the file', () => {
    const client = "require('socket.io-client')('/', { transportOptions: { polling: { extraHeaders } } });\n";
    expect(migrate(MAKE + client).code)
      .to.include('extraHeaders: extraHeaders')
      .and.include(SWITCHED);
  });
});
