import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A repository can name programs that git runs, and make it leave the folder; none of that is needed here. */
const SAFE = [
  // A folder's name is no pattern.
  '--literal-pathspecs',
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
  // Bytes are looked for: letters, some of them of two bytes, take twice as long.
  LC_ALL: 'C',
};

/** What git printed. */
interface Answer {
  readonly text: string;
  /** Whether it could not read all. */
  readonly isPartial: boolean;
}

/**
 * Runs git in a folder, beside whatever else this process does.
 *
 * @param accepted the exit codes that are no failure
 * @param input what it is to read
 * @returns undefined where there is no git, no repository, or it fails
 */
function git(
  folder: string,
  args: readonly string[],
  accepted = [0],
  input?: Buffer,
): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    if (!mayBeInRepository(folder)) return resolve(undefined);
    const env = { ...process.env, ...ENVIRONMENT };
    const child = spawn('git', ['-C', folder, ...SAFE, ...args], { env });
    // It may end before it has read all.
    child.stdin.on('error', () => undefined).end(input);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    let isPartial = false;
    child.stderr.on('data', () => {
      isPartial = true;
    });
    child.on('error', () => resolve(undefined));
    child.on('close', (status) =>
      resolve(
        accepted.includes(status ?? -1)
          ? { text: Buffer.concat(chunks).toString('utf8'), isPartial }
          : undefined,
      ),
    );
  });
}

/** Whether it is worth asking git: a process takes longer than looking for its folder. */
function mayBeInRepository(folder: string): boolean {
  if (process.env.GIT_DIR !== undefined || existsSync(join(folder, '.git'))) return true;
  const parent = dirname(folder);
  return parent !== folder && mayBeInRepository(parent);
}

/** What `ls-files -v` says before the name of a file that is not tracked. */
const UNTRACKED = '? ';

/** Before the others stand their tag, mode, object and stage, and a tab. */
const TRACKED = /^(\S+) (\d+) [^\t]*\t/;

/** The tag of what git searches in the folder: not what it is told to take for unchanged, or to leave out there. */
const SEARCHED = 'H';

/** The mode of a submodule. */
const SUBMODULE = '160000';

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
 * Lists a folder's files, and looks through those that are tracked, which git does with all processors.
 *
 * @returns undefined outside of repositories, and of a folder that git is told to ignore
 */
export async function gitFiles(folder: string, words: readonly string[]): Promise<GitFiles | undefined> {
  const patterns = words.flatMap((word) => ['-e', word]);
  // It takes longest, so it starts first. 1 says that nothing was found.
  const search = git(
    folder,
    ['grep', '--no-textconv', '-lzF', ...patterns, '-f', '-', '--', folder],
    [0, 1],
    UTF16_MARKS,
  );
  // Without the folder's name it lists another one where the repository's configuration says so.
  const listed = await git(folder, [
    'ls-files',
    ...['-zvs', '--cached', '--others', '--exclude-standard', '--', folder],
  ]);
  if (listed === undefined) return undefined;
  const files: string[] = [];
  const repositories: string[] = [];
  const notSearched: string[] = [];
  for (const entry of namesIn(listed.text)) {
    const isUntracked = entry.startsWith(UNTRACKED);
    const [before = UNTRACKED, tag, mode] = isUntracked ? [] : (TRACKED.exec(entry) ?? []);
    const name = entry.slice(before.length);
    const isRepository = isUntracked ? name.endsWith('/') : mode === SUBMODULE;
    (isRepository ? repositories : files).push(name.replace(/\/$/, ''));
    if (tag !== SEARCHED) notSearched.push(name);
  }
  const found = await search;
  if (found === undefined || files.length + repositories.length === 0) return undefined;
  const worthReading = new Set(found.isPartial ? files : [...notSearched, ...namesIn(found.text)]);
  return { files, worthReading, repositories, isPartial: listed.isPartial };
}

function namesIn(listed: string): string[] {
  return listed.split('\0').filter((name) => name !== '');
}

/**
 * What git says of the repository that a path is in: whether it has changes that are not committed.
 *
 * @returns `clean` outside of repositories; `unknown` where git does not answer, as of another user's repository, or
 * speaks of another folder
 */
export async function treeState(path: string): Promise<'clean' | 'dirty' | 'unknown'> {
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const [status, isInside] = await Promise.all([
    // Whatever a person prefers to see: a file that git does not know cannot be brought back.
    git(folder, ['status', '--porcelain', '--untracked-files=normal', '--no-renames']),
    git(folder, ['rev-parse', '--is-inside-work-tree']),
  ]);
  if (status === undefined || isInside?.text !== 'true\n')
    return mayBeInRepository(folder) ? 'unknown' : 'clean';
  return status.text === '' ? 'clean' : 'dirty';
}
