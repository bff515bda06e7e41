import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ancestors, pathFrom } from './read.js';

/**
 * Runs git in a folder.
 *
 * @returns undefined if there is no git, or if it fails, for example outside of repositories
 */
function git(folder: string, args: readonly string[]): { stdout: string; stderr: string } | undefined {
  // Inside a hook, git's variables point to the repository of the hook.
  const env = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const { status, stdout, stderr } = spawnSync('git', ['-C', folder, '-c', 'core.fsmonitor=false', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...Object.fromEntries(env), GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
    // Windows looks for programs in the current folder first: never run one from the tree being migrated.
    cwd: dirname(process.execPath),
  });
  return status === 0 ? { stdout, stderr } : undefined;
}

/** The files that git tracks, or would track, in a folder: names relative to it, with forward slashes. */
export interface Listing {
  readonly files: ReadonlySet<string>;
  /** Other repositories: submodules, and those that git does not track. */
  readonly repositories: ReadonlySet<string>;
  /** git's messages about folders that it could not read. */
  readonly warnings: readonly string[];
}

/** @returns undefined outside of repositories */
export function listFiles(folder: string): Listing | undefined {
  if (repositoryOf(folder) === undefined) return undefined;
  const listed = git(folder, ['ls-files', '--cached', '--others', '--exclude-standard', '--stage', '-z']);
  if (listed === undefined) return undefined;
  const files = new Set<string>();
  const repositories = new Set<string>();
  for (const entry of listed.stdout.split('\0').filter((one) => one !== '')) {
    // Before the name of a tracked file, `--stage` prints its mode, object and stage. Submodules have a mode of their own.
    const [stage = '', mode] = /^(\d{6}) [\da-f]+ \d\t/.exec(entry) ?? [];
    const name = entry.slice(stage.length);
    if (mode === '160000' || name.endsWith('/')) repositories.add(name.replace(/\/$/, ''));
    else files.add(name);
  }
  return { files, repositories, warnings: listed.stderr.split('\n').filter((line) => line !== '') };
}

/** The innermost repository around a folder. */
export function repositoryOf(folder: string): string | undefined {
  return ancestors(folder).find((one) => existsSync(join(one, '.git')));
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
  const repositories = new Map(paths.map((path) => [path, repositoryOf(dirname(path))]));
  for (const repository of new Set(repositories.values())) {
    const files = paths.filter((path) => repositories.get(path) === repository);
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
    const entries = (status?.stdout ?? '').split('\0');
    for (const path of files) {
      const name = pathFrom(repository, path);
      // A folder of new or ignored files is one entry: `?? dist/`.
      const entry = entries.find((one) =>
        one.endsWith('/') ? name.startsWith(one.slice(3)) : name === one.slice(3),
      );
      if (entry !== undefined) (entry.startsWith('!!') ? unkept : dirty).push(path);
    }
  }
  return { dirty, unknown, unkept };
}
