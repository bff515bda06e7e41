import type { Binding, NodePath } from './types.js';

/**
 * What a variable is ever given: its initial value and each plain assignment.
 *
 * @returns undefined where it gets values in other ways, as a parameter, a loop or a destructuring
 */
export function boundValues(binding: Binding): NodePath[] | undefined {
  const values: NodePath[] = [];
  const { path } = binding;
  if (path.isVariableDeclarator()) {
    if (!path.get('id').isIdentifier()) return undefined;
    if (path.parentPath?.parentPath?.isForXStatement()) return undefined;
    const init = path.get('init') as NodePath;
    if (init.node) values.push(init);
  } else {
    return undefined;
  }
  for (const violation of binding.constantViolations) {
    if (violation.isVariableDeclarator() && violation.get('id').isIdentifier()) {
      const init = violation.get('init') as NodePath;
      if (init.node) values.push(init);
    } else if (
      violation.isAssignmentExpression({ operator: '=' }) &&
      violation.get('left').isIdentifier({ name: binding.identifier.name })
    ) {
      values.push(violation.get('right') as NodePath);
    } else {
      return undefined;
    }
  }
  return values;
}

/** The one value that a variable has from its declaration on, where that is certain. */
export function constantValue(path: NodePath): NodePath | undefined {
  if (!path.isIdentifier()) return undefined;
  const binding = path.scope.getBinding(path.node.name);
  if (binding === undefined || binding.constantViolations.length > 0) return undefined;
  return boundValues(binding)?.[0];
}
