import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { ReleaseDetector } from '../../src/codemod/project/release-detector.js';
import { type Sandbox, sandbox } from './cli.js';

/** Written by the package managers themselves, for the project below. */
const LOCKFILES = fileURLToPath(new URL('../fixtures/lockfiles', import.meta.url));

const depends = (dependencies: Record<string, string>, more: object = {}) =>
  JSON.stringify({ version: '1.0.0', ...more, dependencies });

const WORKSPACE = {
  'package.json': depends({ 'socket.io': '~2.4.0' }, { workspaces: ['packages/*'] }),
  'packages/api/package.json': depends({ 'socket.io': '^2.1.0 <2.4' }),
  'packages/web/package.json': depends({ 'socket.io': '^2.0.0' }),
};

describe('ReleaseDetector', () => {
  let box: Sandbox;
  const release = (file: string) => new ReleaseDetector().releaseFor(join(box.path, file));
  beforeEach(() => {
    box = sandbox();
  });
  afterEach(() => box.remove());

  // npm hoists what pnpm does not, and Yarn takes the newest for a range of its own.
  for (const [manager, web] of Object.entries({
    npm1: '2.4.1',
    npm2: '2.4.1',
    npm3: '2.4.1',
    pnpm7: '2.4.1',
    pnpm8: '2.4.1',
    pnpm9: '2.4.1',
    yarn1: '2.5.1',
    yarn4: '2.5.1',
  })) {
    describe(`with the lockfile of ${manager}`, () => {
      beforeEach(() => {
        box.write(WORKSPACE);
        cpSync(join(LOCKFILES, manager), box.path, { recursive: true });
      });

      it('reads the release of the project, and of each package in its workspace', () => {
        expect(release('a.js')).to.equal('2.4.1');
        expect(release('packages/api/src/a.js')).to.equal('2.3.0');
        expect(release('packages/web/a.js')).to.equal(web);
      });

      it('falls back on the range where the lockfile is older than that, or knows nothing of the folder', () => {
        box.write({
          'package.json': depends({ 'socket.io': '~2.3.0' }),
          'other/package.json': depends({ 'socket.io': '~2.2.0' }),
        });
        expect(release('a.js')).to.equal('~2.3.0');
        expect(release('other/a.js')).to.equal('~2.2.0');
      });

      it('prefers what is installed, wherever Node finds it', () => {
        box.write({ 'node_modules/socket.io/package.json': '{ "version": "2.0.4" }' });
        expect(release('packages/web/a.js')).to.equal('2.0.4');
        expect(release('packages/api/a.js'), 'it is not in the range').to.equal('2.3.0');
        box.write({ 'packages/api/node_modules/socket.io/package.json': '{ "version": "2.2.0" }' });
        expect(release('packages/api/a.js')).to.equal('2.2.0');
      });
    });
  }

  it('reads pnpm and npm of a project without a workspace', () => {
    box.write({ 'package.json': depends({ 'socket.io': '^2.0.0' }) });
    for (const [name, text] of [
      [
        'pnpm-lock.yaml',
        'lockfileVersion: 5.3\n\nspecifiers:\n  socket.io: ^2.0.0\n\ndependencies:\n  socket.io: 2.1.0\n',
      ],
      [
        'pnpm-lock.yaml',
        "lockfileVersion: '6.0'\n\ndependencies:\n  socket.io:\n    specifier: ^2.0.0\n    version: 2.1.1(a@1)\n",
      ],
      [
        'package-lock.json',
        '{ "lockfileVersion": 1, "dependencies": { "socket.io": { "version": "2.2.0" } } }',
      ],
      [
        'npm-shrinkwrap.json',
        '{ "lockfileVersion": 1, "dependencies": { "socket.io": { "version": "2.3.0" } } }',
      ],
    ] as const) {
      box.write({ [name]: text });
      expect(release('a.js'), text).to.equal(/2\.\d\.\d/.exec(text.replace('2.0.0', ''))?.[0]);
    }
  });

  it('takes the range where a lockfile is none', () => {
    box.write({
      'package.json': depends({ 'socket.io': '^2.1.0' }),
      'package-lock.json': '<<<<<<< ours',
      'yarn.lock': '\0',
      'pnpm-lock.yaml': 'importers:\n',
    });
    expect(release('a.js')).to.equal('^2.1.0');
  });

  it('takes the lockfile for what names no range, as a tag or a catalog', () => {
    box.write({
      'package.json': depends({ 'socket.io': 'catalog:' }),
      'pnpm-lock.yaml':
        "importers:\n  .:\n    dependencies:\n      socket.io:\n        specifier: 'catalog:'\n        version: 2.4.0\n",
    });
    expect(release('a.js')).to.equal('2.4.0');
  });

  it('asks the nearest package.json that has Socket.IO, with a byte order mark or without', () => {
    box.write({
      'package.json': `\uFEFF${depends({ 'socket.io': '2.0.4' })}`,
      'web/package.json': depends({ react: '18' }),
      'api/package.json': depends({}, { peerDependencies: { 'socket.io': '^4.0.0' } }),
    });
    expect(release('web/src/a.js')).to.equal('2.0.4');
    expect(release('api/src/a.js')).to.equal('>=3.0.0');
  });

  it('knows nothing where nobody says anything', () => {
    expect(release('a.js')).to.equal(undefined);
  });
});
