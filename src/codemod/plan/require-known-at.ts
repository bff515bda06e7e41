import { leave } from '../findings/left-to-person.js';
import { isSameEarlier } from '../read/run-time-value.js';
import type { SourceFile } from '../source/source-file.js';
import type { NodePath, t } from '../syntax/babel.js';
import { isAvailableAt, isRunWith } from '../syntax/is-available-at.js';
import { statementOf } from '../syntax/statement-of.js';

/**
 * Sees that a value can be read where a statement begins, as well as where it stands.
 *
 * @param isOption whether it is read within the statement, rather than after it
 * @throws LeftToPerson where that cannot be proven
 */
export function requireKnownAt(
  file: SourceFile,
  path: NodePath,
  statement: NodePath<t.Statement>,
  isOption: boolean,
): void {
  if (path.isSequenceExpression()) leave(path.node, 'ORIGINS_NOT_KNOWN_YET', {}, 'origins');
  if (!isOption && !isSameEarlier(file, path, statement))
    leave(path.node, 'ORIGINS_NOT_KNOWN_YET', {}, 'origins');
  const isSure = isAvailableAt(path, statement) && isRunWith(path, isOption ? statement : statementOf(path));
  if (!isSure) leave(path.node, 'ORIGINS_NOT_KNOWN_YET', {}, 'origins');
}
