import type { MethodCall } from '../find/handle.js';
import { leave } from '../findings/left-to-person.js';
import type { Property } from '../read/read-options.js';
import { commentsWithin } from '../source/comments.js';
import type { SourceFile } from '../source/source-file.js';
import type { NodePath, t } from '../syntax/babel.js';
import { constantValue } from '../syntax/bound-values.js';
import { evaluate } from '../syntax/evaluate.js';
import { nameOf, unwrap } from '../syntax/unwrap.js';
import { afterArgument } from './edit-options.js';
import { editProperties } from './edit-properties.js';

interface AttachedOptions {
  readonly call: NodePath<t.CallExpression>;
  readonly method: string;
  readonly object: NodePath<t.ObjectExpression>;
  readonly origins: Property;
}

/**
 * Finds `origins` in the options of `io.attach()` and `io.listen()`, where v2 never read it. What it did read there,
 * a preflight handler, is left to a person.
 */
export function findIgnoredOrigins(calls: readonly MethodCall[]): AttachedOptions[] {
  return calls.flatMap(({ call, name }) => {
    const [server, options] = call.get('arguments') as NodePath[];
    const object = options && unwrap(options);
    if (server?.isSpreadElement() || (object && !isWrittenOut(object)))
      leave(call.node, 'OPTIONS_NOT_READABLE', { why: `${name}() is given some that come from elsewhere` });
    if (object?.isIdentifier()) leaveNamed(object, name);
    if (!object?.isObjectExpression()) return [];
    const check = propertyOf(object, 'allowRequest');
    if (check) leave(check.node, 'OPTIONS_NOT_READABLE', { why: `${name}() is given an allowRequest` });
    const handler = propertyOf(object, 'handlePreflightRequest');
    if (handler) leave(handler.node, 'PREFLIGHT_OPTION_OUT_OF_REACH', {}, 'handlePreflightRequest');
    const origins = propertyOf(object, 'origins');
    return origins === undefined ? [] : [{ call, method: name, object, origins }];
  });
}

/** Whether options are an object that can be read, here or in a constant; others may have a check of their own. */
function isWrittenOut(path: NodePath): boolean {
  const object = path.isIdentifier() ? unwrap(constantValue(path) ?? path) : path;
  if (!object.isObjectExpression()) return evaluate(object) !== undefined;
  return object.get('properties').every((property) => {
    if (property.isSpreadElement()) return false;
    const { key, computed } = property.node as t.ObjectProperty | t.ObjectMethod;
    return !computed || nameOf(key, computed) !== undefined;
  });
}

/** Options of `attach()` in a variable are left to a person where they have anything of v2's check. */
function leaveNamed(name: NodePath, method: string): void {
  const value = constantValue(name);
  const object = value && unwrap(value);
  if (!object?.isObjectExpression()) return;
  const found = ['origins', 'handlePreflightRequest', 'allowRequest'].find((key) => propertyOf(object, key));
  if (found) leave(name.node, 'OPTIONS_NOT_READABLE', { why: `${method}() is given ${found} in a variable` });
}

/** Removes what v2 ignored, and says so. */
export function removeIgnoredOrigins(file: SourceFile, found: readonly AttachedOptions[]): void {
  for (const { call, method, object, origins } of found) {
    file.settled.add(origins.node);
    if (!removeArgument(file, call, object)) editProperties(file, object, [origins], []);
    file.report('ATTACH_ORIGINS_IGNORED', {}, origins.node, 'migrated', `${method}(…, { origins })`);
  }
}

/** Removes options that have nothing else in them, not even a comment. */
function removeArgument(
  file: SourceFile,
  call: NodePath<t.CallExpression>,
  object: NodePath<t.ObjectExpression>,
): boolean {
  const [server, options, ...others] = call.node.arguments;
  if (!server || !options || others.length > 0 || object.node.properties.length > 1) return false;
  const start = afterArgument(file, server);
  const end = afterArgument(file, options);
  if (commentsWithin(file, { start, end }).length > 0) return false;
  file.magic.remove(start, end);
  return true;
}

/** The property of a name that is written out in an object. */
export function propertyOf(object: NodePath<t.ObjectExpression>, wanted: string): Property | undefined {
  for (const property of object.get('properties')) {
    if (property.isSpreadElement()) continue;
    const { key, computed } = property.node as t.ObjectProperty | t.ObjectMethod;
    if (nameOf(key, computed) === wanted) return property as Property;
  }
  return undefined;
}
