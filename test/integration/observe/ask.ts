import { request } from 'node:http';

/** The first request of a Socket.IO client. */
export interface Question {
  readonly transport: 'polling' | 'websocket' | 'jsonp' | 'preflight';
  readonly eio: 3 | 4;
  readonly headers: Readonly<Record<string, string>>;
  readonly query?: string;
}

/** The answer, without the parts that depend on the time. */
export interface Answer {
  /** 0 if the connection was closed without an answer. */
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
}

const WEBSOCKET_HEADERS = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

/** Sends one request over a connection of its own. */
export function ask(port: number, { transport, eio, headers, query = '' }: Question): Promise<Answer> {
  const kind = transport === 'websocket' ? 'websocket' : 'polling';
  // A v2 client asks for base64 with JSONP: a script cannot carry binary.
  const jsonp = transport === 'jsonp' ? `&j=0${eio === 3 ? '&b64=1' : ''}` : '';
  const path = `/socket.io/?EIO=${eio}&transport=${kind}${jsonp}${query}`;
  return new Promise((resolve) => {
    const req = request({
      ...{ agent: false, host: '127.0.0.1', port, path },
      method: transport === 'preflight' ? 'OPTIONS' : 'GET',
      headers: { ...headers, ...(transport === 'websocket' ? WEBSOCKET_HEADERS : {}) },
    });
    req.on('error', () => resolve({ status: 0, headers: [], body: '' }));
    req.on('upgrade', (res, socket) => {
      socket.destroy();
      resolve({ status: res.statusCode ?? 0, headers: headersOf(res.rawHeaders), body: '' });
    });
    req.on('response', (res) => {
      let body = '';
      res.setEncoding('utf8');
      res.on('data', (text) => {
        body += text;
      });
      const end = () => resolve({ status: res.statusCode ?? 0, headers: headersOf(res.rawHeaders), body });
      res.on('end', end).on('error', end);
    });
    req.end();
  });
}

function headersOf(raw: readonly string[]): string[] {
  const headers: string[] = [];
  for (let at = 0; at < raw.length; at += 2) headers.push(`${raw[at]}: ${raw[at + 1]}`);
  return headers.filter((header) => !/^date:/i.test(header));
}
