// The two servers of rooms.mjs and their clients, in one process. The measured code only reaches clients over WebSocket.
import { createServer } from 'node:http';
import { Server as SocketIoServer } from 'socket.io';
import { io as connect } from 'socket.io-client';
import { Server } from '../dist/esm/server.js';

const CLIENTS = 20;
const PAIRS = 40;

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
const sides = await Promise.all(servers.map(start));

/** A server with its clients, and their sockets on it. */
async function start(io) {
  await new Promise((resolve) => io.httpServer.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${io.httpServer.address().port}`;
  const options = { transports: ['websocket'], forceNew: true, extraHeaders: { origin: origins[0] } };
  const sockets = [];
  io.on('connection', (socket) => {
    sockets.push(socket);
    socket.join('lobby');
    socket.on('join', (room, answer) => {
      socket.join(room);
      answer();
    });
    socket.on('leave', (room, answer) => {
      socket.leave(room);
      answer();
    });
  });
  const clients = [];
  for (let i = 0; i < CLIENTS; i++) {
    const client = connect(url, options);
    await new Promise((resolve, reject) => client.on('connect', resolve).on('connect_error', reject));
    clients.push(client);
  }
  return { io, clients, sockets };
}

const WORK = [
  {
    name: 'joining and leaving a room on request of the client, drop-in ÷ by hand',
    goal: 0.97,
    count: CLIENTS * 20,
    run: ({ clients }, round) =>
      Promise.all(
        clients.map(async (client) => {
          for (let i = 0; i < 20; i++) {
            await client.emitWithAck('join', `room ${round} ${i}`);
            await client.emitWithAck('leave', `room ${round} ${i}`);
          }
        }),
      ),
  },
  {
    name: `messages to a room of ${CLIENTS} by io.to(), drop-in ÷ by hand`,
    goal: 0.97,
    count: 200,
    run: ({ io, clients }) => received(clients, 200, () => io.to('lobby').emit('news', 'hello')),
  },
  {
    name: `messages to a room of ${CLIENTS} by socket.to(), drop-in ÷ by hand`,
    goal: 0.97,
    count: 200,
    run: ({ clients, sockets }) =>
      received(clients.slice(1), 200, () => sockets[0].to('lobby').emit('news', 'hello')),
  },
  {
    name: 'socket.join() and socket.leave() themselves, without a message, drop-in ÷ by hand',
    count: CLIENTS * 500,
    run: ({ sockets }, round) => {
      for (const socket of sockets) {
        for (let i = 0; i < 500; i++) socket.join(`${round} ${i}`);
        for (let i = 0; i < 500; i++) socket.leave(`${round} ${i}`);
      }
    },
  },
];

/** Sends so many messages, and waits until every client has them. */
async function received(clients, count, send) {
  const all = Promise.all(
    clients.map(
      (client) =>
        new Promise((resolve) => {
          let left = count;
          client.off('news').on('news', () => {
            left -= 1;
            if (left === 0) resolve();
          });
        }),
    ),
  );
  for (let i = 0; i < count; i++) send();
  await all;
}

async function timeOf(work, side, round) {
  const start = process.cpuUsage();
  await work.run(side, round);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / work.count;
}

const rows = [];
for (const work of WORK) {
  const times = [[], []];
  for (let round = -8; round < PAIRS; round++) {
    for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const time = await timeOf(work, sides[index], round);
      if (round >= 0) times[index].push(time);
    }
  }
  rows.push({ name: work.name, goal: work.goal, ours: times[0], theirs: times[1] });
}
process.send(rows);
process.on('disconnect', () => process.exit());
