import type { t } from '../ast/types.js';
import { type SourceFile, spanOf } from '../edits/source-file.js';
import type { Frozen } from '../edits/todo.js';
import { type ReviewOptions, reviewProgram } from '../program/review.js';

/** Reports what v4 changes in a program beside its CORS settings, and rewrites v2's global types. */
export function reviewFile(
  file: SourceFile,
  frozen: Frozen,
  options: Pick<ReviewOptions, 'becomesDropIn' | 'isModern'>,
): void {
  const isFrozen = (node: t.Node) => frozen.touches(spanOf(node));
  const { findings, edits } = reviewProgram(file, {
    others: file.options.others ?? [],
    ...options,
    isFrozen,
  });
  file.findings.push(...findings);
  for (const { start, end, text } of edits) {
    if (start === end) file.edits.insert(start, text);
    else file.edits.replace(start, end, text);
  }
}
