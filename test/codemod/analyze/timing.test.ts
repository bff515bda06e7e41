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

  it('knows what is read after methods of strings with literal arguments', () => {
    const code = (value: string) =>
      `const a = ${value}, io = require('socket.io')(a, { origins: conf.origins });`;
    expect(codes(code("conf.name.split(',')"))).to.not.include('ORIGINS_NOT_MIGRATED');
    expect(codes(code('conf.names.map(load)'))).to.include('ORIGINS_NOT_MIGRATED');
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

  const start = (body: string) => `function start(server) { ${body} }\nlet list = load();\n`;

  it('knows what is declared outside of the function that creates the server, wherever', () => {
    expect(codes(start("require('socket.io')(server, { origins: list });"))).to.not.include(
      'ORIGINS_NOT_MIGRATED',
    );
    expect(
      codes("class Chat { start(server) { require('socket.io')(server, { origins: Chat.LIST }); } }"),
    ).to.not.include('ORIGINS_NOT_MIGRATED');
  });

  it('does not know what changes between the place and the server', () => {
    const moved = codes(
      start(
        "const options = {}; list = other; options.origins = list; require('socket.io')(server, options);",
      ),
    );
    expect(moved).to.include('ORIGINS_NOT_MIGRATED');
  });
});
