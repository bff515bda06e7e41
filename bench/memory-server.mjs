// One server of memory.mjs, drop-in or by hand, in a process of its own: sends its port, then its heap when asked.
import { createServer } from 'node:http';
import { Server as SocketIoServer } from 'socket.io';

const ORIGIN = 'https://example.com';
const httpServer = createServer();

// Loaded before anything is measured, and only in the process that needs it.
if (process.argv[2] === 'drop-in') {
  const { Server } = await import('../dist/esm/server.js');
  const corsCompat = { onWarning: () => {} };
  new Server(httpServer, { origins: [`${ORIGIN}:443`], serveClient: false, corsCompat });
} else {
  new SocketIoServer(httpServer, {
    serveClient: false,
    allowEIO3: true,
    cors: { origin: [ORIGIN], methods: ['GET', 'POST'], allowedHeaders: ['Content-Type'], credentials: true },
    allowRequest: ({ headers }, callback) => {
      const from = headers.origin || headers.referer || '';
      callback(null, from === ORIGIN || from.startsWith(`${ORIGIN}/`));
    },
  });
}

process.on('message', () => {
  // The second run frees what finalizers held.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send({ bytes: heapUsed + external });
});
process.on('disconnect', () => process.exit());
httpServer.listen(0, '127.0.0.1', () => process.send({ port: httpServer.address().port }));
