import { expect } from 'chai';
import { runCompare, runDoctor } from '../../../src/doctor/run.js';
import { fakeEngine } from '../../doctor/fake-engine.js';
import { type Listening, raw, sessionsLeft, v2, v4 } from './servers.js';

const cors = { origin: ['https://a.com'], credentials: true };
type Callback = (error: unknown, success: boolean) => void;
type Incoming = { readonly headers: Readonly<Record<string, string | undefined>> };
const guard = {
  allowRequest: ({ headers }: Incoming, callback: Callback) =>
    callback(null, headers.origin === 'https://a.com'),
};

interface Sent {
  readonly GET: number;
  readonly POST: number;
  readonly OPTIONS: number;
  readonly upgrade: number;
}

/**
 * Per run: a handshake for each page and protocol that may be spoken, a POST for each session, and a script for each
 * stranger. Then one more session for the requests that have it in common: six POSTs, a WebSocket, a GET and the
 * POST that closes it. A blocked page costs ten spellings of its origin, an allowed one two origins that resemble it
 * (unless strangers are allowed), and the server's own page one request without a Referer. If the first page is refused,
 * its handshake is repeated four times.
 */
const table: readonly [desc: string, start: () => Promise<Listening>, origins: string[], sent: Sent][] = [
  // One handshake more, in protocol 3, which is refused and not asked for again.
  ['v4', () => v4({ cors }), ['https://a.com'], { GET: 10, POST: 14, OPTIONS: 3, upgrade: 4 }],
  [
    'v4, for two pages',
    () => v4({ cors }),
    ['https://a.com', 'https://b.com'],
    { GET: 20, POST: 24, OPTIONS: 4, upgrade: 5 },
  ],
  // A page does not preflight its own server.
  ['v4, for its own page', () => v4({ cors }), [], { GET: 9, POST: 13, OPTIONS: 2, upgrade: 4 }],
  [
    'v4 with a guard',
    () => v4({ cors, ...guard }),
    ['https://a.com'],
    { GET: 10, POST: 8, OPTIONS: 3, upgrade: 4 },
  ],
  [
    'v4 with allowEIO3',
    () => v4({ cors, allowEIO3: true }),
    ['https://a.com'],
    { GET: 12, POST: 17, OPTIONS: 3, upgrade: 7 },
  ],
  // It answers in its own protocol, whichever is asked for.
  ['v2', () => v2({}), ['https://a.com'], { GET: 8, POST: 13, OPTIONS: 3, upgrade: 4 }],
  [
    'v2 with a list',
    () => v2({ origins: ['https://a.com:443'] }),
    ['https://a.com'],
    { GET: 10, POST: 9, OPTIONS: 3, upgrade: 4 },
  ],
  // If every handshake is refused, three more requests find out by which generation.
  [
    'v4 that refuses every handshake',
    () => v4({ allowRequest: (_: unknown, callback: Callback) => callback(null, false) }),
    ['https://a.com'],
    { GET: 24, POST: 0, OPTIONS: 3, upgrade: 6 },
  ],
  // The default of Engine.IO is tried as well, and the path twice.
  [
    'something else',
    () => raw(fakeEngine({ status: 404, body: 'no' })),
    ['https://a.com'],
    { GET: 10, POST: 0, OPTIONS: 3, upgrade: 6 },
  ],
];

/** Counts what arrives, at which paths. */
function count(listening: Listening) {
  const sent = { GET: 0, POST: 0, OPTIONS: 0, upgrade: 0 };
  const paths = new Set<string>();
  listening.server.prependListener('request', ({ method, url = '', headers }) => {
    const kind = headers.upgrade === undefined ? (method as keyof Sent) : 'upgrade';
    sent[kind] += 1;
    paths.add(url.split('?')[0] ?? '');
  });
  // A server that listens for no upgrades gets them as requests.
  if (listening.server.listenerCount('upgrade') === 0) return { sent, paths };
  listening.server.prependListener('upgrade', ({ url = '' }) => {
    sent.upgrade += 1;
    paths.add(url.split('?')[0] ?? '');
  });
  return { sent, paths };
}

describe('the doctor sends what it needs and nothing more, to', () => {
  for (const [desc, start, origins, expected] of table) {
    it(desc, async () => {
      const listening = await start();
      const { sent, paths } = count(listening);
      try {
        await runDoctor({ url: listening.url, origins });
        expect(sent).to.deep.equal(expected);
        expect([...paths]).to.deep.equal(
          desc === 'something else'
            ? ['/socket.io/', '/engine.io/', '/socket.io/socket.io/']
            : ['/socket.io/'],
        );
        expect(await sessionsLeft(listening), 'sessions left open').to.equal(0);
      } finally {
        await listening.close();
      }
    });
  }

  it('both servers of a comparison, as much to each', async () => {
    const old = await v2({});
    const successor = await v4({ cors });
    const counts = [count(old), count(successor)];
    try {
      await runCompare({ oldUrl: old.url, newUrl: successor.url, origins: ['https://a.com'] });
      expect(counts.map(({ sent }) => sent)).to.deep.equal([
        { GET: 8, POST: 13, OPTIONS: 3, upgrade: 4 },
        { GET: 10, POST: 14, OPTIONS: 3, upgrade: 4 },
      ]);
    } finally {
      await Promise.all([old.close(), successor.close()]);
    }
  });
});
