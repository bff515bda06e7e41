import { memberName, unwrap } from '../ast/nodes.js';
import { isAvailableAt, isRunWith, statementOf } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import { moduleValue, requiredModule } from '../detect/module-value.js';
import type { SourceFile } from '../edits/source-file.js';
import { bail } from './manual-review.js';
import { isSameEarlier } from './run-time-value.js';

/**
 * Whether a value can be read before a statement instead of in its own place, with the same result.
 *
 * @param isOption whether its own place is within the statement, rather than after it
 */
export function isKnownAt(
  file: SourceFile,
  path: NodePath,
  statement: NodePath<t.Statement>,
  isOption: boolean,
): boolean {
  if (path.isSequenceExpression() || (!isOption && !isSameEarlier(file, path, statement))) return false;
  if (!isPrecededByNothing(path, statement, isOption)) return false;
  return isAvailableAt(path, statement) && isRunWith(path, isOption ? statement : statementOf(path));
}

/** Calls that run no code of the app: `http.createServer(app)`, `express()`, `Number(port)`, `require('socket.io')`. */
const INERT_CALL = /^(?:createServer|express|Number|parseInt|String)$/;
const INERT_MODULE = /^(?:node:)?(?:socket\.io|https?|fs|path|url|express|koa)$/;

/** Whether nothing that a statement evaluates before a value can have an effect on it. */
function isPrecededByNothing(value: NodePath, statement: NodePath<t.Statement>, isWithin: boolean): boolean {
  let isFree = true;
  const check = (path: NodePath) => {
    const { node } = path;
    const isBefore = !isWithin || (node.end as number) <= (value.node.start as number);
    const isAround = value === path || value.isDescendant(path);
    if (!isBefore || isAround || runsLater(path, statement)) return;
    if (/^(?:Await|Yield|Update|TaggedTemplate|Import)Expression$/.test(node.type)) isFree = false;
    if (path.isAssignmentExpression()) isFree &&= !isWithin;
    if (path.isUnaryExpression({ operator: 'delete' })) isFree = false;
    if (path.isCallExpression() || path.isNewExpression()) isFree &&= isInertCall(path);
  };
  statement.traverse({ enter: check });
  return isFree;
}

/** Whether a place is in a function that the statement does not run. */
function runsLater(path: NodePath, statement: NodePath): boolean {
  const owner = path.getFunctionParent();
  return owner?.isDescendant(statement) === true && owner.key !== 'callee';
}

function isInertCall(call: NodePath): boolean {
  const callee = unwrap(call.get('callee') as NodePath);
  if (moduleValue(callee, ['socket.io', '@feathersjs/socketio', '@nestjs/websockets']) !== undefined)
    return true;
  const required = requiredModule(call);
  if (required !== undefined) return INERT_MODULE.test(required);
  // io.on('connection', handler), after the construction
  const name = callee.isIdentifier() ? callee.node.name : memberName(callee);
  if (callee.isSuper() || name === 'createIOServer' || name === 'create') return true;
  return INERT_CALL.test(name ?? '');
}

/** @throws ManualReview if a value cannot be read before a statement */
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
      { why: 'the value of the setting is not known yet when the server is created' },
      'origins',
    );
}
