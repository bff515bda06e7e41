// A server that is abused from another process, which asks it for its heap.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from '../../../src/server/index.js';

const httpServer = createServer();
const io = Server(httpServer, {
  origins: ['https://example.com:443', 'example.org:*'],
  handlePreflightRequest: (_request, response) => {
    response.writeHead(200, { 'Access-Control-Allow-Origin': 'https://example.com' });
    response.end();
  },
});
// A second path, whose origins are a function.
const asking = Server({ path: '/asking' });
asking.origins((origin, callback) => {
  setImmediate(callback, 'refused', origin === 'https://example.com');
});
asking.attach(httpServer);

let admitted = 0;
for (const server of [io, asking]) server.on('connection', () => admitted++);
let crashes = 0;
process.on('uncaughtException', () => crashes++);
process.on('unhandledRejection', () => crashes++);

process.on('message', async () => {
  // The sockets of the last requests are freed late, and V8 drops unused code only after several collections.
  for (let i = 0; i < 10; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    globalThis.gc?.();
  }
  const connections = await new Promise((resolve) =>
    httpServer.getConnections((_error, count) => resolve(count)),
  );
  process.send?.({ heap: process.memoryUsage().heapUsed, admitted, crashes, connections });
});
process.on('disconnect', () => process.exit());
httpServer.listen(0, '127.0.0.1', () => process.send?.({ port: (httpServer.address() as AddressInfo).port }));
