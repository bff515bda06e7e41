import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore from 'ignore';
import { isMisnamed, MISNAMED } from './misnamed.js';
import { SKIPPED_FOLDERS } from './skipped-folders.js';
import type { Unreadable } from './unreadable.js';

/** What else comes to light on the way. */
export interface Seen {
  readonly unreadable: Unreadable[];
  /** Gets the repositories in there, whose changes must not be written over. */
  readonly roots: string[];
}

/** What is to be done as soon as there are as many files. */
interface Many {
  readonly count: number;
  readonly reached: () => void;
}

/** The files under a folder, relative to it, without what its `.gitignore` files name. */
export function walkFolder(root: string, { unreadable, roots }: Seen, many: Many): string[] {
  const files: string[] = [];
  const visit = (folder: string, outer: readonly Rules[]) => {
    const absolute = join(root, folder);
    let entries: readonly Dirent[];
    try {
      entries = readdirSync(absolute, { withFileTypes: true });
    } catch (error) {
      const message = isMisnamed(absolute) ? MISNAMED : (error as Error).message;
      unreadable.push({ path: absolute, message });
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
      else if (entry.isFile() && files.push(path) === many.count) many.reached();
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
