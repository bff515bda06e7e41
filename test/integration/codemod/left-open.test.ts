import { expect } from 'chai';
import { migrateSource } from '../../../src/codemod/index.js';
import { handshake, isAdmitted } from './handshake.js';
import { runProgram } from './run-program.js';

/** Programs that v2 guarded, and that need manual review: on v4 they run without that guard. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'options that are handed to Object.assign()': `
    const options = {};
    Object.assign(options, { origins: ['https://example.com:443'] });
    const io = require('socket.io')(server, options);`,
  'origins beside a handler that cannot be read': `
    const io = require('socket.io')(server, {
      origins: ['https://example.com:443'],
      handlePreflightRequest: (req, res) => answer(req, res),
    });`,
  'origins beside a handler of three parameters': `
    const io = require('socket.io')(server, {
      origins: ['https://example.com:443'],
      handlePreflightRequest: (server, req, res) => { res.writeHead(200, {}); res.end(); },
    });`,
  'a call on a server out of a list, which throws inside a try': `
    const io = require('socket.io')(server);
    for (const one of [io]) try { one.origins(['https://example.com:443']); } catch {}`,
  'a call beside a handler that cannot be read, which throws inside a try': `
    const io = require('socket.io')(server, { handlePreflightRequest: (req, res) => answer(req, res) });
    try { io.origins(['https://example.com:443']); } catch {}`,
  'a check of its own': `
    const io = require('socket.io')(server);
    io.checkRequest = (req, callback) => callback(null, req.headers.origin === 'https://example.com');
    if (io.eio) io.eio.allowRequest = io.checkRequest;`,
};

/** Whether a foreign page is allowed over polling and over WebSocket. */
async function admitsStranger(code: string, generation: 'socket.io-2.5' | 'socket.io'): Promise<boolean[]> {
  const program = await runProgram(
    `const server = require('http').createServer();\n${code}\nmodule.exports = { server, io };`,
    generation,
  );
  try {
    const eio = generation === 'socket.io' ? 4 : 3;
    const ask = (kind: 'polling' | 'websocket') =>
      handshake(program.port, eio, { kind, headers: { origin: 'https://evil.example' } });
    return [isAdmitted(await ask('polling')), isAdmitted(await ask('websocket'))];
  } finally {
    await program.close();
  }
}

describe('programs that are left for review, on v4', () => {
  for (const [name, code] of Object.entries(PROGRAMS)) {
    it(`have a finding with the effect opens: ${name}`, async () => {
      expect(await admitsStranger(code, 'socket.io-2.5')).to.deep.equal([false, false]);
      const migrated = migrateSource(code, { filename: 'server.js', todoFor: () => false });
      expect(migrated.code).to.equal(code);
      expect(await admitsStranger(migrated.code, 'socket.io')).to.deep.equal([true, true]);
      const manual = migrated.findings.filter(({ action }) => action === 'manual');
      expect(manual.map(({ effect }) => effect)).to.include('opens');
    });
  }

  it('have a finding with the effect opens: a class with its own check, which v4 never calls', async () => {
    const code = `
      class Sockets extends require('socket.io') {
        checkRequest({ headers }, callback) { callback(null, headers.origin === 'https://example.com'); }
      }
      const io = new Sockets(server);`;
    expect(await admitsStranger(code, 'socket.io-2.5')).to.deep.equal([false, false]);
    // v4's module cannot be extended. A person who fixes only that has an open server.
    expect(await failureOf(admitsStranger(code, 'socket.io'))).to.match(/is not a constructor/);
    const mended = code.replace("require('socket.io')", "require('socket.io').Server");
    expect(await admitsStranger(mended, 'socket.io')).to.deep.equal([true, true]);
    const { findings } = migrateSource(code, { filename: 'server.js' });
    expect(findings.map(({ action, effect }) => `${action} ${effect}`)).to.deep.equal(['manual opens']);
  });
});

const failureOf = (result: Promise<unknown>) => result.then(String, ({ message }: Error) => message);
