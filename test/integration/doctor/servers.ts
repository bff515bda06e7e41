import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo, Socket } from 'node:net';
import type { Handler } from '../../doctor/fake-engine.js';

const require = createRequire(import.meta.url);

/** A server that listens on loopback. */
export interface Listening {
  readonly url: string;
  readonly server: Server;
  /** How many sessions are open; undefined if it is not an Engine.IO server. */
  readonly sessions: () => number | undefined;
  readonly close: () => Promise<void>;
}

export type V2Release =
  | 'socket.io-2.5'
  | 'socket.io-2.3'
  | 'socket.io-2.4.0'
  | 'socket.io-2.1'
  | 'socket.io-2.0'
  | 'socket.io-1.4';
export type V4Release = 'socket.io' | 'socket.io-4.0';

/** A real Socket.IO v1 or v2. */
export function v2(
  options: object,
  release: V2Release = 'socket.io-2.5',
  app: (io: Emitting) => void = () => {},
): Promise<Listening> {
  // The releases write into the object they are given. v1 waits for a ping of sessions that are closed already.
  const patience = release === 'socket.io-1.4' ? { pingInterval: 1000, pingTimeout: 1000 } : {};
  return listen((server) => {
    const io = require(release)(server, { ...patience, ...options });
    app(io);
    return io.eio;
  });
}

/** As much of a server as an app that greets its clients needs. */
export interface Emitting {
  on(event: 'connection', greet: (socket: { emit(event: string, data: string): void }) => void): void;
}

/** A real Socket.IO v4. */
export function v4(options: object, release: V4Release = 'socket.io'): Promise<Listening> {
  return listen((server) => new (require(release).Server)(server, { ...options }).engine);
}

/** A real Engine.IO 6 or 3 without Socket.IO. */
export function engine(
  options: object,
  release: 'engine.io' | 'engine.io-3' = 'engine.io',
): Promise<Listening> {
  return listen((server) => require(release).attach(server, { ...options }));
}

/** Any other HTTP server. */
export function raw(
  onRequest: Handler,
  onUpgrade?: (request: IncomingMessage, socket: Socket) => void,
): Promise<Listening> {
  return listen((server) => {
    server.on('request', onRequest);
    if (onUpgrade !== undefined) server.on('upgrade', onUpgrade);
  });
}

interface Engine {
  readonly clientsCount: number;
}

function listen(attach: (server: Server) => Engine | undefined): Promise<Listening> {
  const server = createServer();
  const attached = attach(server);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const close = () =>
        new Promise<void>((closed) => {
          server.close(() => closed());
          for (const socket of sockets) socket.destroy();
        });
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      resolve({ url, server, sessions: () => attached?.clientsCount, close });
    });
  });
}

/** How many sessions are left once the server has noticed the last good-bye, a moment after it was said. */
export async function sessionsLeft({ sessions }: Listening): Promise<number> {
  for (let patience = 50; patience > 0 && (sessions() ?? 0) > 0; patience -= 1)
    await new Promise((wait) => setTimeout(wait, 10));
  return sessions() ?? 0;
}
