// Loads src for `npm run coverage` (by --import): it only removes the types, so coverage counts the lines of the source.
// tsx would join lines, and add a helper with branches of its own to each file.
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transformSync } from 'rolldown/utils';

if (isMainThread) {
  register(import.meta.url);
  // The programs that tests start are not measured: they would be measured as tsx loads them.
  delete process.env.NODE_V8_COVERAGE;
}

const SOURCE = new URL('../src/', import.meta.url).href;

/** A hook of Node's loader: https://nodejs.org/docs/latest-v20.x/api/module.html#loadurl-context-nextload */
export function load(url, context, nextLoad) {
  const [file] = url.split(/[?#]/);
  if (!file.startsWith(SOURCE) || !file.endsWith('.ts')) return nextLoad(url, context);
  const path = fileURLToPath(file);
  const { code, map, errors } = transformSync(path, readFileSync(path, 'utf8'), { sourcemap: true });
  if (errors.length > 0) throw errors[0];
  const inlined = Buffer.from(JSON.stringify(map)).toString('base64');
  return {
    format: 'module',
    shortCircuit: true,
    source: `${code}\n//# sourceMappingURL=data:application/json;base64,${inlined}\n`,
  };
}
