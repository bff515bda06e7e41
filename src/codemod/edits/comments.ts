import type { SourceFile, Span } from './source-file.js';

/**
 * The comments within a span, as they are written: a removed place hands them on to its neighbour.
 *
 * @param moved spans whose code goes on living elsewhere, with its comments
 */
export function commentsWithin(
  file: SourceFile,
  { start, end }: Span,
  moved: readonly Span[] = [],
): string[] {
  return file.comments
    .map((comment) => ({ start: comment.start as number, end: comment.end as number }))
    .filter((comment) => comment.start >= start && comment.end <= end)
    .filter((comment) => !moved.some((span) => comment.start >= span.start && comment.end <= span.end))
    .map((comment) => file.code.slice(comment.start, comment.end));
}

/** Comments on lines of their own right above a place, which speak of it. */
export interface LeadingComments {
  /** Where the first of their lines begins; the place's own line where there are none. */
  readonly start: number;
  readonly texts: readonly string[];
}

/** What is no prose: code that was commented out, or an instruction to a tool, which stay where they are. */
const NO_PROSE =
  /[;{}()[\]]\s*(?:\*\/)?$|^\/[/*]\s*[\w.]+\(|TODO\(socketio-cors\)|eslint|biome-|prettier-|@ts-/;

/** The comments that go along where a place moves. */
export function leadingComments(file: SourceFile, place: number): LeadingComments {
  const texts: string[] = [];
  let start = file.lineStart(place);
  if (!file.beginsLine(place)) return { start, texts };
  for (const comment of [...file.comments].reverse()) {
    const end = comment.end as number;
    if (end > start) continue;
    const text = file.code.slice(comment.start as number, end);
    const isRightAbove = /^[ \t]*(?:\r\n|\n|\r)$/.test(file.code.slice(end, start));
    if (!isRightAbove || !file.beginsLine(comment.start as number) || NO_PROSE.test(text)) break;
    // What begins the file speaks of all of it.
    if (file.code.slice(0, comment.start as number).trim() === '') break;
    texts.unshift(text);
    start = file.lineStart(comment.start as number);
  }
  return { start, texts };
}
