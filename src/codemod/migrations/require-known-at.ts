import { bail } from '../analyze/manual-review.js';
import { isSameEarlier } from '../analyze/run-time-value.js';
import { isAvailableAt, isRunWith } from '../ast/is-available-at.js';
import { statementOf } from '../ast/statement-of.js';
import type { NodePath, t } from '../ast/types.js';
import type { SourceFile } from '../edits/source-file.js';

const NOT_KNOWN_YET = 'what the setting reads is not known yet where the server is created';

/**
 * Sees that a value can be read where a statement begins, as well as where it stands.
 *
 * @param isOption whether it is read within the statement, rather than after it
 * @throws ManualReview where that cannot be proven
 */
export function requireKnownAt(
  file: SourceFile,
  path: NodePath,
  statement: NodePath<t.Statement>,
  isOption: boolean,
): void {
  if (path.isSequenceExpression()) bail(path.node, 'ORIGINS_NOT_MIGRATED', { why: NOT_KNOWN_YET }, 'origins');
  if (!isOption && !isSameEarlier(file, path, statement))
    bail(path.node, 'ORIGINS_NOT_MIGRATED', { why: NOT_KNOWN_YET }, 'origins');
  const isSure = isAvailableAt(path, statement) && isRunWith(path, isOption ? statement : statementOf(path));
  if (!isSure) bail(path.node, 'ORIGINS_NOT_MIGRATED', { why: NOT_KNOWN_YET }, 'origins');
}
