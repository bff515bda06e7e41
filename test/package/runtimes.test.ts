import { copyFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { installInProject, type PackedProject } from './packed.js';

const MIGRATE = `
const { migrateSource } = require('socket.io-cors-compat/codemod');
const source = "const io = require('socket.io')(3000, { origins: ['https://example.com:443'] });";
const { changed, findings } = migrateSource(source, { filename: 'server.js', from: '2.5.1' });
console.log(changed, findings.some(({ action }) => action === 'manual'));
`;

/** Other runtimes than Node, from npm, and how each runs a file. */
const RUNTIMES = {
  Bun: { install: `bun@npm:@oven/bun-${process.platform}-${process.arch}`, run: ['bun/bin/bun'] },
  Deno: { install: 'deno', run: ['deno/bin.cjs', 'run', '--allow-all'] },
} as const;

describe('the packed tarball on', function () {
  this.timeout(300_000);
  let project: PackedProject;
  before(() => {
    const installed = Object.values(RUNTIMES).map(({ install }) => install);
    project = installInProject('socket.io@4.8.4', 'socket.io-client@4.8.4', ...installed);
    copyFileSync(resolve(import.meta.dirname, 'drive.cjs'), join(project.folder, 'drive.cjs'));
    writeFileSync(join(project.folder, 'migrate.cjs'), MIGRATE);
  });
  after(() => project?.remove());

  for (const [name, { run }] of Object.entries(RUNTIMES)) {
    const [program, ...args] = run;
    const start = (file: string) =>
      project.spawn(join(project.folder, 'node_modules', program), [...args, file]);

    it(`${name} translates and serves: allows an origin on the list, and refuses another`, () => {
      const { stdout, stderr } = start('drive.cjs');
      expect(stdout, stderr).to.equal('translated: in in refused refused\ndrop-in: in in refused refused\n');
    });

    it(`${name} migrates a source file`, () => {
      const { stdout, stderr } = start('migrate.cjs');
      expect(stdout, stderr).to.equal('true false\n');
    });
  }
});
