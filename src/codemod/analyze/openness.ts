import { allOf } from '../ast/nodes.js';
import type { NodePath } from '../ast/types.js';
import { evaluate } from '../ast/values.js';
import type { ServerSite } from '../detect/server-site.js';
import { admitsEveryone, type OriginsSetting } from './origins.js';
import type { OriginsValue } from './origins-value.js';

/** Whether the code shows that a setting allows any origin, or leaves that to the app's own check. */
export function isOpenSetting(setting: OriginsSetting): boolean {
  if (setting.kind === 'own') return true;
  if (setting.kind === 'none') return setting.read.rule.kind === 'everyone';
  return setting.kind === 'fixed' && admitsEveryone(setting.value);
}

/** Whether a setting may allow any origin at run time: by default, in one case of several, or because it is unset. */
export function mayAdmitEveryone(setting: OriginsSetting, { call }: ServerSite): boolean {
  if (setting.kind === 'assigned')
    return !setting.assigned.some(
      ({ expression, value }) => isSureToRun(expression, call as NodePath) && !isMaybeEveryone(value),
    );
  return setting.kind === 'fixed' && isMaybeEveryone(setting.value);
}

function isMaybeEveryone(value: OriginsValue): boolean {
  if (value.kind === 'choice') return value.arms.some(({ read }) => read.rule.kind === 'everyone');
  if (value.kind !== 'dynamic') return admitsEveryone(value);
  const texts = [value.path, ...allOf(value.path, 'StringLiteral')].map((text) => evaluate(text)?.value);
  return value.mayBeFalsy || texts.some((text) => text === '*' || String(text).includes('*:*'));
}

/** Whether a statement runs right after the server is made: it is under no condition, at most in a `try` block. */
function isSureToRun(expression: NodePath, server: NodePath): boolean {
  if (expression.getFunctionParent() !== server.getFunctionParent()) return false;
  let at = expression.parentPath;
  while (at && /^(?:ExpressionStatement|BlockStatement|TryStatement)$/.test(at.node.type)) {
    if (at.parentPath?.is('TryStatement') && at.key !== 'block') return false;
    at = at.parentPath;
  }
  return at?.is('Program') === true || at?.isFunction() === true;
}
