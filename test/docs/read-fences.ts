import { readFileSync } from 'node:fs';

/** A fenced block of a document. */
export interface Fence {
  readonly document: string;
  readonly language: string;
  readonly code: string;
  /** Its first line of code, from 1. */
  readonly line: number;
}

/** Every fenced block of a document at the root of the repository. */
export function readFences(document: string): Fence[] {
  const text = readFileSync(new URL(`../../${document}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(
    ({ 1: language = '', 2: code = '', index }) => ({
      document,
      language,
      code,
      line: text.slice(0, index).split('\n').length + 1,
    }),
  );
}
