import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import ignore from 'ignore';
import { describeFileError } from '../../messages/message.js';
import { listFiles } from './git.js';
import { Packages } from './packages.js';
import { isWithin, pathFrom, readTextIfAny } from './read.js';

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
const SKIPPED_FOLDERS = ['node_modules', '.git', 'bower_components', 'jspm_packages'];

/** JavaScript and TypeScript, and languages that compile to them: those are only looked at. */
const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx|es6?|(?:lit)?coffee|iced|ls|civet)$/i;
/** Pages, and templates with scripts: only reviewed, for what v4 changes in clients. */
const PAGE = /\.(?:html?|vue|svelte|ejs|hbs)$/i;
const DECLARATIONS = /\.d\.[cm]?ts$/i;
/** Names of files that may be programs with a hashbang, such as the `bin/www` of Express's generator. */
const SCRIPT = /(?:^|\/)[a-z][\w-]*$/;
const NO_SCRIPT = /(?:^|\/)(?:authors|changelog|copying|licen[cs]e|makefile|notice|readme)$/;

const REPOSITORY = 'a repository of its own: name it to include it';

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
  packages = new Packages(),
): Discovered {
  const files = new Map<string, DiscoveredFile>();
  const skipped = new Map<string, string>();
  const unreadable: Skipped[] = [];
  const given: string[] = [];
  const ignores = ignore({ ignorecase: false }).add([...ignored]);
  const isIgnored = (path: string) => {
    const name = pathFrom(cwd, path);
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
      unreadable.push({ path: resolve(cwd, path), reason: describeFileError(error) });
    }
  }
  for (const folder of new Set([...files.keys()].map((path) => packages.folderOf(path))))
    if (!given.some((root) => isWithin(folder, root)))
      addFolder(folder, 'package', (path) => packages.folderOf(path) === folder);
  // A path that was named itself is never skipped.
  for (const path of given) skipped.delete(path);
  return {
    files: [...files.values()],
    skipped: [...skipped].map(([path, reason]) => ({ path, reason })),
    unreadable,
  };
}

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
  const listing = listFiles(root);
  unreadable.push(...(listing?.warnings ?? []).map((reason) => ({ path: root, reason })));
  const { files, repositories } = listing ?? { files: new Set<string>(), repositories: new Set<string>() };
  // git lists no files of an ignored folder, but the folder was named.
  if (files.size + repositories.size === 0) return walk(root, unreadable);
  const isReal = realFolders(root);
  // git still lists the files of a folder that has become a link.
  const isFollowed = (name: string) =>
    isReal(dirname(join(root, name))) && !name.split('/').some((step) => SKIPPED_FOLDERS.includes(step));
  for (const name of [...repositories].filter(isFollowed)) {
    const path = join(root, name);
    // A submodule that is not checked out is an empty folder.
    if (isReal(path) && readdirSync(path).length > 0) skipped.set(path, REPOSITORY);
  }
  return [...files].filter(isFollowed);
}

/** Creates a function that says whether a folder below a root exists, and no link leads to it. Each is looked at once. */
function realFolders(root: string): (folder: string) => boolean {
  const known = new Map<string, boolean>([[root, true]]);
  const isReal = (folder: string): boolean => {
    const isKnown = known.get(folder) ?? (isReal(dirname(folder)) && isFolder(folder));
    known.set(folder, isKnown);
    return isKnown;
  };
  return isReal;
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

type Rules = (path: string, isFolder: boolean) => boolean;

/** Lists the files under a folder, without those that its `.gitignore` files name. */
function walk(root: string, unreadable: Skipped[], folder = '', outer: readonly Rules[] = []): string[] {
  const absolute = join(root, folder);
  try {
    const entries = readdirSync(absolute, { withFileTypes: true });
    const isListed = entries.some((entry) => entry.name === '.gitignore' && entry.isFile());
    const rules = isListed ? [...outer, rulesIn(absolute, folder)] : outer;
    return entries.flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const isFolder = entry.isDirectory();
      if (SKIPPED_FOLDERS.includes(entry.name) || rules.some((isIgnored) => isIgnored(path, isFolder)))
        return [];
      return isFolder ? walk(root, unreadable, path, rules) : [path];
    });
  } catch (error) {
    unreadable.push({ path: absolute, reason: (error as Error).message });
    return [];
  }
}

function rulesIn(absolute: string, folder: string): Rules {
  const rules = ignore({ ignorecase: false }).add(readTextIfAny(join(absolute, '.gitignore')) ?? '');
  const prefix = folder === '' ? 0 : folder.length + 1;
  return (path, isFolder) => rules.ignores(path.slice(prefix) + (isFolder ? '/' : ''));
}
