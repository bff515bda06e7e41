import { readsArguments, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { evaluate } from '../ast/values.js';
import { isStringOrNothing } from './function-answers.js';

/** The reasons that an `allowRequest` calls back with; v4 can send them if they are strings. */
export interface RefusalReasons {
  /** Numbers, as v2's docs had them. They can be left out. */
  readonly codes: readonly NodePath[];
  /** Reasons that are not strings, or may not be; undefined if the callback cannot be followed. */
  readonly others: readonly NodePath[] | undefined;
}

/** Reads how a function of `(request, callback)` calls back. */
export function refusalReasons(body: NodePath<t.Function>): RefusalReasons {
  const codes: NodePath[] = [];
  const others: NodePath[] = [];
  const [request, callback] = body.get('params');
  const takesRest =
    request?.node.type === 'RestElement' || (callback !== undefined && !callback.isIdentifier());
  if (takesRest || readsArguments(body)) return { codes, others: undefined };
  if (!callback?.isIdentifier()) return { codes, others };
  const binding = body.scope.getBinding(callback.node.name);
  if (binding === undefined || !binding.constant) return { codes, others: undefined };
  for (const { parentPath, key } of binding.referencePaths) {
    if (!parentPath?.isCallExpression() || key !== 'callee') return { codes, others: undefined };
    const [reason, allowed] = parentPath.get('arguments') as NodePath[];
    if (reason === undefined || (allowed && unwrap(allowed).isBooleanLiteral({ value: true }))) continue;
    if (typeof evaluate(reason)?.value === 'number') codes.push(reason);
    else if (!isStringOrNothing(reason)) others.push(reason);
  }
  return { codes, others };
}
