import { createRequire } from 'node:module';
import { expect } from 'chai';
import session from 'express-session';
import type { Socket } from 'socket.io';
import { Server, type Warning } from '../../../src/server/index.js';
import { programs, type RunningProgram, SOCKET_IO } from './start.js';

const require = createRequire(import.meta.url);

/** The part of v2's client that these tests use. */
interface Client {
  readonly id: string;
  readonly io: { socket(namespace: string, options?: object): Client; close(): void };
  on(event: string, listener: (...args: unknown[]) => void): void;
  once(event: string, listener: (...args: unknown[]) => void): void;
  emit(event: string, ...args: unknown[]): void;
}

const connect = require('socket.io-client-2') as (url: string, options: object) => Client;

/** v2's members on a socket, as programs in JavaScript use them. */
type LegacySocket = Omit<Socket, 'emit' | 'join' | 'leave' | 'to' | 'broadcast' | 'rooms'> & {
  readonly json: LegacySocket;
  readonly rooms: Set<string> & Record<string, string>;
  readonly broadcast: LegacyTarget;
  onclose: (reason: string) => unknown;
  onpacket: (packet: { data?: unknown[] }) => unknown;
  binary(binary: boolean): LegacySocket;
  emit(event: string, ...args: unknown[]): LegacySocket;
  error(error: unknown): void;
  join(room: string | number, callback?: (error: unknown) => void): LegacySocket;
  leave(room: string | number, callback?: (error: unknown) => void): LegacySocket;
  to(room: string | number): LegacyTarget;
};

interface LegacyTarget {
  readonly json: LegacyTarget;
  readonly broadcast: LegacyTarget;
  to(room: string | number): LegacyTarget;
  binary(binary: boolean): LegacyTarget;
  emit(event: string, ...args: unknown[]): LegacyTarget;
  send(...args: unknown[]): unknown;
  write(...args: unknown[]): unknown;
  clients(callback: (error: unknown, ids: string[]) => void): unknown;
}

interface LegacyAdapter {
  readonly rooms: Record<string, { length: number; sockets: Record<string, true> }>;
  readonly sids: Record<string, object>;
  add(id: string, room: string, callback: (error: unknown) => void): void;
  clients(rooms: string[], callback: (error: unknown, ids: string[]) => void): void;
  clientRooms(id: string, callback: (error: unknown, rooms: string[] | null) => void): void;
  /** These are of socket.io-redis. */
  allRooms(callback: (error: unknown, rooms: string[]) => void): void;
  remoteJoin(id: string, room: string, callback: (error: unknown) => void): void;
  remoteLeave(id: string, room: string, callback: (error: unknown) => void): void;
  remoteDisconnect(id: string, close: boolean, callback: (error: unknown) => void): void;
}

interface LegacyNamespace extends LegacyTarget {
  readonly connected: Record<string, object>;
  readonly sockets: Record<string, object>;
  readonly adapter: LegacyAdapter;
  in(room: string | number): LegacyTarget;
  on(event: string, listener: (...args: unknown[]) => void): void;
}

/** A server with a client at `/`, which is in the room `a`. */
interface Scene {
  readonly io: LegacyNamespace & {
    readonly sockets: LegacyNamespace;
    readonly nsps: Record<string, object>;
    /** Only on the drop-in server. */
    timeout(milliseconds: number): LegacyTarget;
    of(name: string): LegacyNamespace;
  };
  readonly client: Client;
  readonly other: Client;
  readonly socket: LegacySocket;
}

const called = <T extends unknown[]>(run: (callback: (...args: T) => void) => unknown) =>
  new Promise<T>((resolve) => run((...args) => resolve(args)));

/** Sends something, and returns the arguments with which a client gets the event. */
const got = (client: Client, event: string, send: () => unknown) =>
  called((callback) => {
    client.once(event, callback);
    send();
  });

const ORIGIN = 'https://example.com';

