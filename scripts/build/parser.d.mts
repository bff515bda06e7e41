/** The parser, minified: a CommonJS file that a browser can load as an ES module too. */
export function parserCode(): string;
