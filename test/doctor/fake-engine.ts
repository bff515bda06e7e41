import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The first packet of Engine.IO 4. */
export const OPEN =
  '0{"sid":"Lbo5JLzTotvW3g2LAAAA","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let opened = 0;

/** The same with a session of its own. */
export const openAnew = (packet = OPEN): string =>
  packet.replace('Lbo5JLzTotvW3g2LAAAA', () => String(opened++).padStart(20, '0'));

type Headers = OutgoingHttpHeaders | readonly [string, string][];

export interface FakeEngine {
  /** Sent with every GET and POST; a list if a name is sent twice. */
  readonly headers?: Headers | ((origin: string) => Headers);
  readonly status?: number;
  readonly body?: string;
  readonly preflight?: { readonly status: number; readonly headers: Headers };
}

/** A server that begins like Engine.IO 4, and may be given any fault. */
export function fakeEngine({ headers = {}, status = 200, body = OPEN, preflight }: FakeEngine): Handler {
  return (request, response) => {
    if (request.method === 'OPTIONS' && preflight !== undefined) {
      response.writeHead(preflight.status, flat(preflight.headers)).end();
      return;
    }
    const list = typeof headers === 'function' ? headers(request.headers.origin ?? '') : headers;
    response.writeHead(status, flat(list)).end(request.method === 'POST' ? 'ok' : openAnew(body));
  };
}

/** Node sends repeated names only from a flat array. */
const flat = (headers: Headers): OutgoingHttpHeaders | string[] =>
  Array.isArray(headers) ? headers.flat() : (headers as OutgoingHttpHeaders);

/** Answers a WebSocket handshake by hand, then sends the bytes. */
export function webSocketThat(sends: Buffer, accept?: string, ends = false) {
  return (request: IncomingMessage, socket: Socket): void => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const answer = accept ?? createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${answer}\r\n\r\n`,
    );
    socket.write(sends);
    if (ends) socket.end();
  };
}

/** A text frame of a server, shorter than 64 KiB. */
export function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = payload.length < 126 ? Buffer.from([0x81, payload.length]) : Buffer.from([0x81, 126, 0, 0]);
  if (payload.length >= 126) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}
