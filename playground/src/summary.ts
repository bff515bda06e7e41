import type { Answer } from './answer.js';

/** What was done, in a sentence. */
export function summaryOf({ findings, failure, addedLines, removedLines }: Answer): string {
  if (failure) return `Line ${failure.line} cannot be read: ${failure.message} The code stays as it is.`;
  const manual = findings.filter(({ action }) => action === 'manual').length;
  const left = manual === 0 ? '' : ` ${manual === 1 ? 'One place is' : `${manual} places are`} left to you.`;
  if (addedLines.length + removedLines.length === 0) return `Nothing to change.${left}`;
  return `${lines(removedLines)} ${removedLines.length === 1 ? 'goes' : 'go'}, ${addedLines.length} ${addedLines.length === 1 ? 'comes' : 'come'}.${left}`;
}

function lines({ length }: readonly number[]): string {
  return `${length} ${length === 1 ? 'line' : 'lines'}`;
}
