import { Agent, createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type Server as CompatServer, Server, type ServerConstructor } from '../../../src/server/index.js';
import { type Engine, loadLegacy } from '../parity/releases.js';
import type { RunningServer } from '../parity/servers.js';

/** A program as people wrote it for v2, given what `require('socket.io')` gives, and an HTTP server to use. */
export type Bootstrap = (socketIo: ServerConstructor, httpServer: HttpServer) => CompatServer;

/** The results of `require('socket.io')`: the real v2, and the drop-in. */
export const SOCKET_IO: Readonly<Record<'v2' | 'drop-in', ServerConstructor>> = {
  v2: loadLegacy('2.5') as unknown as ServerConstructor,
  'drop-in': Server,
};

/** A program that really listens, on a loopback port. */
export interface RunningProgram extends RunningServer {
  readonly io: CompatServer;
  readonly httpServer: HttpServer;
}

/** Runs a program, and lets its HTTP server listen. */
export async function start(
  socketIo: ServerConstructor,
  bootstrap: Bootstrap,
  path = '/socket.io/',
): Promise<RunningProgram> {
  const given = createServer((_request, response) => response.writeHead(404).end());
  const io = bootstrap(socketIo, given);
  const httpServer = (io.httpServer as HttpServer | undefined) ?? given;
  return { ...(await serve(httpServer, () => engineOf(io), path)), io };
}

/** Lets an HTTP server listen, unless it does already. */
export async function serve(
  httpServer: HttpServer,
  engine: () => Engine | undefined,
  path = '/socket.io/',
): Promise<Omit<RunningProgram, 'io'>> {
  const connections = new Set<Socket>();
  httpServer.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  if (!httpServer.listening) {
    await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  }
  const { port } = httpServer.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  return {
    port,
    path,
    agent,
    httpServer,
    url: `http://127.0.0.1:${port}`,
    async close() {
      endSessions(engine());
      agent.destroy();
      const closed = new Promise<void>((resolve) => httpServer.close(() => resolve()));
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}

function engineOf(io: CompatServer): Engine | undefined {
  return (io as unknown as { eio?: Engine }).eio;
}

/** Without this, every polling session keeps its timers, and the process, alive until its ping times out. */
function endSessions(engine: Engine | undefined): void {
  for (const session of Object.values(engine?.clients ?? {})) {
    session.writeBuffer.length = 0; // otherwise close() waits for a poll that will not come
    session.close(true);
  }
  engine?.close();
}

/** The programs of a test, which end with it. */
export function programs() {
  const running: RunningServer[] = [];
  return {
    async start(...args: Parameters<typeof start>): Promise<RunningProgram> {
      const program = await start(...args);
      running.push(program);
      return program;
    },
    add<T extends RunningServer>(program: T): T {
      running.push(program);
      return program;
    },
    async closeAll(): Promise<void> {
      await Promise.all(running.splice(0).map((program) => program.close()));
    },
  };
}
