import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo, Socket } from 'node:net';

const require = createRequire(import.meta.url);

/** The Socket.IO that `require('socket.io')` loads in a program. */
export type Generation = 'socket.io-2.5' | 'socket.io';

/** A running program: it exports its HTTP server and its Socket.IO server. */
export interface RunningProgram {
  readonly port: number;
  close(): Promise<void>;
}

interface Program {
  readonly server: Server;
  readonly io: { eio?: Engine; engine?: Engine };
}

interface Engine {
  readonly clients: Record<string, { writeBuffer: unknown[]; close(discard: boolean): void }>;
}

/** Runs a CommonJS program in this process, with one generation of Socket.IO. */
export async function runProgram(code: string, generation: Generation): Promise<RunningProgram> {
  const module = { exports: {} as Program };
  const requireFor = (name: string) => require(name === 'socket.io' ? generation : name) as unknown;
  new Function('require', 'module', 'exports', code)(requireFor, module, module.exports);
  const { server, io } = module.exports;
  server.on('request', (_req, res) => setTimeout(() => res.headersSent || res.writeHead(404).end(), 50));
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const session of Object.values((io.eio ?? io.engine)?.clients ?? {})) {
        session.writeBuffer.length = 0;
        session.close(true);
      }
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
