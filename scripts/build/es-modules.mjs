import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = 'dist/esm';

/**
 * Writes the ES modules, with their types. They re-export the CommonJS tree, so the package has half the size, and
 * `instanceof` works on errors whether the package was imported or required.
 *
 * @param entries the names that each entry exports, by its path under `dist/cjs`
 */
export function writeEsModules(entries) {
  mkdirSync(FOLDER, { recursive: true });
  for (const [path, names] of Object.entries(entries)) {
    const file = join(FOLDER, path === 'index' ? path : dirname(path));
    writeFileSync(`${file}.js`, `import cjs from '../cjs/${path}.js';\n${namesOf('cjs', names)}`);
    writeFileSync(`${file}.d.ts`, typesOver(path));
  }
}

/**
 * Names the exports by destructuring, because Node and bundlers find the names of a CommonJS file in different ways.
 *
 * @param module an expression for the exports of the CommonJS file
 */
function namesOf(module, names) {
  const named = names.filter((name) => name !== 'default');
  return [
    ...(named.length > 0 ? [`export const { ${named.join(', ')} } = ${module};\n`] : []),
    ...(names.includes('default') ? [`export default ${module}.default;\n`] : []),
  ].join('');
}

/** `export *` leaves out the default export, and TypeScript takes the default of a CommonJS file for the whole module. */
function typesOver(path) {
  const types = readFileSync(`dist/cjs/${path}.d.ts`, 'utf8');
  const [, name, file] = /export \{[^}]*?\b(\w+) as default\b[^}]*\} from '\.\/([^']+)'/.exec(types) ?? [];
  const folder = dirname(path);
  return [
    `export * from '../cjs/${path}.js';\n`,
    ...(name === undefined
      ? []
      : [`export { ${name} as default } from '${join('../cjs', folder, file)}';\n`]),
  ].join('');
}