/** The idioms of v2, their results on both servers, and the members that are reported. */
const IDIOMS: readonly (readonly [
  desc: string,
  run: (scene: Scene) => unknown,
  result: unknown,
  members: readonly string[],
])[] = [
  [
    'io.sockets.connected[id]',
    ({ io, socket }) => io.sockets.connected[socket.id] === (socket as object),
    true,
    ['namespace.connected'],
  ],
  [
    'Object.keys(namespace.connected)',
    ({ io }) => Object.keys(io.of('/').connected).length,
    2,
    ['namespace.connected'],
  ],
  [
    'delete connected[id], which ends broadcasts to a socket',
    async ({ io, client, other, socket }) => {
      delete io.sockets.connected[socket.id];
      let isReached = false;
      client.on('news', () => {
        isReached = true;
      });
      await got(other, 'news', () => io.emit('news'));
      const keys = [Object.keys(io.sockets.connected), Object.keys(io.sockets.sockets)];
      io.sockets.connected[socket.id] = socket;
      await got(client, 'more', () => io.emit('more'));
      return [isReached, ...keys.map(({ length }) => length)];
    },
    [false, 1, 2],
    ['namespace.connected'],
  ],
  [
    'io.sockets.sockets[id]',
    ({ io, socket }) => io.sockets.sockets[socket.id] === (socket as object),
    true,
    [],
  ],
  ['Object.keys(io.sockets.sockets)', ({ io }) => Object.keys(io.sockets.sockets).length, 2, []],
  ['Object.keys(io.nsps)', ({ io }) => Object.keys(io.nsps), ['/', '/chat'], ['io.nsps']],
  [
    "delete io.nsps['/chat']",
    async ({ io, client }) => {
      Reflect.deleteProperty(io.nsps, '/chat');
      const refused = client.io.socket('/chat');
      const [error] = await called((callback) => refused.on('error', callback));
      return [error, '/chat' in io.nsps];
    },
    ['Invalid namespace', false],
    ['io.nsps'],
  ],
  ['Object.keys(socket.rooms)', ({ socket }) => namesIn(socket, Object.keys(socket.rooms)), ['ID', 'a'], []],
  ['socket.rooms[room]', ({ socket }) => [socket.rooms.a, socket.rooms.b], ['a', undefined], []],
  [
    'for (room in socket.rooms), after a change',
    async ({ socket }) => {
      const { rooms } = socket;
      await called((callback) => socket.join('b', callback));
      await called((callback) => socket.leave('a', callback));
      const found: string[] = [];
      for (const room in Object.keys(rooms).length === 0 ? {} : socket.rooms) found.push(room);
      return namesIn(socket, found);
    },
    ['ID', 'b'],
    ['the callback of socket.join()', 'the callback of socket.leave()'],
  ],
  [
    'join(room, callback) and leave(room, callback), which return the socket',
    ({ socket }) =>
      [
        socket.join('b', () => undefined),
        socket.join('b', () => undefined),
        socket.leave('b', () => undefined),
      ].map((returned) => returned === socket),
    [true, true, true],
    ['the callback of socket.join()', 'the callback of socket.leave()'],
  ],
  [
    'the callbacks of join() and leave(), which get null only, in the next tick',
    async ({ socket }) => {
      const order: unknown[] = [];
      const left = await called((callback) => {
        socket.join('b', (...args) => {
          order.push(args);
          socket.leave('b', callback);
        });
        process.nextTick(() => order.push('next tick'));
      });
      return [order, left];
    },
    [[[null], 'next tick'], [null]],
    ['the callback of socket.join()', 'the callback of socket.leave()'],
  ],
  ['adapter.rooms[room].length', ({ io }) => io.sockets.adapter.rooms.a?.length, 2, []],
  [
    'adapter.rooms[room].sockets',
    ({ io, socket }) => io.sockets.adapter.rooms.a?.sockets[socket.id],
    true,
    [],
  ],
  [
    'adapter.rooms that is sent to a client',
    async ({ io, socket, client }) => {
      const [sent] = await got(client, 'rooms', () => socket.emit('rooms', io.sockets.adapter.rooms));
      const { sockets, length } = (sent as LegacyAdapter['rooms']).a as LegacyAdapter['rooms'][string];
      return [sockets[socket.id], Object.keys(sockets).length, length];
    },
    [true, 2, 2],
    [],
  ],
  [
    'Object.keys(adapter.rooms)',
    ({ io, socket, client }) =>
      namesIn(socket, Object.keys(io.sockets.adapter.rooms)).filter((name) => name !== client.id).length,
    3,
    [],
  ],
  [
    'the name of a room as a number',
    async ({ io, socket, client }) => {
      await called((callback) => socket.join(42, callback));
      const [sent] = await got(client, 'n', () =>
        io.to('42').emit('n', io.sockets.adapter.rooms[42]?.length),
      );
      const [again] = await got(client, 'n', () =>
        io.to(42).emit('n', Object.keys(socket.rooms).includes('42')),
      );
      await called((callback) => socket.leave('42', callback));
      return [sent, again, io.sockets.adapter.rooms['42']];
    },
    [1, true, undefined],
    ['the callback of socket.join()', 'the callback of socket.leave()'],
  ],
  [
    'clients(callback) of a server',
    async ({ io }) => (await called(io.clients.bind(io)))[1]?.length,
    2,
    ['io.clients()'],
  ],
  [
    'clients(callback) of a namespace',
    async ({ io }) => await called((callback) => io.of('/chat').clients(callback)),
    [null, []],
    ['namespace.clients()'],
  ],
  [
    'clients(callback) of a room',
    async ({ io, socket }) =>
      (await called<[unknown, string[]]>((callback) => io.in(socket.id).clients(callback)))[1].map(
        (id) => id === socket.id,
      ),
    [true],
    ['in().clients()'],
  ],
  ['io.json.emit()', ({ io, client }) => got(client, 'j', () => io.json.emit('j', 1)), [1], ['io.json']],
  [
    'io.in(room).json.send()',
    ({ io, client }) => got(client, 'message', () => io.in('a').json.send('hi')),
    ['hi'],
    ['to().json', 'to().send()'],
  ],
  [
    'namespace.to(room).write()',
    ({ io, client }) => got(client, 'message', () => io.sockets.to('a').write('hi')),
    ['hi'],
    ['to().write()'],
  ],
  [
    'socket.json.emit()',
    ({ socket, client }) => got(client, 'j', () => socket.json.emit('j', 1)),
    [1],
    ['socket.json'],
  ],
  [
    'socket.broadcast.to(room).json.send()',
    ({ socket, other }) => got(other, 'message', () => socket.broadcast.to('a').json.send({ x: 1 })),
    [{ x: 1 }],
    ['to().json', 'to().send()'],
  ],
  [
    'socket.to(room).broadcast.emit(), which leaves the sender out',
    async ({ io, socket, client, other }) => {
      let isEchoed = false;
      client.on('b', () => {
        isEchoed = true;
      });
      const sent = await got(other, 'b', () => socket.to('a').broadcast.emit('b', 1));
      await got(client, 'end', () => io.emit('end'));
      return [...sent, isEchoed];
    },
    [1, false],
    ['to().broadcast'],
  ],
  [
    'socket.error()',
    ({ socket, client }) => got(client, 'error', () => socket.error({ code: 7 })),
    [{ code: 7 }],
    ['socket.error()'],
  ],
  [
    'binary() of a server, a namespace, a room and a socket',
    async ({ io, socket, client }) => [
      await got(client, 'a', () => io.binary(false).emit('a', 1)),
      await got(client, 'b', () => io.sockets.binary(false).emit('b', 2)),
      await got(client, 'c', () => io.to('a').binary(false).emit('c', 3)),
      await got(client, 'd', () => socket.binary(false).emit('d', 4)),
    ],
    [[1], [2], [3], [4]],
    ['binary()'],
  ],
  [
    'a chain of emit() of a socket',
    ({ socket, client }) => got(client, 'second', () => socket.emit('first').emit('second', 2)),
    [2],
    [],
  ],
  [
    'a chain of emit() of a room, whose second call reaches every client of the namespace',
    ({ io, other }) => got(other, 'second', () => io.to('nobody').emit('first').emit('second', 2)),
    [2],
    [],
  ],
  [
    'a chain of emit() of socket.to(), whose second call reaches the socket itself',
    ({ socket, client }) => got(client, 'second', () => socket.to('a').emit('first').emit('second', 2)),
    [2],
    [],
  ],
  [
    'socket.join().leave().emit()',
    ({ socket, client }) => got(client, 'e', () => socket.join('x').leave('x').emit('e', 1)),
    [1],
    [],
  ],
  [
    "socket.emit('disconnect'), which calls the server's listeners",
    ({ socket }) =>
      called((callback) => {
        socket.on('disconnect', callback);
        socket.emit('disconnect', 'by hand');
      }),
    ['by hand'],
    ["socket.emit('disconnect')"],
  ],
  [
    'an event that is added to Namespace.events, as socketio-jwt does, and stays on the server',
    async ({ io, socket, client }) => {
      const events = Object.getPrototypeOf(io.sockets).constructor.events as string[];
      events.push('authenticated');
      let isSent = false;
      client.on('authenticated', () => {
        isSent = true;
      });
      const [heard] = await called((callback) => {
        io.of('/').on('authenticated', callback);
        io.sockets.emit('authenticated', socket);
      });
      await got(client, 'end', () => io.emit('end'));
      return [heard === socket, isSent];
    },
    [true, false],
    ["namespace.emit('authenticated')"],
  ],
  [
    'the name of the class of a namespace',
    ({ io }) => Object.getPrototypeOf(io.sockets).constructor.name,
    'Namespace',
    [],
  ],
  [
    'listeners of newListener of a namespace, which Node calls',
    async ({ io, client }) => {
      const events: unknown[] = [];
      io.sockets.on('newListener', (event) => void events.push(event));
      io.sockets.on('news', () => undefined);
      client.on('newListener', () => void events.push('sent to clients'));
      await got(client, 'end', () => io.emit('end'));
      return events;
    },
    ['news'],
    [],
  ],
  [
    'socket.onclose that is replaced, to see the rooms before they are left',
    ({ socket, client }) =>
      called<[string[], string]>((callback) => {
        socket.on('disconnect', (reason) => callback(rooms, reason));
        let rooms: string[] = [];
        socket.onclose = function (this: LegacySocket, reason) {
          rooms = namesIn(this, Object.keys(this.rooms));
          return Object.getPrototypeOf(this).onclose.call(this, reason);
        };
        client.io.close();
      }),
    [['ID', 'a'], 'transport close'],
    ['socket.onclose'],
  ],
  [
    'socket.onpacket that is replaced',
    async ({ socket, client }) => {
      const { onpacket } = socket;
      socket.onpacket = (packet) => onpacket.call(socket, { ...packet, data: ['renamed', 1] });
      return called((callback) => {
        socket.on('renamed', callback);
        client.emit('anything');
      });
    },
    [1],
    ['socket.onpacket'],
  ],
  [
    'adapter.add()',
    async ({ io: { sockets }, socket }) => {
      const args = await called((callback) => sockets.adapter.add(socket.id, 'b', callback));
      return [args, sockets.adapter.rooms.b?.length];
    },
    [[null], 1],
    ['adapter.add()'],
  ],
  [
    'listeners of newListener and removeListener, which Node calls',
    ({ socket }) => {
      const events: string[] = [];
      socket.on('newListener', (event: string) => void events.push(`+${event}`));
      socket.on('removeListener', (event: string) => void events.push(`-${event}`));
      const listener = () => undefined;
      socket.on('news', listener);
      socket.off('news', listener);
      return events;
    },
    ['+removeListener', '+news', '-news'],
    [],
  ],
  [
    'adapter.sids[id]',
    ({ io, socket }) => [
      namesIn(socket, Object.keys(io.sockets.adapter.sids[socket.id] ?? {})),
      io.sockets.adapter.sids.nobody,
    ],
    [['ID', 'a'], undefined],
    [],
  ],
  [
    'adapter.clients() and adapter.clientRooms()',
    async ({ io: { sockets }, socket }) => {
      const [, ids] = await called<[unknown, string[]]>((callback) =>
        sockets.adapter.clients([socket.id], callback),
      );
      const [, rooms] = await called<[unknown, string[] | null]>((callback) =>
        sockets.adapter.clientRooms(socket.id, callback),
      );
      const [, none] = await called<[unknown, string[] | null]>((callback) =>
        sockets.adapter.clientRooms('nobody', callback),
      );
      return [namesIn(socket, ids), namesIn(socket, rooms ?? []), none];
    },
    [['ID'], ['ID', 'a'], null],
    ['adapter.clients()', 'adapter.clientRooms()'],
  ],
  [
    'an error of socket.use(), which the client gets',
    ({ socket, client }) => {
      socket.use((_event, next) => next(Object.assign(new Error('no'), { data: { code: 7 } })));
      return got(client, 'error', () => client.emit('anything'));
    },
    [{ code: 7 }],
    [],
  ],
  [
    'an error of socket.use() that is a string, of which v2 sent nothing',
    ({ socket, client }) => {
      socket.use((_event, next) => next('no' as never));
      return got(client, 'error', () => client.emit('anything')).then(([error]) => error ?? 'nothing');
    },
    'nothing',
    [],
  ],
  [
    'a namespace that does not exist',
    ({ client }) => {
      const missing = client.io.socket('/nowhere');
      return called((callback) => missing.on('error', callback));
    },
    ['Invalid namespace'],
    [],
  ],
];

