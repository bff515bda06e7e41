import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';

const require = createRequire(import.meta.url);

/** The generations of the client, by the names they are installed under. */
export const CLIENTS = { '2.5': 'socket.io-client-2', '4.8': 'socket.io-client' } as const;

export type ClientRelease = keyof typeof CLIENTS;

/** How a page's client connects. */
export interface Connecting {
  readonly transports: readonly ('polling' | 'websocket')[];
  readonly withCredentials: boolean;
  /** Whether it adds `my-custom-header`, which only polling can. */
  readonly header: boolean;
  /** The data that the server echoes. In protocol 3, binary data is posted with a `Content-Type` that needs a preflight. */
  readonly payload: 'text' | 'binary';
}

const builds = new Map<ClientRelease, string>();

/** The build that a page gets from `/socket.io/socket.io.js`. */
function buildOf(release: ClientRelease): string {
  const build =
    builds.get(release) ??
    readFileSync(
      join(dirname(require.resolve(`${CLIENTS[release]}/package.json`)), 'dist/socket.io.js'),
      'utf8',
    );
  builds.set(release, build);
  return build;
}

/** Connects a real client from a page, and has the server echo something: `connected` means that both ways work. */
export async function connectFrom(
  page: Page,
  release: ClientRelease,
  url: string,
  connecting: Connecting,
): Promise<'connected' | 'failed'> {
  await page.evaluate(`${buildOf(release)};undefined`);
  return page.evaluate<'connected' | 'failed'>(
    `(${connect})(${JSON.stringify({ url, release, ...connecting })})`,
  );
}

// Clients of 2.x take a polling request's headers under transportOptions, those of 4.x at the top.
const connect = `({ url, release, transports, withCredentials, header, payload }) => new Promise((resolve) => {
  const extraHeaders = header ? { 'my-custom-header': 'abcd' } : {};
  const headers = release === '2.5' ? { transportOptions: { polling: { extraHeaders } } } : { extraHeaders };
  const socket = io(url, { transports, withCredentials, forceNew: true, reconnection: false, timeout: 3000, ...headers });
  const end = (result) => { resolve(result); clearTimeout(timer); socket.close(); };
  const timer = setTimeout(end, 4000, 'failed');
  socket.on('connect', () => {
    const sent = payload === 'binary' ? new Uint8Array([1, 2, 3]).buffer : 'text';
    socket.emit('echo', sent, (back) => end((back.byteLength ?? back) === (sent.byteLength ?? sent) ? 'connected' : 'failed'));
  });
  for (const event of ['connect_error', 'connect_failed', 'error', 'disconnect']) socket.on(event, () => end('failed'));
})`;
