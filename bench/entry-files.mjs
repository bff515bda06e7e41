import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files that entries of a package, as './server', lead to on a server: in each form, for Node and for bundlers. */
export function entryFilesOf(folder, ...entries) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const targets = entries.flatMap((entry) => targetsOf(exports[entry]));
  return [...new Set(targets)].map((file) => join(folder, file));
}

function targetsOf(target) {
  if (typeof target === 'string') return [target];
  return Object.entries(target).flatMap(([condition, then]) =>
    condition === 'types' || condition === 'browser' ? [] : targetsOf(then),
  );
}
