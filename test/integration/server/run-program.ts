import { spawnSync } from 'node:child_process';

const ROOT = new URL('../../../', import.meta.url);

/** Runs a program, given as text, in a process of its own; `Server` is the drop-in. */
export function runProgram(
  source: string,
  { env = {}, nodeOptions = [] }: { env?: Record<string, string>; nodeOptions?: readonly string[] } = {},
): { readonly stdout: string; readonly stderr: string; readonly status: number | null } {
  const program = `import { Server } from './src/server/index.ts';\n${source}`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...nodeOptions, '--import', 'tsx', '--input-type=module', '--eval', program],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ...env }, timeout: 20_000 },
  );
  return { stdout, stderr, status };
}
