import { spawn, spawnSync } from 'node:child_process';

/** A repository can name programs that git runs, and make it leave the folder; none of that is needed here. */
const SAFE = [
  ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'core.quotepath=off', '-c', 'submodule.recurse=false'],
];

/** Runs git in a folder; undefined where there is no git, no repository, or it fails. */
function git(folder: string, ...args: string[]): string | undefined {
  const { status, stdout, error } = spawnSync('git', ['-C', folder, ...SAFE, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return error === undefined && status === 0 ? stdout : undefined;
}

/**
 * The files of a folder's repository that hold one of some words, relative to the folder. Git looks through them with
 * all processors, while this process loads what it needs for them.
 *
 * @returns undefined where there is no git, no repository, or it fails
 */
export function gitFilesWith(words: readonly string[], folder: string): Promise<string[] | undefined> {
  const patterns = words.flatMap((word) => ['-e', word]);
  const args = ['-C', folder, ...SAFE, 'grep', '--untracked', '--no-textconv', '-lzF', ...patterns];
  return new Promise((resolve) => {
    const child = spawn('git', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', () => resolve(undefined));
    child.on('close', (status) => {
      // 1 says that nothing was found.
      const isDone = status === 0 || status === 1;
      resolve(isDone ? Buffer.concat(chunks).toString('utf8').split('\0').filter(Boolean) : undefined);
    });
  });
}

/** The files that git tracks or would track under a folder, relative to it; undefined outside of repositories. */
export function gitFiles(folder: string): string[] | undefined {
  const listed = git(folder, 'ls-files', '-z', '--cached', '--others', '--exclude-standard');
  return listed === undefined ? undefined : [...new Set(listed.split('\0').filter((path) => path !== ''))];
}

/** Whether a folder's repository has changes that are not committed; false outside of repositories. */
export function isDirty(folder: string): boolean {
  return (git(folder, 'status', '--porcelain') ?? '') !== '';
}
