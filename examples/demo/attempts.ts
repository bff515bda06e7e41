import { ask, type Caller } from '../../test/parity/ask.js';
import { mayRead, maySend } from '../../test/parity/browser.js';
import type { RunningServer } from '../../test/parity/servers.js';
import { connectClient } from './connect-client.js';

/** What became of an attempt; `unreadable` is a session that was opened, and that the page may not read;
 * `-` is a client that does not speak the server's protocol. */
export type Outcome = 'in' | 'refused' | 'unreadable' | 'sent' | 'blocked' | '-';

/** A server that is tried, and the Engine.IO protocol it speaks by nature. */
export interface Contestant {
  readonly server: RunningServer;
  readonly eio: 3 | 4;
}

/** Something that somebody tries on every server. */
export interface Attempt {
  readonly who: string;
  readonly how: string;
  readonly origin?: string;
  readonly on: (contestant: Contestant) => Promise<Outcome>;
}

/** Somebody who tries to open a session. */
export const handshake = (who: string, caller: Caller, kind: 'polling' | 'websocket' | 'jsonp'): Attempt => ({
  who,
  how: { polling: 'polling', websocket: 'WebSocket', jsonp: 'JSONP' }[kind],
  ...(caller.origin === undefined ? {} : { origin: caller.origin }),
  on: async ({ server, eio }) => {
    const answer = await ask(server, { kind, eio, ...caller });
    if (!answer.admitted) return 'refused';
    const keptFromReading =
      kind === 'polling' && caller.origin !== undefined && !mayRead(answer, caller.origin, true);
    return keptFromReading ? 'unreadable' : 'in';
  },
});

const page = (origin: string): Attempt[] => [
  handshake(origin, { origin }, 'polling'),
  handshake(origin, { origin }, 'websocket'),
];

const preflight = (origin: string): Attempt => ({
  who: origin,
  how: 'preflight',
  origin,
  on: async ({ server, eio }) => {
    const request = { method: 'GET', headerNames: ['my-custom-header'] };
    const answer = await ask(server, { kind: 'preflight', eio, origin, ...request });
    return maySend(answer, { ...request, origin, credentials: true }) ? 'sent' : 'blocked';
  },
});

const client = (generation: '2.5' | '4.8', transport: 'polling' | 'websocket', origin: string): Attempt => ({
  who: `client ${generation}, ${origin}`,
  how: transport === 'polling' ? 'polling' : 'WebSocket',
  origin,
  on: async ({ server, eio }) => {
    if (await connectClient(generation, server.url, transport, origin)) return 'in';
    return generation === '4.8' && eio === 3 ? '-' : 'refused';
  },
});

/** Who tries the list of origins: whom it names, tricks, and both generations of clients. */
export const LIST_ATTEMPTS: readonly Attempt[] = [
  ...page('https://example.com'),
  ...page('http://localhost:3000'),
  ...page('https://app.example.com'),
  ...page('http://staging.example.com:8080'),
  ...page('https://evil.example'),
  ...page('https://app.example.com.evil.example'),
  ...page('null'),
  handshake('no Origin (curl, Node)', {}, 'polling'),
  handshake('no Origin (curl, Node)', {}, 'websocket'),
  handshake('Referer https://app.example.com/', { referer: 'https://app.example.com/' }, 'jsonp'),
  handshake('Referer https://evil.example/', { referer: 'https://evil.example/' }, 'jsonp'),
  preflight('https://app.example.com'),
  preflight('http://localhost:3000'),
  preflight('https://evil.example'),
  ...(['2.5', '4.8'] as const).flatMap((generation) => [
    client(generation, 'polling', 'https://app.example.com'),
    client(generation, 'websocket', 'https://app.example.com'),
    client(generation, 'websocket', 'https://evil.example'),
  ]),
];

/** Who tries the string: whom it names, and whom v2 found in the middle of it. */
export const STRING_ATTEMPTS: readonly Attempt[] = [
  ...page('http://localhost:3000'),
  ...page('https://app.example.com'),
  ...page('http://calhost:3000'),
  ...page('https://ample.com'),
  ...page('https://evil.example'),
];
