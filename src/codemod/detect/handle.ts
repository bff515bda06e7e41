import { CHAINABLE_METHODS } from '../../v2/server-api.js';
import { memberName, nameOf, rewrap, unwrap } from '../ast/nodes.js';
import type { Binding, NodePath, t } from '../ast/types.js';

/** A place that holds a server: a variable, or a member such as `app.io` or `this.io`. */
export interface Handle {
  /** The variable, the class of `this`, or the name of a global. */
  readonly root: Binding | t.Node | string;
  /** The members that lead from there to the server: `.io`. */
  readonly path: string;
}

/** Reads an expression as a place that may hold a server. */
export function handleOf(path: NodePath): Handle | undefined {
  const node = unwrap(path);
  if (node.is('Identifier'))
    return { root: node.scope.getBinding(node.node.name) ?? node.node.name, path: '' };
  if (node.is('ThisExpression')) return { root: ownerOfThis(node), path: '' };
  const member = memberName(node);
  if (member === undefined) return undefined;
  const object = handleOf(node.get('object') as NodePath);
  return object && { root: object.root, path: `${object.path}.${member}` };
}

/** The class around a `this`. Outside of classes, each `this` of a file counts as the same. */
function ownerOfThis(path: NodePath): t.Node | string {
  return path.findParent((parent) => parent.isClass())?.node ?? 'this';
}

/** A call of a method on a server. */
export interface MethodCall {
  readonly call: NodePath<t.CallExpression>;
  readonly name: string;
}

/** The places that keep the value of an expression, also behind a chain of calls: `io` of `io = make().on(…)`. */
export function handlesOf(path: NodePath): Handle[] {
  const handles: Handle[] = [];
  const keep = (target: NodePath) => {
    const handle = handleOf(target);
    if (handle !== undefined) handles.push(handle);
  };
  let value: NodePath | null = rewrap(path);
  while (value?.parentPath) {
    const parent: NodePath = value.parentPath;
    const call = chainedCall(value);
    if (call !== undefined) {
      value = rewrap(call);
    } else if (parent.is('ConditionalExpression') && value.key !== 'test') {
      value = rewrap(parent);
    } else if (parent.is('LogicalExpression')) {
      value = rewrap(parent);
    } else if (parent.is('AssignmentExpression', { operator: '=' }) && value.key === 'right') {
      keep(parent.get('left') as NodePath);
      value = rewrap(parent);
    } else {
      if (parent.is('VariableDeclarator')) keep(parent.get('id') as NodePath);
      const field = fieldName(parent);
      const owner = field && parent.findParent((outer) => outer.isClass())?.node;
      if (owner) handles.push({ root: owner, path: `.${field}` });
      const holder = parent.is('ObjectProperty') && value.key === 'value' ? memberHandle(parent) : undefined;
      if (holder) handles.push(holder);
      break;
    }
  }
  return handles;
}

/** `const sockets = { io: … }`, which is read as `sockets.io`. */
function memberHandle(property: NodePath<t.ObjectProperty>): Handle | undefined {
  const name = nameOf(property.node.key, property.node.computed);
  const holder = property.parentPath?.parentPath;
  if (name === undefined || !holder?.is('VariableDeclarator')) return undefined;
  const variable = handleOf(holder.get('id') as NodePath);
  return variable && { root: variable.root, path: `.${name}` };
}

/** The name of a field of a class: `io`, or `#io`. */
export function fieldName(path: NodePath): string | undefined {
  if (path.is('ClassPrivateProperty')) return `#${path.node.key.id.name}`;
  return path.is('ClassProperty') ? nameOf(path.node.key, path.node.computed) : undefined;
}

/** The call of a chainable method on a value, if the value is used that way. */
function chainedCall(value: NodePath): NodePath | undefined {
  const member = value.parentPath;
  if (member === null || value.key !== 'object') return undefined;
  const name = memberName(member);
  const call = member.parentPath;
  if (
    name === undefined ||
    !CHAINABLE_METHODS.has(name) ||
    !call?.is('CallExpression') ||
    member.key !== 'callee'
  )
    return undefined;
  return call;
}

/**
 * The expression that a chain of calls begins with: `io` of `io.on('connection', f).origins`.
 *
 * @param isStart whether a chain begins with a call, such as `require('socket.io').listen(server)`
 */
export function chainStart(path: NodePath, isStart?: (call: t.Node) => boolean): NodePath {
  let start = unwrap(path);
  while (start.is('CallExpression') && !isStart?.(start.node)) {
    const callee = start.get('callee') as NodePath;
    const name = memberName(callee);
    if (name === undefined || !CHAINABLE_METHODS.has(name)) break;
    start = unwrap(callee.get('object') as NodePath);
  }
  return start;
}
