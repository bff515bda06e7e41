import { readdirSync, realpathSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, resolve, sep } from 'node:path';
import { TELLTALES } from '../may-concern-socket-io.js';
import { type GitFiles, gitFiles } from './git.js';
import { isNodeScript } from './is-node-script.js';
import type { LookAhead } from './look-ahead.js';
import { isMisnamed, MISNAMED } from './misnamed.js';
import { SKIPPED_FOLDERS } from './skipped-folders.js';
import { isTemporary } from './temporary-files.js';
import type { Unreadable } from './unreadable.js';
import type { Seen } from './walk-folder.js';

/** What is to be looked at. */
export interface Discovered {
  /** Source files, as absolute paths. */
  readonly sources: readonly string[];
  /** `package.json` files, as absolute paths. */
  readonly manifests: readonly string[];
  /** The folders that were given, and those of files that were given, links resolved: nothing else is written. */
  readonly roots: readonly string[];
  /** Paths that cannot be read. */
  readonly unreadable: readonly Unreadable[];
  /** Submodules and other repositories within one that was given, as absolute paths: they are not looked into. */
  readonly repositories: readonly string[];
  /** Temporary files of runs that are not over, or were killed. */
  readonly temporary: readonly string[];
  /** Files that git, or another thread, has looked through, and that hold nothing of interest. */
  readonly dull: Pick<ReadonlySet<string>, 'has'>;
}

/** From how many files on it is worth to start a thread, which takes as long as to read as many. */
const MANY = 2000;

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
/** What may be a program that names its interpreter, as the `bin/www` that Express's generator makes. */
const SCRIPT = /(?:^|\/)[a-z][\w-]*$/;
const NO_SCRIPT = /(?:^|\/)(?:authors|changelog|copying|licen[cs]e|makefile|notice|readme)$/;
const NO_SOURCE = /\.d\.[cm]?ts$|[.-]min\.[cm]?js$/i;

/**
 * Finds the files to look at: what git knows in a repository, else everything that `.gitignore` files leave. Never
 * `node_modules`, never through a link.
 */
export async function discoverFiles(paths: readonly string[], cwd: string): Promise<Discovered> {
  const sources = new Set<string>();
  const manifests = new Set<string>();
  const dull = new Set<string>();
  const walkedSources: string[] = [];
  const roots: string[] = [];
  const repositories = new Set<string>();
  const unreadable: Unreadable[] = [];
  const temporary: string[] = [];
  let ahead: LookAhead | undefined;
  /** Loads what reads `.gitignore` files, and makes up for what git does, only where there is no git to do it. */
  const walked = async (
    root: string,
    seen: Seen = { unreadable, roots },
  ): Promise<Partial<GitFiles> & Pick<GitFiles, 'files'>> => {
    const { walkFolder } = await import('./walk-folder.js');
    const { LookAhead } = await import('./look-ahead.js');
    const start = () => {
      if (availableParallelism() > 1) ahead ??= new LookAhead();
    };
    return { files: walkFolder(root, seen, { count: MANY, reached: start }) };
  };
  for (const path of paths) {
    try {
      const root = realpathSync(resolve(cwd, path));
      const stat = statSync(root);
      const isFolder = stat.isDirectory();
      if (!isFolder && !stat.isFile()) throw new Error('it is neither a file nor a folder');
      roots.push(isFolder ? root : dirname(root));
      if (!isFolder) {
        (basename(root) === 'package.json' ? manifests : sources).add(root);
        continue;
      }
      const inGit = await gitFiles(root, TELLTALES);
      const prefix = root.endsWith(sep) ? root : root + sep;
      const { files, worthReading } = inGit ?? (await walked(root));
      // git does not say which folders it cannot read.
      if (inGit?.isPartial) await walked(root, { unreadable, roots: [] });
      for (const folder of inGit?.repositories ?? [])
        if (!OTHERS_CODE.test(`${folder}/`) && isFilled(prefix + folder)) repositories.add(prefix + folder);
      for (const file of files) {
        if (OTHERS_CODE.test(file)) continue;
        if (isTemporary(file)) temporary.push(prefix + file);
        const kind = kindOf(file, prefix);
        if (kind !== undefined && worthReading?.has(file) !== false && isMisnamed(prefix + file)) {
          unreadable.push({ path: prefix + file, message: MISNAMED });
          continue;
        }
        if (kind === 'source') sources.add(prefix + file);
        else if (kind === 'manifest') manifests.add(prefix + file);
        if (kind === 'source' && worthReading === undefined) walkedSources.push(prefix + file);
        if (kind !== undefined && worthReading?.has(file) === false) dull.add(prefix + file);
      }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      unreadable.push({ path, message: code === 'ENOENT' ? 'there is no such file or folder' : message });
    }
  }
  // What was given by its own name is looked into, whatever it lies in.
  for (const root of roots) repositories.delete(root);
  const found = {
    sources: [...sources],
    manifests: [...manifests],
    roots,
    repositories: [...repositories],
    temporary,
    unreadable,
  };
  if (ahead === undefined) return { ...found, dull };
  ahead.begin(walkedSources);
  return { ...found, dull: { has: (path) => dull.has(path) || ahead?.has(path) === true } };
}

/** Whether a submodule has been checked out. */
function isFilled(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

function kindOf(file: string, prefix: string): 'source' | 'manifest' | undefined {
  if (file === 'package.json' || file.endsWith('/package.json')) return 'manifest';
  if (SOURCE.test(file)) return NO_SOURCE.test(file) ? undefined : 'source';
  return SCRIPT.test(file) && !NO_SCRIPT.test(file) && isNodeScript(prefix + file) ? 'source' : undefined;
}

/** A path through a folder of other people's code. */
const OTHERS_CODE = new RegExp(`(?:^|/)(?:${[...SKIPPED_FOLDERS].join('|').replace(/\./g, '\\.')})/`);
