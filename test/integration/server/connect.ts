import { createRequire } from 'node:module';
import type { Caller } from '../parity/ask.js';

const require = createRequire(import.meta.url);

/** The part of a client that is the same from 2.5 to 4.8. */
interface Client {
  readonly io: { readonly engine: { on(event: 'upgrade', listener: () => void): void } };
  on(event: string, listener: (value: unknown) => void): void;
  emit(event: string, ...args: unknown[]): void;
  close(): void;
}

type Connect = (url: string, options: object) => Client;

const CLIENTS: Readonly<Record<ClientRelease, Connect>> = {
  '2.5': require('socket.io-client-2') as Connect,
  '4.8': require('socket.io-client') as Connect,
};

export type ClientRelease = '2.5' | '4.8';

/** How a client gets to its transport: `upgrade` begins with polling, and goes on over WebSocket. */
export type Route = 'polling' | 'websocket' | 'upgrade';
export const ROUTES: readonly Route[] = ['polling', 'websocket', 'upgrade'];

const TRANSPORTS: Readonly<Record<Route, readonly string[]>> = {
  polling: ['polling'],
  websocket: ['websocket'],
  upgrade: ['polling', 'websocket'],
};

/**
 * Connects a real client with an Origin or a Referer.
 *
 * @returns what the server answered to `echo`, or `refused` if the client did not get in
 */
export function connect(
  release: ClientRelease,
  url: string,
  route: Route,
  { origin, referer }: Caller,
  path = '/socket.io',
): Promise<string> {
  return new Promise((resolve) => {
    const extraHeaders = {
      ...(origin === undefined ? {} : { Origin: origin }),
      ...(referer === undefined ? {} : { Referer: referer }),
    };
    const client = CLIENTS[release](url, {
      path,
      transports: TRANSPORTS[route],
      reconnection: false,
      forceNew: true,
      timeout: 2000,
      extraHeaders,
    });
    const end = (outcome: string) => {
      clearTimeout(timeout);
      client.close();
      resolve(outcome);
    };
    const timeout = setTimeout(end, 3000, 'timeout');
    let upgraded: Promise<void> = Promise.resolve();
    if (route === 'upgrade') {
      upgraded = new Promise((resolveUpgrade) => client.io.engine.on('upgrade', resolveUpgrade));
    }
    client.on('connect', () => upgraded.then(() => client.emit('echo', route, (text: string) => end(text))));
    client.on('connect_error', () => end('refused'));
    client.on('error', () => end('refused'));
  });
}

/** Answers the clients of {@link connect}. */
export function echo(io: { on(event: 'connection', listener: (socket: EchoSocket) => void): unknown }): void {
  io.on('connection', (socket) => socket.on('echo', (text, answer) => answer(text)));
}

interface EchoSocket {
  on(event: 'echo', listener: (text: string, answer: (text: string) => void) => void): unknown;
}
