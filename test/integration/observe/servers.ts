import { createServer, Server as HttpServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { Server as DropIn } from '../../../src/server/index.js';

const require = createRequire(import.meta.url);

/** The releases that are observed, by the names they are installed under. */
export const RELEASES = {
  '1.4.8': 'socket.io-1.4',
  '2.0.4': 'socket.io-2.0',
  '2.3.0': 'socket.io-2.3',
  '2.4.0': 'socket.io-2.4.0',
  '2.5.1': 'socket.io-2.5',
  '3.1.2': 'socket.io-3.1',
  '4.0.0': 'socket.io-4.0',
  '4.6.0': 'socket.io-4.6',
  '4.8.4': 'socket.io',
} as const;
export type Release = keyof typeof RELEASES;

export const isLegacy = (release: Release) => /^[12]\./.test(release);

/** The part of all servers that the tests touch. */
export interface Io {
  readonly engine: {
    generateId: () => string;
    readonly clients: Record<string, { writeBuffer: unknown[]; close(discard: boolean): void }>;
  };
  readonly httpServer: HttpServer;
  of(name: string): unknown;
  attach(target: unknown, options?: object): unknown;
  origins(value: unknown): unknown;
}

type Construct = (target?: unknown, options?: object) => Io;

/** Calls a release's constructor. */
export function construct(release: Release): Construct {
  const module = require(RELEASES[release]);
  return (...args) => (isLegacy(release) ? module(...args) : new module.Server(...args));
}

/** The ways to attach a server, each given what to do as soon as it is made. */
export const FORMS = {
  'given a server': (make, options) => (made) => made(make(createServer(), options)),
  'given a port': (make, options) => (made) => onLoopback(() => made(make('0', options))),
  'attached later': (make, options) => (made) => {
    const io = make(options);
    made(io);
    io.attach(createServer(), options);
    return io;
  },
  'attached twice': (make, options) => (made) => {
    const io = make(options);
    io.attach(createServer(), { ...options });
    made(io);
    io.attach(createServer(), { ...options });
    return io;
  },
} satisfies Record<string, (make: Construct, options: object) => (made: (io: Io) => Io) => Io>;
export type Form = keyof typeof FORMS;

/** Socket.IO listens on all addresses if it is given a port. */
function onLoopback<T>(start: () => T): T {
  const { listen } = HttpServer.prototype;
  HttpServer.prototype.listen = function (this: HttpServer, port: number) {
    return listen.call(this, port, '127.0.0.1' as never);
  } as typeof listen;
  try {
    return start();
  } finally {
    HttpServer.prototype.listen = listen;
  }
}

export function dropIn(options: object): Io {
  return new DropIn(createServer(), { ...options, corsCompat: { onWarning: () => {} } }) as unknown as Io;
}

/** Lets a server listen, if it does not yet. Its sessions are numbered, so that those of two servers are the same. */
export async function portOf({ httpServer, engine }: Io): Promise<number> {
  let sessions = 0;
  engine.generateId = () => `session-${sessions++}`;
  if (!httpServer.listening)
    await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', () => resolve()));
  return (httpServer.address() as AddressInfo).port;
}

/** Ends all sessions and connections at once. */
export async function close({ engine, httpServer }: Io): Promise<void> {
  for (const session of Object.values(engine.clients)) {
    session.writeBuffer.length = 0;
    session.close(true);
  }
  const closed = new Promise((resolve) => httpServer.close(resolve));
  httpServer.closeAllConnections();
  if (httpServer.listening) await closed;
}
