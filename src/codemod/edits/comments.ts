import type { Span } from './edits.js';
import type { Comment, SourceFile } from './source-file.js';

/**
 * The text of the comments within a span that is removed, so that they can be kept.
 *
 * @param moved spans whose code moves elsewhere, with its comments
 */
export function commentsWithin(
  file: SourceFile,
  { start, end }: Span,
  moved: readonly Span[] = [],
): string[] {
  return file.comments
    .filter((comment) => comment.start >= start && comment.end <= end)
    .filter((comment) => !moved.some((span) => comment.start >= span.start && comment.end <= span.end))
    .map(({ text }) => text);
}

/**
 * Comments about nothing but the next statement, its type for example: above another one they hide its errors, or are an
 * error themselves.
 */
const DIRECTIVE =
  /^\/[/*]\s*(?:@ts-(?:expect-error|ignore)|(?:es|ts)lint[-:]disable-next-line|(?:biome|prettier)-ignore|(?:istanbul|[cv]8) ignore (?:next|if|else))\b|^\/\*\*[\s\S]*@(?:type|satisfies)\b/;

/** The start of the directives right above a place, which leave with it, or of its line if there are none. */
export function directivesAbove(file: SourceFile, place: number): number {
  const line = file.lineStart(place);
  if (!file.beginsLine(place)) return line;
  return commentsAbove(file, line, ({ text }) => DIRECTIVE.test(text)).start;
}

/** The comments right above a line, each with lines for itself, up to the first that is not wanted. */
function commentsAbove(
  file: SourceFile,
  lineStart: number,
  isWanted: (comment: Comment) => boolean,
): LeadingComments {
  const texts: string[] = [];
  let start = lineStart;
  for (const comment of [...file.comments].reverse()) {
    if (comment.end > start) continue;
    const isRightAbove = /^[ \t]*(?:\r\n|\n|\r)$/.test(file.code.slice(comment.end, start));
    if (!isRightAbove || !file.beginsLine(comment.start) || !isWanted(comment)) break;
    texts.unshift(comment.text);
    start = file.lineStart(comment.start);
  }
  return { start, texts };
}

/** The position to insert lines at above a place: not between it and the directives and JSDoc right above or before it. */
export function placeAbove(file: SourceFile, place: number): number {
  const isOfPlace = (comment: Comment) =>
    DIRECTIVE.test(comment.text) || (comment.text.startsWith('/**') && !isFirst(file, comment));
  // /** @type {Server} */ const io = …
  const before = file.comments.find(
    ({ end }) => end <= place && /^[ \t]*$/.test(file.code.slice(end, place)),
  );
  if (before && isOfPlace(before)) return placeAbove(file, before.start);
  const line = file.lineStart(place);
  if (!file.beginsLine(place)) return place;
  const { start } = commentsAbove(file, line, isOfPlace);
  return start === line ? place : start + (/^[ \t]*/.exec(file.code.slice(start))?.[0].length ?? 0);
}

/** The comments on the lines right above a place, which describe it. */
export interface LeadingComments {
  /** The start of the first of their lines, or of the line of the place if there are none. */
  readonly start: number;
  readonly texts: readonly string[];
}

/** Comments that are not prose, and do not move: code that was commented out, and directives. */
const NO_PROSE =
  /[;{}()[\]]\s*(?:\*\/)?$|^\/[/*]\s*[\w.]+\(|TODO\(socketio-cors\)|eslint|biome-|prettier-|@ts-/;

/** The comments that move with a place. Directives between them and the place are not among the texts. */
export function leadingComments(file: SourceFile, place: number): LeadingComments {
  const start = directivesAbove(file, place);
  if (!file.beginsLine(place)) return { start, texts: [] };
  return commentsAbove(file, start, (comment) => !NO_PROSE.test(comment.text) && !isFirst(file, comment));
}

/** Whether a comment is at the beginning of the file, and so describes all of it. */
function isFirst(file: SourceFile, comment: Comment): boolean {
  return file.code.slice(0, comment.start).trim() === '';
}

/** A comment as a block, so that code can follow on its line. */
export function asBlock(comment: string): string {
  return comment.startsWith('//') ? `/*${comment.slice(2).replace(/\*\//g, '* /')} */` : comment;
}

/**
 * Removes a part of an expression, and keeps its comments as blocks.
 *
 * @param moved spans of code within it that moves elsewhere, with its comments
 */
export function removePart(file: SourceFile, span: Span, moved: readonly Span[] = []): void {
  const comments = commentsWithin(file, span, moved).map((comment) => ` ${asBlock(comment)}`);
  if (comments.length === 0) file.edits.remove(span.start, span.end);
  else file.edits.replace(span.start, span.end, comments.join(''));
}
