import type { Server, Socket } from 'socket.io';
import type { Report } from '../../messages/emit.js';
import { warningOf } from '../../messages/warn.js';
import { eachNamespace, guardedMatch, guardedMiddleware, type Namespace, sendable } from '../namespaces.js';
import {
  callBack,
  clientsMethod,
  getter,
  idsOf,
  type LegacyMembersOf,
  method,
  sharedMembers,
  type WarnLegacy,
} from './operator.js';
import { legacySockets } from './socket.js';
import { objectView, type RoomCollections, viewRooms, viewSockets } from './views.js';

/** Gives a server's namespaces, sockets and operators the members of v2 that v4 removed and programs use. */
export class LegacyMembers {
  readonly warn: WarnLegacy;
  /** v2's `io.nsps`. */
  readonly nsps: Record<string, object>;

  /** @param report gets one warning for each member that is used */
  constructor(io: Server, report: Report) {
    const known = new Set<string>();
    this.warn = (member, replacement) => {
      if (known.has(member)) return;
      known.add(member);
      report(warningOf('LEGACY_MEMBER', { member, replacement }, member));
    };
    const membersOf = sharedMembers(this.warn);
    const asLegacySocket = legacySockets(this.warn, membersOf, report);
    const prototypeOf = legacyNamespaces(this.warn, membersOf, report);
    const of = io.of.bind(io);
    io.of = (name, ...others) =>
      of(typeof name === 'function' ? (guardedMatch(name as never, report) as typeof name) : name, ...others);
    eachNamespace(io, (namespace) => {
      Object.setPrototypeOf(namespace, prototypeOf(namespace));
      giveNamespaceMembers(namespace as Members, this.warn, asLegacySocket);
    });
    // It is a Map: eachNamespace() has checked that.
    this.nsps = objectView((io as unknown as { _nsps: Map<string, Namespace> })._nsps);
  }

  /** Lets v2's clients get the error of a namespace that does not exist as a string, which is what they know. */
  attachedTo(engine: Engine): void {
    engine.on('connection', (connection) => {
      if (connection.protocol === 3) connection.on('packetCreate', asLegacyPacket);
    });
  }
}

/** An engine of Engine.IO 6, and what it connects. */
interface Engine {
  on(event: 'connection', listener: (connection: Connection) => void): unknown;
}

interface Connection {
  readonly protocol: number;
  on(event: 'packetCreate', listener: (packet: { data?: unknown }) => void): unknown;
}

const INVALID_NAMESPACE = /^(4\/[^,]*,)\{"message":"Invalid namespace"\}$/;

/** @see Socket.IO 2.5.1, lib/client.js, `Client#connect` */
function asLegacyPacket(packet: { data?: unknown }): void {
  // Only errors begin with a 4.
  if (typeof packet.data === 'string' && packet.data.startsWith('4'))
    packet.data = packet.data.replace(INVALID_NAMESPACE, '$1"Invalid namespace"');
}

/** A namespace by the names of its members. */
type Members = Namespace & Pick<Server['sockets'], 'sockets' | 'adapter' | 'fetchSockets' | 'in'>;

/**
 * The members of v2 that the namespaces of one server share, by the prototype of v4, because parent namespaces have
 * another one.
 */
function legacyNamespaces(
  warnLegacy: WarnLegacy,
  membersOf: LegacyMembersOf,
  report: Report,
): (namespace: Namespace) => object {
  // v2's `Namespace.events`. socketio-jwt adds its own, so that the app hears of clients that have proven who they are.
  const events = ['connect', 'connection', 'newListener'];
  const prototypes = new Map<object, object>();
  return (namespace) => {
    const base: Namespace = Object.getPrototypeOf(namespace);
    const known = prototypes.get(base);
    if (known !== undefined) return known;
    const Class = class extends (base.constructor as new () => object) {
      static readonly events = events;
    };
    Object.defineProperty(Class, 'name', { value: base.constructor.name });
    const { prototype } = Class;
    Object.defineProperties(prototype, {
      ...membersOf(base, 'namespace', events),
      use: method(function (middleware) {
        const guarded = guardedMiddleware(middleware as never, report);
        return base.use.call(this, (socket, next) =>
          guarded(socket as never, (error) => next(error && sendable(error))),
        );
      }),
      clients: clientsMethod('namespace.clients()', 'await namespace.fetchSockets()', warnLegacy),
    });
    prototypes.set(base, prototype);
    return prototype;
  };
}

