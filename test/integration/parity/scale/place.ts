import { Agent, createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Engine } from '../releases.js';
import type { RunningServer } from '../servers.js';

/** An HTTP server on loopback that one Socket.IO after the other uses, so that connections stay open between them. */
export interface Place extends RunningServer {
  readonly httpServer: HttpServer;
  /** Removes everything that the last one added, so that the next one finds a clean HTTP server. */
  clear(): void;
  /** Sets the engine whose sessions the next {@link clear} ends. */
  occupy(engine: Engine | undefined): void;
}

export async function openPlace(): Promise<Place> {
  const httpServer = createServer();
  httpServer.keepAliveTimeout = 60_000;
  const connections = new Set<Socket>();
  httpServer.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const { port } = httpServer.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  let occupant: Engine | undefined;
  const clear = () => {
    endSessions(occupant);
    occupant = undefined;
    for (const event of ['request', 'upgrade', 'close', 'listening']) httpServer.removeAllListeners(event);
    // Answers the requests that no engine handles, such as OPTIONS under `handlePreflightRequest: false`.
    httpServer.on('request', (_req, res) => res.writeHead(404).end());
  };
  clear();
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    path: '/socket.io/',
    agent,
    httpServer,
    clear,
    occupy(engine) {
      occupant = engine;
    },
    async close() {
      clear();
      agent.destroy();
      const closed = new Promise<void>((resolve) => httpServer.close(() => resolve()));
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}

/** Without this, every polling session keeps its timers until its ping times out. */
function endSessions(engine: Engine | undefined): void {
  for (const session of Object.values(engine?.clients ?? {})) {
    session.writeBuffer.length = 0; // otherwise close() waits for a poll that will not come
    session.close(true);
  }
  engine?.close();
}
