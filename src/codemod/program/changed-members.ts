import type { ChangedMember } from '../../messages/program.js';
import { calleeOf, callOf, keyName, memberName, nameOf, rewrap, unwrap } from '../ast/nodes.js';
import type { NodePath } from '../ast/path.js';
import type { Receiver, Receivers } from './receivers.js';

/** A member that is read: `io.nsps`, or `nsps` of `const { nsps } = io`. */
interface Read {
  readonly path: NodePath;
  readonly object: NodePath;
  readonly receiver: Receiver | undefined;
  /** The call of the member. */
  readonly call: NodePath | undefined;
  /** Whether the code is for v4. */
  readonly isModern: boolean;
}

/**
 * A shape of code that breaks on v4: the names of the member, what changed, and whether a use of it has the shape.
 *
 * The receiver can be proven in its own file in fewer than half of real programs, so the shape decides, together with what
 * `Receivers` reads from the name.
 */
type Rule = readonly [names: readonly string[], change: Change, breaks: (read: Read) => boolean];

/** A member that v4 changed, or one with a finding of its own. */
export type Change = ChangedMember | 'socket.request.res';

const isOnSocket = ({ call, receiver }: Read) => call !== undefined && receiver === 'socket';

const takesCallback = (read: Read) => {
  const [, callback] = isOnSocket(read) ? (read.call as NodePath).get('arguments') : [];
  return callback !== undefined && mayBeFunction(callback);
};

/** Whether a client listens to one of some events. */
const listensTo =
  (events: RegExp) =>
  ({ call, receiver }: Read) =>
    call !== undefined && receiver === 'client' && events.test(eventOf(call));

/** Like `listensTo`, but for v2 only, because a server of v4 may emit an event of its own by that name. */
const listensOnV2To = (events: RegExp) => (read: Read) => !read.isModern && listensTo(events)(read);

const RESERVED = /^(?:connect|connect_error|disconnect|disconnecting|newListener|removeListener)$/;

const RULES: readonly Rule[] = [
  // io.sockets.connected[id]
  [
    ['connected'],
    'namespace.connected',
    (read) =>
      memberName(read.object) === 'sockets' || (read.receiver === 'namespace' && breaksAsCollection(read)),
  ],
  // Object.keys(io.sockets.sockets)
  [['sockets'], 'namespace.sockets', (read) => read.receiver === 'namespace' && breaksAsCollection(read)],
  // io.sockets.adapter.rooms[room].length
  [['rooms'], 'adapter.rooms', (read) => isNamed(read.object, 'adapter') && breaksAsCollection(read)],
  [['rooms'], 'socket.rooms', (read) => read.receiver === 'socket' && breaksAsCollection(read)],
  [['sids'], 'adapter.sids', (read) => isNamed(read.object, 'adapter') && breaksAsCollection(read)],
  // io.nsps['/chat']
  [['nsps'], 'io.nsps', ({ receiver }) => receiver === 'server'],
  // io.in(room).clients((error, ids) => …)
  [
    ['clients'],
    'clients(callback)',
    ({ call, receiver, isModern }) => {
      const [callback, ...others] = call ? call.get('arguments') : [];
      if (callback === undefined || others.length > 0) return false;
      if (receiver !== undefined) return mayBeFunction(callback);
      // `(error, ids) => …` on a receiver such as `this.server`.
      return callback.isFunction() && !(isModern && callback.node.params.length !== 2);
    },
  ],
  // socket.json.emit('event', data)
  [
    ['json'],
    'json',
    ({ path: { key, parentPath } }) =>
      key === 'object' &&
      parentPath !== null &&
      callOf(parentPath) !== undefined &&
      /^(?:send|emit|write|to|in)$/.test(memberName(parentPath) ?? ''),
  ],
  // io.to(room).send('hello')
  [
    ['send', 'write'],
    'to(room).send()',
    ({ call, receiver, object }) =>
      call !== undefined && receiver === 'operator' && memberName(object) !== 'json',
  ],
  // socket.to(room).broadcast.emit('event')
  [
    ['broadcast'],
    'to(room).broadcast',
    ({ receiver, object }) => receiver === 'operator' && object.is('CallExpression'),
  ],
  // socket.join(room, () => …)
  [['join'], 'join(room, callback)', takesCallback],
  [['leave'], 'leave(room, callback)', takesCallback],
  [
    ['join', 'leave'],
    'join().emit()',
    (read) => isOnSocket(read) && !takesCallback(read) && isChained(read.call as NodePath),
  ],
  // socket.binary(true).emit('event')
  [
    ['binary'],
    'socket.binary()',
    ({ call, receiver }) => call !== undefined && receiver !== undefined && receiver !== 'operator',
  ],
  [['error'], 'socket.error()', isOnSocket],
  // Object.getPrototypeOf(this).onclose.call(this, reason); `socket.onclose = f` alone may be a WebSocket's.
  [
    ['onclose'],
    'socket.onclose',
    ({ path: { key }, object, receiver }) =>
      key !== 'left' &&
      (receiver === 'socket' ||
        (object.is('CallExpression') && memberName(calleeOf(object)) === 'getPrototypeOf')),
  ],
  // session(socket.request, socket.request.res, next); not socket.request.res || {}
  [
    ['res'],
    'socket.request.res',
    ({ receiver, path: { key, parentPath } }) =>
      receiver === 'request' &&
      !(key === 'left' && /^(?:Assignment|Logical)Expression$/.test(parentPath?.node.type ?? '')),
  ],
  // socket.emit('a').emit('b')
  [
    ['emit'],
    'emit().emit()',
    ({ call, receiver }) => call !== undefined && receiver !== undefined && isChained(call),
  ],
  [
    ['emit'],
    "emit('disconnect')",
    ({ call, receiver }) => call !== undefined && receiver !== undefined && RESERVED.test(eventOf(call)),
  ],
  // socket.on('reconnect', …) in a client
  [['on', 'once'], "client.on('reconnect')", listensTo(/^reconnect(?:_attempt|ing|_error|_failed)?$/)],
  [['on', 'once'], "client.on('connect_timeout')", listensTo(/^connect_timeout$/)],
  [['on', 'once'], "client.on('ping')", listensOnV2To(/^p[io]ng$/)],
  [['on', 'once'], "client.on('error')", listensOnV2To(/^error$/)],
];

