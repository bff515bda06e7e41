// Loads src for coverage with its types taken away and nothing put in: tsx joins the lines and writes a helper into
// each file, and what V8 counts of those would be told as branches of the source.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'rolldown/utils';

const SOURCE = new URL('../../src/', import.meta.url).href;

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
