import type { ChangedMember } from '../../messages/program.js';
import { argumentsOf, calleeOf, memberName, nameOf, rewrap, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import type { Receivers } from './receivers.js';

/**
 * A shape of code that breaks on v4.
 *
 * The receiver can be proven in its own file in fewer than half of real programs, so the shape decides, together with what
 * `Receivers` reads from the name.
 */
interface Rule {
  readonly example: string;
  /** @returns the changed member if a member expression with the rule's name has the shape */
  find(member: NodePath, who: Receivers): ChangedMember | undefined;
}

const RESERVED = new Set([
  ...['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'],
]);
const ON_MANAGER = new Set([
  ...['reconnect', 'reconnect_attempt', 'reconnecting', 'reconnect_error', 'reconnect_failed'],
]);

/** The rules by the name of the member that they look at. */
export const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  [
    'connected',
    {
      example: 'io.sockets.connected[id]',
      find: (member, who) => {
        const object = objectOf(member);
        const isSockets = memberName(unwrap(object)) === 'sockets';
        const isNamespace = who.of(object) === 'namespace' && usesKeys(member);
        return isSockets || isNamespace ? 'namespace.connected' : undefined;
      },
    },
  ],
  [
    'sockets',
    {
      example: 'Object.keys(io.sockets.sockets)',
      find: (member, who) =>
        who.of(objectOf(member)) === 'namespace' && breaksAsCollection(member)
          ? 'namespace.sockets'
          : undefined,
    },
  ],
  [
    'rooms',
    {
      example: 'io.sockets.adapter.rooms[room].length',
      find: (member, who) => {
        const object = objectOf(member);
        const isAdapter = isNamed(object, 'adapter');
        const isSocket = who.of(object) === 'socket';
        if ((!isAdapter && !isSocket) || !breaksAsCollection(member)) return undefined;
        return isAdapter ? 'adapter.rooms' : 'socket.rooms';
      },
    },
  ],
  [
    'sids',
    {
      example: 'socket.adapter.sids[socket.id]',
      find: (member) =>
        isNamed(objectOf(member), 'adapter') && breaksAsCollection(member) ? 'adapter.sids' : undefined,
    },
  ],
  [
    'nsps',
    {
      example: "io.nsps['/chat']",
      find: (member, who) => (who.of(objectOf(member)) === 'server' ? 'io.nsps' : undefined),
    },
  ],
  [
    'clients',
    {
      example: 'io.in(room).clients((error, ids) => …)',
      find: (member, who) => {
        const call = callOf(member);
        if (call?.node.arguments.length !== 1) return undefined;
        const [callback] = call.get('arguments') as [NodePath];
        const isOurs = who.of(objectOf(member)) !== undefined;
        return callback.isFunction() || (isOurs && mayBeFunction(callback)) ? 'clients(callback)' : undefined;
      },
    },
  ],
  [
    'json',
    {
      example: "socket.json.emit('event', data)",
      find: (member) => {
        const next = member.parentPath;
        const isReceiver = next !== null && member.key === 'object' && callOf(next) !== undefined;
        return isReceiver && /^(?:send|emit|write|to|in)$/.test(memberName(next) ?? '') ? 'json' : undefined;
      },
    },
  ],
  ['send', { example: "io.to(room).send('hello')", find: sendToRoom }],
  ['write', { example: "io.to(room).write('hello')", find: sendToRoom }],
  [
    'broadcast',
    {
      example: "socket.to(room).broadcast.emit('event')",
      find: (member, who) => {
        const object = unwrap(objectOf(member));
        return object.is('CallExpression') && who.of(object) === 'operator'
          ? 'to(room).broadcast'
          : undefined;
      },
    },
  ],
  ['join', { example: 'socket.join(room, () => …)', find: (member, who) => roomCall(member, who, 'join') }],
  [
    'leave',
    { example: 'socket.leave(room, () => …)', find: (member, who) => roomCall(member, who, 'leave') },
  ],
  [
    'binary',
    {
      example: "socket.binary(true).emit('event')",
      find: (member, who) =>
        callOf(member) && isOneOf(who.of(objectOf(member)), ['socket', 'server', 'namespace', 'client'])
          ? 'socket.binary()'
          : undefined,
    },
  ],
  [
    'error',
    {
      example: "socket.error('not allowed')",
      find: (member, who) =>
        callOf(member) && who.of(objectOf(member)) === 'socket' ? 'socket.error()' : undefined,
    },
  ],
  [
    'emit',
    {
      example: "socket.emit('a').emit('b')",
      find: (member, who) => {
        const call = callOf(member);
        const receiver = who.of(objectOf(member));
        if (call === undefined || receiver === undefined) return undefined;
        if (isChained(call)) return 'emit().emit()';
        return RESERVED.has(nameOf(call.node.arguments[0], true) ?? '') ? "emit('disconnect')" : undefined;
      },
    },
  ],
  ['on', { example: "socket.on('reconnect', …) in a client", find: clientEvent }],
  ['once', { example: "socket.once('reconnect', …) in a client", find: clientEvent }],
]);

/** The members that the drop-in server does not keep as they were on v2. */
const LOST_WITH_DROP_IN: ReadonlySet<ChangedMember> = new Set<ChangedMember>([
  "client.on('reconnect')",
  "client.on('connect_timeout')",
  "client.on('ping')",
  "client.on('error')",
  "import * as io from 'socket.io-client'",
]);

/** Whether a member works on the drop-in server as it did on v2. */
export function isKeptByDropIn(member: ChangedMember): boolean {
  return !LOST_WITH_DROP_IN.has(member);
}