/**
 * Finds what v4 changed about a member that a program reads.
 *
 * @param path the member expression; for `const { name } = value`, the pattern's property
 */
export function changedMember(name: string, path: NodePath, who: Receivers): Change | undefined {
  const rules = RULES.filter(([names]) => names.includes(name));
  if (rules.length === 0) return undefined;
  const object = unwrap(objectOf(path));
  const { isModern } = who;
  const read = { path, object, receiver: who.of(object), call: callOf(path), isModern };
  return rules.find(([, , breaks]) => breaks(read))?.[1];
}

/** The object that a member is read from. */
export function objectOf(path: NodePath): NodePath {
  const declarator = path.is('ObjectProperty') ? path.parentPath?.parentPath : undefined;
  return declarator ? declarator.get('init') : path.get('object');
}

/** Whether a member works on the drop-in server as it did on v2: the members of clients, and the files of v2, do not. */
export function isKeptByDropIn(member: Change): boolean {
  return !/^client\.|socket\.io-client|socket\.io\/lib/.test(member);
}

/** `socket.emit('a')` of `socket.emit('a').emit('b')`; not of `await socket.join(room).then(…)`. */
function isChained(call: NodePath): boolean {
  const outer = rewrap(call);
  const member = outer.parentPath;
  if (member === null || outer.key !== 'object') return false;
  return /^(?:emit|send|write|join|leave|to|in|on|once|disconnect|broadcast)$/.test(memberName(member) ?? '');
}

function eventOf(call: NodePath): string {
  return nameOf(call.get('arguments')[0]?.node, true) ?? '';
}

function isNamed(node: NodePath, name: string): boolean {
  return node.is('Identifier', { name }) || memberName(node) === name;
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

/** The effect on code if a value is a Map or a Set, as on v4, and not the object that it was on v2. */
type Use = 'works' | 'breaks' | 'unknown';

/**
 * Whether something that is a Map or a Set on v4 is used as the object that it was on v2. Code for v2 that hands it on is
 * reported, because its users are written for v2. Code for v4 that hands it on is not.
 */
function breaksAsCollection({ path, isModern }: Read): boolean {
  const use = path.is('ObjectProperty') ? useOfPattern(path.get('value')) : useOf(path);
  return use === 'breaks' || (use === 'unknown' && !isModern);
}

function useOf(path: NodePath): Use {
  const value = rewrap(path);
  const { parentPath: parent, key } = value;
  if (parent === null) return 'works';
  const { type } = parent.node;
  if (key === 'object') return isMemberOfCollection(parent) ? 'works' : 'breaks';
  if (parent.is('VariableDeclarator') && key === 'init') return useOfPattern(parent.get('id'));
  // rooms || {}, isOpen ? rooms : {}
  if (parent.is('LogicalExpression') && !(key === 'left' && parent.node.operator === '&&'))
    return useOf(parent);
  if (parent.is('ConditionalExpression') && key !== 'test') return useOf(parent);
  if (type === 'SpreadElement') return parent.parentPath?.is('ObjectExpression') ? 'breaks' : 'works';
  if (type === 'ForInStatement' || parent.is('BinaryExpression', { operator: 'in' })) return 'breaks';
  if (value.listKey === 'arguments') return useOfArgument(parent);
  const isTest = key === 'test' || /^(?:Logical|Unary|Binary)Expression$/.test(type);
  return isTest || type === 'ForOfStatement' ? 'works' : 'unknown';
}

/** `rooms.size`, `rooms[Symbol.iterator]`; not `rooms[room]`. */
function isMemberOfCollection(member: NodePath): boolean {
  const name = memberName(member);
  if (name !== undefined) return OF_COLLECTIONS.has(name);
  const property = member.get('property');
  return memberName(property) !== undefined && property.get('object').is('Identifier', { name: 'Symbol' });
}

/** `const { size } = socket.rooms`, `const [first] = socket.rooms`. */
function useOfPattern(pattern: NodePath): Use {
  if (pattern.is('ArrayPattern')) return 'works';
  if (!pattern.is('ObjectPattern')) return 'unknown';
  const names = pattern.node.properties.map((one) =>
    one.type === 'ObjectProperty' ? keyName(one) : undefined,
  );
  return names.every((name) => OF_COLLECTIONS.has(name ?? '')) ? 'works' : 'breaks';
}

/** `Object.keys(socket.rooms)`, `Array.from(socket.rooms)`, `console.log(socket.rooms)`. */
function useOfArgument(call: NodePath): Use {
  const callee = calleeOf(call);
  const method = memberName(callee);
  const root = method === undefined ? callee : unwrap(callee.get('object'));
  const owner = root.is('Identifier') ? root.node.name : '';
  const isIterated = call.is('NewExpression') || method === 'fromEntries';
  if (isIterated || /^(?:Array|console|debug|log|logger)$/.test(owner)) return 'works';
  return owner === 'Object' || owner === 'JSON' ? 'breaks' : 'unknown';
}
