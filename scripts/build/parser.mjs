import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { minifySync } from 'rolldown/utils';

/** The file of the parser. All entries share it, because it is as large as all other code together. */
export const PARSER = 'dist/cjs/babel-parser.js';

/** The source of the parser. */
export const PARSER_SOURCE = createRequire(import.meta.url).resolve('@babel/parser');

/** The global that holds the parser in a page without a bundler. */
export const PARSER_IN_PAGE = "Symbol.for('socket.io-cors-compat/babel-parser')";

/**
 * The parser, minified: a CommonJS file that a browser can load as an ES module too. It is not in a
 * bundle, because there it would be inside a function, and be compiled twice.
 */
export function parserCode() {
  const source = readFileSync(PARSER_SOURCE, 'utf8');
  const exported = `var exports = typeof module === 'object' ? module.exports : (globalThis[${PARSER_IN_PAGE}] = {});\n`;
  const { code, errors } = minifySync(PARSER, `'use strict';\n${exported}${source}`, {
    module: false,
    compress: { target: 'node20' },
    mangle: { toplevel: true },
  });
  if (errors.length > 0) throw new Error(`${PARSER_SOURCE}: ${errors[0].message}`);
  return code;
}