/** What the guide lists as different from v2: the results on v2 and on the drop-in server. */
const DIFFERENCES: readonly (readonly [
  desc: string,
  run: (scene: Scene) => unknown,
  onV2: unknown,
  onDropIn: unknown,
])[] = [
  [
    'a room that is used twice',
    async ({ io, socket, client, other }) => {
      await called((callback) => socket.join('b', callback));
      const room = io.to('b');
      await got(client, 'first', () => room.emit('first'));
      let isReached = false;
      other.on('second', () => {
        isReached = true;
      });
      await got(client, 'second', () => room.emit('second'));
      await got(other, 'end', () => io.emit('end'));
      return isReached;
    },
    true,
    false,
  ],
  [
    'a callback in an emit() to several clients, which do not answer at once',
    async ({ io }) => {
      try {
        const [error] = await called<[Error]>((callback) => io.emit('question', callback));
        return error.message;
      } catch {
        return 'throws';
      }
    },
    'throws',
    'operation has timed out',
  ],
  [
    "socket.emit('error', …)",
    ({ socket, client }) =>
      Promise.race([
        called((callback) => socket.on('error', callback)).then(() => 'the server'),
        got(client, 'error', () => setImmediate(() => socket.emit('error', 'no'))).then(() => 'the client'),
      ]),
    'the server',
    'the client',
  ],
  [
    'an error of socket.use()',
    async ({ socket, client }) => {
      const errors: unknown[] = [];
      socket.on('error', (error) => errors.push(error.message));
      socket.use((_event, next) => next(new Error('no')));
      await got(client, 'error', () => client.emit('anything'));
      return errors;
    },
    [],
    ['no'],
  ],
  ['io.volatile', ({ io }) => Reflect.get(io, 'volatile') === io, true, false],
  ['Object.keys(adapter.sids)', ({ io }) => Object.keys(io.sockets.adapter.sids).length, 2, 0],
  [
    'adapter.rooms[room].sockets after a change',
    async ({ io, socket }) => {
      const { sockets } = io.sockets.adapter.rooms.a as { sockets: object };
      await called((callback) => socket.leave('a', callback));
      return Object.keys(sockets).length;
    },
    1,
    2,
  ],
  [
    'socket.client.sockets and namespace.fns',
    ({ io, socket }) => [
      socket.id in (Reflect.get(socket.client, 'sockets') as object),
      Array.isArray(Reflect.get(io.sockets, 'fns')),
    ],
    [true, true],
    [false, false],
  ],
];

