import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { type CompatServerOptions, Server } from '../../../src/server/index.js';
import { ask } from '../parity/ask.js';
import { crashesDuring } from '../parity/crashes-during.js';
import { programs } from './start.js';

type Answer = (error: null, admitted: boolean) => void;

const UPGRADE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
const request = (transport: string, more = '') =>
  `GET /socket.io/?EIO=4&transport=${transport} HTTP/1.1\r\nHost: x\r\nOrigin: https://a.example\r\n${more}\r\n`;

/** The app's functions, which keep their callback until the test answers. */
const CHECKS: readonly (readonly [name: string, options: (pending: Answer[]) => CompatServerOptions])[] = [
  ['origins', (pending) => ({ origins: (_origin, callback) => void pending.push(callback as Answer) })],
  [
    'allowRequest',
    (pending) => ({ allowRequest: (_request, callback) => void pending.push(callback as Answer) }),
  ],
];

describe('a handshake that is cut off while the app is asked', () => {
  const running = programs();
  afterEach(() => running.closeAll());

  /** Sends text, and waits until the app was asked as often as expected. */
  async function pendingAt(options: (pending: Answer[]) => CompatServerOptions, text: string, times: number) {
    const pending: Answer[] = [];
    const corsCompat = { onWarning: () => undefined };
    const program = await running.start(Server, (make, server) =>
      make(server, { ...options(pending), corsCompat }),
    );
    const accepted = once(program.httpServer, 'connection') as Promise<[Socket]>;
    const client = connect(program.port, '127.0.0.1');
    client.on('error', () => undefined);
    client.write(text);
    const [socket] = await accepted;
    while (pending.length < times) await new Promise((resolve) => setTimeout(resolve, 5));
    return { program, client, socket, pending };
  }

  for (const [name, options] of CHECKS) {
    for (const admitted of [true, false]) {
      for (const [transport, more] of [
        ['websocket', UPGRADE],
        ['polling', ''],
      ] as const) {
        it(`leaves the server running: ${name} says ${admitted} too late, over ${transport}`, async () => {
          const { crashes } = await crashesDuring(async () => {
            const { program, client, socket, pending } = await pendingAt(
              options,
              request(transport, more),
              1,
            );
            // Not once() of node:events: it also listens for errors, and would hide the error that this test is about.
            const closed = new Promise((resolve) => socket.on('close', resolve));
            client.resetAndDestroy();
            await closed;
            for (const answer of pending.splice(0)) answer(null, admitted);
            const next = ask(program, { kind: 'polling', eio: 4 });
            while (pending.length < 1) await new Promise((resolve) => setTimeout(resolve, 5));
            pending[0]?.(null, true);
            expect((await next).admitted).to.equal(true);
          });
          expect(crashes).to.deep.equal([]);
        });
      }
    }

    it(`takes no listener for each request that is sent ahead: ${name}`, async () => {
      const { client, socket, pending } = await pendingAt(options, request('polling').repeat(30), 30);
      // Node warns of a leak from the eleventh on, and a client could fill the log with that.
      expect(socket.listenerCount('error')).to.be.below(5);
      for (const answer of pending) answer(null, false);
      client.destroy();
    });
  }
});
