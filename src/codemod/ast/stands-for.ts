import { boundValues } from './bound-values.js';
import type { Binding, NodePath } from './types.js';

/**
 * An expression, and everything in the file that the names in it stand for: the values of variables, functions and classes,
 * and in turn what the names in those stand for.
 *
 * @example standsFor(path) // for `load()`: the call, `() => ({ origins })`, and the value of `origins`
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
  // The loop also visits what it adds to the list.
  for (const one of found) {
    follow(one);
    one.traverse({ Identifier: (name) => follow(name as NodePath) });
  }
  return found;
}