/** Sorted, with the id of a socket written as ID. */
function namesIn(socket: LegacySocket, names: readonly string[]): string[] {
  return names.map((name) => (name === socket.id ? 'ID' : name)).sort();
}

describe("v2's members", () => {
  const running = programs();
  const clients: Client[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) client.io.close();
    await running.closeAll();
  });

  async function scene(name: 'v2' | 'drop-in', warnings: Warning[] = []): Promise<Scene> {
    const corsCompat = { onWarning: (warning: Warning) => void warnings.push(warning) };
    const program = await running.start(SOCKET_IO[name], (socketIo, server) => {
      const io = socketIo(server, { ...(name === 'v2' ? {} : { corsCompat }) });
      io.of('/chat');
      return io;
    });
    const [client, socket] = await connected(program);
    const [other] = await connected(program);
    return { io: program.io as never, client, other, socket };
  }

  async function connected(program: RunningProgram): Promise<[Client, LegacySocket]> {
    const client = open(program, 'websocket');
    const [socket] = await called<[Socket]>((callback) => program.io.once('connection', callback));
    socket.join('a');
    if (!client.id) await called((callback) => client.once('connect', callback));
    return [client, socket as never];
  }

  function open({ url }: RunningProgram, transport: string, path = '', options = {}): Client {
    const client = connect(url + path, {
      forceNew: true,
      reconnection: false,
      transports: [transport],
      ...options,
    });
    clients.push(client);
    return client;
  }

  for (const [desc, run, result, members] of IDIOMS) {
    for (const name of ['v2', 'drop-in'] as const) {
      it(`${desc}, on ${name}`, async () => {
        const warnings: Warning[] = [];
        expect(await run(await scene(name, warnings))).to.deep.equal(result);
        const reported = warnings
          .filter(({ code }) => code === 'LEGACY_MEMBER')
          .map(({ subject }) => subject);
        expect(reported).to.have.members(name === 'v2' ? [] : members);
      });
    }
  }

  for (const [desc, run, onV2, onDropIn] of DIFFERENCES) {
    it(`differ as the guide says: ${desc}`, async () => {
      expect(await run(await scene('v2'))).to.deep.equal(onV2);
      expect(await run(await scene('drop-in'))).to.deep.equal(onDropIn);
    });
  }

  for (const transport of ['polling', 'websocket']) {
    it(`express-session has a response in middleware, over ${transport}`, async () => {
      const warnings: Warning[] = [];
      const corsCompat = { onWarning: (warning: Warning) => void warnings.push(warning) };
      const program = await running.start(Server, (socketIo, server) => socketIo(server, { corsCompat }));
      const sessions = session({ secret: 'x', resave: false, saveUninitialized: true });
      program.io.use((socket, next) => {
        const request = socket.request as unknown as Parameters<typeof sessions>[0];
        sessions(request, request.res as never, next as never);
      });
      const client = open(program, transport);
      const [socket] = await called<[Socket]>((callback) => program.io.on('connection', callback));
      expect(socket.request).to.have.nested.property('session.cookie');
      await called((callback) => client.on('connect', callback));
      expect(warnings.filter(({ code }) => code === 'LEGACY_MEMBER')).to.have.length(1);
    });
  }

  for (const name of ['v2', 'drop-in'] as const) {
    it(`the query of a namespace replaces that of the connection, on ${name}`, async () => {
      const program = await running.start(SOCKET_IO[name], (socketIo, server) => socketIo(server));
      const client = open(program, 'websocket', '', { query: { token: 'visitor', lang: 'en' } });
      const queries: unknown[] = [];
      for (const namespace of ['/', '/admin']) {
        program.io.of(namespace).use(({ handshake: { query } }, next) => {
          queries.push([namespace, query.token, query.lang]);
          next();
        });
      }
      const admin = client.io.socket('/admin', { query: { token: 'secret' } });
      await called((callback) => admin.on('connect', callback));
      expect(queries).to.deep.equal([
        ['/', 'visitor', 'en'],
        ['/admin', 'secret', 'en'],
      ]);
    });
  }

  for (const [name, seen] of [
    ['v2', { preflight: [400, null], refusal: [403, null], bare: [200, '*'] }],
    ['drop-in', { preflight: [204, 'Content-Type'], refusal: [403, ORIGIN], bare: [200, null] }],
  ] as const) {
    it(`responses have the headers that the guide says, on ${name}`, async () => {
      const program = await running.start(SOCKET_IO[name], (socketIo, server) =>
        socketIo(server, { allowRequest: ({ headers }, callback) => callback(null, !('x-no' in headers)) }),
      );
      const ask = async (header: string, init: RequestInit): Promise<[number, string | null]> => {
        const response = await fetch(`${program.url}/socket.io/?EIO=3&transport=polling`, init);
        await response.text();
        return [response.status, response.headers.get(`access-control-allow-${header}`)];
      };
      const preflight = { origin: ORIGIN, 'access-control-request-method': 'GET' };
      expect({
        preflight: await ask('headers', { method: 'OPTIONS', headers: preflight }),
        refusal: await ask('origin', { headers: { origin: ORIGIN, 'x-no': '1' } }),
        bare: await ask('origin', {}),
      }).to.deep.equal(seen);
    });
  }

  it("a callback gets the clients' answers after timeout(), as the guide says", async () => {
    const { io, client, other } = await scene('drop-in');
    for (const each of [client, other])
      each.on('question', (...args) => (args.at(-1) as (answer: string) => void)('yes'));
    const answers = await called((callback) => io.timeout(5000).emit('question', callback));
    expect(answers).to.deep.equal([null, ['yes', 'yes']]);
  });

  for (const [name, seen] of [
    ['v2', ['1', '2']],
    ['drop-in', '2'],
  ] as const) {
    it(`a parameter that the query of a namespace repeats is ${JSON.stringify(seen)}, on ${name}`, async () => {
      const program = await running.start(SOCKET_IO[name], (socketIo, server) => socketIo(server));
      const query = called<[Socket]>((callback) => program.io.of('/chat').on('connection', callback));
      open(program, 'websocket', '/chat?x=1&x=2');
      const [{ handshake }] = await query;
      expect(handshake.query.x).to.deep.equal(seen);
    });
  }

  it('of socket.io-redis reach sockets by id', async () => {
    const { io, client, socket } = await scene('drop-in');
    const { adapter } = io.sockets;
    await called((callback) => adapter.remoteJoin(socket.id, 'b', callback));
    await called((callback) => adapter.remoteLeave(socket.id, 'a', callback));
    const [, rooms] = await called<[unknown, string[]]>((callback) => adapter.allRooms(callback));
    expect(namesIn(socket, Object.keys(socket.rooms))).to.deep.equal(['ID', 'b']);
    expect(rooms).to.include.members(['a', 'b', socket.id]);
    const left = called((callback) => client.on('disconnect', callback));
    await called((callback) => adapter.remoteDisconnect(socket.id, true, callback));
    await left;
  });

  it('are reported once each, however many sockets use them', async () => {
    const warnings: Warning[] = [];
    const { socket, io } = await scene('drop-in', warnings);
    for (let i = 0; i < 3; i++) {
      io.to('a').send(i);
      socket.to('a').send(i);
    }
    expect(warnings.filter(({ code }) => code === 'LEGACY_MEMBER')).to.have.length(1);
  });
});
