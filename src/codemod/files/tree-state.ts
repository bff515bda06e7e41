import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LITERAL, mayBeInRepository, namesIn } from './git.js';
import { runGit } from './run-git.js';

/** What of a repository is not committed; `hidden` is what git is told to take for unchanged, and has changed. */
export type TreeState = 'clean' | 'dirty' | 'hidden' | 'unknown';

/**
 * What git says of the repository that a path is in: whether it has changes that are not committed.
 *
 * @returns `clean` outside of repositories; `unknown` where git does not answer, as of another user's repository, or
 * speaks of another folder
 */
export async function treeState(path: string): Promise<TreeState> {
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  if (!mayBeInRepository(folder)) return 'clean';
  const [status, isInside, isHidden] = await Promise.all([
    // Whatever a person prefers to see: a file that git does not know cannot be brought back.
    runGit(folder, [LITERAL, 'status', '--porcelain', '--untracked-files=normal', '--no-renames']),
    runGit(folder, ['rev-parse', '--is-inside-work-tree']),
    hidesChanges(folder),
  ]);
  if (status === undefined || isInside?.text !== 'true\n') return 'unknown';
  if (status.text !== '') return 'dirty';
  return isHidden ? 'hidden' : 'clean';
}

/** A file under `--skip-worktree` or `--assume-unchanged`, as `ls-files -vs` tells: tag, mode, object, stage, name. */
const FLAGGED = /^[Sa-z] 100\d{3} (\w+) \d\t(.*)$/s;

/** Whether files of a folder have changes that git is told not to see. */
async function hidesChanges(folder: string): Promise<boolean> {
  const listed = await runGit(folder, [LITERAL, 'ls-files', '-zvs', '--', folder]);
  const flagged: { readonly object: string; readonly name: string }[] = [];
  for (const entry of namesIn(listed?.text ?? '')) {
    const [, object = '', name = ''] = FLAGGED.exec(entry) ?? [];
    // Most are not there, as a sparse checkout leaves them out.
    if (name !== '' && existsSync(join(folder, name))) flagged.push({ object, name });
  }
  if (flagged.length === 0) return false;
  const found = await runGit(folder, ['hash-object', '--', ...flagged.map(({ name }) => name)]);
  return found?.text !== flagged.map(({ object }) => `${object}\n`).join('');
}
