import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A repository can name programs that git runs, and make it leave the folder; none of that is needed here. */
const SAFE = [
  ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'core.quotepath=off', '-c', 'submodule.recurse=false'],
];

/**
 * Runs git in a folder, beside whatever else this process does.
 *
 * @param accepted the exit codes that are no failure
 * @returns what it printed; undefined where there is no git, no repository, or it fails
 */
function git(folder: string, args: readonly string[], accepted = [0]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn('git', ['-C', folder, ...SAFE, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', () => resolve(undefined));
    child.on('close', (status) =>
      resolve(accepted.includes(status ?? -1) ? Buffer.concat(chunks).toString('utf8') : undefined),
    );
  });
}

/** The files of a repository, relative to the folder that was asked about. */
export interface GitFiles {
  readonly tracked: readonly string[];
  /** Those that it does not track, but for those that it ignores. */
  readonly untracked: readonly string[];
  /** The tracked ones that hold one of the words. */
  readonly matching: readonly string[];
}

/**
 * Lists a folder's files, and looks through those that are tracked, which git does with all processors.
 *
 * @returns undefined outside of repositories
 */
export async function gitFiles(folder: string, words: readonly string[]): Promise<GitFiles | undefined> {
  const patterns = words.flatMap((word) => ['-e', word]);
  const [tracked, untracked, matching] = await Promise.all([
    git(folder, ['ls-files', '-z', '--cached']),
    git(folder, ['ls-files', '-z', '--others', '--exclude-standard']),
    // 1 says that nothing was found.
    git(folder, ['grep', '--no-textconv', '-lzF', ...patterns], [0, 1]),
  ]);
  if (tracked === undefined || untracked === undefined || matching === undefined) return undefined;
  return { tracked: namesIn(tracked), untracked: namesIn(untracked), matching: namesIn(matching) };
}

function namesIn(listed: string): string[] {
  return [...new Set(listed.split('\0'))].filter((name) => name !== '');
}

/**
 * What git says of the repository that a path is in: whether it has changes that are not committed.
 *
 * @returns `clean` outside of repositories; `unknown` where git does not answer, as of another user's repository
 */
export async function treeState(path: string): Promise<'clean' | 'dirty' | 'unknown'> {
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const status = await git(folder, ['status', '--porcelain']);
  if (status === undefined) return isInRepository(folder) ? 'unknown' : 'clean';
  return status === '' ? 'clean' : 'dirty';
}

function isInRepository(folder: string): boolean {
  const parent = dirname(folder);
  return existsSync(join(folder, '.git')) || (parent !== folder && isInRepository(parent));
}
