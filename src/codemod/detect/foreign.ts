import { bindingOf, calleeOf, nameOf, shortName, unwrap } from '../ast/nodes.js';
import type { Binding, NodePath, t } from '../ast/path.js';
import { ownerOfThis } from '../ast/statements.js';
import { constantValue, evaluate } from '../ast/values.js';
import { requiredModule } from './module-value.js';

// The rules that protect code that is not Socket.IO's. Each has an example.

/** Names of Socket.IO servers: `io`, `sio`, `this._io`, `app.socketIo`, `ioServer`. */
export const SERVER_NAME = /^[_$#]*(?:(?:s|ws_?|socket_?|server_?)?io|io_?server|socket_?(?:io_?)?server)$/i;

/** Names of servers, if the argument may be origins: `server`, `this.chatServer`, `sockets`, `wss`. */
const PROBABLE_NAME = /(?:[a-z](?:Server|Sockets?)|^_*(?:server|sockets?|wss?))$/;

/** Names of servers, if the argument is in v2's notation. */
const POSSIBLE_NAME = /(?:io|server|socket|sockets|ws|wss)$/i;

/** Names of other objects with a `set()` method: `app.set('origins', list)`, `url.searchParams.set('origins', list)`. */
const KEY_VALUE_STORE =
  /^_*(?:app|express|router|config\w*|conf|nconf|settings?|options|params|searchParams|headers?|map|\w*Map|cache|\w*Cache|store|\w*Store|state|storage|session|redis|client|db|localStorage|registry|context|ctx|form|formData|res|response|reply)$/i;

/** The notation that only v2 had: `*:*`, `host:*`, `*:80`. */
const V2_NOTATION = /(?:^|[\s,|/])(?:\*:(?:\*|\d+)|[\w.-]+:\*)(?=$|[\s,|])/;

/**
 * Whether the receiver of a setting is certainly no Socket.IO server.
 *
 * @param member the member that is called or assigned: `origins`, `set`, `attach`, …
 * @example isForeign(receiver, 'set') // true for `app` of `app.set('origins', list)`
 */
export function isForeign(receiver: NodePath, member: string): boolean {
  const node = unwrap(receiver);
  // class Graph { origins() {} load() { this.origins(list); } }
  if (node.is('ThisExpression')) return hasMemberOfItsOwn(node, member);
  // { origins() {} }.origins(list)
  if (isLiteral(node)) return true;
  // app.set('origins', list)
  if (member === 'set' && KEY_VALUE_STORE.test(lastName(node) ?? '')) return true;
  if (!node.is('Identifier')) return false;
  if (SERVER_NAME.test(node.node.name)) return false;
  const binding = bindingOf(node);
  if (binding === undefined) return false;
  // function graph() {}; class Graph {}
  if (binding.path.isFunction() || binding.path.isClass())
    return binding.constant && binding.kind !== 'param';
  // import { graph } from 'graph'
  const { parent } = binding.path;
  if (parent.type === 'ImportDeclaration') return isOtherPackage(parent.source.value);
  const value = constantValue(node);
  if (value === undefined) return false;
  const held = unwrap(value);
  if (isLiteral(held)) return true;
  // class Shipment { origins() {} }; const shipment = new Shipment()
  if (held.is('NewExpression') && isOfClassWith(held, member)) return true;
  // const app = express(); const graph = require('graph')
  const callee = held.is('CallExpression') || held.is('NewExpression') ? calleeOf(held) : undefined;
  const source = callee && bindingOf(callee);
  const loaded = source && moduleOf(source);
  if (loaded !== undefined) return isOtherPackage(loaded);
  const builtin = callee?.is('Identifier') && source === undefined ? callee.node.name : undefined;
  return builtin !== undefined && /^(?:Map|Set|WeakMap|URLSearchParams|Headers|FormData)$/.test(builtin);
}

/** The module that a variable is imported from, or holds a part of. */
export function moduleOf({ path }: Binding): string | undefined {
  if (path.parent.type === 'ImportDeclaration') return path.parent.source.value;
  return path.is('VariableDeclarator') && path.node.init
    ? requiredModule(unwrap(path.get('init')))
    : undefined;
}

/** Whether an object is of a class of the file that declares the member. The constructor of another may return a server. */
function isOfClassWith(made: NodePath<t.NewExpression>, member: string): boolean {
  const owner = bindingOf(calleeOf(made))?.path;
  return owner?.isClass() === true && hasMember(owner.node, member);
}

/** Whether an expression is a literal, or the like, and so no server. */
function isLiteral(node: NodePath): boolean {
  // const routes = { origins() {} }, `text`, () => {}
  if (node.is('ObjectExpression') || node.isFunction() || node.is('TemplateLiteral')) return true;
  if (node.is('StringLiteral') || node.is('NumericLiteral') || node.is('RegExpLiteral')) return true;
  // new Shipment('Rotterdam'), but not new Wrapper(io) or new Chat(3000)
  if (node.is('NewExpression') && node.node.arguments.length > 0)
    return node.node.arguments.every(({ type }) => /(?<!Numeric)Literal$/.test(type));
  // require('graph')
  const required = requiredModule(node);
  return required !== undefined && isOtherPackage(required);
}

/** Whether a module is a package that has nothing to do with Socket.IO. */
function isOtherPackage(name: string): boolean {
  return !/^[./#@~]|socket|(?:^|\W)io(?:$|\W)/.test(name);
}

/** Whether the class of `this` declares a member, so that `this.origins()` is its own. */
function hasMemberOfItsOwn(path: NodePath, name: string): boolean {
  const { node, parentPath } = ownerOfThis(path) ?? {};
  const isMember = node?.type === 'ClassMethod' || node?.type === 'ClassProperty';
  return isMember && hasMember(parentPath?.parent as t.Class, name, node.static === true);
}

function hasMember({ body }: t.Class, name: string, isStatic = false): boolean {
  return body.body.some(
    (member) =>
      (member.type === 'ClassMethod' || member.type === 'ClassProperty') &&
      nameOf(member.key) === name &&
      (member.static === true) === isStatic,
  );
}

/**
 * Whether an unknown receiver is likely a Socket.IO server, so that a file without any other sign of one reports it.
 *
 * @param value the origins that the call sets, if it has any
 */
export function looksLikeServer(receiver: NodePath, member: string, value: NodePath | undefined): boolean {
  // io.origins(list), getIo().set('origins', list)
  if (isCalledServer(receiver)) return true;
  if (member !== 'origins' || value === undefined) return false;
  // server.origins('*:*'), but not shipment.origins('Rotterdam') nor graph.origins(list)
  const called = lastName(receiver) ?? '';
  const known = evaluate(value);
  if (POSSIBLE_NAME.test(called) && isV2Notation(known?.value)) return true;
  // server.origins(list), sockets.origins(['https://example.com:443']), but not server.origins('Rotterdam')
  return PROBABLE_NAME.test(called) && (known === undefined || [known.value].flat().some(isOrigin));
}

/**
 * Whether a name is that of a Socket.IO server, or of a function or file that provides one.
 *
 * @example isServerName('getSocketIO') // true, also for 'io', 'socket.io' and './lib/socketio'
 */
function isServerName(name: string): boolean {
  const last = name.replace(/^.*\//, '').replace(/^(?:get|fetch|use|provide)_?(?=[A-Z_i])/, '');
  return SERVER_NAME.test(last.replace(/\.(?:[cm]?[jt]s)$|(?<=socket)\.(?=io$)/gi, ''));
}

/** Whether an expression has the name of a Socket.IO server, or is the export of a file with such a name. */
function isCalledServer(path: NodePath): boolean {
  const node = unwrap(path);
  if (isServerName(lastName(node) ?? '')) return true;
  // import chat from './io'
  const imported = bindingOf(node)?.path;
  if (imported?.is('ImportDefaultSpecifier') && imported.parent.type === 'ImportDeclaration')
    return isServerName(imported.parent.source.value);
  // const chat = require('./io'), or app.get('io')
  const value = constantValue(node);
  return value !== undefined && isServerName(lastName(value) ?? '');
}

function isOrigin(entry: unknown): boolean {
  return typeof entry === 'string' && /^https?:\/\/[^/\s]+\/?$/i.test(entry);
}

/** Whether a value has entries in a notation that only v2 knew. */
function isV2Notation(value: unknown): boolean {
  const entries = Array.isArray(value) ? value : [value];
  return entries.some((entry) => typeof entry === 'string' && V2_NOTATION.test(entry));
}

/** The last name in an expression: `io` of `app.locals.io` and of `app.get('io')`, `getIo` of `sockets.getIo()`. */
function lastName(path: NodePath): string | undefined {
  const node = unwrap(path);
  if (node.is('CallExpression') || node.is('OptionalCallExpression')) {
    const [key, ...others] = node.node.arguments;
    const isKeyed = key?.type === 'StringLiteral' && others.length === 0;
    return isKeyed ? key.value : lastName(node.get('callee'));
  }
  return shortName(node);
}
