import type { t } from '../ast/path.js';
import type { Span } from './edits.js';
import type { SourceFile } from './source-file.js';

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
    .map((comment) => ({ start: comment.start as number, end: comment.end as number }))
    .filter((comment) => comment.start >= start && comment.end <= end)
    .filter((comment) => !moved.some((span) => comment.start >= span.start && comment.end <= span.end))
    .map((comment) => file.code.slice(comment.start, comment.end));
}

/**
 * Comments about nothing but the next statement, its type for example: above another one they hide its errors, or are an
 * error themselves.
 */
const DIRECTIVE =
  /^\/[/*]\s*(?:@ts-(?:expect-error|ignore)|eslint-disable-next-line|(?:biome|prettier)-ignore|(?:istanbul|[cv]8) ignore next)\b|^\/\*\*[\s\S]*@(?:type|satisfies)\b/;

/** The start of the directives right above a place, which leave with it, or of its line if there are none. */
export function directivesAbove(file: SourceFile, place: number): number {
  let start = file.lineStart(place);
  if (!file.beginsLine(place)) return start;
  for (const comment of [...file.comments].reverse()) {
    if ((comment.end as number) > start) continue;
    if (!isLineAbove(file, comment, start) || !DIRECTIVE.test(textOf(file, comment))) break;
    start = file.lineStart(comment.start as number);
  }
  return start;
}

/** The position to insert lines at above a place: not between it and the directives right above it. */
export function placeAbove(file: SourceFile, place: number): number {
  const line = directivesAbove(file, place);
  return line === file.lineStart(place)
    ? place
    : line + (/^[ \t]*/.exec(file.code.slice(line))?.[0].length ?? 0);
}

/** Whether a comment has the line above a place for itself. */
function isLineAbove(file: SourceFile, { start, end }: t.Comment, lineStart: number): boolean {
  const isRightAbove = /^[ \t]*(?:\r\n|\n|\r)$/.test(file.code.slice(end, lineStart));
  return isRightAbove && file.beginsLine(start as number);
}

const textOf = (file: SourceFile, { start, end }: t.Comment): string => file.code.slice(start, end);

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
  const texts: string[] = [];
  let start = directivesAbove(file, place);
  if (!file.beginsLine(place)) return { start, texts };
  for (const comment of [...file.comments].reverse()) {
    if ((comment.end as number) > start) continue;
    const text = textOf(file, comment);
    if (!isLineAbove(file, comment, start) || NO_PROSE.test(text)) break;
    // A comment at the beginning of the file describes all of it.
    if (file.code.slice(0, comment.start).trim() === '') break;
    texts.unshift(text);
    start = file.lineStart(comment.start as number);
  }
  return { start, texts };
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
