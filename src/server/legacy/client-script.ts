import { readFileSync } from 'node:fs';
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { warningOf } from '../../messages/warn.js';
import type { Report } from '../reporting.js';

/** The files of a socket.io-client for v2. */
interface LegacyClient {
  readonly version: string;
  readonly script: string;
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
  const map = `${script}.map`;
  const client = legacyClient();
  const others = httpServer.listeners('request') as ((...args: unknown[]) => void)[];
  httpServer.removeAllListeners('request');
  httpServer.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const [asked] = (request.url ?? '').split('?', 1);
    if (asked === script || asked === map) {
      if (client !== undefined && serve(client, asked === map, request, response)) return;
      report([warningOf('SERVED_CLIENT_IS_V4', {}, script)]);
    }
    for (const listener of others) listener.call(httpServer, request, response);
  });
}

function serve(
  { version, script }: LegacyClient,
  isMap: boolean,
  { headers }: IncomingMessage,
  response: ServerResponse,
): boolean {
  const etag = `"${version}"`;
  const content = read(isMap ? `${script}.map` : script);
  if (content === undefined) return false;
  if (headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return true;
  }
  response.setHeader('Cache-Control', 'public, max-age=0');
  response.setHeader('Content-Type', `application/${isMap ? 'json' : 'javascript'}`);
  response.setHeader('ETag', etag);
  response.writeHead(200).end(content);
  return true;
}

const contents = new Map<string, Buffer | undefined>();

function read(file: string): Buffer | undefined {
  if (!contents.has(file))
    contents.set(
      file,
      attempt(() => readFileSync(file)),
    );
  return contents.get(file);
}

/** The socket.io-client that the main module resolves, or else the current folder, if it is one for v2. */
function legacyClient(): LegacyClient | undefined {
  for (const from of [process.argv[1] ?? '', join(process.cwd(), 'index.js')]) {
    const client = attempt(() => {
      const require = createRequire(from);
      const manifest = require.resolve('socket.io-client/package.json');
      const { version } = require(manifest) as { version: string };
      return { version, script: join(dirname(manifest), 'dist', 'socket.io.js') };
    });
    if (client !== undefined && /^[12]\./.test(client.version)) return client;
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
