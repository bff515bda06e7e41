import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../src/cli/run.js';

/** A folder that is removed after the test. */
export interface Sandbox {
  readonly path: string;
  write(files: Readonly<Record<string, string | Buffer>>): void;
  git(...args: string[]): string;
  remove(): void;
}

export function sandbox(files: Readonly<Record<string, string | Buffer>> = {}): Sandbox {
  const path = mkdtempSync(join(tmpdir(), 'socketio-cors-'));
  const box: Sandbox = {
    path,
    write(more) {
      for (const [name, content] of Object.entries(more)) {
        mkdirSync(dirname(join(path, name)), { recursive: true });
        writeFileSync(join(path, name), content);
      }
    },
    git: (...args) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
        cwd: path,
        encoding: 'utf8',
      }),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
  box.write(files);
  return box;
}

/** Runs the command in this process. */
export async function cli(
  cwd: string,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const out = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      out[name] += text;
    },
  });
  const code = await run(args, { cwd, stdout: stream('stdout'), stderr: stream('stderr') });
  return { code, ...out };
}
