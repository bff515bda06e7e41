import { type ParserOptions, type ParserPlugin, parse } from '@babel/parser';
import type { MigrateFailure } from '../types.js';
import type { t } from './path.js';

const TOLERANT: ParserOptions = {
  sourceType: 'unambiguous',
  allowAwaitOutsideFunction: true,
  allowReturnOutsideFunction: true,
  allowSuperOutsideMethod: true,
  allowNewTargetOutsideFunction: true,
  allowUndeclaredExports: true,
  // Comments are found by their positions instead.
  attachComment: false,
};

/** The dialects that a file's name allows, the likelier first. Flow comes later, because it takes 1.5 times as long. */
function dialects(filename: string, code: string): ParserPlugin[][] {
  if (/\.[cm]?ts$/i.test(filename)) return [['typescript', 'decorators-legacy']];
  if (/\.tsx$/i.test(filename)) return [['typescript', 'jsx', 'decorators-legacy']];
  const plain: ParserPlugin[][] = [['jsx', 'decorators-legacy']];
  return [
    // Code with `@flow` may also parse as JavaScript, with another meaning: `f<T>(x)`.
    ...(code.includes('@flow') ? [] : plain),
    ['jsx', 'flow', 'decorators-legacy'],
    ['typescript', 'jsx', 'decorators-legacy'],
  ];
}

/**
 * Parses JavaScript, JSX, Flow or TypeScript, by the file's name.
 *
 * @returns the syntax tree, or the place of the error, in the dialect that gets furthest
 */
export function parseSource(code: string, filename: string): t.File | MigrateFailure {
  let failure: MigrateFailure | undefined;
  for (const plugins of dialects(filename, code)) {
    try {
      return parse(withoutHashbang(code), { ...TOLERANT, plugins });
    } catch (error) {
      const next = failureOf(error);
      if (failure === undefined || isFurther(next, failure)) failure = next;
    }
  }
  return failure as MigrateFailure;
}

/** Blanks a hashbang after a byte order mark, which TypeScript and bundlers accept. All positions stay the same. */
function withoutHashbang(code: string): string {
  return code.replace(/^\uFEFF#!.*/, (line) => `\uFEFF${' '.repeat(line.length - 1)}`);
}

/** The failure for an error of the parser, or of the scope analysis. */
export function failureOf(error: unknown): MigrateFailure {
  // The parser and the traversal recurse once per level of the tree.
  if (error instanceof RangeError && /call stack/.test(error.message))
    return { message: 'The code is nested too deeply to be read', line: 1, column: 1 };
  const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
  const words = message.replace(/ \(\d+:\d+\)$/, '').split('\n', 1)[0] as string;
  return { message: words, line: loc?.line ?? 1, column: (loc?.column ?? 0) + 1 };
}

function isFurther(a: MigrateFailure, b: MigrateFailure): boolean {
  return a.line > b.line || (a.line === b.line && a.column > b.column);
}
