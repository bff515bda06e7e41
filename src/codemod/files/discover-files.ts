import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import ignore from 'ignore';
import { WORDS } from '../may-concern-socket-io.js';
import { gitFiles, gitFilesWith } from './git.js';

/** What is to be looked at. */
export interface Discovered {
  /** Source files, as absolute paths. */
  readonly sources: readonly string[];
  /** `package.json` files, as absolute paths. */
  readonly manifests: readonly string[];
  /** The folders that were given, links resolved: nothing outside of them is written. */
  readonly roots: readonly string[];
  /** Paths that cannot be read. */
  readonly unreadable: readonly { readonly path: string; readonly message: string }[];
  /** Those that are worth reading, where git is searching for them; else each has to be read. */
  readonly likely: Promise<ReadonlySet<string> | undefined> | undefined;
}

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
const NO_SOURCE = /\.d\.[cm]?ts$|[.-]min\.[cm]?js$/i;
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', 'bower_components', 'jspm_packages']);

/**
 * Finds the files to look at: what git knows in a repository, else everything that `.gitignore` files leave. Never
 * `node_modules`, never through a link.
 */
export function discoverFiles(paths: readonly string[], cwd: string): Discovered {
  const sources = new Set<string>();
  const manifests = new Set<string>();
  const roots: string[] = [];
  const unreadable: { path: string; message: string }[] = [];
  const searches: (Promise<string[] | undefined> | undefined)[] = [];
  for (const path of paths) {
    const given = resolve(cwd, path);
    try {
      const root = realpathSync(given);
      roots.push(root);
      if (!statSync(root).isDirectory()) {
        (root.endsWith(`${sep}package.json`) ? manifests : sources).add(root);
        searches.push(Promise.resolve([root]));
        continue;
      }
      const tracked = gitFiles(root);
      searches.push(tracked === undefined ? undefined : search(root));
      for (const file of tracked ?? walk(root)) {
        if (isSkipped(file)) continue;
        const isManifest = file === 'package.json' || file.endsWith('/package.json');
        if (isManifest) manifests.add(join(root, file));
        else if (SOURCE.test(file) && !NO_SOURCE.test(file)) sources.add(join(root, file));
      }
    } catch (error) {
      unreadable.push({ path, message: (error as Error).message });
    }
  }
  const likely = searches.includes(undefined) ? undefined : together(searches);
  return { sources: [...sources], manifests: [...manifests], roots, unreadable, likely };
}

async function search(root: string): Promise<string[] | undefined> {
  return (await gitFilesWith(WORDS, root))?.map((file) => join(root, file));
}

/** What all searches found; undefined where one failed. */
async function together(
  searches: readonly (Promise<string[] | undefined> | undefined)[],
): Promise<ReadonlySet<string> | undefined> {
  const found = await Promise.all(searches);
  return found.includes(undefined) ? undefined : new Set(found.flatMap((paths) => paths ?? []));
}

/** Whether a path below a root leads through a folder of other people's code. */
function isSkipped(file: string): boolean {
  return OTHERS_CODE.test(file);
}

const OTHERS_CODE = new RegExp(`(?:^|/)(?:${[...SKIPPED_FOLDERS].join('|').replace(/\./g, '\\.')})/`);

/** The files under a folder, relative to it, without what its `.gitignore` files name. */
function walk(root: string): string[] {
  const files: string[] = [];
  const visit = (folder: string, outer: readonly Rules[]) => {
    const absolute = join(root, folder);
    const own = rulesIn(absolute, folder);
    const rules = own === undefined ? outer : [...outer, own];
    for (const entry of readdirSync(absolute, { withFileTypes: true })) {
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
    if (!lstatSync(join(absolute, '.gitignore')).isFile()) return undefined;
    text = readFileSync(join(absolute, '.gitignore'), 'utf8');
  } catch {
    return undefined;
  }
  const rules = ignore().add(text);
  const prefix = folder === '' ? 0 : folder.length + 1;
  return { ignores: (path, isFolder) => rules.ignores(path.slice(prefix) + (isFolder ? '/' : '')) };
}
