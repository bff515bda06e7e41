import { spawnSync } from 'node:child_process';

/** Runs git in a folder; undefined where there is no git, no repository, or it fails. */
function git(folder: string, ...args: string[]): string | undefined {
  // A repository can name programs that git runs; none is needed here.
  const safe = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.quotepath=off'];
  const { status, stdout, error } = spawnSync('git', ['-C', folder, ...safe, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return error === undefined && status === 0 ? stdout : undefined;
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
