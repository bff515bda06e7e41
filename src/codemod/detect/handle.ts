import { CHAINABLE_METHODS } from '../../v2/server-api.js';
import { bindingOf, classOf, keyName, memberName, unwrap } from '../ast/nodes.js';
import type { Binding, NodePath, t } from '../ast/path.js';

/** A place that holds a value, such as a server: a variable, or a member such as `app.io` or `this.io`. */
export interface Handle {
  /** The variable, the class of `this`, or the name of a global. */
  readonly root: Binding | t.Node | string;
  /** The members that lead from there to the value: `.io`. */
  readonly path: string;
}

/** Reads an expression as a place that may hold a value. */
export function handleOf(path: NodePath): Handle | undefined {
  const node = unwrap(path);
  if (node.is('Identifier')) return { root: bindingOf(node) ?? node.node.name, path: '' };
  // Outside of classes, each `this` of a file counts as the same.
  if (node.is('ThisExpression')) return { root: classOf(node)?.node ?? 'this', path: '' };
  const member = memberName(node);
  if (member === undefined) return undefined;
  const object = handleOf(node.get('object'));
  return object && { root: object.root, path: `${object.path}.${member}` };
}

/** The name of a field of a class: `io`, or `#io`. */
export function fieldName(path: NodePath): string | undefined {
  if (path.is('ClassPrivateProperty')) return `#${path.node.key.id.name}`;
  return path.is('ClassProperty') ? keyName(path.node) : undefined;
}

/**
 * The expression that a chain of calls begins with: `io` of `io.on('connection', f).origins`.
 *
 * @param isStart whether a chain begins with a call, such as `require('socket.io').listen(server)`
 */
export function chainStart(path: NodePath, isStart?: (call: t.Node) => boolean): NodePath {
  let start = unwrap(path);
  while (start.is('CallExpression') && !isStart?.(start.node)) {
    const callee = start.get('callee');
    const name = memberName(callee);
    if (name === undefined || !CHAINABLE_METHODS.has(name)) break;
    start = unwrap(callee.get('object'));
  }
  return start;
}
