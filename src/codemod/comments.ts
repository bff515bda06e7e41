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
