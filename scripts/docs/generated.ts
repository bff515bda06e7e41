import { readFileSync } from 'node:fs';

/** A document that is generated, or has generated parts: its text, and the text that it should have. */
export interface GeneratedDocument {
  readonly path: string;
  readonly url: URL;
  readonly before: string;
  readonly after: string;
}

/** Generates a document from its present text. */
export function generated(path: string, generate: (text: string) => string): GeneratedDocument {
  const url = new URL(`../../${path}`, import.meta.url);
  const before = readFileSync(url, 'utf8');
  return { path, url, before, after: generate(before) };
}
