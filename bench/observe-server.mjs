// Four servers for observe.mjs: of Socket.IO 2.5.1 and of 4, each once observed and once not, in one process.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { Server } from 'socket.io';
import { observe } from '../dist/esm/observe.js';

const legacy = createRequire(import.meta.url)('socket.io-2.5');
const origins = ['https://example.com:443'];

const v2 = () => legacy(createServer(), { origins, serveClient: false });
const v4 = () =>
  new Server(createServer(), {
    serveClient: false,
    cors: { origin: ['https://example.com'], credentials: true },
    allowRequest: ({ headers }, callback) => callback(null, headers.origin === 'https://example.com'),
  });
const observed = (io, settings) => {
  observe(io, { settings, candidate: { origins: ['https://other.example'] } });
  return io;
};

const servers = [v2(), observed(v2()), v4(), observed(v4(), { origins })];

// Between rounds the sessions end, so that every round finds the same servers; and the CPU time is told.
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
