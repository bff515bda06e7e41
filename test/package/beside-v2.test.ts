import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { installInProject, type PackedProject } from './packed.js';

const PROGRAMS = {
  'required.cjs': "require('socket.io-cors-compat/server')",
  'imported.mjs':
    "import io, { Server, Namespace, Socket } from 'socket.io-cors-compat/server'; io(Server, Namespace, Socket);",
};

describe('the drop-in server beside socket.io 2', function () {
  this.timeout(120_000);
  let project: PackedProject;
  before(() => {
    project = installInProject('socket.io@2.5.1');
  });
  after(() => project?.remove());

  for (const [file, text] of Object.entries(PROGRAMS)) {
    it(`says which release it runs on, and how to get it: ${file}`, () => {
      writeFileSync(join(project.folder, file), text);
      const { status, stderr } = spawnSync(process.execPath, [file], {
        cwd: project.folder,
        encoding: 'utf8',
      });
      expect(status).to.equal(1);
      expect(stderr).to.include('2.5.1 is installed: npm install socket.io@4');
    });
  }
});
