import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { TELLTALES } from '../detect/may-concern-socket-io.js';
import { type GitFiles, gitFiles, mayBeInRepository, searchFolder } from './git-files.js';
import { isNodeScript } from './is-node-script.js';
import { isMisnamed, MISNAMED } from './misnamed.js';
import { SKIPPED_FOLDERS } from './skipped-folders.js';
import { isTemporary } from './temporary-files.js';
import { unlessLarge } from './unless-large.js';
import type { Unreadable } from './unreadable.js';
import { RULES, type Seen, walkFolder } from './walk-folder.js';

/** Files of one kind. */
export interface FilesOfKind {
  /** Those that are to be read, as absolute paths. */
  readonly paths: readonly string[];
  /** How many more there are that git has looked through, and that hold nothing of interest. */
  readonly dull: number;
}

/** What is to be looked at. */
export interface Discovered {
  readonly sources: FilesOfKind;
  /** `package.json` files. */
  readonly manifests: FilesOfKind;
  /** The folders that were given, and those of files that were given, links resolved: nothing else is written. */
  readonly roots: readonly string[];
  /** Paths that cannot be read. */
  readonly unreadable: readonly Unreadable[];
  /** Submodules and other repositories within one that was given, as absolute paths: they are not looked into. */
  readonly repositories: readonly string[];
  /** Temporary files of runs that are not over, or were killed. */
  readonly temporary: readonly string[];
}

/** With more ignored folders git takes longer to compare its files with them than it saves. */
const MANY_IGNORED = 100;

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
/** The names of sources and manifests, as git understands it; some more may be among them. */
const SEARCHED = ['*.[jt]s', '*.[cm][jt]s', '*.[jt]sx', '*package.json'];
/** What may be a program that names its interpreter, as the `bin/www` that Express's generator makes. */
const SCRIPT = /(?:^|\/)[a-z][\w-]*$/;
const NO_SCRIPT = /(?:^|\/)(?:authors|changelog|copying|licen[cs]e|makefile|notice|readme)$/;
const NO_SOURCE = /\.d\.[cm]?ts$|[.-]min\.[cm]?js$/i;

/**
 * Finds the files to look at: what git knows in a repository, else everything that `.gitignore` files leave. Never
 * `node_modules`, never through a link.
 *
 * @param onSource called early with some of the sources that are worth reading
 */
export async function discoverFiles(
  paths: readonly string[],
  cwd: string,
  onSource: (path: string) => void,
): Promise<Discovered> {
  const sources = new FileSet();
  const manifests = new FileSet();
  const roots: string[] = [];
  const repositories = new Set<string>();
  const unreadable: Unreadable[] = [];
  const temporary: string[] = [];
  for (const path of paths) {
    try {
      const root = realpathSync(resolve(cwd, path));
      const stat = statSync(root);
      const isFolder = stat.isDirectory();
      if (!isFolder && !stat.isFile()) throw new Error('it is neither a file nor a folder');
      roots.push(isFolder ? root : dirname(root));
      if (!isFolder) {
        (basename(root) === 'package.json' ? manifests : sources).add(root, true);
        continue;
      }
      const prefix = root.endsWith(sep) ? root : root + sep;
      const onFound = (file: string) => {
        if (!OTHERS_CODE.test(file) && kindOf(file, prefix) === 'source') onSource(prefix + file);
      };
      // Nothing is waited for outside of repositories before git has been started.
      const inGit = mayBeInRepository(root) ? await gitFiles(root, TELLTALES, onFound) : undefined;
      // git does not say which folders it cannot read.
      if (inGit?.isPartial) walkFolder(root, { unreadable, roots: [] });
      const { files, worthReading } = inGit ?? (await walkedFiles(root, { unreadable, roots }, onFound));
      for (const folder of inGit?.repositories ?? [])
        if (!OTHERS_CODE.test(`${folder}/`) && isFilled(prefix + folder)) repositories.add(prefix + folder);
      for (const file of files) {
        if (OTHERS_CODE.test(file)) continue;
        if (isTemporary(file)) temporary.push(prefix + file);
        const kind = kindOf(file, prefix);
        if (kind === undefined) continue;
        const path = prefix + file;
        const isWorthReading = worthReading?.has(file) !== false;
        if (isWorthReading && isMisnamed(path)) unreadable.push({ path, message: MISNAMED });
        else (kind === 'source' ? sources : manifests).add(path, isWorthReading);
      }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      unreadable.push({ path, message: code === 'ENOENT' ? 'there is no such file or folder' : message });
    }
  }
  // What was given by its own name is looked into, whatever it lies in.
  for (const root of roots) repositories.delete(root);
  return {
    sources: sources.listed(),
    manifests: manifests.listed(),
    roots,
    repositories: [...repositories],
    temporary,
    unreadable,
  };
}

/** Makes up for what git does in a repository. */
async function walkedFiles(
  root: string,
  seen: Seen,
  onFound: (file: string) => void,
): Promise<Pick<GitFiles, 'files'> & Partial<GitFiles>> {
  const stop = new AbortController();
  const asked = { folder: root, names: SEARCHED, words: TELLTALES, onFound, signal: stop.signal };
  const search = (leftOut?: readonly string[]) => searchFolder({ ...asked, leftOut });
  // Where nothing seems to be ignored, git need not be told what, and begins at once.
  const early = existsSync(join(root, RULES)) ? undefined : search();
  const { files, ignored } = walkFolder(root, seen);
  if (early === undefined && ignored.length > MANY_IGNORED) return { files };
  const found = await unlessLarge(early ?? search(ignored), stop, root, files);
  if (found === undefined || !(await isProven(root, files, found))) return { files };
  const notSearched = files.filter((file) => !SOURCE.test(file) && !isManifest(file));
  return { files, worthReading: new Set([...found, ...notSearched]) };
}

/** Whether git has found something that is there: what is called git may be a stand-in, which finds nothing anywhere. */
async function isProven(
  root: string,
  files: readonly string[],
  found: ReadonlySet<string>,
): Promise<boolean> {
  if (files.some((file) => found.has(file))) return true;
  // What is not empty has this in it.
  const some = files.filter((file) => SOURCE.test(file)).slice(0, 10);
  const again = await searchFolder({ folder: root, names: some, words: [''], onFound: () => undefined });
  return some.some((file) => again?.has(file));
}

/** Files, each once, whichever of the given paths they were found under. */
class FileSet {
  readonly #toRead = new Set<string>();
  readonly #dull = new Set<string>();

  add(path: string, isWorthReading: boolean): void {
    (isWorthReading ? this.#toRead : this.#dull).add(path);
  }

  listed(): FilesOfKind {
    for (const path of this.#toRead) this.#dull.delete(path);
    return { paths: [...this.#toRead], dull: this.#dull.size };
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

function kindOf(file: string, prefix: string): 'source' | 'manifest' | undefined {
  if (isManifest(file)) return 'manifest';
  if (SOURCE.test(file)) return NO_SOURCE.test(file) ? undefined : 'source';
  return SCRIPT.test(file) && !NO_SCRIPT.test(file) && isNodeScript(prefix + file) ? 'source' : undefined;
}

function isManifest(file: string): boolean {
  return file === 'package.json' || file.endsWith('/package.json');
}

/** A path through a folder of other people's code. */
const OTHERS_CODE = new RegExp(`(?:^|/)(?:${[...SKIPPED_FOLDERS].join('|').replace(/\./g, '\\.')})/`);
