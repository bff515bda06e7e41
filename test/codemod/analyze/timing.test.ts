import { expect } from 'chai';
import { migrateSource } from '../../../src/codemod/index.js';

describe('isKnownAt', () => {
  const codes = (code: string) =>
    migrateSource(`${code}\nrequire('socket.io')(createServer(app), { origins: conf.origins });\n`, {
      filename: 'server.js',
    }).findings.map(({ code }) => code);

  it("takes Node's createServer() for one that runs no code of the app", () => {
    expect(codes("const { createServer } = require('http');")).to.include('ORIGINS_READ_AT_RUN_TIME');
  });

  for (const code of [
    "const { createServer } = require('./web');",
    "import { createServer } from './web';",
    'const createServer = () => { load(conf); return http.createServer(); };',
    'function createServer() { load(conf); return http.createServer(); }',
  ])
    it(`leaves what is read after a function of the app: ${code}`, () => {
      expect(codes(code)).to.include('ORIGINS_NOT_MIGRATED');
    });
});
