// Messages echoed per second of CPU time: the drop-in server and the same server written by hand on v4 take turns.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import { median } from './median.mjs';

const SERVERS = fileURLToPath(new URL('message-server.mjs', import.meta.url));
const ROUNDS = 60;
const MESSAGES = 1000;
const AT_ONCE = 50;

export async function benchMessage() {
  const child = fork(SERVERS);
  const { ports } = await answerOf(child);
  const clients = await Promise.all(ports.map(connect));
  const rates = [[], []];
  for (let round = -10; round < ROUNDS; round++) {
    // The second one finds a warmer machine, so they take turns at being second, too.
    for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const rate = await measure(child, clients[index]);
      if (round >= 0) rates[index].push(rate);
    }
  }
  for (const client of clients) client.close();
  child.disconnect();
  const [ours, theirs] = rates.map(median);
  const ratio = ours / theirs;
  return [
    {
      name: 'messages through the drop-in ÷ through the same server by hand',
      ratio,
      goal: '≥ 0.97',
      met: ratio >= 0.97,
      how: `medians of ${ROUNDS} rounds by turns: ${Math.round(ours)} and ${Math.round(theirs)} a second of CPU time`,
    },
  ];
}

function connect(port) {
  const extraHeaders = { origin: 'https://example.com' };
  const client = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], extraHeaders, forceNew: true });
  return new Promise((resolve, reject) => {
    client.on('connect', () => resolve(client)).on('connect_error', reject);
  });
}

/** Echoes for a second of the servers' CPU time. */
async function measure(child, client) {
  const start = await cpuOf(child);
  const each = MESSAGES / AT_ONCE;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let i = 0; i < each; i++) await client.emitWithAck('echo', 'hello');
    }),
  );
  const end = await cpuOf(child);
  return MESSAGES / ((end - start) / 1e6);
}

async function cpuOf(child) {
  child.send('cpu');
  const { cpu } = await answerOf(child);
  return cpu.user + cpu.system;
}

function answerOf(child) {
  return new Promise((resolve) => child.once('message', resolve));
}
