import type { Binding, NodePath, t } from './types.js';
import { rewrap, unwrap } from './unwrap.js';

/**
 * The values of a variable: its initial value, and that of each plain assignment.
 *
 * @returns undefined if it gets values in other ways: as a parameter, in a loop, or by destructuring
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

/** The value of a variable that is never assigned again; undefined if that is not certain. */
export function constantValue(path: NodePath): NodePath | undefined {
  if (!path.isIdentifier()) return undefined;
  const binding = path.scope.getBinding(path.node.name);
  if (binding === undefined || binding.constantViolations.length > 0) return undefined;
  const value = boundValues(binding)?.[0];
  // start(options); var options = {…}
  const isBefore =
    value !== undefined &&
    (path.node.start as number) < (value.node.start as number) &&
    path.getFunctionParent() === value.getFunctionParent();
  return isBefore ? undefined : value;
}

/** An expression, or what the constant that it names holds: `{ origins }` of `options`. */
export function writtenValue(path: NodePath): NodePath {
  const node = unwrap(path);
  return unwrap(constantValue(node) ?? node);
}

/** The variable that keeps a function for good: `start` of `function start() {}` and of `const start = () => {}`. */
export function functionBinding(owner: NodePath<t.Function>): Binding | undefined {
  const { node } = owner;
  const declarator = rewrap(owner as NodePath).parentPath;
  const id =
    node.type === 'FunctionDeclaration'
      ? node.id
      : declarator?.isVariableDeclarator()
        ? declarator.node.id
        : undefined;
  const binding = id?.type === 'Identifier' ? owner.parentPath?.scope.getBinding(id.name) : undefined;
  return binding?.constant ? binding : undefined;
}

/** Whether the declaration of a variable is exported. Declarations within an exported function are not. */
export function isExported({ path }: Binding): boolean {
  return path.parentPath?.parentPath?.isExportNamedDeclaration() ?? false;
}
