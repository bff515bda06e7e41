import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The built files that some files load: those that they import or require, and so on. */
export function staticImportsOf(files) {
  const seen = new Set();
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    // Minified or not: `from"./x.js"`, `import"./x.js"`, `import("./x.js")`, `require("./x.js")`, and a require just made.
    const specifiers = readFileSync(file, 'utf8').matchAll(
      /(?:\bfrom|\bimport\(?|\brequire\(|\(import\.meta\.url\)\()\s*["'`](\.[^"'`]*)["'`]/g,
    );
    // A string in the code may look like an import. No such file exists.
    const targets = [...specifiers].map(([, specifier]) => join(dirname(file), specifier));
    waiting.push(...targets.filter((target) => existsSync(target)));
  }
  return seen;
}
