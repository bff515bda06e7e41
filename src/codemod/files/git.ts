import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { SKIPPED_FOLDERS } from './skipped-folders.js';

/** A repository can name programs that git runs, and make it leave the folder; none of that is needed here. */
const SAFE = [
  ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'core.quotepath=off', '-c', 'submodule.recurse=false'],
  // What is printed is read by this program, whatever a person prefers to see.
  ...['-c', 'color.ui=false', '-c', 'color.grep=false', '-c', 'grep.fullName=false'],
];

/** Nothing is fetched, neither by a program that the repository names, nor is anything locked or asked. */
const ENVIRONMENT = {
  GIT_ALLOW_PROTOCOL: '',
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  // What a pattern means is said beside it.
  GIT_GLOB_PATHSPECS: '0',
  GIT_ICASE_PATHSPECS: '0',
  GIT_LITERAL_PATHSPECS: '0',
  GIT_NOGLOB_PATHSPECS: '0',
  // Bytes are looked for: letters, some of them of two bytes, take twice as long.
  LC_ALL: 'C',
};

/** What git printed. */
interface Answer {
  readonly text: string;
  /** Whether it could not read all. */
  readonly isPartial: boolean;
}

/** Whatever a person has set: a folder `.GIT` is like any other, and names are those that Node reads. */
const AS_SPELLED = ['-c', 'core.ignoreCase=false', '-c', 'core.precomposeUnicode=false'];

/** A folder's name is no pattern. */
export const LITERAL = '--literal-pathspecs';

interface Asking {
  /** What it is to find in the environment, beside the rest. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** The exit codes that are no failure. */
  readonly accepted?: readonly number[];
  /** What it is to read. */
  readonly input?: Buffer;
  /** Called with what it prints, as it comes. */
  readonly hear?: (text: string) => void;
}

/**
 * Runs git in a folder, beside whatever else this process does.
 *
 * @returns undefined where there is no git, or it fails, as outside of repositories
 */
export function git(
  folder: string,
  args: readonly string[],
  { env, accepted = [0], input, hear }: Asking = {},
): Promise<Answer | undefined> {
  return new Promise<Answer | undefined>((resolve) => {
    const child = spawn('git', ['-C', folder, ...SAFE, ...args], {
      env: { ...process.env, ...ENVIRONMENT, ...env },
    });
    child.on('error', () => resolve(undefined));
    // There are no pipes where none can be opened any more.
    if (child.pid === undefined) return;
    // It may end before it has read all.
    child.stdin.on('error', () => undefined).end(input);
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      hear?.(chunk);
    });
    let isPartial = false;
    child.stderr.on('data', () => {
      isPartial = true;
    });
    child.on('close', (status) => resolve(accepted.includes(status ?? -1) ? { text, isPartial } : undefined));
    // Of some reasons why it cannot be started Node tells at once.
  }).catch(() => undefined);
}

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
 * folder: not what it is told to take for unchanged, or to leave out there.
 */
const SEARCHED = 'H ';

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
  // It takes longest, so it starts first.
  const search = grep(folder, [LITERAL, 'grep'], words, ['--', folder], onFound);
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
  const found = await search;
  if (found === undefined || files.length + repositories.length === 0) return undefined;
  const worthReading = new Set(found.isPartial ? files : [...notSearched, ...namesIn(found.text)]);
  return { files, worthReading, repositories, isPartial: listed.isPartial };
}

/**
 * Looks through the files of a folder, whatever repositories are around it or in it, but for other people's code.
 *
 * @param names which files, as git's patterns, in which `*` stands for folders too; the letters' case does not count
 * @param onFound called with each that holds one of the words, while git searches on
 * @param leftOut folders within that need not be looked through either, relative to it
 * @returns those that hold one of the words; undefined where there is no git, or it could not read all
 */
export async function searchFolder(
  folder: string,
  names: readonly string[],
  words: readonly string[],
  onFound: (name: string) => void,
  leftOut: readonly string[] = [],
): Promise<ReadonlySet<string> | undefined> {
  const paths = [
    ...names.map((name) => `:(icase)${name}`),
    ...[...SKIPPED_FOLDERS].map((name) => `:(exclude,glob)**/${name}/**`),
    ...leftOut.map((name) => `:(exclude,literal)${name}`),
  ];
  const command = [...AS_SPELLED, 'grep', '--no-index'];
  const found = await grep(folder, command, words, ['--', ...paths], onFound, { GIT_DIR: devNull });
  return found === undefined || found.isPartial ? undefined : new Set(namesIn(found.text));
}

function grep(
  folder: string,
  command: readonly string[],
  words: readonly string[],
  paths: readonly string[],
  onFound: (name: string) => void,
  env?: Readonly<Record<string, string>>,
): Promise<Answer | undefined> {
  const patterns = words.flatMap((word) => ['-e', word]);
  return git(folder, [...command, '--no-textconv', '-lzF', ...patterns, '-f', '-', ...paths], {
    env,
    // 1 says that nothing was found.
    accepted: [0, 1],
    input: UTF16_MARKS,
    hear: eachName(onFound),
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
