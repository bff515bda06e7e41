import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A repository can name programs that git runs, and make it leave the folder; none of that is needed here. */
const SAFE = [
  ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'core.quotepath=off', '-c', 'submodule.recurse=false'],
  // What is printed is read by this program, whatever a person prefers to see.
  ...['-c', 'color.ui=false', '-c', 'color.grep=false', '-c', 'grep.fullName=false'],
];

/**
 * Runs git in a folder, beside whatever else this process does.
 *
 * @param accepted the exit codes that are no failure
 * @param input what it is to read
 * @returns what it printed; undefined where there is no git, no repository, or it fails
 */
function git(
  folder: string,
  args: readonly string[],
  accepted = [0],
  input?: Buffer,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (!mayBeInRepository(folder)) return resolve(undefined);
    const child = spawn('git', ['-C', folder, ...SAFE, ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
    // It may end before it has read all.
    child.stdin.on('error', () => undefined).end(input);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', () => resolve(undefined));
    child.on('close', (status) =>
      resolve(accepted.includes(status ?? -1) ? Buffer.concat(chunks).toString('utf8') : undefined),
    );
  });
}

/** Whether it is worth asking git: a process takes longer than looking for its folder. */
function mayBeInRepository(folder: string): boolean {
  if (process.env.GIT_DIR !== undefined || existsSync(join(folder, '.git'))) return true;
  const parent = dirname(folder);
  return parent !== folder && mayBeInRepository(parent);
}

/** What `ls-files -t` says before the name of a file that is not tracked. */
const UNTRACKED = '? ';

/** Before the others stand their tag, mode, object and stage, and a tab. */
const TRACKED = /^\S+ (\d+) [^\t]*\t/;

/** The mode of a submodule. */
const SUBMODULE = '160000';

/** UTF-16's byte order marks, one a line: the words cannot be searched for there. */
const UTF16_MARKS = Buffer.from([0xff, 0xfe, 0x0a, 0xfe, 0xff, 0x0a]);

/** The files of a repository but for those that it ignores, relative to the folder that was asked about. */
export interface GitFiles {
  readonly files: readonly string[];
  /** Those that hold one of the words, and those that git does not track and has not looked through. */
  readonly worthReading: ReadonlySet<string>;
  /** Submodules and other repositories in there, whose files git does not list. */
  readonly repositories: readonly string[];
}

/**
 * Lists a folder's files, and looks through those that are tracked, which git does with all processors.
 *
 * @returns undefined outside of repositories
 */
export async function gitFiles(folder: string, words: readonly string[]): Promise<GitFiles | undefined> {
  const patterns = words.flatMap((word) => ['-e', word]);
  const [listed, matching] = await Promise.all([
    git(folder, ['ls-files', '-zts', '--cached', '--others', '--exclude-standard']),
    // 1 says that nothing was found.
    git(folder, ['grep', '--no-textconv', '-lzF', ...patterns, '-f', '-'], [0, 1], UTF16_MARKS),
  ]);
  if (listed === undefined || matching === undefined) return undefined;
  const files: string[] = [];
  const repositories: string[] = [];
  const worthReading = new Set(namesIn(matching));
  for (const entry of namesIn(listed)) {
    if (entry.startsWith(UNTRACKED)) {
      const name = entry.slice(UNTRACKED.length);
      if (name.endsWith('/')) repositories.push(name.slice(0, -1));
      else files.push(name);
      worthReading.add(name);
    } else {
      const [before = '', mode] = TRACKED.exec(entry) ?? [];
      (mode === SUBMODULE ? repositories : files).push(entry.slice(before.length));
    }
  }
  return { files, worthReading, repositories };
}

function namesIn(listed: string): string[] {
  return listed.split('\0').filter((name) => name !== '');
}

/**
 * What git says of the repository that a path is in: whether it has changes that are not committed.
 *
 * @returns `clean` outside of repositories; `unknown` where git does not answer, as of another user's repository
 */
export async function treeState(path: string): Promise<'clean' | 'dirty' | 'unknown'> {
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const status = await git(folder, ['status', '--porcelain']);
  if (status === undefined) return mayBeInRepository(folder) ? 'unknown' : 'clean';
  return status === '' ? 'clean' : 'dirty';
}
