import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import ignore from 'ignore';
import { TELLTALES } from '../may-concern-socket-io.js';
import { gitFiles } from './git.js';

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
  /** Files that git has looked through, and that hold nothing of interest. */
  readonly dull: ReadonlySet<string>;
}

interface Unreadable {
  readonly path: string;
  readonly message: string;
}

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
const NO_SOURCE = /\.d\.[cm]?ts$|[.-]min\.[cm]?js$/i;
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', 'bower_components', 'jspm_packages']);

/**
 * Finds the files to look at: what git knows in a repository, else everything that `.gitignore` files leave. Never
 * `node_modules`, never through a link.
 */
export async function discoverFiles(paths: readonly string[], cwd: string): Promise<Discovered> {
  const sources = new Set<string>();
  const manifests = new Set<string>();
  const dull = new Set<string>();
  const roots: string[] = [];
  const repositories = new Set<string>();
  const unreadable: Unreadable[] = [];
  for (const path of paths) {
    try {
      const root = realpathSync(resolve(cwd, path));
      const isFolder = statSync(root).isDirectory();
      roots.push(isFolder ? root : dirname(root));
      if (!isFolder) {
        (basename(root) === 'package.json' ? manifests : sources).add(root);
        continue;
      }
      const inGit = await gitFiles(root, TELLTALES);
      const prefix = root.endsWith(sep) ? root : root + sep;
      const { files, worthReading } = inGit ?? { files: walk(root, unreadable, roots) };
      for (const folder of inGit?.repositories ?? [])
        if (!OTHERS_CODE.test(`${folder}/`) && isFilled(prefix + folder)) repositories.add(prefix + folder);
      for (const file of files) {
        if (OTHERS_CODE.test(file)) continue;
        const kind = kindOf(file);
        if (kind === 'source') sources.add(prefix + file);
        else if (kind === 'manifest') manifests.add(prefix + file);
        if (kind !== undefined && worthReading?.has(file) === false) dull.add(prefix + file);
      }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      unreadable.push({ path, message: code === 'ENOENT' ? 'there is no such file or folder' : message });
    }
  }
  // What was given by its own name is looked into, whatever it lies in.
  for (const root of roots) repositories.delete(root);
  return {
    sources: [...sources],
    manifests: [...manifests],
    roots,
    repositories: [...repositories],
    unreadable,
    dull,
  };
}

/** Whether a submodule has been checked out. */
function isFilled(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

function kindOf(file: string): 'source' | 'manifest' | undefined {
  if (file === 'package.json' || file.endsWith('/package.json')) return 'manifest';
  return SOURCE.test(file) && !NO_SOURCE.test(file) ? 'source' : undefined;
}

/** A path through a folder of other people's code. */
const OTHERS_CODE = new RegExp(`(?:^|/)(?:${[...SKIPPED_FOLDERS].join('|').replace(/\./g, '\\.')})/`);

/**
 * The files under a folder, relative to it, without what its `.gitignore` files name.
 *
 * @param roots gets the repositories in there, whose changes must not be written over
 */
function walk(root: string, unreadable: Unreadable[], roots: string[]): string[] {
  const files: string[] = [];
  const visit = (folder: string, outer: readonly Rules[]) => {
    const absolute = join(root, folder);
    let entries: readonly Dirent[];
    try {
      entries = readdirSync(absolute, { withFileTypes: true });
    } catch (error) {
      unreadable.push({ path: absolute, message: (error as Error).message });
      return;
    }
    if (folder !== '' && entries.some(({ name }) => name === '.git')) roots.push(absolute);
    const hasOwn = entries.some((entry) => entry.name === '.gitignore' && entry.isFile());
    const own = hasOwn ? rulesIn(absolute, folder) : undefined;
    const rules = own === undefined ? outer : [...outer, own];
    for (const entry of entries) {
      if (entry.isSymbolicLink() || SKIPPED_FOLDERS.has(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const isFolder = entry.isDirectory();
      if (rules.some((one) => one.ignores(path, isFolder))) continue;
      if (isFolder) visit(path, rules);
      else if (entry.isFile()) files.push(path);
    }
  };
  visit('', []);
  return files;
}

interface Rules {
  ignores(path: string, isFolder: boolean): boolean;
}

function rulesIn(absolute: string, folder: string): Rules | undefined {
  let text: string;
  try {
    text = readFileSync(join(absolute, '.gitignore'), 'utf8');
  } catch {
    return undefined;
  }
  const rules = ignore().add(text);
  const prefix = folder === '' ? 0 : folder.length + 1;
  return { ignores: (path, isFolder) => rules.ignores(path.slice(prefix) + (isFolder ? '/' : '')) };
}
