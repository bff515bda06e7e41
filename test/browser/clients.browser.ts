import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { type LegacyCorsSettings, translateCors, type Warning } from '../../src/index.js';
import { openPages, type Pages } from './chromium.js';
import { type ClientSettings, clientSettings, PAGE } from './client-settings.js';
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

/** The servers that take v2's place, and what they warn of. */
const successors: Readonly<
  Record<
    string,
    (httpServer: Server, settings: LegacyCorsSettings) => { io: Io; warnings: readonly Warning[] }
  >
> = {
  'a v4 server with the translated options': (httpServer, settings) => {
    const { options, warnings } = translateCors({ ...settings, allowEIO3: true }, { from: '2.5.1' });
    const { Server: V4 } = require('socket.io');
    return { io: new V4(httpServer, options), warnings };
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

  const outcomes = new Set<string>();
  for (const configured of clientSettings) {
    for (const [name, start] of Object.entries(successors)) {
      it(`${name}: ${configured.name}`, async () => {
        const before = await attempts(pages, ['2.5'], configured, (httpServer, settings) => ({
          io: require('socket.io-2.5')(httpServer, { ...settings }),
          warnings: [],
        }));
        const after = await attempts(pages, ['2.5', '4.8'], configured, start);
        for (const outcome of before.results.values()) outcomes.add(outcome);
        const effects = after.warnings.map(({ effect }) => effect);
        for (const [attempt, outcome] of after.results) {
          const old = before.results.get(attempt.replace(/^client \S+/, 'client 2.5'));
          // Where a warning says so, the page may fare otherwise.
          const isWarned = effects.includes(outcome === 'connected' ? 'opens' : 'closes');
          if (!isWarned) expect(`${attempt}: ${outcome}`).to.equal(`${attempt}: ${old}`);
        }
      });
    }
  }

  it('and some of either kind were seen', () => {
    expect([...outcomes]).to.have.members(['connected', 'failed']);
  });
});

/** What each page and client gets from a server, by a description of the attempt. */
async function attempts(
  pages: Pages,
  releases: readonly ClientRelease[],
  { settings }: ClientSettings,
  start: (typeof successors)[string],
): Promise<{ results: Map<string, 'connected' | 'failed'>; warnings: readonly Warning[] }> {
  const httpServer = createServer();
  const { io, warnings } = start(httpServer, settings);
  io.on('connection', (socket) => {
    socket.on('echo', (payload: unknown, callback: (payload: unknown) => void) => callback(payload));
  });
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
  const results = new Map<string, 'connected' | 'failed'>();
  try {
    for (const origin of PAGES) {
      const page = await pages.of(origin);
      for (const release of releases) {
        for (const connecting of CONNECTING) {
          // Protocol 4 posts binary data as text, which needs no preflight: there is nothing of v2 to compare it with.
          if (release === '4.8' && connecting.payload === 'binary') continue;
          const attempt = `client ${release} from ${origin}, ${JSON.stringify(connecting)}`;
          results.set(attempt, await connectFrom(page, release, url, connecting));
        }
      }
    }
  } finally {
    io.close();
    httpServer.closeAllConnections();
  }
  return { results, warnings };
}
