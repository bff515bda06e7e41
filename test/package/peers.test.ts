import { copyFileSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { installInProject, type PackedProject } from './packed.js';

/** Translates, and prints which origins, and the release that was translated for: what `allowEIO3` is worth tells. */
const TRANSLATE = `
const { translateCors } = require('socket.io-cors-compat');
const { options, warnings } = translateCors({ origins: ['https://example.com:443'] });
console.log(JSON.stringify([options.cors.origin, warnings.map(({ code }) => code)]));`;

const LOAD = `
try { require('socket.io-cors-compat/server'); console.log('loaded'); } catch (error) { console.log(error.message.split('\\n')[0]); }`;

const LOAD_ESM = `
import('socket.io-cors-compat/server').then(() => console.log('loaded'), (error) => console.log(error.message.split('\\n')[0]));`;

/** The entries that need no socket.io, with any release installed. */
const OTHERS = `
const { migrateSource } = require('socket.io-cors-compat/codemod');
const { diagnose } = require('socket.io-cors-compat/doctor');
const { changed } = migrateSource("require('socket.io')(3000, { origins: 'https://example.com:443' });", { filename: 'a.js' });
console.log(changed, diagnose([]).length);`;

/** The lowest and the newest releases of each kind that the peer range admits. */
const BESIDE = ['1.4.0', '2.0.0', '2.5.1', '3.0.0', '3.1.2', '4.0.0', '4.8.4'];

describe('the peer range of socket.io', function () {
  this.timeout(300_000);

  it('is >=1.4 <5, and is what is tested here', () => {
    const manifest = readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8');
    const { peerDependencies, peerDependenciesMeta } = JSON.parse(manifest);
    // ESLint's range is that of eslint.test.ts; who runs no ESLint needs none.
    expect(peerDependencies).to.deep.equal({ eslint: '>=8.57.0', 'socket.io': '>=1.4.0 <5' });
    expect(peerDependenciesMeta).to.deep.equal({
      eslint: { optional: true },
      'socket.io': { optional: true },
    });
  });

  for (const release of BESIDE) {
    describe(`beside socket.io ${release}`, () => {
      let project: PackedProject;
      before(() => {
        project = installInProject(`socket.io@${release}`, 'socket.io-client@4.8.4');
        copyFileSync(resolve(import.meta.dirname, 'drive.cjs'), join(project.folder, 'drive.cjs'));
      });
      after(() => project?.remove());

      it('translates', () => {
        const [origin, codes] = JSON.parse(project.run(['-e', TRANSLATE]));
        expect(origin).to.deep.equal(['https://example.com']);
        // 3.0.0 needs its own warning, and gets it if it is installed.
        expect(codes.includes('CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH')).to.equal(release === '3.0.0');
      });

      it('migrates source, and diagnoses', () => {
        expect(project.run(['-e', OTHERS])).to.equal('true 0\n');
      });

      if (release.startsWith('4.')) {
        it('lets in who is on the list and refuses who is not', () => {
          expect(project.run(['drive.cjs'])).to.equal(
            'translated: in in refused refused\ndrop-in: in in refused refused\n',
          );
        });
      } else {
        it('does not start a drop-in server, and says which release it takes', () => {
          const message = `socket.io-cors-compat/server runs on Socket.IO 4, but ${release} is installed: npm install socket.io@4\n`;
          expect(project.run(['-e', LOAD])).to.equal(message);
          // Node 20 reports an error of a CommonJS module that is imported as uncaught.
          expect(() => project.run(['--input-type=module', '-e', LOAD_ESM])).to.throw(message.trim());
        });
      }
    });
  }

  describe('without socket.io', () => {
    let project: PackedProject;
    before(() => {
      project = installInProject();
    });
    after(() => project?.remove());

    it('translates, for the newest release', () => {
      const [origin, codes] = JSON.parse(project.run(['-e', TRANSLATE]));
      expect(origin).to.deep.equal(['https://example.com']);
      expect(codes).to.include('LEGACY_CLIENTS_NEED_ALLOW_EIO3');
    });

    it('migrates source, and diagnoses', () => {
      expect(project.run(['-e', OTHERS])).to.equal('true 0\n');
    });

    it('names what the drop-in server lacks', () => {
      expect(project.run(['-e', LOAD])).to.match(/^Cannot find .*socket\.io'/);
      expect(() => project.run(['--input-type=module', '-e', LOAD_ESM])).to.throw(
        "Cannot find module 'socket.io'",
      );
    });
  });
});
