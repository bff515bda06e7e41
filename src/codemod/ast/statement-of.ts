import type { NodePath, t } from './types.js';

/** The innermost statement around an expression that is in a list of statements, so that others can be inserted. */
export function statementOf(path: NodePath): NodePath<t.Statement> {
  let statement: NodePath = path;
  while (statement.parentPath && !isListed(statement)) statement = statement.parentPath;
  return statement as NodePath<t.Statement>;
}

function isListed(path: NodePath): boolean {
  const { parent } = path;
  if (!path.isStatement() && !path.isDeclaration()) return false;
  return (
    path.listKey === 'body' &&
    (parent.type === 'Program' ||
      parent.type === 'BlockStatement' ||
      parent.type === 'StaticBlock' ||
      parent.type === 'TSModuleBlock')
  );
}

/** The start of a statement, its decorators included. */
export function startOf(statement: NodePath<t.Statement>): number {
  const { node } = statement;
  const declared = 'declaration' in node ? node.declaration : undefined;
  const decorators = [node, declared].flatMap((owner) =>
    owner && 'decorators' in owner ? ((owner.decorators as t.Decorator[] | null) ?? []) : [],
  );
  return Math.min(node.start as number, ...decorators.map(({ start }) => start as number));
}

/**
 * Whether a call is a whole statement that always runs after an expression: it comes later in the same list of statements,
 * and no statement in between leaves the function.
 */
export function followsInLine(call: NodePath, first: NodePath): boolean {
  const statement = call.parentPath;
  const earlier = statementOf(first);
  if (!statement?.isExpressionStatement() || !isListed(statement)) return false;
  if (statement.parent !== earlier.parent || (statement.key as number) <= (earlier.key as number))
    return false;
  return !leavesBetween(statement, earlier.key as number, statement.key as number);
}

/** The indices of the statements in a list that may leave the function, as far as the list has been searched. */
interface Leaving {
  upTo: number;
  readonly indices: number[];
}

/** The results per list of statements: a thousand calls would search the statements before them a thousand times. */
const LEAVING = new WeakMap<object, Leaving>();

/** Whether a statement between two others of a list may leave the function. */
function leavesBetween(statement: NodePath, after: number, before: number): boolean {
  const list = statement.container as t.Statement[];
  const leaving = LEAVING.get(list) ?? { upTo: 0, indices: [] };
  LEAVING.set(list, leaving);
  for (; leaving.upTo < before; leaving.upTo++) {
    if (mayLeaveFunction(statement.getSibling(leaving.upTo))) leaving.indices.push(leaving.upTo);
  }
  let low = 0;
  for (let high = leaving.indices.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((leaving.indices[middle] as number) <= after) low = middle + 1;
    else high = middle;
  }
  const next = leaving.indices[low];
  return next !== undefined && next < before;
}

/** Whether a statement may leave the function around it. */
function mayLeaveFunction(statement: NodePath): boolean {
  if (/^(?:Return|Throw|Break|Continue)Statement$/.test(statement.node.type)) return true;
  // A `return` within a declared function leaves only that function.
  if (statement.isFunctionDeclaration() || statement.isClass()) return false;
  let leaves = false;
  statement.traverse({
    Function: (path) => path.skip(),
    enter: (path) => {
      leaves ||= jumpsOut(path, statement);
    },
    ReturnStatement: (path) => {
      leaves = true;
      path.stop();
    },
    AwaitExpression: (path) => {
      leaves = true;
      path.stop();
    },
  });
  return leaves;
}

/** Whether a `break` or `continue` leaves a statement. */
function jumpsOut(path: NodePath, statement: NodePath): boolean {
  const { node } = path;
  if (node.type !== 'BreakStatement' && node.type !== 'ContinueStatement') return false;
  if (node.label) return true;
  const isTarget = ({ node: { type } }: NodePath) =>
    /^(?:For|While|DoWhile)/.test(type) || (type === 'SwitchStatement' && node.type === 'BreakStatement');
  const target = path.findParent((parent) => isTarget(parent) || parent.node === statement.parent);
  return target === null || target.node === statement.parent;
}
