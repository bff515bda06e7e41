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

/** The file that says what is ignored. */
export const RULES = '.gitignore';

/** What is under a folder, relative to it. */
export interface Walked {
  readonly files: readonly string[];
  /** The folders that are ignored, so that what is in them is not among the files. */
  readonly ignored: readonly string[];
}

/** Lists the files under a folder, without what its `.gitignore` files name. */
export function walkFolder(root: string, { unreadable, roots }: Seen): Walked {
  const files: string[] = [];
  const ignored: string[] = [];
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
    const hasOwn = entries.some((entry) => entry.name === RULES && entry.isFile());
    const own = hasOwn ? rulesIn(absolute, folder) : undefined;
    const rules = own === undefined ? outer : [...outer, own];
    for (const entry of entries) {
      if (SKIPPED_FOLDERS.has(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const isFolder = entry.isDirectory();
      if (rules.some((one) => one.ignores(path, isFolder))) {
        if (isFolder) ignored.push(path);
      } else if (isFolder) visit(path, rules);
      else if (entry.isFile()) files.push(path);
    }
  };
  visit('', []);
  return { files, ignored };
}

interface Rules {
  ignores(path: string, isFolder: boolean): boolean;
}

function rulesIn(absolute: string, folder: string): Rules | undefined {
  let text: string;
  try {
    text = readFileSync(join(absolute, RULES), 'utf8');
  } catch {
    return undefined;
  }
  // As git has it on most machines; elsewhere more is looked at.
  const rules = ignore({ ignorecase: false }).add(text);
  const prefix = folder === '' ? 0 : folder.length + 1;
  return { ignores: (path, isFolder) => rules.ignores(path.slice(prefix) + (isFolder ? '/' : '')) };
}
