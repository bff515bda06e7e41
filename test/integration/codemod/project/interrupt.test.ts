import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
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

  it('writes all files first, and leaves nothing beside them', async () => {
    const names = Array.from({ length: FILES }, (_, index) => `file-${String(index).padStart(4, '0')}.js`);
    const box = sandbox({
      ...Object.fromEntries(names.map((name) => [name, LEGACY])),
      'package.json': '{ "dependencies": { "socket.io": "2.5.1" } }',
    });
    try {
      const { left, status } = await interrupted(box.path, names);
      expect(left, 'files that were not written yet').to.be.at.least(1);
      expect(status).to.equal(0);
      const migrated = migrateSource(LEGACY, { filename: 'file.js' }).code;
      const read = (name: string) => readFileSync(join(box.path, name), 'utf8');
      expect(names.filter((name) => read(name) !== migrated)).to.deep.equal([]);
      expect(read('package.json')).to.include('4.');
      expect(readdirSync(box.path).sort()).to.deep.equal([...names, 'package.json']);
    } finally {
      box.remove();
    }
  });
});

/** Runs the command, and interrupts it as soon as one of the files has been written. */
function interrupted(cwd: string, names: readonly string[]) {
  return new Promise<{ left: number; status: number | null }>((resolve, reject) => {
    const args = ['--import', 'tsx', MAIN, 'migrate', cwd, '--write'];
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    const isLeft = (name: string) => readFileSync(join(cwd, name), 'utf8') === LEGACY;
    let left = 0;
    const watch = setInterval(() => {
      if (isLeft(names[5] as string)) return;
      clearInterval(watch);
      child.kill('SIGINT');
      left = names.filter(isLeft).length;
    }, 1);
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(watch);
      resolve({ left, status });
    });
  });
}
