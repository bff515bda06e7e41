import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { installInProject, type PackedProject } from './packed.js';

/** Uses each entry after the program has added a property to every object, and prints what comes of it. */
const PROGRAM = `
const [name] = process.argv.slice(1);
if (name) Object.defineProperty(Object.prototype, name, { value: 'bar', enumerable: true, configurable: true, writable: true });
const { translateCors } = require('socket.io-cors-compat');
const server = require('socket.io-cors-compat/server');
const { migrateSource } = require('socket.io-cors-compat/codemod');
const { observe } = require('socket.io-cors-compat/observe');
const { probe, diagnose } = require('socket.io-cors-compat/doctor');
const show = (...values) => console.log(JSON.stringify(values));
const { options, warnings, policy } = translateCors({ origins: ['https://example.com', '*'], cookie: 'a' });
show(options.cors, options.cookie, policy, warnings.map(({ code }) => code));
try { translateCors({ origins: [3] }, { from: 'two' }); } catch (error) { show(error.issues); }
const io = server(0, { origins: ['https://example.com:443'], corsCompat: { onWarning: ({ code }) => show(code) } });
io.origins(['https://other.example:443']);
const observation = observe(io, { candidate: { origins: ['https://example.com:443'] } });
io.checkRequest({ headers: { origin: 'https://example.com' } }, (...answer) => show(answer));
const { handshakes, suggestion } = observation.stop();
show(handshakes, suggestion);
io.close();
const { code, findings } = migrateSource("const io = require('socket.io')(3000, { origins: ['https://example.com:443'] });", { filename: 'a.js' });
show(code, findings.map((finding) => finding.code));
const reported = [];
const text = "require('socket.io')(3000, { origins: ['https://example.com:443'] });";
require('socket.io-cors-compat/eslint').rules['no-legacy-cors']
  .create({ sourceCode: { text }, filename: 'a.js', options: [], report: (problem) => reported.push(problem) })
  .Program();
show(reported.map(({ messageId, data }) => [messageId, data]));
probe('http://127.0.0.1:1').then((seen) => show(diagnose(seen).map((diagnosis) => diagnosis.code)));
`;

const COMMANDS = [
  ['--help'],
  ['explain', "{ origins: ['https://example.com', '*'] }"],
  ['explain', 'ORIGIN_NOW_ADMITTED'],
  ['migrate', 'app', '--format', 'json'],
  ['migrate', 'app', '--form', 'json'],
  ['doctor', 'http://127.0.0.1:1'],
  ['report', 'nowhere.json'],
] as const;

describe('an enumerable property on Object.prototype', function () {
  this.timeout(120_000);
  let project: PackedProject;
  before(() => {
    project = installInProject('socket.io@4.8.4');
    mkdirSync(join(project.folder, 'app'));
    writeFileSync(
      join(project.folder, 'app/server.js'),
      "require('socket.io')(3000, { origins: ['https://example.com:443'] });\n",
    );
  });
  after(() => project?.remove());

  const command = (args: readonly string[], name?: string) => {
    const descriptor = "{ value: 'bar', enumerable: true, configurable: true, writable: true }";
    writeFileSync(
      join(project.folder, 'pollute.cjs'),
      `Object.defineProperty(Object.prototype, '${name}', ${descriptor});\n`,
    );
    const { stdout, stderr, status } = project.spawn(process.execPath, [
      ...(name === undefined ? [] : ['--require', './pollute.cjs']),
      'node_modules/socket.io-cors-compat/dist/cjs/cli/main.js',
      ...args,
    ]);
    return { stdout, stderr, status };
  };

  const outcome = (...names: readonly string[]) => {
    const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', PROGRAM, ...names], {
      cwd: project.folder,
      encoding: 'utf8',
    });
    return { stdout, stderr, status };
  };

  for (const name of [
    'foo',
    'checks',
    'shape',
    'origins',
    'origin',
    'headers',
    'from',
    'others',
    'meter',
    'then',
    'type',
    'key',
  ]) {
    it(`breaks no entry and changes nothing, from before the package is loaded: ${name}`, () => {
      const plain = outcome();
      expect(plain).to.include({ stderr: '', status: 0 });
      expect(outcome(name)).to.deep.equal(plain);
    });
  }

  for (const name of ['foo', 'origins', 'from'])
    it(`changes nothing in the command: ${name}`, () => {
      for (const args of COMMANDS) expect(command(args, name), args.join(' ')).to.deep.equal(command(args));
    });
});
