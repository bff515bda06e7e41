import { refusalReasons } from '../analyze/refusal-reasons.js';
import { functionOf } from '../analyze/setting-value.js';
import { warningOf } from '../analyze/warning-of.js';
import { propertyOf, propertyValue } from '../ast/property-of.js';
import type { NodePath, t } from '../ast/types.js';
import { unwrap } from '../ast/unwrap.js';
import { reportManual } from '../edits/insert-todo.js';
import type { SourceFile } from '../edits/source-file.js';

/**
 * Reports what v4 dies of in code that was written for it: reasons for a refusal that are surely no strings. What may
 * be one is the app's own business.
 */
export function reviewModernCheck(file: SourceFile, options: NodePath<t.ObjectExpression>): void {
  const check = propertyOf(options, 'allowRequest');
  const body = check && functionOf(propertyValue(check));
  if (body === undefined) return;
  const { codes, others } = refusalReasons(body);
  for (const reason of [...codes, ...(others ?? []).filter(isNoString)])
    reportManual(file, reason, warningOf('ALLOW_REQUEST_REASON_NOT_STRING', {}, 'allowRequest'));
}

/** `new Error('no')`, an object, or what was caught. */
function isNoString(path: NodePath): boolean {
  const node = unwrap(path);
  if (node.isNewExpression() || node.isObjectExpression() || node.isBooleanLiteral({ value: true }))
    return true;
  if (node.isCallExpression()) return (node.get('callee') as NodePath).isIdentifier({ name: 'Error' });
  if (!node.isIdentifier()) return false;
  const binding = node.scope.getBinding(node.node.name);
  return binding?.constant === true && binding.path.node.type === 'CatchClause';
}
