// One server for observe.mjs, of Socket.IO 2.5.1 or 4, observed or not: each has a process of its own, because V8 optimizes
// code for the objects it has seen.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { Server } from 'socket.io';
import { observe } from '../dist/esm/observe.js';

const [release, isObserved] = process.argv.slice(2);
const origins = ['https://example.com:443'];
const make = {
  '2.5.1': () =>
    createRequire(import.meta.url)('socket.io-2.5')(createServer(), { origins, serveClient: false }),
  4: () =>
    new Server(createServer(), {
      serveClient: false,
      cors: { origin: ['https://example.com'], credentials: true },
      allowRequest: ({ headers }, callback) => callback(null, headers.origin === 'https://example.com'),
    }),
};
const io = make[release]();
if (isObserved === 'observed')
  observe(io, { settings: { origins }, candidate: { origins: ['https://other.example'] } });

// Between rounds the sessions end, so that every round finds the same server, and the CPU time is sent.
process.on('message', () => {
  const before = process.cpuUsage();
  for (const session of Object.values(io.engine.clients)) {
    session.writeBuffer.length = 0;
    session.close(true);
  }
  process.send({ before, after: process.cpuUsage() });
});
process.on('disconnect', () => process.exit());
io.httpServer.listen(0, '127.0.0.1', () => process.send({ port: io.httpServer.address().port }));
