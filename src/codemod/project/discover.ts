import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import ignore from 'ignore';
import { listFiles } from './git.js';
import { readTextIfAny } from './read.js';

/** A file to look at. */
export interface DiscoveredFile {
  /** Absolute, links resolved. */
  readonly path: string;
  /** The folder outside of which the file is never written. */
  readonly root: string;
  readonly kind: 'source' | 'script' | 'page' | 'package.json';
  /** `path`: named itself; `folder`: in a folder that was named; `package`: only read, because it may concern the named ones. */
  readonly named: 'path' | 'folder' | 'package';
}

/** A path that is skipped, and the reason. */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

export interface Discovered {
  readonly files: readonly DiscoveredFile[];
  readonly skipped: readonly Skipped[];
  /** Paths that were named and cannot be read. */
  readonly unreadable: readonly Skipped[];
}

/** Folders of third-party code, and git's own. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  'bower_components',
  'jspm_packages',
]);

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
/** Pages, and templates with scripts: only reviewed, for what v4 changes in clients. */
const PAGE = /\.(?:html?|vue|svelte|ejs|hbs)$/i;
const DECLARATIONS = /\.d\.[cm]?ts$/i;
/** Names of files that may be programs with a hashbang, such as the `bin/www` of Express's generator. */
const SCRIPT = /(?:^|\/)[a-z][\w-]*$/;
const NO_SCRIPT = /(?:^|\/)(?:authors|changelog|copying|licen[cs]e|makefile|notice|readme)$/;

/**
 * Finds the files to look at: in a repository those that git lists, elsewhere all that no `.gitignore` file names. Never in
 * `node_modules`, never through a link. If a path is only a part of its package, the rest of the package is found too, as
 * files that are only read.
 *
 * @param ignored patterns in the syntax of `.gitignore`, relative to `cwd`
 */
export function discover(
  paths: readonly string[],
  cwd: string,
  ignored: readonly string[] = [],
  packageOf = packageFinder(),
): Discovered {
  const files = new Map<string, DiscoveredFile>();
  const skipped = new Map<string, string>();
  const unreadable: Skipped[] = [];
  const given: string[] = [];
  const ignores = ignore({ ignorecase: false }).add([...ignored]);
  const isIgnored = (path: string) => {
    const name = slashed(relative(cwd, path));
    return ignored.length > 0 && ignore.isPathValid(name) && ignores.ignores(name);
  };
  const add = (file: DiscoveredFile) => {
    const known = files.get(file.path)?.named;
    if (known === 'path' || (known === 'folder' && file.named === 'package') || isIgnored(file.path)) return;
    files.set(file.path, file);
  };
  const addFolder = (root: string, named: 'folder' | 'package', isWanted = (_path: string) => true) => {
    for (const name of namesIn(root, skipped, unreadable)) {
      const kind = kindOf(name);
      const path = join(root, name);
      if (kind === undefined || !isWanted(path)) continue;
      if (name.includes('\uFFFD')) skipped.set(path, 'its name is not UTF-8: rename it');
      else add({ path, root, kind, named });
    }
  };
  for (const path of paths) {
    try {
      const real = realpathSync(resolve(cwd, path));
      const stat = statSync(real);
      if (!stat.isDirectory() && !stat.isFile()) throw new Error('it is neither a file nor a folder');
      given.push(real);
      if (stat.isDirectory()) addFolder(real, 'folder');
      else add({ path: real, root: dirname(real), kind: namedKind(basename(real)), named: 'path' });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      unreadable.push({
        path: resolve(cwd, path),
        reason: code === 'ENOENT' ? 'there is no such file or folder' : message,
      });
    }
  }
  const packages = new Set([...files.values()].map(({ path }) => packageOf(path)));
  for (const folder of packages)
    if (!given.some((root) => isWithin(folder, root)))
      addFolder(folder, 'package', (path) => packageOf(path) === folder);
  // A path that was named itself is never skipped.
  for (const path of given) skipped.delete(path);
  return {
    files: [...files.values()],
    skipped: [...skipped].map(([path, reason]) => ({ path, reason })),
    unreadable,
  };
}

