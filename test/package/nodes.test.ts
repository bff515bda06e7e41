import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { installInProject, type PackedProject } from './packed.js';

const MAJORS = [16, 18, 20, 22, 24];

/** The package of the npm registry that holds Node's binary for this machine, at a major version. */
const nodePackage = (major: number) => `node-${major}@npm:node-${process.platform}-${process.arch}@${major}`;

describe('the runtime entries, from the packed tarball', function () {
  this.timeout(300_000);
  let project: PackedProject;
  before(() => {
    project = installInProject('socket.io@4.8.4', 'socket.io-client@4.8.4', ...MAJORS.map(nodePackage));
    copyFileSync(resolve(import.meta.dirname, 'drive.cjs'), join(project.folder, 'drive.cjs'));
  });
  after(() => project?.remove());

  for (const major of MAJORS) {
    it(`let in who is on the list and refuse who is not, on Node ${major}`, () => {
      const node = join(project.folder, 'node_modules', `node-${major}`, 'bin', 'node');
      const run = (...args: string[]) =>
        execFileSync(node, args, {
          cwd: project.folder,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        });
      expect(run('--version')).to.match(new RegExp(`^v${major}\\.`));
      expect(run('drive.cjs')).to.equal(
        'translated: in in refused refused\ndrop-in: in in refused refused\n',
      );
    });
  }
});
