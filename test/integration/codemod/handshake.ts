import { type IncomingHttpHeaders, request } from 'node:http';

/** A handshake, or the preflight for one. */
export interface Ask {
  readonly kind: 'polling' | 'websocket' | 'preflight';
  readonly headers: Readonly<Record<string, string>>;
}

export interface Told {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

/** Sends one real request. The status is 0 without an answer. */
export function handshake(port: number, eio: 3 | 4, { kind, headers }: Ask): Promise<Told> {
  const transport = kind === 'websocket' ? 'websocket' : 'polling';
  return new Promise((resolve) => {
    const asked = request({
      host: '127.0.0.1',
      port,
      path: `/socket.io/?EIO=${eio}&transport=${transport}`,
      method: kind === 'preflight' ? 'OPTIONS' : 'GET',
      headers: kind === 'websocket' ? { ...UPGRADE, ...headers } : headers,
      agent: false,
    });
    asked.on('response', (res) => {
      res.resume();
      resolve({ status: res.statusCode ?? 0, headers: res.headers });
    });
    asked.on('upgrade', (res, socket) => {
      socket.destroy();
      resolve({ status: res.statusCode ?? 0, headers: res.headers });
    });
    asked.on('error', () => resolve({ status: 0, headers: {} }));
    asked.setTimeout(3000, () => asked.destroy());
    asked.end();
  });
}

/** Whether a session was opened. */
export function isAdmitted({ status }: Told): boolean {
  return status === 200 || status === 101;
}

/** Fetch, CORS check, for a request with credentials or without. */
export function mayRead({ headers }: Told, origin: string, credentials: boolean): boolean {
  const allowed = headers['access-control-allow-origin'];
  if (!credentials && allowed === '*') return true;
  if (allowed !== origin) return false;
  return !credentials || headers['access-control-allow-credentials'] === 'true';
}

/** Fetch, CORS-preflight fetch, step 7: whether a preflight lets a header be sent. */
export function allowsHeader(told: Told, origin: string, credentials: boolean, name: string): boolean {
  if (told.status < 200 || told.status > 299 || !mayRead(told, origin, credentials)) return false;
  const names = (told.headers['access-control-allow-headers'] ?? '').toLowerCase().split(/\s*,\s*/);
  return names.includes(name) || (!credentials && names.includes('*'));
}
