import type { NodePath, t } from './types.js';

const WRAPPERS = new Set([
  'TSAsExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSSatisfiesExpression',
  'TSInstantiationExpression',
  'TypeCastExpression',
  'ParenthesizedExpression',
]);

/** The expression within type assertions and parentheses: `io` of `(io as any)!`. */
export function unwrap(path: NodePath): NodePath {
  let inner = path;
  while (WRAPPERS.has(inner.node?.type)) inner = inner.get('expression') as NodePath;
  return inner;
}

/** The outermost type assertion or parentheses around an expression: `(io as any)!` of `io`. */
export function rewrap(path: NodePath): NodePath {
  let outer = path;
  while (outer.parentPath && WRAPPERS.has(outer.parentPath.node.type)) outer = outer.parentPath;
  return outer;
}

/** The literal name of a property, of a member, or of an import; undefined if it is computed. */
export function nameOf(node: t.Node | null | undefined, computed = false): string | undefined {
  if (node?.type === 'StringLiteral') return node.value;
  if (node?.type === 'Identifier' && !computed) return node.name;
  return undefined;
}

/** The name of the member that an expression reads: `origins` of `io.origins` and `io['origins']`, `#io` of `this.#io`. */
export function memberName(path: NodePath): string | undefined {
  if (!path.isMemberExpression() && !path.isOptionalMemberExpression()) return undefined;
  const { property, computed } = path.node;
  return property.type === 'PrivateName' ? `#${property.id.name}` : nameOf(property, computed);
}
