// Handshakes per second of CPU time: the drop-in server and the same server written by hand on v4 take turns, asked over
// real sockets from another process.
import { fork } from 'node:child_process';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { median } from './median.mjs';

const SERVERS = fileURLToPath(new URL('handshake-server.mjs', import.meta.url));
// Many short rounds, so that other work of the machine falls on both alike.
const ROUNDS = 200;
const CONNECTIONS = 16;

export async function benchHandshake() {
  const child = fork(SERVERS, { execArgv: ['--expose-gc'] });
  const { ports } = await answerOf(child);
  const rows = [
    await row(child, ports, 'admitted', 'https://example.com'),
    await row(child, ports, 'refused', 'https://evil.example'),
  ];
  child.disconnect();
  return rows;
}

async function row(child, [dropIn, byHand], verdict, origin) {
  const rates = new Map([
    [dropIn, []],
    [byHand, []],
  ]);
  for (let round = -20; round < ROUNDS; round++) {
    // The second one finds a warmer machine, so they take turns at being second, too.
    for (const port of round % 2 === 0 ? [dropIn, byHand] : [byHand, dropIn]) {
      const { handshakes, seconds } = await measure(child, port, origin, 20);
      if (round >= 0) rates.get(port).push(handshakes / seconds);
    }
  }
  const [ours, theirs] = [median(rates.get(dropIn)), median(rates.get(byHand))];
  const ratio = ours / theirs;
  return {
    name: `handshakes of the drop-in ÷ of the same server by hand, ${verdict}`,
    ratio,
    goal: '≥ 0.97',
    met: ratio >= 0.97,
    how: `medians of ${ROUNDS} rounds by turns: ${Math.round(ours)} and ${Math.round(theirs)} a second of CPU time`,
  };
}

/** Makes `each` handshakes on every connection. Returns how many that are, and the server's CPU time for them. */
export async function measure(child, port, origin, each) {
  const start = (await checkpoint(child)).after;
  await Promise.all(Array.from({ length: CONNECTIONS }, () => shake(port, origin, each)));
  const end = (await checkpoint(child)).before;
  const seconds = (end.user + end.system - start.user - start.system) / 1e6;
  return { handshakes: each * CONNECTIONS, seconds };
}

function checkpoint(child) {
  child.send('checkpoint');
  return answerOf(child);
}

function answerOf(child) {
  return new Promise((resolve) => child.once('message', resolve));
}

/** Sends handshakes over one connection, one after the other. The client has to cost less than the server. */
function shake(port, origin, count) {
  const request = `GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\nOrigin: ${origin}\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    let left = count;
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      // Answers are JSON, and nothing follows its last brace (a chunked body ends in its own mark, and v2 adds a packet).
      if (!/(?:\}|0\r\n\r\n|2:40)$/.test(chunk.toString('latin1'))) return;
      if (--left > 0) socket.write(request);
      else socket.end(resolve);
    });
  });
}
