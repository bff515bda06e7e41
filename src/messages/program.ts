import { entry, type None } from './message.js';

/** Where something is, for people: `line 3`, `lines 3, 8 and 12`. */
export function inLines(lines: readonly number[]): string {
  const last = lines.at(-1);
  return lines.length < 2 ? `line ${last}` : `lines ${lines.slice(0, -1).join(', ')} and ${last}`;
}

interface Change {
  /** The behaviour of v4. */
  readonly now: string;
  /** The code to write instead. */
  readonly instead: string;
}

const CALLBACK = (method: 'join' | 'leave'): Change => ({
  now: `v4 never calls the callback of ${method}(), so its code does not run.`,
  instead: `In an async function, write await socket.${method}(room), and then the code of the callback. Add event listeners before the await, because events that arrive during it are lost.`,
});

/** The members that v4 removed, or whose shape it changed, with what to write for them. */
export const CHANGED_MEMBERS = {
  'adapter.rooms': {
    now: 'v4 has a Map of Sets there, so adapter.rooms[room] is undefined.',
    instead:
      'Write adapter.rooms.get(room)?.size for adapter.rooms[room].length, adapter.rooms.has(room) to ask whether there is one, and [...adapter.rooms.keys()] for the names.',
  },
  'adapter.sids': {
    now: 'v4 has a Map of Sets there, so adapter.sids[id] is undefined.',
    instead: 'Write adapter.sids.get(id), and [...adapter.sids.get(id)] for the rooms of a socket.',
  },
  'clients(callback)': {
    now: 'v4 has no clients(), so the call throws a TypeError.',
    instead:
      'Write const ids = (await io.in(room).fetchSockets()).map(({ id }) => id); without a room, await io.fetchSockets().',
  },
  'namespace.connected': {
    now: 'v4 has no connected, so reading a socket from it throws a TypeError.',
    instead:
      "Write io.of('/').sockets.get(id) for io.sockets.connected[id]; sockets is a Map of all sockets of a namespace, and sockets.size counts them.",
  },
  'namespace.sockets': {
    now: 'v4 has a Map there, so sockets[id] is undefined and Object.keys(sockets) is empty.',
    instead: 'Write sockets.get(id), sockets.size and [...sockets.keys()].',
  },
  'io.nsps': {
    now: 'v4 has no nsps, so reading a namespace from it throws a TypeError.',
    instead: "Write io.of('/chat') for io.nsps['/chat'], and keep a list of your own if you need the names.",
  },
  json: {
    now: 'v4 has no json, so the call throws a TypeError.',
    instead: "Remove json: socket.emit('event', data) sends objects as JSON.",
  },
  'to(room).send()': {
    now: 'v4 has no send() and write() after to(), in() and broadcast, so the call throws a TypeError.',
    instead: "Write emit('message', data) for send(data) and write(data).",
  },
  'to(room).broadcast': {
    now: 'v4 has no broadcast after to() and in(), so the call throws a TypeError.',
    instead: 'Remove broadcast: socket.to(room).emit(…) does not send to the sender anyway.',
  },
  'socket.rooms': {
    now: 'v4 has a Set there, so socket.rooms[room] is undefined and Object.keys(socket.rooms) is empty.',
    instead: 'Write socket.rooms.has(room), [...socket.rooms] and socket.rooms.size.',
  },
  'join(room, callback)': CALLBACK('join'),
  'leave(room, callback)': CALLBACK('leave'),
  'socket.binary()': {
    now: 'v4 has no binary(), so the call throws a TypeError.',
    instead: 'Remove the call: v4 finds binary data by itself.',
  },
  'socket.error()': {
    now: 'v4 has no error(), so the call throws a TypeError.',
    instead: "Write socket.emit('error', reason).",
  },
  'socket.onclose': {
    now: 'v4 has no onclose, so a function that is assigned to it is never called.',
    instead:
      "Write socket.on('disconnecting', (reason) => …), where socket.rooms still has the rooms, and remove the call of the original.",
  },
  'emit().emit()': {
    now: "v4's emit() returns true and not the socket, so the next call throws a TypeError.",
    instead: 'Write each call as a statement of its own.',
  },
  'join().emit()': {
    now: "v4's join() and leave() return a promise or nothing, so the next call throws a TypeError.",
    instead: 'Write await socket.join(room); and the next call as a statement of its own.',
  },
  "emit('disconnect')": {
    now: "v4 throws if emit() gets a name that it reserves: 'connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'.",
    instead: 'Call socket.disconnect() if that was meant. Otherwise rename the event on both sides.',
  },
  "client.on('reconnect')": {
    now: 'Clients of v3 and later emit reconnect, reconnect_attempt, reconnecting, reconnect_error and reconnect_failed on their manager only, so these listeners are never called.',
    instead: "Write socket.io.on('reconnect', …); reconnecting is called reconnect_attempt there.",
  },
  "client.on('connect_timeout')": {
    now: 'Clients of v3 and later do not emit connect_timeout, so the listener is never called.',
    instead: "Write socket.on('connect_error', …), which is also called after a timeout.",
  },
  "client.on('ping')": {
    now: 'Clients of v3 and later emit no ping or pong on the socket, so the listener is never called.',
    instead: "Write socket.io.on('ping', …); there is no pong.",
  },
  "client.on('error')": {
    now: 'Clients of v3 and later report a refusal by the server as connect_error and not as error.',
    instead:
      "Write socket.on('connect_error', (error) => …). Keep the old listener if your server emits an event called error.",
  },
  "cookie: 'name'": {
    now: 'v4 takes an object there. If it gets a string, the cookie is called io, and v4 does not read cookiePath and cookieHttpOnly. A load balancer that looks for the name no longer finds it.',
    instead: "Write cookie: { name: 'name', path: '/', httpOnly: true, sameSite: 'strict' }.",
  },
  "require('socket.io/lib/socket')": {
    now: "v4 has no lib folder, so loading one of v2's files throws an error.",
    instead: "Write const { Namespace, Socket } = require('socket.io').",
  },
  "import * as io from 'socket.io-client'": {
    now: 'The client of v3 and later is an ES module, so its namespace cannot be called: TypeScript stops with TS2349.',
    instead: "Write import { io } from 'socket.io-client'.",
  },
} as const satisfies Record<string, Change>;

