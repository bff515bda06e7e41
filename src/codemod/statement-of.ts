import type { NodePath, t } from './babel.js';

/** The innermost statement around an expression that stands in a list of statements, so that others can join it. */
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

/** Where a statement begins, its decorators included. */
export function startOf(statement: NodePath<t.Statement>): number {
  const { node } = statement;
  const declared = 'declaration' in node ? node.declaration : undefined;
  const decorators = [node, declared].flatMap((owner) =>
    owner && 'decorators' in owner ? ((owner.decorators as t.Decorator[] | null) ?? []) : [],
  );
  return Math.min(node.start as number, ...decorators.map(({ start }) => start as number));
}

/**
 * The statement of a call, where the call is all of it, it stands in the same list of statements as another one and
 * after it, and nothing between the two leaves the function: whenever the one has run, the other runs next.
 */
export function followsInLine(call: NodePath, first: NodePath): boolean {
  const statement = call.parentPath;
  const earlier = statementOf(first);
  if (!statement?.isExpressionStatement() || !isListed(statement)) return false;
  if (statement.parent !== earlier.parent || (statement.key as number) <= (earlier.key as number))
    return false;
  const between = (statement.container as t.Statement[]).slice(
    (earlier.key as number) + 1,
    statement.key as number,
  );
  return between.every(
    (_, index) => !leavesFunction(statement.getSibling((earlier.key as number) + 1 + index)),
  );
}

/** What has been found out of statements: each call that follows asks the same of those before it. */
const LEAVES = new WeakMap<t.Node, boolean>();

/** Whether a statement may end the function it stands in. */
function leavesFunction(statement: NodePath): boolean {
  const known = LEAVES.get(statement.node) ?? mayLeaveFunction(statement);
  LEAVES.set(statement.node, known);
  return known;
}

function mayLeaveFunction(statement: NodePath): boolean {
  if (/^(?:Return|Throw|Break|Continue)Statement$/.test(statement.node.type)) return true;
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

/** Whether a `break` or `continue` goes past the statement it stands in. */
function jumpsOut(path: NodePath, statement: NodePath): boolean {
  const { node } = path;
  if (node.type !== 'BreakStatement' && node.type !== 'ContinueStatement') return false;
  if (node.label) return true;
  const isTarget = ({ node: { type } }: NodePath) =>
    /^(?:For|While|DoWhile)/.test(type) || (type === 'SwitchStatement' && node.type === 'BreakStatement');
  const target = path.findParent((parent) => isTarget(parent) || parent.node === statement.parent);
  return target === null || target.node === statement.parent;
}
