import { expect } from 'chai';
import { cli, type Sandbox, sandbox } from './sandbox.js';

const V2 = '{ "dependencies": { "socket.io": "^2.5.0" } }\n';
const SERVER = "module.exports = require('socket.io')(3000);\n";

describe('files that are not read as they are', () => {
  let box: Sandbox;
  beforeEach(() => {
    box = sandbox({ 'package.json': V2 });
  });
  afterEach(() => box.remove());

  const codesOf = async (files: Readonly<Record<string, string>>) => {
    box.write(files);
    const { stdout } = await cli(box.path, 'migrate', '--format', 'json');
    const report = JSON.parse(stdout) as {
      files: { path: string; findings: { code: string; action: string }[] }[];
    };
    return report.files.flatMap(({ path, findings }) =>
      findings.filter(({ action }) => action === 'manual').map(({ code }) => `${path} ${code}`),
    );
  };
  const STAYS = 'package.json PACKAGE_JSON_STAYS_ON_V2';

  it('keep package.json on v2 if they create a server in another language', async () => {
    for (const [name, code] of [
      ['server.coffee', "io = require('socket.io') 3000\n"],
      ['server.litcoffee', "    io = require 'socket.io'\n"],
      ['server.ls', "require! 'http'\nio = require 'socket.io'\n"],
    ] as const) {
      expect(await codesOf({ [name]: code }), name).to.deep.equal([STAYS]);
      box.remove();
      box = sandbox({ 'package.json': V2 });
    }
  });

  it('are no reason for review if they only have a client in another language', async () => {
    expect(await codesOf({ 'client.coffee': "socket = io.connect '/'\nsocketio = 1\n" })).to.deep.equal([]);
  });

  it('count as a part of the program if they are generated and load a part of it', async () => {
    const set = "// @generated\nrequire('./io').origins(['https://example.com:443']);\n";
    expect(await codesOf({ 'io.js': SERVER, 'set.js': set })).to.include('io.js ORIGINS_NOT_MIGRATED');
  });

  it('are no files of an app that has the name of Socket.IO and depends on it', async () => {
    box.write({ 'package.json': '{ "name": "socket.io", "dependencies": { "socket.io": "^2.5.0" } }' });
    expect(await codesOf({ 'server.js': 'require("socket.io")(3000, options());' })).to.deep.equal([
      'server.js OPTIONS_NOT_READABLE',
      STAYS,
    ]);
  });

  it('include a module that another function of Node loads', async () => {
    for (const load of [
      "require(require.resolve('socket.io'))",
      "createRequire(__filename)('socket.io')",
      "load('socket.io')",
    ]) {
      const code = `const { createRequire } = require('module');\nconst load = require;\n${load}(3000, options());\n`;
      expect(await codesOf({ 'server.js': code }), load).to.include('server.js SERVER_NOT_FOLLOWED');
    }
  });

  it('include the package.json of the workspace, if a pin in it is for v2', async () => {
    box.write({
      'package.json': '{ "workspaces": ["a"], "overrides": { "engine.io": "3.6.2" } }',
      'a/package.json': V2,
      'a/server.js': SERVER,
    });
    const { stdout } = await cli(`${box.path}/a`, 'migrate', '--format', 'json');
    expect(stdout).to.include('PACKAGE_JSON_PINS_V2');
    expect(await codesOf({})).to.deep.equal(['package.json PACKAGE_JSON_PINS_V2']);
  });
});
