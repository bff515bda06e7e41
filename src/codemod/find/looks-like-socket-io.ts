import type { NodePath } from '../syntax/babel.js';
import { evaluate } from '../syntax/evaluate.js';
import { memberName, unwrap } from '../syntax/unwrap.js';
import type { MethodCall } from './handle.js';
import { chainStart } from './handle.js';

/** What people call a Socket.IO server: `io`, `sio`, `this._io`, `app.socketIo`. */
export const SERVER_NAME = /^_*(?:io|sio|socket_?io|io_?server|socket_?io_?server|ws_?io)$/i;

/** What else they call it, where the argument is v2's notation too. */
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
  const receiver = lastName(chainStart((call.get('callee') as NodePath).get('object') as NodePath));
  if (receiver === undefined || first === undefined) return false;
  const isServer = isServerName(receiver);
  if (name === 'set') {
    // app.set('origins', list), url.searchParams.set('origins', list): Express and others have set() too.
    return isServer && evaluate(first)?.value === 'origins' && second !== undefined;
  }
  if (name !== 'origins') return false;
  // io.origins(list)
  if (isServer) return true;
  // server.origins('*:*'), but not shipment.origins('Rotterdam') nor graph.origins(list)
  return POSSIBLE_NAME.test(receiver) && isV2Notation(evaluate(first)?.value);
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