/**
 * Creates a function that finds the folder of the package of a file: the nearest one with a `package.json`, else the folder of
 * the file. Each folder is looked at once.
 */
export function packageFinder(): (file: string) => string {
  const known = new Map<string, string | undefined>();
  const find = (folder: string): string | undefined => {
    if (!known.has(folder)) {
      const parent = dirname(folder);
      const isPackage = existsSync(join(folder, 'package.json'));
      known.set(folder, isPackage ? folder : parent === folder ? undefined : find(parent));
    }
    return known.get(folder);
  };
  return (file) => find(dirname(file)) ?? dirname(file);
}

export function isWithin(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

export const slashed = (path: string): string => path.split(sep).join('/');

function kindOf(name: string): DiscoveredFile['kind'] | undefined {
  if (name === 'package.json' || name.endsWith('/package.json')) return 'package.json';
  if (SOURCE.test(name)) return DECLARATIONS.test(name) ? undefined : 'source';
  if (PAGE.test(name)) return 'page';
  return SCRIPT.test(name) && !NO_SCRIPT.test(name) ? 'script' : undefined;
}

/** A file that was named itself is a source, unless its name says otherwise. */
function namedKind(name: string): DiscoveredFile['kind'] {
  const kind = kindOf(name) ?? 'source';
  return kind === 'script' ? 'source' : kind;
}

/** The names of the files in a folder, relative to it, with forward slashes. */
function namesIn(root: string, skipped: Map<string, string>, unreadable: Skipped[]): readonly string[] {
  const { files, warnings } = listFiles(root) ?? { files: [], warnings: [] };
  unreadable.push(...warnings.map((reason) => ({ path: root, reason })));
  // git lists no files of an ignored folder, but the folder was named.
  if (files.length === 0) return walk(root, unreadable);
  const isReal = realFolders(root);
  return files.flatMap(({ name, isRepository }) => {
    // git still lists the files of a folder that has become a link.
    if (!isReal(dirname(join(root, name)))) return [];
    if (name.split('/').some((step) => SKIPPED_FOLDERS.has(step))) return [];
    if (isRepository && isFilled(join(root, name))) skipped.set(join(root, name), REPOSITORY);
    return isRepository ? [] : [name];
  });
}

/** Creates a function that says whether a folder exists, and no link leads to it. Each folder is looked at once. */
function realFolders(root: string): (folder: string) => boolean {
  const known = new Map<string, boolean>([[root, true]]);
  return (folder) => {
    const isReal = known.get(folder) ?? realPathOf(folder) === folder;
    known.set(folder, isReal);
    return isReal;
  };
}

/** @returns undefined if there is nothing at the path */
export function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** Whether a submodule has been checked out. */
function isFilled(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

const REPOSITORY = 'a repository of its own: name it to include it';

/** Lists the files under a folder, without those that its `.gitignore` files name. */
function walk(root: string, unreadable: Skipped[]): readonly string[] {
  const files: string[] = [];
  const visit = (folder: string, outer: readonly Rules[]) => {
    const absolute = join(root, folder);
    let entries: readonly Dirent[];
    try {
      entries = readdirSync(absolute, { withFileTypes: true });
    } catch (error) {
      unreadable.push({ path: absolute, reason: (error as Error).message });
      return;
    }
    const rules = [...outer, ...rulesIn(absolute, folder, entries)];
    for (const entry of entries) {
      if (SKIPPED_FOLDERS.has(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const isFolder = entry.isDirectory();
      if (rules.some((isIgnored) => isIgnored(path, isFolder))) continue;
      if (isFolder) visit(path, rules);
      else files.push(path);
    }
  };
  visit('', []);
  return files;
}

type Rules = (path: string, isFolder: boolean) => boolean;

function rulesIn(absolute: string, folder: string, entries: readonly Dirent[]): Rules[] {
  if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return [];
  const rules = ignore({ ignorecase: false }).add(readTextIfAny(join(absolute, '.gitignore')) ?? '');
  const prefix = folder === '' ? 0 : folder.length + 1;
  return [(path, isFolder) => rules.ignores(path.slice(prefix) + (isFolder ? '/' : ''))];
}
