import type { ChangedMember } from '../../messages/program.js';
import { argumentsOf, calleeOf, callOf, memberName, nameOf, rewrap, unwrap } from '../ast/nodes.js';
import type { Binding, NodePath } from '../ast/types.js';
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
        who.of(objectOf(member)) === 'namespace' && breaksAsCollection(member, who)
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
        if ((!isAdapter && !isSocket) || !breaksAsCollection(member, who)) return undefined;
        return isAdapter ? 'adapter.rooms' : 'socket.rooms';
      },
    },
  ],
  [
    'sids',
    {
      example: 'socket.adapter.sids[socket.id]',
      find: (member, who) =>
        isNamed(objectOf(member), 'adapter') && breaksAsCollection(member, who) ? 'adapter.sids' : undefined,
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
        // `(error, ids) => …` on a receiver such as `this.server`.
        const isLikely = isOurs
          ? mayBeFunction(callback)
          : callback.isFunction() && !(who.isModern && callback.node.params.length !== 2);
        return isLikely ? 'clients(callback)' : undefined;
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
  // A server of v4 may emit an event of its own with these names.
  if (who.isModern) return undefined;
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
  ...['union', 'intersection', 'difference', 'symmetricDifference'],
  ...['isSubsetOf', 'isSupersetOf', 'isDisjointFrom'],
]);

/** What becomes of code if a value is a Map or a Set, as on v4, and not the object that it was on v2. */
type Use = 'works' | 'breaks' | 'unknown';

/**
 * Whether something that is a Map or a Set on v4 is used as the object that it was on v2. Code for v2 that hands it on is
 * reported, because the object's users are written for v2. Code for v4 that hands it on is not.
 */
function breaksAsCollection(path: NodePath, { isModern }: Receivers): boolean {
  const use = useOf(path);
  return use === 'breaks' || (use === 'unknown' && !isModern);
}

function useOf(path: NodePath, seen: ReadonlySet<Binding> = new Set()): Use {
  const value = rewrap(path);
  const { parentPath: parent, key } = value;
  if (parent === null) return 'works';
  const { type } = parent.node;
  if (key === 'object') return isMemberOfCollection(parent) ? 'works' : 'breaks';
  if (parent.is('VariableDeclarator') && key === 'init')
    return useOfPattern(parent.get('id') as NodePath, seen);
  if (parent.is('LogicalExpression') && !(key === 'left' && parent.node.operator === '&&'))
    return useOf(parent, seen);
  if (parent.is('ConditionalExpression') && key !== 'test') return useOf(parent, seen);
  if (parent.is('SpreadElement')) return parent.parentPath?.is('ObjectExpression') ? 'breaks' : 'works';
  if (type === 'ForInStatement' || parent.is('BinaryExpression', { operator: 'in' })) return 'breaks';
  if (type === 'ForOfStatement' || parent.is('BinaryExpression')) return 'works';
  if (value.listKey === 'arguments') return useOfArgument(parent, key as number, seen);
  return isTest(value) ? 'works' : 'unknown';
}

/** `rooms.size`, `rooms[Symbol.iterator]`; not `rooms[room]`. */
function isMemberOfCollection(member: NodePath): boolean {
  const name = memberName(member);
  if (name !== undefined) return OF_COLLECTIONS.has(name);
  const property = member.get('property') as NodePath;
  return (
    memberName(property) !== undefined &&
    (property.get('object') as NodePath).is('Identifier', { name: 'Symbol' })
  );
}

/** `const rooms = socket.rooms`, `const { size } = socket.rooms`, `(rooms) => …`: the uses of the variable decide. */
function useOfPattern(pattern: NodePath, seen: ReadonlySet<Binding>): Use {
  if (pattern.is('ArrayPattern')) return 'works';
  if (pattern.is('ObjectPattern')) {
    const names = pattern.node.properties.map((one) =>
      one.type === 'ObjectProperty' ? nameOf(one.key, one.computed) : undefined,
    );
    return names.every((name) => OF_COLLECTIONS.has(name ?? '')) ? 'works' : 'breaks';
  }
  const binding = pattern.is('Identifier') ? pattern.scope.getBinding(pattern.node.name) : undefined;
  if (binding === undefined) return 'unknown';
  if (seen.has(binding)) return 'works';
  const uses = binding.referencePaths.map((reference) => useOf(reference, new Set([...seen, binding])));
  return uses.find((use) => use === 'breaks') ?? uses.find((use) => use === 'unknown') ?? 'works';
}

function useOfArgument(call: NodePath, index: number, seen: ReadonlySet<Binding>): Use {
  const callee = calleeOf(call);
  const method = memberName(callee);
  const root = method === undefined ? callee : unwrap(callee.get('object') as NodePath);
  const owner = root.is('Identifier') ? root.node.name : '';
  if (call.is('NewExpression')) return callee.is('Identifier') ? 'works' : 'unknown';
  if (method === 'from' || method === 'fromEntries' || /^(?:console|debug|log|logger)$/.test(owner))
    return 'works';
  if ((owner === 'Object' && method !== undefined) || (owner === 'JSON' && method === 'stringify'))
    return 'breaks';
  const declared = method === undefined ? callee.scope.getBinding(owner)?.path : undefined;
  const fn = declared?.is('VariableDeclarator') ? (declared.get('init') as NodePath) : declared;
  const parameter = fn?.isFunction() ? (fn.get('params') as NodePath[])[index] : undefined;
  return parameter === undefined ? 'unknown' : useOfPattern(parameter, seen);
}

/** `if (socket.rooms)`, `socket.rooms && next()`, `!io.sockets.sockets`: the same on v2 and v4. */
function isTest({ key, parentPath }: NodePath): boolean {
  return (
    key === 'test' ||
    parentPath?.is('LogicalExpression') === true ||
    parentPath?.is('UnaryExpression', { operator: '!' }) === true
  );
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
