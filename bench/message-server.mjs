// The two servers of message.mjs, in one process: each sends messages back.
import { createServer } from 'node:http';
import { Server as SocketIoServer } from 'socket.io';
import { Server } from '../dist/esm/server.js';

const origins = ['https://example.com'];
const servers = [
  new Server(createServer(), { origins, serveClient: false, corsCompat: { onWarning: () => {} } }),
  new SocketIoServer(createServer(), {
    serveClient: false,
    allowEIO3: true,
    cors: { origin: origins, credentials: true },
    allowRequest: ({ headers }, callback) => callback(null, origins.includes(headers.origin)),
  }),
];
for (const io of servers) io.on('connection', (socket) => socket.on('echo', (text, answer) => answer(text)));

process.on('message', () => process.send({ cpu: process.cpuUsage() }));
process.on('disconnect', () => process.exit());

const listen = ({ httpServer }) =>
  new Promise((resolve) => httpServer.listen(0, '127.0.0.1', () => resolve(httpServer.address().port)));
process.send({ ports: await Promise.all(servers.map(listen)) });
