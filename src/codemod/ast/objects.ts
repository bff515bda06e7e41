import {
  bindingOf,
  calleeOf,
  isAssigned,
  keyName,
  memberName,
  nameOf,
  readsThis,
  rewrap,
  unwrap,
} from './nodes.js';
import type { Binding, NodePath, t } from './path.js';
import { statementOf } from './statements.js';
import { evaluate, isExported, writtenValue } from './values.js';

/**
 * The names in an argument that is written out: a text, or the keys of an object. `undefined` is one that cannot be read.
 *
 * @example writtenNames(path) // ['checkRequest', undefined] for `{ checkRequest: f, ...more }`
 */
export function writtenNames(path: NodePath): readonly (string | undefined)[] {
  const value = unwrap(path);
  if (value.isFunction()) return [];
  if (value.is('ObjectExpression'))
    return value.node.properties.map((property) =>
      property.type === 'SpreadElement' ? undefined : keyName(property),
    );
  const known = evaluate(value);
  if (known === undefined) return [undefined];
  return typeof known.value === 'string' ? [known.value] : [];
}

/** An object that is written out, here or in a constant that keeps some of its members. */
export function keptObject(
  path: NodePath,
  members: ReadonlySet<string>,
  call?: NodePath,
): NodePath<t.ObjectExpression> | undefined {
  const name = unwrap(path);
  const object = writtenValue(name);
  if (!object.is('ObjectExpression')) return undefined;
  return object === name || keepsMembers(name, members, call) ? object : undefined;
}

/**
 * Whether some members of the object in a variable stay as they are written. The object may be copied, and its other
 * members used, but no other code may get it.
 *
 * @param members the members of interest
 * @param owner a call that may be given it, or a property that may hold it
 */
export function keepsMembers(name: NodePath, members: ReadonlySet<string>, owner?: NodePath): boolean {
  const binding = bindingOf(name);
  return binding?.constantViolations.length === 0 && usesKeepMembers(binding, members, owner);
}

/** Whether the uses of a variable keep some members of the objects that it gets. */
export function usesKeepMembers(binding: Binding, members: ReadonlySet<string>, owner?: NodePath): boolean {
  if (isExported(binding)) return false;
  return binding.referencePaths.every((reference) => {
    const { parentPath: parent, key } = rewrap(reference);
    if (parent?.is('SpreadElement')) return parent.parentPath.is('ObjectExpression');
    if (owner !== undefined && parent?.node === owner.node) return true;
    // for (const name in object), Object.keys(object)
    if (parent?.isForXStatement() || (parent && keysOf(parent)?.node === reference.node))
      return key !== 'left';
    if (!parent?.is('MemberExpression') || key !== 'object') return false;
    const member = memberName(parent);
    if (member === undefined) return !isAssigned(parent);
    return !members.has(member) && !member.startsWith('__');
  });
}

/**
 * Finds a setting that is added to options apart from their literal: in another statement that names both.
 *
 * @param options the variable of the options, in the construction of a server
 * @returns the setting's name
 * @example settingsElsewhere(options, names) // 'origins' after `options = { ...options, origins }`
 */
export function settingsElsewhere(
  options: NodePath<t.Identifier>,
  names: ReadonlySet<string>,
): string | undefined {
  const binding = bindingOf(options);
  const own = statementOf(options).node;
  let found: string | undefined;
  for (const place of [...(binding?.referencePaths ?? []), ...(binding?.constantViolations ?? [])]) {
    const statement = statementOf(place);
    if (statement.node === own) continue;
    statement.traverse({
      enter({ node, key, parent }) {
        const isKey = key === 'key' || key === 'property';
        const isComputed = 'computed' in parent && parent.computed === true;
        const name = isKey ? nameOf(node, isComputed) : undefined;
        if (name !== undefined && names.has(name)) found ??= name;
      },
    });
  }
  return found;
}

/** `conf` of `Object.keys(conf)` and `_.toPairs(conf)`. */
export function keysOf(path: NodePath): NodePath | undefined {
  const isOfKeys =
    path.is('CallExpression') &&
    /^(?:keys|entries|getOwnPropertyNames|ownKeys|toPairs)$/.test(memberName(calleeOf(path)) ?? '');
  return isOfKeys ? path.get('arguments')[0] : undefined;
}

/** Whether a property is a function that has the object as `this`, and may change it. */
export function mayChangeObject(property: NodePath): boolean {
  const value = property.is('ObjectProperty') ? unwrap(property.get('value')) : property;
  return value.isFunction() && readsThis(value);
}
