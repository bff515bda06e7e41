// The size of the package: the tarball, unpacked, and the part of it that a running server loads, beside what
// socket.io itself installs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { entryFilesOf } from './entry-files.mjs';
import { staticImportsOf } from './static-imports.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export function benchSize() {
  const folder = mkdtempSync(join(tmpdir(), 'socketio-cors-size-'));
  try {
    const [{ size, unpackedSize }] = JSON.parse(
      npm(ROOT, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder),
    );
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    const socketIo = installed(join(folder, 'socket.io'), 'socket.io@4.8.4');
    const both = installed(join(folder, 'both'), 'socket.io@4.8.4', join(folder, tarball));
    const runtime = sum([...staticImportsOf(entryFilesOf(ROOT, '.', './server'))]);
    const mb = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
    return [
      {
        name: 'installed beside socket.io, all of it ÷ socket.io itself',
        ratio: (both - socketIo) / socketIo,
        goal: '',
        met: true,
        how: `${mb(size)} packed, ${mb(unpackedSize)} unpacked; node_modules of ${mb(socketIo)} becomes ${mb(both)}`,
      },
      {
        name: 'the part a running server can load, MB',
        ratio: runtime / 1e6,
        goal: '≤ 1',
        met: runtime <= 1e6,
        how: 'the files reachable from `.` and `./server`, by `import` and by `require` together',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The bytes of node_modules in an empty project after an install. */
function installed(folder, ...packages) {
  execFileSync('mkdir', ['-p', folder]);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  npm(folder, 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...packages);
  const names = readdirSync(join(folder, 'node_modules'), { recursive: true, withFileTypes: true });
  return sum(names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)));
}

function sum(files) {
  return files.reduce((total, file) => total + statSync(file).size, 0);
}

function npm(cwd, ...args) {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
