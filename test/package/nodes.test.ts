import { once } from 'node:events';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { Server } from 'socket.io';
import { installInProject, type PackedProject } from './packed.js';

const MAJORS = [16, 18, 20, 22, 24, 26];

/** Old servers run on old Nodes: the first and the last release of Node 14, too. */
const OBSERVED = ['14.0.0', '14', ...MAJORS.map(String)];

/** The package of the npm registry that holds Node's binary for this machine, at a version or a major one. */
const nodePackage = (version: string) =>
  `node-${version}@npm:node-${process.platform}-${process.arch}@${version}`;

describe('the packed tarball on each Node', function () {
  this.timeout(300_000);
  let project: PackedProject;
  before(() => {
    const socketIos = ['socket.io@4.8.4', 'socket.io-client@4.8.4', 'socket.io-2@npm:socket.io@2.5.1'];
    project = installInProject(...socketIos, ...OBSERVED.map(nodePackage));
    for (const file of ['drive.cjs', 'drive-observe.cjs'])
      copyFileSync(resolve(import.meta.dirname, file), join(project.folder, file));
    mkdirSync(join(project.folder, 'app'));
    writeFileSync(
      join(project.folder, 'app/server.js'),
      "const io = require('socket.io')(3000, { origins: ['https://example.com:443'] });\n",
    );
    writeFileSync(join(project.folder, 'settings.json'), '{ "origins": ["https://example.com:443"] }');
  });
  after(() => project?.remove());

  const binaries = (version: number | string) =>
    join(project.folder, 'node_modules', `node-${version}`, 'bin');
  const node = (version: number | string, ...args: string[]) =>
    project.spawn(join(binaries(version), 'node'), args);
  const COMMAND = 'node_modules/.bin/socketio-cors';

  for (const major of MAJORS) {
    it(`lets in who is on the list and refuses who is not, on Node ${major}`, () => {
      expect(node(major, '--version').stdout).to.match(new RegExp(`^v${major}\\.`));
      expect(node(major, 'drive.cjs').stdout).to.equal(
        'translated: in in refused refused\ndrop-in: in in refused refused\n',
      );
    });
  }

  for (const version of OBSERVED) {
    it(`translates, and observes a server of 2.5.1, on Node ${version}`, () => {
      expect(node(version, '--version').stdout).to.match(new RegExp(`^v${version}\\b`));
      rmSync(join(project.folder, 'handshakes.json'), { force: true });
      const { stdout, stderr } = node(version, 'drive-observe.cjs');
      expect(stderr).to.equal('');
      expect(stdout).to.equal('2.5.1: 1 0 1 1, 0 1 0 1; https://example.com\n');
    });
  }

  for (const major of [16, 18]) {
    it(`says on Node ${major} that the command needs Node 20`, () => {
      const { status, stdout, stderr } = node(major, COMMAND, 'migrate', 'app');
      expect(stdout).to.equal('');
      expect(stderr).to.match(
        new RegExp(`^socketio-cors needs Node 20 or later, and this is Node ${major}\\.`),
      );
      expect(status).to.equal(3);
    });
  }

  for (const major of [20, 22, 24, 26]) {
    describe(`the command on Node ${major}`, () => {
      it('runs on that Node', () => {
        expect(project.spawn('node', ['--version'], binaries(major)).stdout).to.match(
          new RegExp(`^v${major}\\.`),
        );
      });

      it('migrates', () => {
        const { status, stdout } = node(major, COMMAND, 'migrate', '--format', 'json', '--check', 'app');
        const { files, summary } = JSON.parse(stdout);
        expect(files[0].changed).to.equal(true);
        expect(summary).to.include({ scanned: 1, changed: 1, failed: 0 });
        expect(status).to.equal(1);
      });

      it('explains', () => {
        const { status, stdout } = node(major, COMMAND, 'explain', '--format', 'json', 'settings.json');
        expect(JSON.parse(stdout)).to.be.an('object').and.not.to.be.empty;
        expect(status).to.equal(0);
      });

      it('examines and compares servers', async () => {
        const httpServer = createServer();
        const server = new Server(httpServer, { cors: { origin: 'https://a.example' } });
        await once(httpServer.listen(0, '127.0.0.1'), 'listening');
        const { port } = httpServer.address() as AddressInfo;
        const url = `http://127.0.0.1:${port}`;
        try {
          const [doctor, compare] = await Promise.all([
            project.start(join(binaries(major), 'node'), [COMMAND, 'doctor', url, '--format', 'json']),
            project.start(join(binaries(major), 'node'), [COMMAND, 'compare', url, url, '--format', 'json']),
          ]);
          expect(JSON.parse(doctor.stdout)).to.include({ reachable: true });
          expect(doctor.status).to.equal(1);
          expect(JSON.parse(compare.stdout).differences).to.deep.equal([]);
          expect(compare.status).to.equal(0);
        } finally {
          await server.close();
        }
      });
    });
  }
});
