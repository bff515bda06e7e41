import { isAvailableAt, isRunWith } from '../ast/is-available-at.js';
import { statementOf } from '../ast/statement-of.js';
import type { NodePath, t } from '../ast/types.js';
import type { SourceFile } from '../edits/source-file.js';
import { bail } from './manual-review.js';
import { isSameEarlier } from './run-time-value.js';

/**
 * Whether a value can be read where a statement begins, as well as where it stands.
 *
 * @param isOption whether it is read within the statement, rather than after it
 */
export function isKnownAt(
  file: SourceFile,
  path: NodePath,
  statement: NodePath<t.Statement>,
  isOption: boolean,
): boolean {
  if (path.isSequenceExpression() || (!isOption && !isSameEarlier(file, path, statement))) return false;
  return isAvailableAt(path, statement) && isRunWith(path, isOption ? statement : statementOf(path));
}

/** @throws ManualReview if a value cannot be read where a statement begins */
export function requireKnownAt(
  file: SourceFile,
  path: NodePath,
  statement: NodePath<t.Statement>,
  isOption: boolean,
): void {
  if (!isKnownAt(file, path, statement, isOption))
    bail(
      path.node,
      'ORIGINS_NOT_MIGRATED',
      { why: 'what the setting reads is not known yet where the server is created' },
      'origins',
    );
}
