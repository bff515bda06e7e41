import { Agent, createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ServerOptions } from 'socket.io';
import {
  type Engine,
  type LegacyRelease,
  loadEngine,
  loadLegacy,
  loadModern,
  type ModernRelease,
} from './releases.js';

/** A server that really listens, on 127.0.0.1. */
export interface RunningServer {
  readonly port: number;
  readonly url: string;
  /** Where the sessions are opened: `/socket.io/`, `/engine.io/`. */
  readonly path: string;
  /** Keeps connections open between requests, so that asking is cheap. */
  readonly agent: Agent;
  /** Ends every session and connection, at once. */
  close(): Promise<void>;
}

/** Settings as an app gave them to v2; `originsCalls` holds the arguments of its `io.origins(x)` calls. */
export type LegacySettings = Readonly<Record<string, unknown>>;

/** Starts a real Socket.IO 1.4–2.5 server. Its settings are cloned: v2 writes into the object it is given. */
export function startLegacy(release: LegacyRelease, settings: LegacySettings): Promise<RunningServer> {
  const { originsCalls = [], ...options } = settings;
  return listen('/socket.io/', (httpServer) => {
    const io = new (loadLegacy(release))(httpServer, { ...options, serveClient: false });
    for (const origins of originsCalls as readonly unknown[]) io.origins(origins);
    return io.eio;
  });
}

/** Starts a real Socket.IO 4 server with options as `translateCors` gives them. */
export function startModern(release: ModernRelease, options: Partial<ServerOptions>): Promise<RunningServer> {
  return listen('/socket.io/', (httpServer) => {
    const io = new (loadModern(release).Server)(httpServer, { ...options, serveClient: false });
    return io.engine;
  });
}

/** Starts Engine.IO without Socket.IO: 3.6 as people run it beside a v2, or 6.6. */
export function startEngine(generation: 3 | 6, options: object): Promise<RunningServer> {
  return listen('/engine.io/', (httpServer) => loadEngine(generation).attach(httpServer, { ...options }));
}

function listen(path: string, attach: (httpServer: HttpServer) => Engine): Promise<RunningServer> {
  // Answers the requests that no engine handles, such as OPTIONS under `handlePreflightRequest: false`.
  const httpServer = createServer((_req, res) => res.writeHead(404).end());
  return run(httpServer, attach(httpServer), path);
}

/** Lets an HTTP server that an engine is attached to listen. */
export async function run(
  httpServer: HttpServer,
  engine: Engine,
  path = '/socket.io/',
): Promise<RunningServer> {
  const connections = new Set<Socket>();
  httpServer.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const { port } = httpServer.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });

  return {
    port,
    path,
    agent,
    url: `http://127.0.0.1:${port}`,
    async close() {
      endSessions(engine);
      agent.destroy();
      const closed = new Promise<void>((resolve) => httpServer.close(() => resolve()));
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}

/** Without this, every polling session keeps its timers, and the process, alive until its ping times out. */
function endSessions(engine: Engine): void {
  for (const session of Object.values(engine.clients)) {
    session.writeBuffer.length = 0; // otherwise close() waits for a poll that will not come
    session.close(true);
  }
  engine.close();
}
