// The two servers of handshake.mjs. They share a process: two processes of one program differ by a few per cent.
import { createServer } from 'node:http';
import { Server as SocketIoServer } from 'socket.io';
import { Server } from '../dist/esm/server.js';

const servers = [dropIn(createServer()), byHand(createServer())];

function dropIn(httpServer) {
  const corsCompat = { onWarning: () => {} };
  return new Server(httpServer, { origins: ['https://example.com:443'], serveClient: false, corsCompat });
}

function byHand(httpServer) {
  const allowedOrigins = ['https://example.com'];
  return new SocketIoServer(httpServer, {
    serveClient: false,
    allowEIO3: true,
    cookie: { name: 'io', path: '/', httpOnly: true, sameSite: false }, // as v2 sends it
    cors: {
      origin: allowedOrigins,
      methods: ['GET', 'POST'],
      allowedHeaders: ['Content-Type'],
      credentials: true,
    },
    allowRequest: ({ headers }, callback) => {
      const from = headers.origin || headers.referer || '';
      callback(
        null,
        allowedOrigins.some((origin) => from === origin || from.startsWith(`${origin}/`)),
      );
    },
  });
}

// Between rounds the sessions end, so that every round finds the same servers, and the CPU time is sent.
process.on('message', () => {
  const before = process.cpuUsage();
  for (const { engine } of servers) {
    for (const session of Object.values(engine.clients)) {
      session.writeBuffer.length = 0;
      session.close(true);
    }
  }
  globalThis.gc();
  process.send({ before, after: process.cpuUsage() });
});
process.on('disconnect', () => process.exit());

const listen = ({ httpServer }) =>
  new Promise((resolve) => httpServer.listen(0, '127.0.0.1', () => resolve(httpServer.address().port)));
process.send({ ports: await Promise.all(servers.map(listen)) });
