import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../../src/codemod/index.js';
import type { RunningServer } from '../../test/integration/parity/servers.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A copy of an example in a folder of its own, as an app that runs on Socket.IO 2. */
export interface AppCopy {
  /** Runs `socketio-cors migrate` in it, as a person would. */
  migrate(...args: string[]): { readonly status: number | null; readonly stdout: string };
  /** Runs it with Node, on the real Socket.IO 4.8, where this package cannot be found. */
  start(): Promise<RunningServer>;
  remove(): void;
}

export function copyApp(example: string): AppCopy {
  const folder = mkdtempSync(join(tmpdir(), 'socketio-cors-demo-'));
  cpSync(join(ROOT, 'examples', example), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{\n  "dependencies": { "socket.io": "^2.5.1" }\n}\n');
  return {
    migrate(...args) {
      const main = join(ROOT, 'src/cli/main.ts');
      const loader = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['--import', loader, main, 'migrate', ...args],
        { cwd: folder, encoding: 'utf8' },
      );
      if (status === 3 || status === null)
        throw new Error(`socketio-cors migrate failed:\n${stderr}${stdout}`);
      return { status, stdout };
    },
    start: () => startApp(folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The findings in the command's JSON. */
export function findingsIn(json: string): Finding[] {
  const { files } = JSON.parse(json) as { files: { findings: Finding[] }[] };
  return files.flatMap(({ findings }) => findings);
}

async function startApp(folder: string): Promise<RunningServer> {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(ROOT, 'node_modules/socket.io'), join(folder, 'node_modules/socket.io'));
  const withoutUs = "require.resolve('socket.io-cors-compat')";
  if (spawnSync(process.execPath, ['-e', withoutUs], { cwd: folder, stdio: 'ignore' }).status === 0)
    throw new Error('socket.io-cors-compat can be found beside the migrated app');
  const app = spawn(process.execPath, ['server.cjs'], {
    cwd: folder,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => app.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    let said = '';
    app.stdout.on('data', (chunk: Buffer) => {
      said += String(chunk);
      const [, found] = /listening on (\d+)/.exec(said) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
    app.once('error', reject);
    app.once('exit', (code) => reject(new Error(`the migrated app exited with ${code}`)));
  });
  const agent = new Agent({ keepAlive: true });
  return {
    port,
    path: '/socket.io/',
    agent,
    url: `http://127.0.0.1:${port}`,
    async close() {
      agent.destroy();
      app.kill('SIGKILL');
      await ended;
    },
  };
}
