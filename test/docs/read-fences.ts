import { readFileSync } from 'node:fs';

/** A fenced block of a document. */
export interface Fence {
  readonly document: string;
  /** The heading that it stands under. */
  readonly title: string;
  /** `Before` or `After`, if the line above it says so in bold. */
  readonly label: string | undefined;
  readonly language: string;
  readonly code: string;
  /** Its first line of code, from 1. */
  readonly line: number;
}

export const readDocument = (document: string): string =>
  readFileSync(new URL(`../../${document}`, import.meta.url), 'utf8');

/** Every fenced block of a document, in order. */
export function readFences(document: string): Fence[] {
  const text = readDocument(document);
  return [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(
    ({ 1: language = '', 2: code = '', index }) => {
      const above = text.slice(0, index);
      const [, title = ''] = [...above.matchAll(/^#+ (.+)$/gm)].at(-1) ?? [];
      const [, label] = /\*\*(Before|After)(?: `migrate`)?\*\*\s+$/.exec(above) ?? [];
      return { document, title, label, language, code, line: above.split('\n').length + 1 };
    },
  );
}