export type ChangedMember = keyof typeof CHANGED_MEMBERS;

/** Findings about the program besides its CORS settings: what an upgrade to v4 changes silently. */
export const programCatalogue = {
  GLOBAL_TYPES_ARE_GONE: entry<{ names: string; lines: readonly number[]; isRewritten: boolean }>(
    'warning',
    'none',
    {
      message: ({ names, lines, isRewritten }) =>
        isRewritten
          ? `The global types of @types/socket.io are gone on v4, which brings its own. The code now imports ${names} (${inLines(lines)}) from the package.`
          : `The global types of @types/socket.io are gone on v4, which brings its own. It has none for ${names} (${inLines(lines)}), so TypeScript reports an error.`,
      remedy: ({ isRewritten }) =>
        isRewritten
          ? 'Run tsc once.'
          : 'Remove the type, or derive it from one that v4 has: Socket["handshake"], ReturnType<Socket["to"]>.',
    },
  ),
  REQUEST_RES_IS_GONE: entry<{ lines: readonly number[] }>('danger', 'closes', {
    message: ({ lines }) =>
      `This reads socket.request.res (${inLines(lines)}), which v4 does not set. express-session throws without it, and nothing catches that, so the first client ends the process. Code that tests for it refuses every client.`,
    remedy: () =>
      'Write socket.request.res || {}, which works on v2 and v4: session(socket.request, socket.request.res || {}, next). If the code tests for socket.request.res, remove the test.',
  }),
  ROOT_MIDDLEWARE_NO_LONGER_GUARDS_NAMESPACES: entry<{
    namespaces: string;
    /** The first one with a literal name. */
    first: string | undefined;
    isGateway: boolean;
    lines: readonly number[];
    root: string;
  }>('danger', 'opens', {
    message: ({ namespaces, lines, root }) =>
      `On v4, the middleware of io.use() (${root}) guards the main namespace only: a client that it refuses can join ${namespaces} (${inLines(lines)}). On v2, every client passed it before it could join another namespace.`,
    remedy: ({ first = '/admin', isGateway }) =>
      isGateway
        ? 'Call use() of each namespace with the same middleware, in the afterInit() of its gateway: afterInit(namespace) { namespace.use(middleware); }.'
        : `Call use() of each namespace with the same middleware: io.of('${first}').use(middleware).`,
  }),
  V2_API_CHANGED: entry<{ member: ChangedMember; lines: readonly number[] }>('warning', 'none', {
    message: ({ member, lines }) => `${member} (${inLines(lines)}): ${CHANGED_MEMBERS[member].now}`,
    remedy: ({ member }) => CHANGED_MEMBERS[member].instead,
  }),
  V2_CLIENT_IN_THE_TREE: entry<None>('warning', 'closes', {
    message: () =>
      'This file contains a client of Socket.IO v2. A v4 server refuses it with "Unsupported protocol version", so pages that load it cannot connect.',
    remedy: () =>
      "Run migrate with --keep-v2-clients, which adds allowEIO3: true. Or replace the file with v4's client.",
  }),
} as const;
