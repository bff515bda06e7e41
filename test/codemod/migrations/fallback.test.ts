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

  for (const [options, settings] of [
    [{ from: '2.4.0' }, "from: '2.4.0'"],
    [{ semantics: 'exact', missingOrigin: 'allow' }, "semantics: 'exact', missingOrigin: 'allow'"],
  ] as const)
    it(`leaves for review that the drop-in needs ${settings}`, () => {
      const { code, findings } = migrateSource(MAKE, {
        filename: 'server.js',
        fallback: 'drop-in',
        ...options,
      });
      expect(code.endsWith(SWITCHED)).to.equal(true);
      const [left] = findings.filter(({ action }) => action === 'manual');
      expect(left?.code).to.equal('DROP_IN_NEEDS_SETTINGS');
      expect(left?.remedy).to.include(`corsCompat: { ${settings} }`);
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
