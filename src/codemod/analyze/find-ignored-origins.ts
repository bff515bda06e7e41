import { ACCESS_OPTIONS } from '../../v2/server-api.js';
import { nameOf, type Property, propertyOf, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { constantValue, evaluate, writtenValue } from '../ast/values.js';
import type { MethodCall } from '../detect/handle.js';
import { isOnlyRead, mayChangeObject } from '../detect/plain-object.js';
import { bail } from './manual-review.js';

/** Options of `attach()` or `listen()` that have `origins`. */
export interface AttachedOptions {
  readonly call: NodePath<t.CallExpression>;
  readonly method: string;
  readonly object: NodePath<t.ObjectExpression>;
  readonly origins: Property;
}

/**
 * Finds `origins` in the options of `io.attach()` and `io.listen()`, which v2 never read there.
 *
 * @throws ManualReview for options that v2 did read there, such as a preflight handler
 */
export function findIgnoredOrigins(calls: readonly MethodCall[]): AttachedOptions[] {
  return calls.flatMap(({ call, name }) => {
    const [server, options] = call.get('arguments') as NodePath[];
    const object = options && unwrap(options);
    if (server?.isSpreadElement() || (object && !isWrittenOut(object, call)))
      bail(call.node, 'OPTIONS_NOT_READABLE', { why: `${name}() gets options that come from elsewhere` });
    if (object?.isIdentifier()) leaveNamed(object, name);
    if (!object?.isObjectExpression()) return [];
    const check = propertyOf(object, 'allowRequest');
    if (check) bail(check.node, 'OPTIONS_NOT_READABLE', { why: `${name}() gets an allowRequest` });
    const handler = propertyOf(object, 'handlePreflightRequest');
    if (handler)
      bail(
        handler.node,
        'PREFLIGHT_HANDLER_NOT_MIGRATED',
        { why: `it is passed to ${name}(), where v2 read it` },
        'handlePreflightRequest',
      );
    const origins = propertyOf(object, 'origins');
    return origins === undefined ? [] : [{ call, method: name, object, origins }];
  });
}

const ACCESS: ReadonlySet<string> = new Set(ACCESS_OPTIONS);

/** Whether options are an object that can be read, here or in a constant. Others may have an `allowRequest`. */
function isWrittenOut(path: NodePath, call: MethodCall['call']): boolean {
  const object = writtenValue(path);
  // io.listen(3000, () => …): v2 took the function for empty options, and never called it.
  if (object.isFunction()) return true;
  if (!object.isObjectExpression()) return evaluate(object) !== undefined;
  if (path.isIdentifier() && !isOnlyRead(path, ACCESS, call)) return false;
  return object.get('properties').every((property) => {
    if (property.isSpreadElement() || mayChangeObject(property)) return false;
    const { key, computed } = property.node as t.ObjectProperty | t.ObjectMethod;
    const name = nameOf(key, computed);
    return name !== '__proto__' && (!computed || name !== undefined);
  });
}

/** @throws ManualReview if the options of `attach()` are in a variable, and have any part of v2's check */
function leaveNamed(name: NodePath, method: string): void {
  const value = constantValue(name);
  const object = value && unwrap(value);
  if (!object?.isObjectExpression()) return;
  const found = ACCESS_OPTIONS.find((key) => propertyOf(object, key));
  if (found) bail(name.node, 'OPTIONS_NOT_READABLE', { why: `${method}() gets ${found} in a variable` });
}
