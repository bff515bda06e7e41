import { type ParserOptions, type ParserPlugin, parse } from '@babel/parser';
import type { MigrateFailure } from '../types.js';
import type { t } from './types.js';

const TOLERANT: ParserOptions = {
  sourceType: 'unambiguous',
  allowAwaitOutsideFunction: true,
  allowReturnOutsideFunction: true,
  allowSuperOutsideMethod: true,
  allowNewTargetOutsideFunction: true,
  allowUndeclaredExports: true,
  // They are looked for by their places.
  attachComment: false,
};

/** The dialects that a file's name allows, the likelier first. Flow is tried later, for it takes half as long again. */
function dialects(filename: string, code: string): ParserPlugin[][] {
  if (/\.[cm]?ts$/i.test(filename)) return [['typescript', 'decorators-legacy']];
  if (/\.tsx$/i.test(filename)) return [['typescript', 'jsx', 'decorators-legacy']];
  const plain: ParserPlugin[][] = [['jsx', 'decorators-legacy']];
  return [
    // What says that it is Flow may be JavaScript by its looks, and mean something else: `f<T>(x)`.
    ...(code.includes('@flow') ? [] : plain),
    ['jsx', 'flow', 'decorators-legacy'],
    ['typescript', 'jsx', 'decorators-legacy'],
  ];
}

/**
 * Parses JavaScript, JSX, Flow or TypeScript, as its name says.
 *
 * @returns the syntax tree, or where the code is not to be understood, in the dialect that understands most of it
 */
export function parseSource(code: string, filename: string): t.File | MigrateFailure {
  let failure: MigrateFailure | undefined;
  for (const plugins of dialects(filename, code)) {
    try {
      return parse(withoutHashbang(code), { ...TOLERANT, plugins }) as t.File;
    } catch (error) {
      const next = failureOf(error);
      if (failure === undefined || isFurther(next, failure)) failure = next;
    }
  }
  return failure as MigrateFailure;
}

/** TypeScript and bundlers take a byte order mark away before they look for a hashbang; every place stays the same. */
function withoutHashbang(code: string): string {
  return code.replace(/^\uFEFF#!.*/, (line) => `\uFEFF${' '.repeat(line.length - 1)}`);
}

/** What is said of code that could not be understood, by the parser or afterwards. */
export function failureOf(error: unknown): MigrateFailure {
  // A parser, and whatever walks a tree, calls itself for each level of it.
  if (error instanceof RangeError && /call stack/.test(error.message))
    return { message: 'The code is nested too deeply to be read', line: 1, column: 1 };
  const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
  const words = message.replace(/ \(\d+:\d+\)$/, '').split('\n', 1)[0] as string;
  return { message: words, line: loc?.line ?? 1, column: (loc?.column ?? 0) + 1 };
}

function isFurther(a: MigrateFailure, b: MigrateFailure): boolean {
  return a.line > b.line || (a.line === b.line && a.column > b.column);
}
