import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { migrateSource } from '../../src/codemod/index.js';
import { translateCors } from '../../src/index.js';
import { Server as DropIn } from '../../src/server/index.js';
import { openPages, type Pages } from './chromium.js';
import { type ClientSettings, clientSettings, PAGE, settingsOf } from './client-settings.js';
import { type ClientRelease, type Connecting, connectFrom } from './connect-client.js';

const require = createRequire(import.meta.url);

/** The members that both generations of the server share. */
interface Io {
  on(event: 'connection', listener: (socket: Socket) => void): unknown;
  close(): unknown;
}
interface Socket {
  on(event: string, listener: (...args: never[]) => void): unknown;
}

type Start = (httpServer: Server, settings: ClientSettings) => Io;

const startV2: Start = (httpServer, settings) => require('socket.io-2.5')(httpServer, settingsOf(settings));

/** The servers that take v2's place. */
const successors: Readonly<Record<string, Start>> = {
  'a v4 server with the translated options': (httpServer, settings) => {
    const { options } = translateCors({ ...settingsOf(settings), allowEIO3: true }, { from: '2.5.1' });
    return new (require('socket.io').Server)(httpServer, options);
  },
  'the drop-in server': (httpServer, settings) =>
    new DropIn(httpServer, {
      ...settingsOf(settings),
      corsCompat: { from: '2.5.1', onWarning() {} },
    } as ConstructorParameters<typeof DropIn>[1]),
  'a server that the codemod migrated': (httpServer, { source }) => {
    const program = `const io = require('socket.io')(httpServer, ${source});`;
    const { code, findings } = migrateSource(program, {
      filename: 'server.js',
      from: '2.5.1',
      keepV2Clients: true,
    });
    const manual = findings.filter(({ action }) => action === 'manual').map((finding) => finding.code);
    expect(manual, code).to.deep.equal([]);
    return new Function('require', 'httpServer', `${code}\nreturn io;`)(require, httpServer);
  },
};

const PAGES = [PAGE, 'http://foreign.test', 'null'];
const CONNECTING: readonly Connecting[] = [
  { transports: ['polling'], withCredentials: true, header: true, payload: 'text' },
  { transports: ['polling'], withCredentials: false, header: true, payload: 'text' },
  { transports: ['polling'], withCredentials: true, header: false, payload: 'text' },
  { transports: ['polling'], withCredentials: true, header: false, payload: 'binary' },
  { transports: ['websocket'], withCredentials: true, header: false, payload: 'text' },
  { transports: ['polling', 'websocket'], withCredentials: true, header: true, payload: 'text' },
];

describe('pages with real clients connect or fail as they do on Socket.IO 2.5.1:', () => {
  let pages: Pages;
  before(async () => {
    pages = await openPages();
  });
  after(() => pages?.close());

  const outcomes = new Set<Outcome>();
  for (const settings of clientSettings) {
    const { name, isAdmittedNow } = settings;
    describe(name, () => {
      let expected: Attempt[];
      before(async () => {
        const seen = await attempts(pages, '2.5', settings, startV2);
        for (const { outcome } of seen) outcomes.add(outcome);
        expected = seen.map((attempt) =>
          isAdmittedNow && attempt.origin === PAGE ? { ...attempt, outcome: 'connected' } : attempt,
        );
      });

      for (const [successor, start] of Object.entries(successors)) {
        for (const release of ['2.5', '4.8'] as const) {
          it(`clients of ${release} on ${successor}`, async () => {
            const comparable = expected.filter(({ payload }) => release === '2.5' || payload === 'text');
            expect(await attempts(pages, release, settings, start)).to.deep.equal(comparable);
          });
        }
      }
    });
  }

  describe('what they did on v2', () => {
    it('was not always the same', () => {
      expect([...outcomes]).to.have.members(['connected', 'failed']);
    });
  });
});

type Outcome = 'connected' | 'failed';
type Attempt = Connecting & { readonly origin: string; readonly outcome: Outcome };

/** What the clients of each page get from a server. */
async function attempts(
  pages: Pages,
  release: ClientRelease,
  settings: ClientSettings,
  start: Start,
): Promise<Attempt[]> {
  const httpServer = createServer();
  const io = start(httpServer, settings);
  io.on('connection', (socket) => {
    socket.on('echo', (payload: unknown, callback: (payload: unknown) => void) => callback(payload));
  });
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
  // Protocol 4 posts binary data as text, which needs no preflight, so v2 did nothing comparable.
  const ways = CONNECTING.filter(({ payload }) => release === '2.5' || payload === 'text');
  const seen: Attempt[] = [];
  try {
    for (const origin of PAGES) {
      const page = await pages.of(origin);
      for (const way of ways) {
        seen.push({ ...way, origin, outcome: await connectFrom(page, release, url, way) });
      }
    }
  } finally {
    io.close();
    httpServer.closeAllConnections();
  }
  return seen;
}
