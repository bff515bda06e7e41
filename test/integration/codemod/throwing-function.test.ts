import { expect } from 'chai';
import { migrateSource } from '../../../src/codemod/index.js';
import { handshake, isAdmitted } from './handshake.js';
import { runProgram } from './run-program.js';

/** `origins` functions that crashed v2 on a request without an origin, or with one that is not a URL. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  throws: "(origin, callback) => callback(null, new URL(origin).host === 'example.com')",
  rejects: "async (origin, callback) => { callback(null, new URL(origin).host === 'example.com'); }",
  'throws after it has answered':
    "(origin, callback) => { callback(null, origin === 'https://example.com'); throw new Error('late'); }",
  'reads what an index does not find':
    "(origin, callback) => callback(null, origin.split('//')[1].split(':')[0] === 'example.com')",
  'reads it by a name':
    "(origin, callback) => { const host = origin.split('//')[1]; callback(null, host.split(':')[0] === 'example.com'); }",
  'takes it out of a list':
    "(origin, callback) => { const [, host] = origin.split('//'); callback(null, host.split(':')[0] === 'example.com'); }",
  'reads what a search did not find':
    "(origin, callback) => callback(null, origin.match(/^https:..(.*)/)[1] === 'example.com')",
};

describe('migrated code with a function that', () => {
  const { error } = console;
  beforeEach(() => {
    console.error = () => undefined;
  });
  afterEach(() => {
    console.error = error;
  });

  const all: readonly (readonly [string, string, string])[] = [
    ...Object.entries(FUNCTIONS).map(([name, text]) => [name, text, '2.5.1'] as const),
    // 2.4.0 passed the bare header, which may be missing.
    ['takes any text', "(origin, callback) => callback(null, origin.endsWith('//example.com'))", '2.4.0'],
  ];
  for (const [name, text, from] of all) {
    it(`${name} refuses, and the server goes on`, async () => {
      const { code } = migrateSource(
        `const server = require('http').createServer();
        const io = require('socket.io')(server, { origins: ${text} });
        module.exports = { server, io };`,
        { filename: 'server.js', from },
      );
      const program = await runProgram(code, 'socket.io');
      try {
        for (const kind of ['polling', 'websocket'] as const) {
          const asks = (headers: Record<string, string>) => handshake(program.port, 4, { kind, headers });
          for (const headers of [{}, { origin: 'null' }, { origin: 'https://[' }, { origin: 'x' }])
            expect(isAdmitted(await asks(headers)), `${kind} ${JSON.stringify(headers)}`).to.equal(false);
          expect(isAdmitted(await asks({ origin: 'https://example.com' })), kind).to.equal(true);
        }
      } finally {
        await program.close();
      }
    });
  }
});
