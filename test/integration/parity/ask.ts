import { type IncomingMessage, request } from 'node:http';
import { readWebSocketText } from './read-websocket-text.js';
import type { RunningServer } from './servers.js';

/** The headers with which a browser, or another client, says where a request comes from. */
export interface Caller {
  readonly origin?: string;
  readonly referer?: string;
}

/** One request. `eio` is the Engine.IO protocol: 3 for v1 and v2, 4 for v4. */
export type Question = Caller & { readonly eio: 3 | 4; readonly timeoutMs?: number } & (
    | {
        readonly kind: 'polling' | 'websocket' | 'jsonp';
        readonly headers?: Readonly<Record<string, string>>;
      }
    | {
        readonly kind: 'preflight';
        readonly method: string;
        readonly headerNames: readonly string[];
        /** The session that the preflighted request will belong to; without it, it is a handshake. */
        readonly sid?: string;
      }
  );

/** The response. */
export interface Answer {
  /** 0 if there was no HTTP response. */
  readonly status: number;
  /** `Access-Control-*` and `Vary`, names in lower case, as sent: what was repeated stands here repeatedly. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** Whether an Engine.IO session was opened: over WebSocket, a 101 alone does not say so. */
  readonly admitted: boolean;
  readonly sid?: string;
  readonly failure?: 'timeout' | 'closed';
}

const DEFAULT_TIMEOUT_MS = 3000;
const RECORDED_HEADER = /^(access-control-|vary$)/;
// `0{"sid":"…"` is the open packet; JSONP sends it as a string literal, with its quotes escaped.
const OPEN_PACKET = /0\{\\?"sid\\?":\\?"([^"\\]+)/;

/**
 * Sends one real request, and tells what happened.
 *
 * The sessions that polling opens end with the server's {@link RunningServer.close}; a WebSocket is closed here.
 */
export function ask(server: RunningServer, question: Question): Promise<Answer> {
  return new Promise((resolve) => {
    const timeout = setTimeout(() => finish(0, [], '', 'timeout'), question.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const req = request({
      agent: question.kind === 'websocket' ? false : server.agent,
      host: '127.0.0.1',
      port: server.port,
      path: server.path + queryOf(question),
      method: question.kind === 'preflight' ? 'OPTIONS' : 'GET',
      headers: headersOf(question),
    });
    // 'error' also follows a response that was received, when the server drops the connection after it.
    req.on('error', () => finish(0, [], '', 'closed'));
    req.on('response', async (res) => {
      const body = await readBody(res);
      finish(res.statusCode ?? 0, recordedHeaders(res), body);
    });
    req.on('upgrade', async (res, socket, head) => {
      const body = await readWebSocketText(socket, head);
      finish(res.statusCode ?? 0, recordedHeaders(res), body, body === '' ? 'closed' : undefined);
    });
    req.end();

    function finish(
      status: number,
      headers: Answer['headers'],
      body: string,
      failure?: Answer['failure'],
    ): void {
      clearTimeout(timeout);
      if (failure !== undefined) req.destroy();
      const sid = OPEN_PACKET.exec(body)?.[1];
      resolve({
        status,
        headers,
        body,
        admitted: sid !== undefined && (status === 200 || status === 101),
        ...(sid === undefined ? {} : { sid }),
        ...(failure === undefined ? {} : { failure }),
      });
    }
  });
}

function queryOf(question: Question): string {
  const transport = question.kind === 'websocket' ? 'websocket' : 'polling';
  const query = `?EIO=${question.eio}&transport=${transport}`;
  // A v2 client says b64=1 with JSONP: a script cannot carry binary.
  if (question.kind === 'jsonp') return `${query}&j=0${question.eio === 3 ? '&b64=1' : ''}`;
  return question.kind === 'preflight' && question.sid ? `${query}&sid=${question.sid}` : query;
}

function headersOf(question: Question): Record<string, string> {
  return {
    ...(question.origin === undefined ? {} : { Origin: question.origin }),
    ...(question.referer === undefined ? {} : { Referer: question.referer }),
    ...(question.kind === 'websocket' ? WEBSOCKET_HEADERS : {}),
    ...(question.kind === 'preflight'
      ? preflightHeaders(question.method, question.headerNames)
      : question.headers),
  };
}

const WEBSOCKET_HEADERS = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

// Fetch, "CORS-preflight fetch": the names are lower-cased, sorted and joined with a comma alone.
function preflightHeaders(method: string, names: readonly string[]): Record<string, string> {
  const sorted = names.map((name) => name.toLowerCase()).sort();
  return {
    'Access-Control-Request-Method': method,
    ...(sorted.length === 0 ? {} : { 'Access-Control-Request-Headers': sorted.join(',') }),
  };
}

function recordedHeaders(res: IncomingMessage): [string, string][] {
  const recorded: [string, string][] = [];
  for (let i = 0; i < res.rawHeaders.length; i += 2) {
    const name = (res.rawHeaders[i] as string).toLowerCase();
    if (RECORDED_HEADER.test(name)) recorded.push([name, res.rawHeaders[i + 1] as string]);
  }
  return recorded;
}

async function readBody(res: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of res) chunks.push(chunk as Buffer);
  } catch {
    // The server may drop the connection early: what came until then is the answer.
  }
  return Buffer.concat(chunks).toString('utf8');
}
