import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { installInProject, type PackedProject } from './packed.js';

const LEGACY = "const io = require('socket.io')(3000, { origins: ['https://example.com:443'] });\n";

describe('the command by npx, in a project that has the package', function () {
  this.timeout(240_000);
  let project: PackedProject;
  before(() => {
    project = installInProject();
    mkdirSync(join(project.folder, 'app'));
    writeFileSync(join(project.folder, 'app/server.js'), LEGACY);
  });
  after(() => project?.remove());

  // --no-install: the project's own copy has to be found, without the registry.
  const npx = (...args: string[]) => project.spawn('npx', ['--no-install', ...args]);

  for (const name of ['socketio-cors', 'socket.io-cors-compat']) {
    it(`lists the commands, as ${name}`, () => {
      const { status, stdout, stderr } = npx(name, '--help');
      expect(stdout, stderr).to.match(/^Usage: socketio-cors \[options\] \[command\]/);
      expect(status).to.equal(0);
    });
  }

  it('knows its release, also in a checkout of the repository, for the drop-in that it adds', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const built = resolve('dist/cjs/cli/main.js');
    expect(npx('socketio-cors', '--version').stdout).to.equal(`${version}\n`);
    expect(project.spawn(process.execPath, [built, '--version']).stdout).to.equal(`${version}\n`);
  });

  it('passes arguments on, and the exit code back', () => {
    const { status, stdout } = npx('socketio-cors', 'migrate', '--check', '--format', 'json', 'app');
    expect(JSON.parse(stdout).summary).to.include({ scanned: 1, changed: 1, failed: 0 });
    expect(status).to.equal(1);
    expect(readFileSync(join(project.folder, 'app/server.js'), 'utf8')).to.equal(LEGACY);
  });

  it('migrates, and changes nothing the second time', () => {
    const read = () => readFileSync(join(project.folder, 'app/server.js'), 'utf8');
    const first = npx('socketio-cors', 'migrate', '--write', '--force', 'app');
    expect(first.status, first.stderr).to.be.oneOf([0, 2]);
    const migrated = read();
    expect(migrated).to.include('cors:').and.not.to.include('origins:');
    expect(npx('socketio-cors', 'migrate', '--write', '--force', 'app').status).to.be.oneOf([0, 2]);
    expect(read()).to.equal(migrated);
  });
});
