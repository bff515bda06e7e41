// The heap that an idle WebSocket connection takes: the drop-in server and the same server written by hand on v4 take
// turns, each in processes of its own.
import { fork } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { median } from './median.mjs';

const SERVER = fileURLToPath(new URL('memory-server.mjs', import.meta.url));
const CONNECTIONS = 1000;
const AT_ONCE = 50;
const ROUNDS = 3;

export async function benchMemory() {
  const sizes = { 'drop-in': [], 'by-hand': [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const name of Object.keys(sizes)) sizes[name].push(await bytesPerConnection(name));
  const [ours, theirs] = [median(sizes['drop-in']), median(sizes['by-hand'])];
  const ratio = ours / theirs;
  return [
    {
      name: 'memory per idle connection of the drop-in ÷ of the same server by hand',
      ratio,
      goal: '≤ 1.05',
      met: ratio <= 1.05,
      how: `heap after garbage collection, ${CONNECTIONS} idle WebSocket connections, medians of ${ROUNDS} processes each, by turns: ${(ours / 1000).toFixed(2)} kB and ${(theirs / 1000).toFixed(2)} kB`,
    },
  ];
}

async function bytesPerConnection(name) {
  const child = fork(SERVER, [name], { execArgv: ['--expose-gc'] });
  const sockets = [];
  try {
    const { port } = await answerOf(child);
    // The first connections also pay for compiling and caching.
    sockets.push(...(await connect(port, AT_ONCE)));
    const before = await heapOf(child);
    while (sockets.length < CONNECTIONS + AT_ONCE) sockets.push(...(await connect(port, AT_ONCE)));
    await setTimeout(200);
    return ((await heapOf(child)) - before) / CONNECTIONS;
  } finally {
    for (const socket of sockets) socket.terminate();
    child.disconnect();
  }
}

function heapOf(child) {
  child.send('heap');
  return answerOf(child).then(({ bytes }) => bytes);
}

function answerOf(child) {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

/** Opens connections and joins the main namespace with each. */
function connect(port, count) {
  return Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
            headers: { origin: 'https://example.com' },
            perMessageDeflate: false,
          });
          socket.on('error', reject);
          socket.on('message', (data) => {
            const text = String(data);
            if (text.startsWith('0')) socket.send('40');
            else if (text.startsWith('40')) resolve(socket);
            else if (text === '2') socket.send('3');
          });
        }),
    ),
  );
}
