import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** An empty project into which the packed tarball was installed: what users get. */
export interface PackedProject {
  readonly folder: string;
  /** Runs Node in it, and returns what it prints. Throws if it fails. */
  run(args: readonly string[]): string;
  /** Runs a program in it, with folders put before PATH, and returns its output and exit code. */
  spawn(command: string, args: readonly string[], ...paths: string[]): SpawnResult;
  /** The same, asynchronously: for a program that sends requests to a server of this process. */
  start(command: string, args: readonly string[], ...paths: string[]): Promise<SpawnResult>;
  remove(): void;
}

interface SpawnResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Packs the package, and installs the tarball in an empty project, together with other packages. `dist` has to be built before. */
export function installInProject(...beside: string[]): PackedProject {
  const folder = mkdtempSync(join(tmpdir(), 'packed-'));
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
    stdio: 'pipe',
  });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) as string;
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${tarball}`, ...beside], {
    cwd: folder,
    stdio: 'pipe',
  });
  const options = (paths: readonly string[]) => ({
    cwd: folder,
    encoding: 'utf8' as const,
    timeout: 240_000,
    env: { ...withoutNpm(process.env), PATH: [...paths, process.env.PATH].join(delimiter) },
  });
  return {
    folder,
    run: (args) =>
      execFileSync(process.execPath, args, {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    spawn: (command, args, ...paths) => spawnSync(command, args, options(paths)),
    start: (command, args, ...paths) =>
      new Promise((done) => {
        const child = execFile(command, args, options(paths), (_error, stdout, stderr) =>
          done({ status: child.exitCode, stdout, stderr }),
        );
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The environment of a terminal: `npm test` sets variables for this project, and npx would use them. */
function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name)));
}
