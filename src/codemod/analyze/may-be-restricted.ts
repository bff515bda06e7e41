import { constantValue } from '../ast/bound-values.js';
import type { NodePath } from '../ast/types.js';
import { memberName, nameOf, unwrap } from '../ast/unwrap.js';

/**
 * Whether a list that lets everyone in goes to code that may take that out of it again, so that only running it tells.
 *
 * @example mayBeRestricted(path, ['*:*']) // for `list`, where `restrict(list)` stands somewhere
 */
export function mayBeRestricted(path: NodePath, value: unknown): boolean {
  if (!Array.isArray(value) || !value.includes('*:*')) return false;
  for (let name: NodePath | undefined = unwrap(path); name?.isIdentifier(); ) {
    const references = name.scope.getBinding(name.node.name)?.referencePaths ?? [];
    if (!references.every(isHarmless)) return true;
    const next = constantValue(name);
    name = next && unwrap(next);
  }
  return false;
}

/** `list.includes(x)`, `[...list]`, `{ origins: list }` and `io.origins(list)`. */
function isHarmless({ key, parentPath }: NodePath): boolean {
  if (!parentPath) return false;
  if (parentPath.isSpreadElement() || memberName(parentPath) !== undefined) return true;
  if (parentPath.isMemberExpression() && key === 'object') return true;
  if (parentPath.isObjectProperty()) return /^origins?$/.test(nameOf(parentPath.node.key) ?? '');
  if (!parentPath.isCallExpression()) return false;
  return /^(?:origins|set)$/.test(memberName(parentPath.get('callee') as NodePath) ?? '');
}
