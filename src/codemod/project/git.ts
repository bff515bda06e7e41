import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/**
 * Runs git in a folder.
 *
 * @returns undefined if there is no git, or if it fails, for example outside of repositories
 */
function git(folder: string, args: readonly string[]): { stdout: string; stderr: string } | undefined {
  const { status, stdout, stderr } = spawnSync('git', ['-C', folder, '-c', 'core.fsmonitor=false', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...withoutGit(process.env), GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
    // Windows looks for programs in the current folder first: never run one from the tree being migrated.
    cwd: dirname(process.execPath),
  });
  return status === 0 ? { stdout, stderr } : undefined;
}

/** The environment without git's variables: inside a hook, they point to the repository of the hook. */
function withoutGit(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GIT_')));
}

/** A file that git tracks, or would track. */
export interface ListedFile {
  /** Relative to the folder, with forward slashes. */
  readonly name: string;
  /** Whether it is another repository: a submodule, or one that git does not track. */
  readonly isRepository: boolean;
}

/** Before the name of a tracked file, `--stage` prints its mode, object and stage. */
const STAGED = /^(\d{6}) [\da-f]+ \d\t/;
const SUBMODULE = '160000';

/** What git lists in a folder. */
export interface Listing {
  readonly files: readonly ListedFile[];
  /** git's messages about folders that it could not read. */
  readonly warnings: readonly string[];
}

/** The files of a folder that git tracks, or would track; undefined outside of repositories. */
export function listFiles(folder: string): Listing | undefined {
  if (repositoryOf(folder) === undefined) return undefined;
  const listed = git(folder, ['ls-files', '--cached', '--others', '--exclude-standard', '--stage', '-z']);
  if (listed === undefined) return undefined;
  const files = new Map<string, ListedFile>();
  for (const entry of listed.stdout.split('\0')) {
    const mode = STAGED.exec(entry)?.[1];
    const path = mode === undefined ? entry : entry.slice(entry.indexOf('\t') + 1);
    const name = path.endsWith('/') ? path.slice(0, -1) : path;
    if (name !== '') files.set(name, { name, isRepository: mode === SUBMODULE || name !== path });
  }
  const warnings = listed.stderr.split('\n').filter((line) => line !== '');
  return { files: [...files.values()], warnings };
}

/** The innermost repository around a folder. */
export function repositoryOf(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : repositoryOf(parent);
}

/** Whether git can restore files that are going to be changed. */
export interface Undo {
  /** Files with uncommitted changes. */
  readonly dirty: readonly string[];
  /** Repositories whose status git does not report. */
  readonly unknown: readonly string[];
  /** Files that git does not track: they are ignored, or in no repository. */
  readonly unkept: readonly string[];
}

/**
 * Asks git whether it can restore files.
 *
 * @param paths absolute paths
 */
export function askForUndo(paths: readonly string[]): Undo {
  const dirty: string[] = [];
  const unknown: string[] = [];
  const unkept: string[] = [];
  for (const [repository, files] of byRepository(paths)) {
    if (repository === undefined) {
      unkept.push(...files);
      continue;
    }
    const status = git(repository, [
      ...['status', '--porcelain', '-z', '--ignored', '--no-renames'],
      // Overrides the user's setting: git cannot restore an untracked file.
      '--untracked-files=normal',
    ]);
    if (status === undefined) unknown.push(repository);
    const entries = (status?.stdout ?? '')
      .split('\0')
      .map((entry) => [entry.slice(0, 2), entry.slice(3)] as const);
    for (const path of files) {
      const name = relative(repository, path).split(sep).join('/');
      // A folder of new or ignored files is one entry: `dist/`.
      const [state] = entries.find(([, found]) => found === name || isFolderOf(found, name)) ?? [];
      if (state !== undefined) (state === '!!' ? unkept : dirty).push(path);
    }
  }
  return { dirty, unknown, unkept };
}

const isFolderOf = (folder: string, name: string): boolean => folder.endsWith('/') && name.startsWith(folder);

function byRepository(paths: readonly string[]): Map<string | undefined, string[]> {
  const grouped = new Map<string | undefined, string[]>();
  for (const path of paths) {
    const repository = repositoryOf(dirname(path));
    grouped.set(repository, [...(grouped.get(repository) ?? []), path]);
  }
  return grouped;
}
