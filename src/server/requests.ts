import { readFileSync } from 'node:fs';
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Report } from '../messages/emit.js';
import { appFunctionFailed, warningOf } from '../messages/warn.js';
import type { PreflightHandler } from '../origins/policy.js';
import { callOnce } from '../runtime/app-functions.js';

type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** How OPTIONS requests under a path are answered. */
export interface PreflightHandling {
  /** Ends in a slash, as Engine.IO compares it. */
  readonly path: string;
  /** The app's own; `false` leaves them to the listeners that the HTTP server had before. */
  readonly handler: PreflightHandler | false;
  /** The listeners that the HTTP server had before Socket.IO was attached. */
  readonly others: readonly unknown[];
}

/**
 * Answers preflights before v4's `cors` does, which would answer all of them.
 *
 * @param report gets what the handler throws; the client gets a 500
 * @see Engine.IO 3.6.2, lib/server.js, `Server#attach`
 */
export function handlePreflights(httpServer: HttpServer, handling: PreflightHandling, report: Report): void {
  const { path, handler, others } = handling;
  answerFirst(httpServer, (request, response) => {
    if (request.method !== 'OPTIONS' || !request.url?.startsWith(path)) return false;
    if (handler === false) callAll(others, httpServer, request, response);
    else run(handler, httpServer, request, response, report);
    return true;
  });
}

/** Gives requests to a function before the listeners that an HTTP server has, unless the function answers them. */
function answerFirst(
  httpServer: HttpServer,
  answer: (...args: Parameters<RequestListener>) => boolean,
): void {
  const others = httpServer.listeners('request');
  httpServer.removeAllListeners('request');
  httpServer.on('request', (request, response) => {
    if (!answer(request, response)) callAll(others, httpServer, request, response);
  });
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] as string;
}

function callAll(
  listeners: readonly unknown[],
  httpServer: HttpServer,
  ...args: Parameters<RequestListener>
): void {
  for (const listener of listeners as readonly RequestListener[]) listener.apply(httpServer, args);
}

function run(
  handler: PreflightHandler,
  httpServer: HttpServer,
  request: IncomingMessage,
  response: ServerResponse,
  report: Report,
): void {
  const failed = (error: unknown): void => report(appFunctionFailed('handlePreflightRequest', error));
  // Node emits an error if a handler writes after the end. Without a listener, that ends the process.
  response.on('error', failed);
  callOnce(
    // The handler answers through the response, not through a callback.
    () => handler.call(httpServer as never, request, response),
    () => undefined,
    (error) => {
      failed(error);
      fail(response);
    },
  );
}

/** Answers 500 without the headers set so far, which may have allowed the request. A response that has begun is cut off. */
function fail(response: ServerResponse): void {
  if (response.writableEnded) return;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.writeHead(500).end();
}

/**
 * Serves v2's client at `/socket.io/socket.io.js`, as v2 did, if the app can resolve one: pages that load the client
 * from the server need not change with the server.
 *
 * @param path the server's, `/socket.io`
 * @param report gets a warning if pages load v4's client instead
 * @see Socket.IO 2.5.1, lib/index.js, `Server#attachServe`
 */
export function serveLegacyClient(httpServer: HttpServer, path: string, report: Report): void {
  const script = `${path}/socket.io.js`;
  const paths = [script, `${script}.map`];
  // Many servers are never asked for it, so it is looked for by the first request.
  let client: ReturnType<typeof legacyClient> | 'unknown' = 'unknown';
  answerFirst(httpServer, (request, response) => {
    const asked = pathOf(request);
    if (!paths.includes(asked)) return false;
    if (client === 'unknown') client = legacyClient();
    if (client === undefined) {
      report(warningOf('SERVED_CLIENT_IS_V4', {}, script));
      return false;
    }
    const content = asked === script ? client.script : client.map;
    if (content === undefined) return false;
    const etag = `"${client.version}"`;
    const headers = {
      'Cache-Control': 'public, max-age=0',
      'Content-Type': `application/${asked === script ? 'javascript' : 'json'}`,
      ETag: etag,
    };
    if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
    else response.writeHead(200, headers).end(content);
    return true;
  });
}

/** v2's client in a browser. */
interface LegacyClient {
  readonly version: string;
  readonly script: Buffer;
  readonly map: Buffer | undefined;
}

/** The socket.io-client that the main module resolves, or else the current folder, if it is one for v2. */
function legacyClient(): LegacyClient | undefined {
  for (const from of [process.argv[1] ?? '', join(process.cwd(), 'index.js')]) {
    const client = attempt(() => {
      const require = createRequire(from);
      const manifest = require.resolve('socket.io-client/package.json');
      const { version } = require(manifest) as { version: string };
      if (!/^[12]\./.test(version)) return undefined;
      const script = join(dirname(manifest), 'dist', 'socket.io.js');
      const map = attempt(() => readFileSync(`${script}.map`));
      return { version, script: readFileSync(script), map };
    });
    if (client !== undefined) return client;
  }
  return undefined;
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