function giveNamespaceMembers(
  namespace: Members,
  warnLegacy: WarnLegacy,
  asLegacySocket: (socket: Socket) => void,
): void {
  const connected = viewSockets(namespace.sockets as Map<string, Socket>, asLegacySocket);
  const run = namespace.run.bind(namespace);
  const asLegacyAdapter = (adapter: unknown) => {
    viewRooms(adapter as RoomCollections);
    giveAdapterMethods(adapter as object, namespace, warnLegacy);
    return adapter;
  };
  let adapter = asLegacyAdapter(namespace.adapter);

  Object.defineProperties(namespace, {
    // In this method, v4 runs the middleware, so each socket passes here before any code of the app sees it.
    run: method((socket, answer) => {
      asLegacySocket(socket as Socket);
      run(socket as never, answer as never);
    }),
    // `io.adapter(…)` assigns it, at any time.
    adapter: {
      ...getter(() => adapter),
      enumerable: true,
      set(assigned: unknown) {
        adapter = asLegacyAdapter(assigned);
      },
    },
    connected: getter(() => {
      warnLegacy('namespace.connected', 'namespace.sockets, a Map: .get(id)');
      return connected;
    }),
  });
}

type AdapterMethod = readonly [
  replacement: string,
  call: (namespace: Members, target: unknown, argument: unknown) => Promise<unknown>,
];

/** The methods of v2's adapters that programs called, and those that socket.io-redis added, by name. */
const ADAPTER_METHODS: Record<string, AdapterMethod> = {
  add: [
    'socket.join(room)',
    async ({ adapter }, id, room) => adapter.addAll(id as string, new Set([room as string])),
  ],
  clients: [
    'await io.in(room).fetchSockets()',
    (namespace, rooms) => idsOf(namespace.in(Array.isArray(rooms) ? rooms : [])),
  ],
  clientRooms: [
    'await io.in(id).fetchSockets(), and the rooms of each',
    async (namespace, id) => {
      const [socket] = await namespace.in(id as string).fetchSockets();
      return socket === undefined ? null : [...socket.rooms];
    },
  ],
  allRooms: [
    'await io.fetchSockets(), and the rooms of each',
    async (namespace) => [...new Set((await namespace.fetchSockets()).flatMap(({ rooms }) => [...rooms]))],
  ],
  remoteJoin: [
    'io.in(id).socketsJoin(room)',
    async (namespace, id, room) => namespace.in(id as string).socketsJoin(room as string),
  ],
  remoteLeave: [
    'io.in(id).socketsLeave(room)',
    async (namespace, id, room) => namespace.in(id as string).socketsLeave(room as string),
  ],
  remoteDisconnect: [
    'io.in(id).disconnectSockets(close)',
    async (namespace, id, close) => namespace.in(id as string).disconnectSockets(close as boolean),
  ],
};

/** The adapters that have the methods: a program may assign one again. */
const prepared = new WeakSet<object>();

/**
 * Gives an adapter the methods of v2's. Those that it has under these names, as socket.io-redis 6 does, return promises.
 *
 * @see socket.io-adapter 1.1.2, index.js; socket.io-redis 5.4.0, index.js
 */
function giveAdapterMethods(adapter: object, namespace: Members, warnLegacy: WarnLegacy): void {
  if (prepared.has(adapter)) return;
  prepared.add(adapter);
  for (const [name, [replacement, call]] of Object.entries(ADAPTER_METHODS)) {
    const own: unknown = Reflect.get(adapter, name);
    const legacy = method((...args) => {
      const at = args.findIndex((each) => typeof each === 'function');
      // One that was written for v2 calls back itself.
      if (typeof own === 'function' && (at === -1 || own.length > at)) return own.apply(adapter, args);
      warnLegacy(`adapter.${name}()`, replacement);
      const [target, argument] = args;
      const result =
        typeof own === 'function' ? own.apply(adapter, args.slice(0, at)) : call(namespace, target, argument);
      callBack(asArray(result), args[at]);
    });
    Object.defineProperty(adapter, name, legacy);
  }
}

async function asArray(result: unknown): Promise<unknown> {
  const value = await result;
  return value instanceof Set ? [...value] : value;
}
