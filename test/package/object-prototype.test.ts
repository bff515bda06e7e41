import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { installInProject, type PackedProject } from './packed.js';

/** Uses each entry after the program has added a property to every object, and prints what comes of it. */
const PROGRAM = `
const [name] = process.argv.slice(1);
if (name) Object.defineProperty(Object.prototype, name, { value: 'bar', enumerable: true, configurable: true, writable: true });
const { translateCors } = require('socket.io-cors-compat');
const server = require('socket.io-cors-compat/server');
const { migrateSource } = require('socket.io-cors-compat/codemod');
const show = (...values) => console.log(JSON.stringify(values));
const { options, warnings, policy } = translateCors({ origins: ['https://example.com', '*'], cookie: 'a' });
show(options.cors, options.cookie, policy, warnings.map(({ code }) => code));
try { translateCors({ origins: [3] }, { from: 'two' }); } catch (error) { show(error.issues); }
const io = server(0, { origins: ['https://example.com:443'], corsCompat: { onWarning: ({ code }) => show(code) } });
io.origins(['https://other.example:443']);
io.close();
const { code, findings } = migrateSource("const io = require('socket.io')(3000, { origins: ['https://example.com:443'] });", { filename: 'a.js' });
show(code, findings.map((finding) => finding.code));
`;

describe('an enumerable property on Object.prototype', function () {
  this.timeout(120_000);
  let project: PackedProject;
  before(() => {
    project = installInProject('socket.io@4.8.4');
  });
  after(() => project?.remove());

  const outcome = (...names: readonly string[]) => {
    const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', PROGRAM, ...names], {
      cwd: project.folder,
      encoding: 'utf8',
    });
    return { stdout, stderr, status };
  };

  for (const name of [
    'foo',
    'error',
    'checks',
    'shape',
    'origins',
    'origin',
    'then',
    'type',
    'message',
    'key',
  ]) {
    it(`breaks no entry and changes nothing, from before the package is loaded: ${name}`, () => {
      const plain = outcome();
      expect(plain).to.include({ stderr: '', status: 0 });
      expect(outcome(name)).to.deep.equal(plain);
    });
  }
});
