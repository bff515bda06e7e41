import { nameOf, readsThis, rewrap, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { isExported } from '../ast/values.js';

/**
 * Whether the object in a variable has those of some members that it is written with: it is copied and its other members
 * are used, and no other code gets hold of it.
 *
 * @param members the members of interest
 * @param call a call that may be given it
 */
export function isOnlyRead(
  name: NodePath<t.Identifier>,
  members: ReadonlySet<string>,
  call?: NodePath<t.CallExpression | t.NewExpression>,
): boolean {
  const binding = name.scope.getBinding(name.node.name);
  if (binding === undefined || binding.constantViolations.length > 0 || isExported(binding)) return false;
  return binding.referencePaths.every((reference) => {
    const { parentPath: parent, key } = rewrap(reference);
    if (parent?.isSpreadElement()) return parent.parentPath.isObjectExpression();
    if (call !== undefined && parent?.node === call.node) return true;
    if (!parent?.isMemberExpression() || key !== 'object') return false;
    const member = nameOf(parent.node.property, parent.node.computed);
    return member !== undefined && !members.has(member) && !member.startsWith('__');
  });
}

/** Whether a property is a function that has the object as `this`, and may change it. */
export function mayChangeObject(property: NodePath): boolean {
  const value = property.isObjectProperty() ? unwrap(property.get('value') as NodePath) : property;
  return value.isFunction() && readsThis(value);
}
