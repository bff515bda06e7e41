import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** An empty project into which the packed tarball was installed: what users get. */
export interface PackedProject {
  readonly folder: string;
  /** Runs Node in it and gives what it prints; throws where it fails. */
  run(args: readonly string[]): string;
  remove(): void;
}

/** Packs the package, and installs the tarball in an empty project beside what else is named. `dist` has to be built. */
export function installInProject(...beside: string[]): PackedProject {
  const folder = mkdtempSync(join(tmpdir(), 'packed-'));
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
    stdio: 'pipe',
  });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) as string;
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', `./${tarball}`, ...beside], {
    cwd: folder,
    stdio: 'pipe',
  });
  return {
    folder,
    run: (args) =>
      execFileSync(process.execPath, args, {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
