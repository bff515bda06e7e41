import { evaluate } from '../ast/evaluate.js';
import type { NodePath } from '../ast/types.js';
import { memberName, unwrap } from '../ast/unwrap.js';
import { leave } from './manual-review.js';
import { functionOf, isBound } from './setting-value.js';

/** Where a value is kept that may be set or not. */
const CONFIGURATION = /conf|option|opts|setting|env|param|default/i;

/**
 * The app's own `allowRequest`, which replaced v2's check of the origin.
 *
 * @param value what is given as `allowRequest`
 * @param isGuarded whether v2 refused anybody without it
 * @returns undefined where there is none
 * @throws LeftToPerson where there may be none, so that the origins may count
 */
export function ownCheck(value: NodePath | undefined, isGuarded: boolean): NodePath | undefined {
  if (value === undefined) return undefined;
  const known = value.isObjectMethod() ? undefined : evaluate(value);
  if (known !== undefined && !known.value) return undefined;
  if (isGuarded && !isSurelyFunction(value))
    leave(
      value.node,
      'ORIGINS_NOT_READABLE',
      { why: 'allowRequest may be a function or not' },
      'allowRequest',
    );
  return value;
}

/** Whether a value is a function: one of this file, or one that is imported by its name. */
export function isSurelyFunction(value: NodePath): boolean {
  return functionOf(value) !== undefined || isBound(unwrap(value)) || isImported(value);
}

/** Whether a value is something of another module, but for one that holds the app's configuration. */
function isImported(value: NodePath): boolean {
  const node = unwrap(value);
  const member = memberName(node);
  if (member !== undefined) {
    const object = node.get('object') as NodePath;
    return object.isIdentifier() && !CONFIGURATION.test(object.node.name) && isImported(object);
  }
  if (!node.isIdentifier()) return false;
  const binding = node.scope.getBinding(node.node.name);
  if (!binding?.constant) return false;
  const { path } = binding;
  if (path.parentPath?.isImportDeclaration()) return !CONFIGURATION.test(path.parentPath.node.source.value);
  return path.isVariableDeclarator() && isRequired(path.get('init') as NodePath);
}

/** `require('./check')`, or a member of it. */
function isRequired(value: NodePath): boolean {
  const node = value.node && unwrap(value);
  if (!node) return false;
  if (memberName(node) !== undefined) return isRequired(node.get('object') as NodePath);
  if (!node.isCallExpression() || !node.get('callee').isIdentifier({ name: 'require' })) return false;
  const [name] = node.node.arguments;
  return name?.type === 'StringLiteral' && !CONFIGURATION.test(name.value);
}
