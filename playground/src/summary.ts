import type { Answer } from './answer.js';

/** What was changed, in a sentence. */
export function summaryOf({ findings, failure, addedLines, removedLines }: Answer): string {
  if (failure) {
    const message = failure.message.replace(/[.]$/, '');
    return `Line ${failure.line} cannot be parsed: ${message}. The code stays as it is.`;
  }
  const manual = findings.filter(({ action }) => action === 'manual').length;
  const review =
    manual === 0 ? '' : ` ${manual} ${manual === 1 ? 'place needs' : 'places need'} manual review.`;
  if (addedLines.length + removedLines.length === 0) return `Nothing to change.${review}`;
  const lines = removedLines.length === 1 ? 'line' : 'lines';
  return `${removedLines.length} ${lines} removed, ${addedLines.length} added.${review}`;
}
