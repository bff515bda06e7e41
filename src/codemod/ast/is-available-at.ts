import { startOf } from './statement-of.js';
import type { Binding, NodePath, t } from './types.js';

/** Whether all names in an expression are declared, and have the same value, before a statement. */
export function isAvailableAt(expression: NodePath, statement: NodePath<t.Statement>): boolean {
  const start = startOf(statement);
  return everyName(expression, statement, (binding) => {
    const isHoisted =
      binding.kind === 'module' || binding.kind === 'param' || binding.path.isFunctionDeclaration();
    const endsBefore = (binding.path.node.end as number) <= start;
    const isChangedBetween = binding.constantViolations.some(
      ({ node }) =>
        (node.start as number) >= start && (node.start as number) < (expression.node.start as number),
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
  for (
    let at: NodePath | null = expression.parentPath;
    at && at.node !== statement.node;
    at = at.parentPath
  ) {
    if (at.isClass() && at.parentPath?.node === statement.node && isInDecorator(expression, statement))
      continue;
    if (at.isFunction() || at.isClass() || at.isConditionalExpression() || at.isLogicalExpression())
      return false;
  }
  // A decorator runs when its class is defined.
  if (/Class/.test(typeOf(statement)) && isInDecorator(expression, statement)) return true;
  return !/^(?:If|For|While|DoWhile|Switch|Try|Labeled|With)|Class|Function/.test(typeOf(statement));
}

/** Whether an expression is in a decorator of the class that a statement declares or exports. */
function isInDecorator(expression: NodePath, statement: NodePath): boolean {
  const decorator = expression.findParent((parent) => parent.isDecorator() || parent.isFunction());
  const owner = decorator?.isDecorator() ? decorator.parentPath : undefined;
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
  let passes = true;
  const check = (path: NodePath) => {
    if (path.isAwaitExpression() || path.isYieldExpression()) {
      passes &&=
        path.getFunctionParent()?.isDescendant(expression) || path.getFunctionParent() === expression;
    } else if (path.isThisExpression() || path.isSuper() || path.isIdentifier({ name: 'arguments' })) {
      const owner = ownerOfThis(path);
      passes &&=
        owner === ownerOfThis(statement) || owner === expression.node || isWithin(path, owner, expression);
    } else if (path.isIdentifier() && path.isReferencedIdentifier()) {
      const { name } = path.node;
      const binding = path.scope.getBinding(name);
      if (binding === undefined) return;
      if (binding.scope.path.isDescendant(expression) || binding.scope.path === expression) return;
      passes &&= statement.scope.getBinding(name) === binding && test(binding);
    }
  };
  check(expression);
  expression.traverse({ enter: check });
  return passes;
}

/** The node that defines `this` for an expression: a function that is no arrow, a field of a class, or the file. */
function ownerOfThis(path: NodePath): t.Node | undefined {
  return path.findParent(
    (parent) =>
      (parent.isFunction() && !parent.isArrowFunctionExpression()) ||
      parent.isClassProperty() ||
      parent.isClassPrivateProperty() ||
      parent.isStaticBlock() ||
      parent.isProgram(),
  )?.node;
}

function isWithin(path: NodePath, owner: t.Node | undefined, expression: NodePath): boolean {
  return path.findParent((parent) => parent.node === owner)?.isDescendant(expression) ?? false;
}
