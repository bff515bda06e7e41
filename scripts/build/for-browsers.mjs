// Bundles the codemod for browsers: one ES module beside the parser, without Node's built-in modules.
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { PARSER_IN_PAGE } from './parser.mjs';

const STAND_IN = fileURLToPath(new URL('../../src/origins/legacy-url.browser.ts', import.meta.url));

/** A bundler takes the parser's file for CommonJS and gives it exports. A browser does not: there the parser is a global. */
const PARSER_MODULE = `
import * as bundled from '../cjs/babel-parser.js';
const { parse, parseExpression } = bundled.parse ? bundled : (bundled.default ?? globalThis[${PARSER_IN_PAGE}]);
export { parse, parseExpression };`;

const modules = {
  name: 'modules-for-browsers',
  resolveId(source) {
    if (source === './legacy-url.js') return STAND_IN;
    if (source === '@babel/parser') return '\0parser';
    // Imports of Node's modules are removed together with the functions that use them.
    return source.startsWith('node:') ? { id: source, external: true, moduleSideEffects: false } : undefined;
  },
  load: (id) => (id === '\0parser' ? PARSER_MODULE : undefined),
};

/** @returns the bundle's chunk: its `code`, its `imports`, and the `modules` in it */
export async function bundleForBrowsers() {
  const bundle = await rolldown({
    input: { codemod: fileURLToPath(new URL('../../src/codemod/index.ts', import.meta.url)) },
    platform: 'browser',
    external: ['../cjs/babel-parser.js'],
    plugins: [modules],
    transform: { target: 'es2022', define: { 'process.env': '{}' } },
  });
  const { output } = await bundle.generate({
    format: 'es',
    entryFileNames: '[name].js',
    comments: false,
    minify: true,
  });
  await bundle.close();
  return output[0];
}
