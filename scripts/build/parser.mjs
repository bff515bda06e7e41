import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { minifySync } from 'rolldown/utils';

/** Where the parser goes, once for all: it weighs as much as all the rest. */
export const PARSER = 'dist/cjs/babel-parser.js';

/** What the parser is made of. */
export const PARSER_SOURCE = createRequire(import.meta.url).resolve('@babel/parser');

/** Where a page finds the parser that no bundler has put beside the codemod. */
export const PARSER_IN_PAGE = "Symbol.for('socket.io-cors-compat/babel-parser')";

/**
 * The parser, minified: a CommonJS file that a browser can load as an ES module too. It is no part of a bundle, for
 * there it would stand in a function, and be compiled twice.
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
