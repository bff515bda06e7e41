import { bindingOf, holds, memberName, rewrap } from './nodes.js';
import type { Binding, NodePath, t } from './path.js';

/** The innermost statement around an expression that is in a list of statements, so that others can be inserted. */
export function statementOf(path: NodePath): NodePath<t.Statement> {
  let statement: NodePath = path;
  while (statement.parentPath && !isListed(statement)) statement = statement.parentPath;
  return statement as NodePath<t.Statement>;
}

/**
 * The innermost code around an expression that has no braces, but may get them: the body of an arrow function, a branch of
 * an `if`.
 *
 * @example bracelessBody(call) // `f(x)` in `(x) => f(x)`; undefined in `(x) => { f(x); }`
 */
export function bracelessBody(path: NodePath): NodePath | undefined {
  let at = path;
  while (at.parentPath && !isListed(at)) {
    const isBody = /^(?:body|consequent|alternate)$/.test(String(at.key)) && !/Block|Body/.test(at.node.type);
    if (isBody && !at.parentPath.is('ConditionalExpression')) return at;
    at = at.parentPath;
  }
  return undefined;
}

/** Whether code is in a list of statements. */
export function isListed(path: NodePath): boolean {
  const { parent } = path;
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

/** Whether a call is a whole statement that always runs after an expression. */
export function followsInLine(call: NodePath, first: NodePath): boolean {
  const statement = call.parentPath;
  return statement?.is('ExpressionStatement') === true && alwaysFollows(statement, first);
}

/**
 * Whether a statement always runs after an expression: it comes later in the same list of statements, and no statement in
 * between leaves the function.
 */
export function alwaysFollows(statement: NodePath, first: NodePath): boolean {
  const earlier = statementOf(first);
  if (!isListed(statement)) return false;
  if (statement.parent !== earlier.parent || (statement.key as number) <= (earlier.key as number))
    return false;
  return !leavesBetween(statement, earlier.key as number, statement.key as number);
}

/**
 * Whether a statement may leave its function, remembered because a thousand calls may ask about the same statements.
 */
const LEAVING = new WeakMap<t.Node, boolean>();

/** Whether a statement between two others of a list may leave the function. */
function leavesBetween(statement: NodePath, after: number, before: number): boolean {
  for (let key = after + 1; key < before; key++) {
    const between = statement.getSibling(key);
    const leaves = LEAVING.get(between.node) ?? mayLeaveFunction(between);
    LEAVING.set(between.node, leaves);
    if (leaves) return true;
  }
  return false;
}

/** Whether a statement may leave the function around it, or let other code run before it ends. */
export function mayLeaveFunction(statement: NodePath): boolean {
  if (/^(?:Return|Throw|Break|Continue)Statement$/.test(statement.node.type)) return true;
  // A `return` within a declared function leaves only that function.
  if (statement.is('FunctionDeclaration') || statement.isClass()) return false;
  const leaves = (path: NodePath) =>
    /^(?:ReturnStatement|AwaitExpression|YieldExpression)$/.test(path.node.type) ||
    path.is('ForOfStatement', { await: true }) ||
    jumpsOut(path, statement);
  return holds(statement, leaves, (path) => path.isFunction());
}

/** Whether a `break` or `continue` leaves a statement. */
function jumpsOut(path: NodePath, statement: NodePath): boolean {
  const { node } = path;
  if (node.type !== 'BreakStatement' && node.type !== 'ContinueStatement') return false;
  if (node.label) return true;
  const isTarget = (path: NodePath) =>
    path.isLoop() || (path.is('SwitchStatement') && node.type === 'BreakStatement');
  const target = path.findParent((parent) => isTarget(parent) || parent.node === statement.parent);
  return target === null || target.node === statement.parent;
}

/** Whether all names in an expression are declared, and have the same value, before a statement. */
export function isAvailableAt(expression: NodePath, statement: NodePath<t.Statement>): boolean {
  const start = startOf(statement);
  const owner = statement.getFunctionParent();
  const isInOneFunction = owner !== null && expression.getFunctionParent() === owner;
  return everyName(expression, statement, (binding) => {
    const isHoisted =
      binding.kind === 'module' ||
      binding.kind === 'param' ||
      binding.path.is('FunctionDeclaration') ||
      // Declared outside of the function, it is set, or not, for both.
      (isInOneFunction && !binding.path.isDescendant(owner));
    const endsBefore = binding.path.end <= start;
    const isChangedBetween = binding.constantViolations.some(
      ({ node }) => (node.start as number) >= start && (node.start as number) < expression.start,
    );
    return (isHoisted || endsBefore) && !isChangedBetween;
  });
}

/** Whether all names in a function, which runs later, mean the same in the scope of a statement. */
export function isVisibleAt(expression: NodePath, statement: NodePath<t.Statement>): boolean {
  return everyName(expression, statement, () => true);
}

/**
 * Whether an expression runs exactly when a statement does: there is no condition, loop, function or class in between.
 *
 * @example isRunWith(call, statement) // false for the call in `if (x) start(call());`
 */
export function isRunWith(expression: NodePath, statement: NodePath<t.Statement>): boolean {
  let inner = expression;
  for (let at = expression.parentPath; at && inner.node !== statement.node; at = at.parentPath) {
    if (maySkip(at, inner)) return false;
    const isExported = at.isClass() && at.parentPath?.node === statement.node;
    const isBetween = at.node !== statement.node && (at.isFunction() || at.isClass());
    if (isBetween && !(isExported && isInDecorator(expression, statement))) return false;
    inner = at;
  }
  // A decorator runs when its class is defined.
  if (/Class/.test(typeOf(statement)) && isInDecorator(expression, statement)) return true;
  return !/^(?:If|For|While|DoWhile|Switch|Try|Labeled|With)|Class|Function/.test(typeOf(statement));
}

/** Whether an expression, or a pattern with a default, may not run a part of it. */
function maySkip(path: NodePath, part: NodePath): boolean {
  const { node } = path;
  switch (node.type) {
    case 'ConditionalExpression':
    case 'LogicalExpression':
    case 'AssignmentPattern':
      return true;
    case 'AssignmentExpression':
      return /^(?:&&|\|\||\?\?)=$/.test(node.operator);
    case 'OptionalCallExpression':
      return part.listKey === 'arguments';
    default:
      return false;
  }
}

/** Whether an expression is in a decorator of the class that a statement declares or exports. */
function isInDecorator(expression: NodePath, statement: NodePath): boolean {
  const decorator = expression.findParent((parent) => parent.is('Decorator') || parent.isFunction());
  const owner = decorator?.is('Decorator') ? decorator.parentPath : undefined;
  return (
    owner?.isClass() === true && (owner.node === statement.node || owner.parentPath?.node === statement.node)
  );
}

/** The type of a statement, or of the declaration that it exports. */
function typeOf({ node }: NodePath<t.Statement>): string {
  const declared = 'declaration' in node ? node.declaration : undefined;
  return declared && typeof declared === 'object' && 'type' in declared ? declared.type : node.type;
}

/** Whether every name in an expression means the same at a statement, and passes a test. */
function everyName(
  expression: NodePath,
  statement: NodePath<t.Statement>,
  test: (binding: Binding) => boolean,
): boolean {
  const isIn = (path: NodePath | null) =>
    path !== null && (path === expression || path.isDescendant(expression));
  const differs = (path: NodePath): boolean => {
    if (path.is('AwaitExpression') || path.is('YieldExpression')) {
      const owner = path.getFunctionParent();
      return !isIn(owner) && (path.is('YieldExpression') || owner !== statement.getFunctionParent());
    }
    if (path.is('ThisExpression') || path.is('Super') || path.is('Identifier', { name: 'arguments' })) {
      const owner = ownerOfThis(path);
      return owner !== ownerOfThis(statement) && !isIn(owner);
    }
    const binding = path.isReferencedIdentifier() ? bindingOf(path) : undefined;
    if (binding === undefined || isIn(binding.scope.path)) return false;
    return statement.scope.getBinding(binding.identifier.name) !== binding || !test(binding);
  };
  return !holds(expression, differs);
}

/** The node that defines `this` for an expression: a function that is not an arrow function, a field of a class, or the file. */
export function ownerOfThis(path: NodePath): NodePath | null {
  return path.findParent(
    (parent) =>
      (parent.isFunction() && !parent.is('ArrowFunctionExpression')) ||
      parent.is('ClassProperty') ||
      parent.is('ClassPrivateProperty') ||
      parent.is('StaticBlock') ||
      parent.is('Program'),
  );
}

/** Whether the value of an expression is unused, so that an assignment can replace the expression. */
export function isValueUnused(path: NodePath): boolean {
  const { parentPath: parent, key } = rewrap(path);
  if (parent === null) return false;
  if (parent.is('ExpressionStatement')) return true;
  if (parent.is('LogicalExpression')) return key === 'right' && isValueUnused(parent);
  if (parent.is('ConditionalExpression')) return key !== 'test' && isValueUnused(parent);
  if (parent.is('SequenceExpression'))
    return key !== parent.node.expressions.length - 1 || isValueUnused(parent);
  if (parent.is('AwaitExpression') || parent.is('UnaryExpression', { operator: 'void' }))
    return isValueUnused(parent);
  if (!parent.is('ArrowFunctionExpression') || key !== 'body' || parent.listKey !== 'arguments') return false;
  // load().then((list) => io.origins(list)).catch(report)
  let call: NodePath = parent.parentPath;
  while (/^(?:catch|finally)$/.test((call.parentPath && memberName(call.parentPath)) ?? ''))
    call = (call.parentPath as NodePath).parentPath as NodePath;
  return call.is('CallExpression') && isValueUnused(call);
}
