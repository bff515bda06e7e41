import { type ChildProcess, fork } from 'node:child_process';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { ask, type Question } from '../parity/ask.js';
import { mapLimited } from '../parity/map-limited.js';
import type { RunningServer } from '../parity/servers.js';

const PROGRAM = fileURLToPath(new URL('abused-program.ts', import.meta.url));
const ROUND = 3000;
const AT_ONCE = 50;
/** Far less than a few bytes for each request would be. */
const HEAP_NOISE = 1.5e6;

interface State {
  readonly heap: number;
  readonly admitted: number;
  readonly crashes: number;
  readonly connections: number;
}

/** Hostile headers: foreign, malformed, contradictory, huge. */
const HOSTILE = [
  { origin: 'https://evil.example' },
  { origin: 'https://example.com.evil.example' },
  { origin: 'https://evil.example#https://example.com:443' },
  { origin: 'https://example.com@evil.example' },
  { origin: 'null', referer: 'https://example.com/' },
  { origin: 'http://[::1' },
  { origin: 'https://xn--a' },
  { origin: 'https://example.com\t.evil.example' },
  { origin: 'ÿþ'.repeat(20) },
  { origin: '*:*' },
  { origin: 'javascript:alert(1)//https://example.com' },
  { origin: `https://${'a.'.repeat(3000)}example.com` },
  { origin: `https://example.com:${'4'.repeat(3000)}` },
  { referer: 'https://evil.example/?https://example.com:443' },
  { referer: 'http://%' },
  { referer: `${'/'.repeat(4000)}example.com` },
  { referer: 'https://evil.example:443\\@example.com' },
  {},
] as const;

describe('a server under abuse', function () {
  this.timeout(60_000);
  let child: ChildProcess;
  let server: RunningServer;

  const next = <T>() =>
    new Promise<T>((resolve) => child.once('message', (message) => resolve(message as T)));
  const state = () => {
    child.send('state');
    return next<State>();
  };

  before(async () => {
    child = fork(PROGRAM, {
      execArgv: ['--import', 'tsx', '--expose-gc'],
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    });
    const { port } = await next<{ port: number }>();
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
    const url = `http://127.0.0.1:${port}`;
    server = { port, url, path: '/socket.io/', agent, close: async () => undefined };
  });
  after(() => {
    server.agent.destroy();
    child.disconnect();
  });

  const questions = (count: number) =>
    Array.from({ length: count }, (_, index): { place: RunningServer; question: Question } => {
      const caller = HOSTILE[index % HOSTILE.length] as (typeof HOSTILE)[number];
      const kind = (['polling', 'websocket', 'jsonp'] as const)[Math.floor(index / HOSTILE.length) % 3];
      const place = index % 2 === 0 ? server : { ...server, path: '/asking/' };
      return { place, question: { ...caller, kind: kind as 'polling', eio: index % 5 < 3 ? 3 : 4 } };
    });

  const refuseRound = async () => {
    const answers = await mapLimited(questions(ROUND), AT_ONCE, ({ place, question }) =>
      ask(place, question),
    );
    return answers.filter(({ admitted }) => admitted).length;
  };

  it('refuses thousands of handshakes, and forgets them', async () => {
    expect(await refuseRound()).to.equal(0);
    expect(await refuseRound()).to.equal(0);
    const warm = await state();
    for (let i = 0; i < 3; i++) expect(await refuseRound()).to.equal(0);
    const after = await state();
    expect(after).to.include({ admitted: 0, crashes: 0 });
    expect(after.heap - warm.heap).to.be.below(HEAP_NOISE);
  });

  it('survives requests that are half open, cut off, or too large', async () => {
    const head = (lines: readonly string[]) => `${lines.join('\r\n')}\r\n`;
    const start = 'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1';
    const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
    const fragments = [
      'GET /socket.io/?EIO=4&tran',
      head([start, 'Host: x', 'Origin: https://exam']),
      head([start, 'Host: x', ...upgrade]),
      head([start, 'Host: x', ...upgrade, 'Origin: https://evil.example', '', '']),
      head([start, 'Host: x', `Origin: https://${'a'.repeat(15_000)}.example`, '', '']),
      head([start, 'Host: x', `Origin: https://${'a'.repeat(40_000)}.example`, '', '']),
      head([start, 'Host: x', ...Array.from({ length: 1500 }, (_, i) => `x-${i}: ${i}`), '', '']),
      head([
        start,
        'Host: x',
        'Origin: https://evil.example',
        'Origin: https://example.com',
        ...upgrade,
        '',
        '',
      ]),
      head([
        'OPTIONS /socket.io/?EIO=4&transport=polling HTTP/1.1',
        'Host: x',
        'Content-Length: 100',
        '',
        '',
      ]),
      head(['POST /socket.io/?EIO=4&transport=polling HTTP/1.1', 'Host: x', 'Content-Length: 1', '', '']),
      '\0\0\0\0',
    ];
    await mapLimited(
      Array.from({ length: 550 }, (_, index) => fragments[index % fragments.length] as string),
      AT_ONCE,
      (fragment) =>
        new Promise<void>((resolve) => {
          const socket = connect(server.port, '127.0.0.1', () => {
            socket.write(fragment, 'latin1');
            setTimeout(() => socket.destroy(), 20);
          });
          socket.on('data', () => undefined);
          socket.on('error', () => undefined);
          socket.on('close', () => resolve());
        }),
    );
    server.agent.destroy();
    // The server may hear of the last closed connections a little later than the client.
    let after = await state();
    for (let tries = 0; tries < 100 && after.connections > 0; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      after = await state();
    }
    expect(after).to.include({ admitted: 0, crashes: 0, connections: 0 });
    const friend = await ask(server, { kind: 'polling', eio: 4, origin: 'https://example.com' });
    expect(friend.admitted).to.equal(true);
  });
});
