import { constantValue } from '../ast/bound-values.js';
import { evaluate } from '../ast/evaluate.js';
import type { NodePath } from '../ast/types.js';
import { memberName, unwrap } from '../ast/unwrap.js';
import type { MethodCall } from './handle.js';
import { chainStart } from './handle.js';

/** What people call a Socket.IO server: `io`, `sio`, `this._io`, `app.socketIo`. */
export const SERVER_NAME = /^_*(?:io|sio|socket_?io|io_?server|socket_?io_?server|ws_?io)$/i;

/** What else they call it, where the argument may be origins: `server`, `this.chatServer`, `sockets`, `wss`. */
const PROBABLE_NAME = /(?:[a-z](?:Server|Sockets?)|^_*(?:server|sockets?|wss?))$/;

/** What else, where the argument is v2's notation. */
const POSSIBLE_NAME = /(?:io|server|socket|sockets|ws|wss)$/i;

/**
 * Whether something is called like a Socket.IO server, or like what gives one.
 *
 * @example isServerName('getSocketIO') // true, as 'io', 'socket.io' and './lib/socketio' are
 */
export function isServerName(name: string): boolean {
  const last = name.replace(/^.*\//, '').replace(/^(?:get|fetch|use|provide)_?(?=[A-Z_i])/, '');
  return SERVER_NAME.test(last.replace(/\.(?:[cm]?[jt]s)$|(?<=socket)\.(?=io$)/gi, ''));
}

/** v2's own notation, which nothing else has: `*:*`, `host:*`, `*:80`. */
const V2_NOTATION = /(?:^|[\s,|/])(?:\*:(?:\*|\d+)|[\w.-]+:\*)(?=$|[\s,|])/;

/**
 * Whether a call of `origins` or `set` on something unknown is to be shown to a person. It decides about false
 * alarms, so each rule has its example.
 */
export function looksLikeSocketIo({ call, name }: MethodCall): boolean {
  const [first, second] = call.get('arguments') as NodePath[];
  const receiver = chainStart((call.get('callee') as NodePath).get('object') as NodePath);
  if (first === undefined) return false;
  const isServer = isCalledServer(receiver);
  if (name === 'set') {
    // app.set('origins', list), url.searchParams.set('origins', list): Express and others have set() too.
    return isServer && evaluate(first)?.value === 'origins' && second !== undefined;
  }
  if (name !== 'origins') return false;
  // io.origins(list)
  if (isServer) return true;
  // server.origins('*:*'), but not shipment.origins('Rotterdam') nor graph.origins(list)
  const called = lastName(receiver) ?? '';
  const known = evaluate(first);
  if (POSSIBLE_NAME.test(called) && isV2Notation(known?.value)) return true;
  // server.origins(list), sockets.origins(['https://example.com:443']), but not server.origins('Rotterdam')
  return PROBABLE_NAME.test(called) && (known === undefined || [known.value].flat().some(isOrigin));
}

/** Whether an expression is called like a Socket.IO server, or is what a file of such a name exports. */
export function isCalledServer(path: NodePath): boolean {
  const node = unwrap(path);
  if (isServerName(lastName(node) ?? '')) return true;
  if (!node.isIdentifier()) return false;
  // import chat from './io'
  const imported = node.scope.getBinding(node.node.name)?.path;
  if (imported?.isImportDefaultSpecifier() && imported.parent.type === 'ImportDeclaration')
    return isServerName(imported.parent.source.value);
  // const chat = require('./io'), or app.get('io')
  const value = constantValue(node);
  return value !== undefined && isServerName(lastName(value) ?? '');
}

function isOrigin(entry: unknown): boolean {
  return typeof entry === 'string' && /^https?:\/\/[^/\s]+\/?$/i.test(entry);
}

/** Whether a value has entries in a notation that v2 alone knew. */
export function isV2Notation(value: unknown): boolean {
  const entries = Array.isArray(value) ? value : [value];
  return entries.some((entry) => typeof entry === 'string' && V2_NOTATION.test(entry));
}

/** The last name in an expression: `io` of `app.locals.io` and of `app.get('io')`, `getIo` of `sockets.getIo()`. */
function lastName(path: NodePath): string | undefined {
  const node = unwrap(path);
  if (node.isCallExpression() || node.isOptionalCallExpression()) {
    const [key, ...others] = node.node.arguments;
    const isKeyed = key?.type === 'StringLiteral' && others.length === 0;
    return isKeyed ? key.value : lastName(node.get('callee') as NodePath);
  }
  return node.isIdentifier() ? node.node.name : memberName(node);
}
