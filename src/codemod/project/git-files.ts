import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { type Answer, git } from './git.js';
import { SKIPPED_FOLDERS } from './skipped-folders.js';
import { unlessLarge } from './unless-large.js';

/** Whatever a person has set: a folder `.GIT` is like any other, and names are those that Node reads. */
const AS_SPELLED = ['-c', 'core.ignoreCase=false', '-c', 'core.precomposeUnicode=false'];

/** A folder's name is no pattern. */
export const LITERAL = '--literal-pathspecs';

/** Whether it is worth asking git: a process takes longer than looking for its folder. */
export function mayBeInRepository(folder: string): boolean {
  if (process.env.GIT_DIR !== undefined || existsSync(join(folder, '.git'))) return true;
  const parent = dirname(folder);
  return parent !== folder && mayBeInRepository(parent);
}

/** What `ls-files -v` says before the name of a file that is not tracked. */
const UNTRACKED = '? ';

/**
 * Before the others stand a tag, the mode, object and stage, and a tab. This is the tag of what git searches in the
 * folder, not what it is told to take for unchanged, or to leave out there; and the mode of a file, for where it knows of
 * a link there may be a file by now.
 */
const SEARCHED = 'H 100';

/** The mode of a submodule, after the tag. */
const SUBMODULE = '160000 ';

/** UTF-16's byte order marks, one a line: the words cannot be searched for there. */
const UTF16_MARKS = Buffer.from([0xff, 0xfe, 0x0a, 0xfe, 0xff, 0x0a]);

/** The files of a repository but for those that it ignores, relative to the folder that was asked about. */
export interface GitFiles {
  readonly files: readonly string[];
  /** Those that hold one of the words, and those that git has not looked through. */
  readonly worthReading: ReadonlySet<string>;
  /** Submodules and other repositories in there, whose files git does not list. */
  readonly repositories: readonly string[];
  /** Whether there are folders that git cannot read. */
  readonly isPartial: boolean;
}

/**
 * Lists the files of a folder in a repository, and looks through those that are tracked, which git does with all
 * processors.
 *
 * @param onFound called with each that holds one of the words, while git searches on
 * @returns undefined outside of repositories, and of a folder that git is told to ignore
 */
export async function gitFiles(
  folder: string,
  words: readonly string[],
  onFound: (name: string) => void,
): Promise<GitFiles | undefined> {
  const stop = new AbortController();
  // It takes longest, so it starts first.
  const search = grep([LITERAL, 'grep'], ['--', folder], { folder, words, onFound, signal: stop.signal });
  // Without the folder's name it lists another one where the repository's configuration says so.
  const listed = await git(folder, [
    ...[LITERAL, 'ls-files', '-zvs', '--cached', '--others', '--exclude-standard', '--', folder],
  ]);
  if (listed === undefined) return undefined;
  const files: string[] = [];
  const repositories: string[] = [];
  const notSearched: string[] = [];
  for (const entry of namesIn(listed.text)) {
    const isTracked = !entry.startsWith(UNTRACKED);
    const start = isTracked ? entry.indexOf('\t') + 1 : UNTRACKED.length;
    // It is no git that says so.
    if (start === 0) return undefined;
    const name = entry.slice(start);
    if (isTracked ? entry.startsWith(SUBMODULE, 2) : name.endsWith('/'))
      repositories.push(name.replace(/\/$/, ''));
    else files.push(name);
    if (!entry.startsWith(SEARCHED)) notSearched.push(name);
  }
  if (files.length + repositories.length === 0) return undefined;
  const found = await unlessLarge(search, stop, folder, files);
  const isSearched = found !== undefined && !found.isPartial;
  const worthReading = new Set(isSearched ? [...notSearched, ...namesIn(found.text)] : files);
  return { files, worthReading, repositories, isPartial: listed.isPartial };
}

/** What is to be looked for. */
interface Search {
  readonly folder: string;
  readonly words: readonly string[];
  /** Called with each file that holds one of the words, while git searches on. */
  readonly onFound: (name: string) => void;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

interface FolderSearch extends Search {
  /** Which files, as git's patterns, in which `*` stands for folders too; the letters' case does not count. */
  readonly names: readonly string[];
  /** Folders within that need not be looked through either, relative to it. */
  readonly leftOut?: readonly string[] | undefined;
}

/**
 * Looks through the files of a folder, whatever repositories are around it or in it, but for other people's code.
 *
 * @returns those that hold one of the words; undefined where there is no git, or it could not read all
 */
export async function searchFolder(search: FolderSearch): Promise<ReadonlySet<string> | undefined> {
  const paths = [
    ...search.names.map((name) => `:(icase)${name}`),
    ...[...SKIPPED_FOLDERS].map((name) => `:(exclude,glob)**/${name}/**`),
    ...(search.leftOut ?? []).map((name) => `:(exclude,literal)${name}`),
  ];
  const env = { GIT_DIR: devNull };
  const found = await grep([...AS_SPELLED, 'grep', '--no-index'], ['--', ...paths], search, env);
  return found === undefined || found.isPartial ? undefined : new Set(namesIn(found.text));
}

function grep(
  command: readonly string[],
  paths: readonly string[],
  { folder, words, onFound, signal }: Search,
  env?: Readonly<Record<string, string>>,
): Promise<Answer | undefined> {
  const patterns = words.flatMap((word) => ['-e', word]);
  return git(folder, [...command, '--no-textconv', '-lzF', ...patterns, '-f', '-', ...paths], {
    env,
    // 1 says that nothing was found.
    accepted: [0, 1],
    input: UTF16_MARKS,
    hear: eachName(onFound),
    signal,
  });
}

/** Gives each name once its end has come. */
function eachName(onName: (name: string) => void): (text: string) => void {
  let begun = '';
  return (text) => {
    const names = (begun + text).split('\0');
    begun = names.pop() ?? '';
    for (const name of names) onName(name);
  };
}

/** The names in a list that git ends each with a NUL of. */
export function namesIn(listed: string): string[] {
  return listed.split('\0').filter((name) => name !== '');
}
