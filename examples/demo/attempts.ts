import { ask, type Caller } from '../../test/integration/parity/ask.js';
import { mayRead, maySend } from '../../test/integration/parity/browser.js';
import type { RunningServer } from '../../test/integration/parity/servers.js';
import { connectClient } from './connect-client.js';

/**
 * How a server answered. `unreadable`: it opened the session, and only the browser keeps the page from reading. `sent`,
 * `blocked`: the browser sends the request after the preflight, or not. `-`: the client speaks another protocol.
 */
export type Outcome = 'allowed' | 'refused' | 'unreadable' | 'sent' | 'blocked' | '-';

/** A server, and the Engine.IO protocol that it speaks without `allowEIO3`. */
export interface Contestant {
  readonly server: RunningServer;
  readonly eio: 3 | 4;
}

/** A request, made in the same way to every server. */
export interface Attempt {
  readonly who: string;
  readonly how: string;
  readonly origin?: string;
  readonly on: (contestant: Contestant) => Promise<Outcome>;
}

/** An attempt to open a session. */
export const handshake = (who: string, caller: Caller, kind: 'polling' | 'websocket' | 'jsonp'): Attempt => ({
  who,
  how: { polling: 'polling', websocket: 'WebSocket', jsonp: 'JSONP' }[kind],
  ...(caller.origin === undefined ? {} : { origin: caller.origin }),
  on: async ({ server, eio }) => {
    const answer = await ask(server, { kind, eio, ...caller });
    if (!answer.admitted) return 'refused';
    const keptFromReading =
      kind === 'polling' && caller.origin !== undefined && !mayRead(answer, caller.origin, true);
    return keptFromReading ? 'unreadable' : 'allowed';
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
  who: `client ${generation}, ${origin.replace(/^https?:\/\//, '')}`,
  how: transport === 'polling' ? 'polling' : 'WebSocket',
  origin,
  on: async ({ server, eio }) => {
    if (await connectClient(generation, server.url, transport, origin)) return 'allowed';
    return generation === '4.8' && eio === 3 ? '-' : 'refused';
  },
});

/** One screen: the listed page, an origin of the v2 docs, another website with its tricks, and both kinds of clients. */
export const FIRST_ATTEMPTS: readonly Attempt[] = [
  ...page('https://app.example.com'),
  handshake('https://example.com', { origin: 'https://example.com' }, 'websocket'),
  ...page('https://evil.example'),
  handshake('a script on evil.example', { referer: 'https://evil.example/' }, 'jsonp'),
  handshake('null (a sandboxed frame)', { origin: 'null' }, 'websocket'),
  client('2.5', 'websocket', 'https://app.example.com'),
];

/** Everything else about the list. */
export const MORE_ATTEMPTS: readonly Attempt[] = [
  ...page('https://example.com'),
  ...page('http://localhost:3000'),
  ...page('http://staging.example.com:8080'),
  ...page('https://app.example.com.evil.example'),
  ...page('null'),
  handshake('neither header (curl, Node.js)', {}, 'polling'),
  handshake('neither header (curl, Node.js)', {}, 'websocket'),
  handshake('Referer https://app.example.com/', { referer: 'https://app.example.com/' }, 'jsonp'),
  preflight('https://app.example.com'),
  preflight('http://localhost:3000'),
  preflight('https://evil.example'),
  ...(['2.5', '4.8'] as const).flatMap((generation) => [
    client(generation, 'polling', 'https://app.example.com'),
    client(generation, 'websocket', 'https://evil.example'),
  ]),
];

/** A list in one string: its entries, and origins that v2 found in the middle of it. */
export const STRING_ATTEMPTS: readonly Attempt[] = [
  ...page('http://localhost:3000'),
  ...page('https://app.example.com'),
  ...page('http://calhost:3000'),
  ...page('https://ample.com'),
  ...page('https://evil.example'),
];
