import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder whose files make one program with a file: the nearest with a `package.json`, else the file's own. */
export function packageOf(file: string): string {
  const own = dirname(file);
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) return own;
  }
}
