import { boundValues } from './bound-values.js';
import type { Binding, NodePath } from './types.js';

/**
 * An expression, and whatever the names in it stand for in the file: the values of variables, functions and classes,
 * and what the names in those stand for.
 *
 * @example standsFor(path) // for `load()`: that, and `() => ({ origins })`, and what `origins` holds
 */
export function standsFor(path: NodePath): readonly NodePath[] {
  const found = [path];
  const seen = new Set<Binding>();
  const follow = (name: NodePath) => {
    if (!name.isIdentifier()) return;
    const binding = name.scope.getBinding(name.node.name);
    if (binding === undefined || seen.has(binding)) return;
    seen.add(binding);
    const isNamed = binding.path.isFunction() || binding.path.isClass();
    found.push(...(isNamed ? [binding.path] : (boundValues(binding) ?? [])));
  };
  // What is found on the way is gone through too.
  for (const one of found) {
    follow(one);
    one.traverse({ Identifier: (name) => follow(name as NodePath) });
  }
  return found;
}
