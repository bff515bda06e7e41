import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { migrateSource } from '../../../../src/codemod/index.js';
import { sandbox } from '../../../cli/sandbox.js';

const MAIN = fileURLToPath(new URL('../../../../src/cli/main.ts', import.meta.url));
const LEGACY = `const io = require('socket.io')(3000, { origins: 'https://example.com:443' });\n${'// more\n'.repeat(200)}`;
const FILES = 600;

describe('socketio-cors migrate --write, interrupted', function () {
  this.timeout(60_000);

  it('leaves each file as it was or migrated completely', async () => {
    const names = Array.from({ length: FILES }, (_, index) => `file-${String(index).padStart(4, '0')}.js`);
    const box = sandbox(Object.fromEntries(names.map((name) => [name, LEGACY])));
    try {
      expect(await interrupted(box.path, names[5] as string)).to.equal('SIGINT');
      const migrated = migrateSource(LEGACY, { filename: 'file.js' }).code;
      const contents = names.map((name) => readFileSync(join(box.path, name), 'utf8'));
      const isNew = contents.map((content) => content === migrated);
      expect(contents.filter((content, index) => !isNew[index] && content !== LEGACY)).to.deep.equal([]);
      expect(isNew.filter(Boolean).length, 'files written').to.be.within(1, FILES - 1);
    } finally {
      box.remove();
    }
  });
});

/** Runs the command, and interrupts it as soon as one of the files has been written. */
function interrupted(cwd: string, name: string) {
  return new Promise<NodeJS.Signals | null>((resolve, reject) => {
    const args = ['--import', 'tsx', MAIN, 'migrate', cwd, '--write'];
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    const watch = setInterval(() => {
      if (readFileSync(join(cwd, name), 'utf8') === LEGACY) return;
      clearInterval(watch);
      child.kill('SIGINT');
    }, 1);
    child.on('error', reject);
    child.on('close', (_status, signal) => {
      clearInterval(watch);
      resolve(signal);
    });
  });
}