function sendToRoom(member: NodePath, who: Receivers): ChangedMember | undefined {
  return callOf(member) &&
    who.of(objectOf(member)) === 'operator' &&
    memberName(unwrap(objectOf(member))) !== 'json'
    ? 'to(room).send()'
    : undefined;
}

function roomCall(member: NodePath, who: Receivers, method: 'join' | 'leave'): ChangedMember | undefined {
  const call = callOf(member);
  if (call === undefined || who.of(objectOf(member)) !== 'socket') return undefined;
  const [, callback] = argumentsOf(call);
  if (callback !== undefined && mayBeFunction(callback)) return `${method}(room, callback)`;
  return isChained(call) ? 'join().emit()' : undefined;
}

function clientEvent(member: NodePath, who: Receivers): ChangedMember | undefined {
  const call = callOf(member);
  if (call === undefined || who.of(objectOf(member)) !== 'client') return undefined;
  const event = nameOf(call.node.arguments[0], true) ?? '';
  if (ON_MANAGER.has(event)) return "client.on('reconnect')";
  if (event === 'connect_timeout') return "client.on('connect_timeout')";
  if (event === 'ping' || event === 'pong') return "client.on('ping')";
  return event === 'error' ? "client.on('error')" : undefined;
}

/** `socket.emit('a')` of `socket.emit('a').emit('b')`; not of `await socket.join(room).then(…)`. */
function isChained(call: NodePath): boolean {
  const outer = rewrap(call);
  const member = outer.parentPath;
  if (member === null || outer.key !== 'object') return false;
  return /^(?:emit|send|write|join|leave|to|in|on|once|disconnect|broadcast)$/.test(memberName(member) ?? '');
}

function objectOf(member: NodePath): NodePath {
  return member.get('object') as NodePath;
}

/** The call of a member: `io.clients(callback)` of `io.clients`. */
function callOf(member: NodePath): NodePath<t.CallExpression> | undefined {
  const call = member.parentPath;
  const isCall = call?.is('CallExpression') || call?.is('OptionalCallExpression');
  return isCall && member.key === 'callee' ? (call as NodePath<t.CallExpression>) : undefined;
}

function isNamed(path: NodePath, name: string): boolean {
  const node = unwrap(path);
  return node.is('Identifier', { name }) || memberName(node) === name;
}

function isOneOf<T>(value: T | undefined, values: readonly T[]): boolean {
  return value !== undefined && values.includes(value);
}

function mayBeFunction(path: NodePath): boolean {
  const node = unwrap(path);
  return node.isFunction() || node.is('Identifier') || memberName(node) !== undefined;
}

/** The members of Maps and Sets. Code that uses them is ready for v4. */
const OF_COLLECTIONS = new Set([
  ...['get', 'has', 'size', 'forEach', 'keys', 'values', 'entries', 'set', 'add', 'delete', 'clear'],
]);

/** Whether something that is a Map or a Set on v4 is used as the object that it was on v2. */
function breaksAsCollection(path: NodePath): boolean {
  const value = rewrap(path);
  const { parentPath: parent, key } = value;
  if (parent === null) return false;
  const name = key === 'object' ? memberName(parent) : undefined;
  if (name !== undefined) return !OF_COLLECTIONS.has(name);
  if (parent.is('VariableDeclarator') && key === 'init') return breaksAsVariable(parent);
  if (parent.is('SpreadElement')) return parent.parentPath?.is('ObjectExpression') === true;
  if (parent.node.type === 'ForOfStatement') return false;
  if (value.listKey !== 'arguments') return !isTest(value);
  return !takesIterable(parent) && !isPrinted(parent);
}

/** `const rooms = socket.rooms`: the uses of the variable decide. */
function breaksAsVariable(declarator: NodePath<t.VariableDeclarator>): boolean {
  const id = declarator.get('id') as NodePath;
  if (!id.is('Identifier')) return true;
  const references = id.scope.getBinding(id.node.name)?.referencePaths ?? [];
  return references.some((reference) => breaksAsCollection(reference));
}

/** `if (socket.rooms)`, `!io.sockets.sockets`: the same on v2 and v4. */
function isTest({ key, parentPath }: NodePath): boolean {
  return key === 'test' || parentPath?.is('UnaryExpression', { operator: '!' }) === true;
}

/** `Array.from(rooms)`, `new Set(rooms)`. */
function takesIterable(call: NodePath): boolean {
  if (call.is('NewExpression')) return (call.get('callee') as NodePath).is('Identifier');
  return call.is('CallExpression') && memberName(call.get('callee') as NodePath) === 'from';
}

/** `console.log(socket.rooms)`. */
function isPrinted(call: NodePath): boolean {
  if (!call.is('CallExpression')) return false;
  const callee = calleeOf(call);
  const root = memberName(callee) === undefined ? callee : unwrap(callee.get('object') as NodePath);
  return root.is('Identifier') && /^(?:console|debug|log|logger)$/.test(root.node.name);
}

/** `nsp.connected[id]`, `Object.keys(nsp.connected)`, but not `nsp.connected` alone, which may be a flag of the app. */
function usesKeys(path: NodePath): boolean {
  const value = rewrap(path);
  const { parentPath: parent, key, listKey } = value;
  if (parent === null) return false;
  const isIndexed =
    key === 'object' &&
    (parent.is('MemberExpression', { computed: true }) ||
      parent.is('OptionalMemberExpression', { computed: true }));
  const isIn =
    key === 'right' &&
    (parent.is('BinaryExpression', { operator: 'in' }) || parent.node.type === 'ForInStatement');
  return isIndexed || isIn || listKey === 'arguments';
}
