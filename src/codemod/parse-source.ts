import { type ParserOptions, type ParserPlugin, parse } from '@babel/parser';
import type { t } from './babel.js';
import type { MigrateFailure } from './finding.js';

const TOLERANT: ParserOptions = {
  sourceType: 'unambiguous',
  allowAwaitOutsideFunction: true,
  allowReturnOutsideFunction: true,
  allowSuperOutsideMethod: true,
  allowNewTargetOutsideFunction: true,
  allowUndeclaredExports: true,
};

/** The dialects that a file's name allows, the likelier first. */
function dialects(filename: string): ParserPlugin[][] {
  if (/\.[cm]?ts$/i.test(filename)) return [['typescript', 'decorators-legacy']];
  if (/\.tsx$/i.test(filename)) return [['typescript', 'jsx', 'decorators-legacy']];
  return [
    ['jsx', 'flow', 'decorators-legacy'],
    ['typescript', 'jsx', 'decorators-legacy'],
  ];
}

/**
 * Parses JavaScript, JSX, Flow or TypeScript, as its name says.
 *
 * @returns the syntax tree, or where the code is not to be understood
 */
export function parseSource(code: string, filename: string): t.File | MigrateFailure {
  let failure: MigrateFailure | undefined;
  for (const plugins of dialects(filename)) {
    try {
      return parse(withoutHashbang(code), { ...TOLERANT, plugins }) as t.File;
    } catch (error) {
      failure ??= failureOf(error);
    }
  }
  return failure as MigrateFailure;
}

/** TypeScript and bundlers take a byte order mark away before they look for a hashbang; every place stays the same. */
function withoutHashbang(code: string): string {
  return code.replace(/^\uFEFF#!.*/, (line) => `\uFEFF${' '.repeat(line.length - 1)}`);
}

function failureOf(error: unknown): MigrateFailure {
  const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
  const words = message.replace(/ \(\d+:\d+\)$/, '').split('\n', 1)[0] as string;
  return { message: words, line: loc?.line ?? 1, column: (loc?.column ?? 0) + 1 };
}
