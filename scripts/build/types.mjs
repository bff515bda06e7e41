import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Writes the declarations of `src` to a folder, and keeps only those that the declarations of the entries import.
 *
 * @param entries their paths, without `.d.ts` or `.d.cts`
 */
export function buildTypes(folder, entries) {
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', folder];
  execFileSync(process.execPath, tsc, { stdio: 'inherit' });
  const reached = reachedFrom(
    entries.map((entry) => ['.d.ts', '.d.cts'].map((kind) => join(folder, entry + kind)).find(existsSync)),
  );
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && /\.d\.c?ts$/.test(file) && !reached.has(resolve(file))) rmSync(file);
  }
  removeEmpty(folder);
}

function reachedFrom(entries) {
  const reached = new Set();
  const visit = (file) => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(
      /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)['"](\.[^'"]+)['"]/g,
    ))
      visit(resolve(dirname(file), specifier.replace(/\.([cm]?)js$/, '.d.$1ts')));
  };
  for (const entry of entries) visit(resolve(entry));
  return reached;
}

function removeEmpty(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmpty(join(folder, entry.name));
  }
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
