import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git } from './git.js';
import { LITERAL, mayBeInRepository, namesIn } from './git-files.js';

/** What of a repository is not committed; `hidden` is what git is told to take for unchanged, and has changed. */
export type TreeState = 'clean' | 'dirty' | 'hidden' | 'unknown';

/**
 * What git says of the repository that a path is in: whether it has changes that are not committed. Submodules, which are
 * not looked into, are not asked.
 *
 * @returns `clean` outside of repositories; `unknown` where git does not answer, as of another user's repository, or
 * speaks of another folder
 */
export async function treeState(path: string): Promise<TreeState> {
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  if (!mayBeInRepository(folder)) return 'clean';
  const filters = await filtersOf(folder);
  // Which of them is meant could not be said.
  if (filters.some((name) => name.includes('='))) return 'unknown';
  const unfiltered = filters.flatMap(without);
  const [status, isInside, isHidden] = await Promise.all([
    git(folder, [
      ...unfiltered,
      // Whatever a person prefers to see: a file that git does not know cannot be brought back.
      ...[LITERAL, 'status', '--porcelain', '--untracked-files=normal', '--no-renames'],
      '--ignore-submodules=dirty',
    ]),
    git(folder, ['rev-parse', '--is-inside-work-tree']),
    hidesChanges(folder, unfiltered),
  ]);
  if (status === undefined || isInside?.text !== 'true\n') return 'unknown';
  if (status.text !== '') return 'dirty';
  return isHidden ? 'hidden' : 'clean';
}

/** The filters that a repository itself names: programs that git would run on files before it compares them. */
async function filtersOf(folder: string): Promise<string[]> {
  const asked = ['config', '-z', '--show-scope', '--name-only', '--get-regexp', '^filter[.].*[.]'];
  // Before 2.26 git does not say who names them.
  const { text = '' } = (await git(folder, asked, { accepted: [0, 1] })) ?? {};
  const names = [...text.matchAll(/(?:local|worktree)\0filter\.([^\0]*)\.[^.\0]*\0/g)];
  return [...new Set(names.map(([, name]) => name as string))];
}

function without(filter: string): string[] {
  const settings = ['clean=', 'process=', 'required=false'];
  return settings.flatMap((setting) => ['-c', `filter.${filter}.${setting}`]);
}

/** A file under `--skip-worktree` or `--assume-unchanged`, as `ls-files -vs` tells: tag, mode, object, stage, name. */
const FLAGGED = /^[Sa-z] 100\d{3} (\w+) \d\t(.*)$/s;

/** Whether files of a folder have changes that git is told not to see. */
async function hidesChanges(folder: string, unfiltered: readonly string[]): Promise<boolean> {
  const listed = await git(folder, [LITERAL, 'ls-files', '-zvs', '--', folder]);
  const flagged: { readonly object: string; readonly name: string }[] = [];
  for (const entry of namesIn(listed?.text ?? '')) {
    const [, object = '', name = ''] = FLAGGED.exec(entry) ?? [];
    // Most are not there, as a sparse checkout leaves them out.
    if (name !== '' && existsSync(join(folder, name))) flagged.push({ object, name });
  }
  if (flagged.length === 0) return false;
  const names = flagged.map(({ name }) => name);
  const found = await git(folder, [...unfiltered, 'hash-object', '--', ...names]);
  return found?.text !== flagged.map(({ object }) => `${object}\n`).join('');
}
