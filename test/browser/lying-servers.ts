import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { OPEN, textFrame } from '../doctor/fake-engine.js';
import type { Listening } from '../integration/doctor/servers.js';
import { v2 } from '../integration/doctor/servers.js';
import { tcp } from '../integration/doctor/tcp-server.js';
import type { Faulty } from './faulty-servers.js';

const PAGE = 'http://page.test';
const CREDENTIALS = 'Access-Control-Allow-Credentials: true\r\n';
const ALLOW = `Access-Control-Allow-Origin: ${PAGE}\r\n${CREDENTIALS}`;
const HEADER = { headers: ['my-custom-header: abcd'] };

interface Lies {
  /** The whole head of the answer to GET and POST, up to the empty line. */
  readonly head?: string;
  readonly body?: string | Buffer;
  readonly preflight?: string | Buffer;
  readonly socket?: (key: string) => string | Buffer;
  /** The request whose connection stays open after the answer. */
  readonly stays?: 'preflight';
}

/** Writes the bytes itself, because Node's own server would correct them. */
function liar({ head = `HTTP/1.1 200 OK\r\n${ALLOW}`, body = OPEN, preflight, socket, stays }: Lies) {
  return (): Promise<Listening> =>
    tcp((connection: Socket) => {
      connection.once('data', (request: Buffer) => {
        const text = request.toString('latin1');
        const key = /sec-websocket-key: (\S+)/i.exec(text)?.[1];
        const isPost = text.startsWith('POST');
        const answer =
          key !== undefined
            ? (socket?.(key) ??
              'HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n')
            : text.startsWith('OPTIONS') && preflight !== undefined
              ? preflight
              : join(`${head}Connection: close\r\n\r\n`, isPost && typeof body === 'string' ? 'ok' : body);
        connection.write(typeof answer === 'string' ? Buffer.from(answer, 'latin1') : answer);
        const isLeftOpen = stays === 'preflight' && text.startsWith('OPTIONS');
        if (key === undefined && !isLeftOpen) connection.end();
      });
    });
}

const join = (head: string, body: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(head, 'latin1'), typeof body === 'string' ? Buffer.from(body, 'latin1') : body]);

const origin = (value: string) => `HTTP/1.1 200 OK\r\n${CREDENTIALS}Access-Control-Allow-Origin:${value}\r\n`;
const plus = (lines: string) => `HTTP/1.1 200 OK\r\n${ALLOW}${lines}`;
const preflight = (lines: string, status = '204 No Content') =>
  `HTTP/1.1 ${status}\r\n${ALLOW}Connection: close\r\n${lines}\r\n`;

const acceptOf = (key: string) =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
interface Handshake {
  readonly line?: string;
  readonly upgrade?: string;
  readonly connection?: string;
  readonly more?: string;
}
const switching =
  (
    frames: Buffer,
    {
      line = 'HTTP/1.1 101 Go',
      upgrade = 'Upgrade: websocket\r\n',
      connection = 'Connection: Upgrade\r\n',
      more = '',
    }: Handshake = {},
  ) =>
  (key: string) =>
    join(`${line}\r\n${upgrade}${connection}${more}Sec-WebSocket-Accept: ${acceptOf(key)}\r\n\r\n`, frames);
const open = textFrame(OPEN);
const giant = Buffer.concat([Buffer.from([0x81, 127, 0, 0, 0, 0, 0, 3, 0, 0]), Buffer.alloc(0x30000, '4')]);
const fragmented = Buffer.concat([
  Buffer.from([0x01, 10]),
  Buffer.from(OPEN.slice(0, 10)),
  Buffer.from([0x89, 1, 0x61]),
  Buffer.from([0x80, OPEN.length - 10]),
  Buffer.from(OPEN.slice(10)),
]);
const badUtf8 = Buffer.from(open);
badUtf8[badUtf8.indexOf('Lbo5')] = 0xff;
const ws = (name: string, socket: (key: string) => Buffer | string): Faulty => ({
  name: `a WebSocket ${name}`,
  start: liar({ socket }),
});

/** Servers that violate HTTP, or lie about what they send. */
export const lyingServers: readonly Faulty[] = [
  {
    name: 'a blank before the colon',
    start: liar({ head: `HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin : ${PAGE}\r\n${CREDENTIALS}` }),
    isChromiumLenient: true,
  },
  { name: 'a folded value', start: liar({ head: origin(`\r\n ${PAGE}`) }) },
  { name: 'bare line feeds', start: liar({ head: plus('').replace(/\r\n/g, '\n') }) },
  { name: 'a line without a colon', start: liar({ head: plus('what\r\n') }), isChromiumLenient: true },
  { name: 'a vertical tab behind the origin', start: liar({ head: origin(` ${PAGE}\x0b`) }) },
  { name: 'a no-break space behind the origin', start: liar({ head: origin(` ${PAGE}\xa0`) }) },
  { name: 'a tab before the origin', start: liar({ head: origin(`\t${PAGE}\t `) }) },
  { name: 'the origin in quotes', start: liar({ head: origin(` "${PAGE}"`) }) },
  { name: 'the origin with a comma behind it', start: liar({ head: origin(` ${PAGE},`) }) },
  { name: 'the origin with a dot behind it', start: liar({ head: origin(` ${PAGE}.`) }) },
  { name: 'the origin with a question mark', start: liar({ head: origin(` ${PAGE}?`) }) },
  { name: '"*" twice in one line', start: liar({ head: origin(' *, *') }), credentials: false },
  {
    name: 'credentials TRUE',
    start: liar({
      head: `HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: ${PAGE}\r\nAccess-Control-Allow-Credentials: TRUE\r\n`,
    }),
  },
  {
    name: 'credentials true with a comma',
    start: liar({
      head: `HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: ${PAGE}\r\nAccess-Control-Allow-Credentials: true,\r\n`,
    }),
  },
  {
    name: 'two lengths that differ',
    start: liar({ head: plus(`Content-Length: ${OPEN.length}\r\nContent-Length: 3\r\n`) }),
  },
  { name: 'a length that is too short', start: liar({ head: plus('Content-Length: 10\r\n') }) },
  {
    name: 'a length that is not a number',
    start: liar({ head: plus('Content-Length: many\r\n') }),
    isChromiumLenient: true,
  },
  {
    name: 'a negative length',
    start: liar({ head: plus('Content-Length: -1\r\n') }),
    isChromiumLenient: true,
  },
  {
    name: 'chunks and a length',
    start: liar({
      head: plus('Content-Length: 3\r\nTransfer-Encoding: chunked\r\n'),
      body: Buffer.from(`${OPEN.length.toString(16)}\r\n${OPEN}\r\n0\r\n\r\n`),
    }),
  },
  {
    name: 'chunks that break off',
    start: liar({
      head: plus('Transfer-Encoding: chunked\r\n'),
      body: Buffer.from(`${OPEN.length.toString(16)}\r\n${OPEN}\r\n`),
    }),
  },
  {
    name: 'chunks of no length',
    start: liar({ head: plus('Transfer-Encoding: chunked\r\n'), body: Buffer.from(`zz\r\n${OPEN}\r\n`) }),
  },
  { name: 'HTTP/1.0', start: liar({ head: `HTTP/1.0 200 OK\r\n${ALLOW}` }) },
  { name: 'HTTP/0.9', start: liar({ head: OPEN }) },
  { name: 'no reason phrase', start: liar({ head: `HTTP/1.1 200\r\n${ALLOW}` }) },
  { name: 'status 201', start: liar({ head: `HTTP/1.1 201 Created\r\n${ALLOW}` }) },
  { name: 'status 206', start: liar({ head: `HTTP/1.1 206 Partial\r\n${ALLOW}` }) },
  { name: 'status 204 with a body', start: liar({ head: `HTTP/1.1 204 No Content\r\n${ALLOW}` }) },
  { name: 'status 304 unasked', start: liar({ head: `HTTP/1.1 304 Not Modified\r\n${ALLOW}` }) },
  {
    name: 'status 401 with a question',
    start: liar({ head: `HTTP/1.1 401 No\r\n${ALLOW}WWW-Authenticate: Basic realm="x"\r\n` }),
  },
  {
    name: 'early hints first',
    start: liar({ head: `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${plus('')}` }),
  },
  {
    name: 'early hints that allow, and an answer that does not',
    start: liar({ head: `HTTP/1.1 103 Early Hints\r\n${ALLOW}\r\nHTTP/1.1 200 OK\r\n` }),
  },
  { name: 'a redirect to nowhere', start: liar({ head: `HTTP/1.1 302 Found\r\n${ALLOW}` }) },
  { name: 'an unknown encoding', start: liar({ head: plus('Content-Encoding: rot13\r\n') }) },
  { name: 'encoding identity', start: liar({ head: plus('Content-Encoding: identity\r\n') }) },
  {
    name: 'a long body that breaks off',
    start: liar({ head: plus('Content-Length: 99999\r\n'), body: OPEN + 'x'.repeat(40_000) }),
  },
  {
    name: 'a resource policy, which polling is not subject to',
    start: liar({ head: plus('Cross-Origin-Resource-Policy: same-origin\r\n') }),
  },
  {
    name: 'a preflight whose body breaks off',
    start: liar({
      preflight: preflight(
        'Access-Control-Allow-Headers: my-custom-header\r\nContent-Length: 99\r\n',
        '200 OK',
      ),
    }),
    ...HEADER,
  },
  {
    name: 'a preflight whose body never ends',
    start: liar({
      preflight: preflight(
        'Access-Control-Allow-Headers: my-custom-header\r\nContent-Length: 99\r\n',
        '200 OK',
      ),
      stays: 'preflight',
    }),
    ...HEADER,
  },
  {
    name: 'a preflight in two lines',
    start: liar({
      preflight: preflight(
        'Access-Control-Allow-Headers: a\r\nAccess-Control-Allow-Headers: my-custom-header\r\n',
      ),
    }),
    ...HEADER,
  },
  {
    name: 'a preflight with parameters',
    start: liar({ preflight: preflight('Access-Control-Allow-Headers: my-custom-header;q=1\r\n') }),
    ...HEADER,
  },
  {
    name: 'a preflight in quotes',
    start: liar({ preflight: preflight('Access-Control-Allow-Headers: "my-custom-header"\r\n') }),
    ...HEADER,
  },
  {
    name: 'a preflight with an odd age',
    start: liar({
      preflight: preflight(
        'Access-Control-Allow-Headers: my-custom-header\r\nAccess-Control-Max-Age: -1, 9e9\r\n',
      ),
    }),
    ...HEADER,
  },
  {
    name: 'a preflight with early hints',
    start: liar({
      preflight: `HTTP/1.1 103 Hints\r\n\r\n${preflight('Access-Control-Allow-Headers: my-custom-header\r\n')}`,
    }),
    ...HEADER,
  },
  {
    name: 'a preflight of status 299',
    start: liar({
      preflight: preflight(
        'Access-Control-Allow-Headers: my-custom-header\r\nContent-Length: 0\r\n',
        '299 Odd',
      ),
    }),
    ...HEADER,
  },
  {
    name: 'a preflight of status 304',
    start: liar({ preflight: preflight('Access-Control-Allow-Headers: my-custom-header\r\n', '304 Not') }),
    ...HEADER,
  },
  {
    name: 'a preflight of status 500',
    start: liar({
      preflight: preflight(
        'Access-Control-Allow-Headers: my-custom-header\r\nContent-Length: 0\r\n',
        '500 Ouch',
      ),
    }),
    ...HEADER,
  },
  {
    name: 'a preflight compressed badly',
    start: liar({
      preflight: `${preflight('Access-Control-Allow-Headers: my-custom-header\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n', '200 OK')}xx`,
    }),
    ...HEADER,
  },
  ws(
    'with an extension that was not requested',
    switching(open, { more: 'Sec-WebSocket-Extensions: foo\r\n' }),
  ),
  ws('over HTTP/1.0', switching(open, { line: 'HTTP/1.0 101 Go' })),
  ws('without Connection', switching(open, { connection: '' })),
  ws('with another Connection', switching(open, { connection: 'Connection: close\r\n' })),
  ws('with a list of Connections', switching(open, { connection: 'Connection: keep-alive, UPGRADE\r\n' })),
  ws('in capitals', switching(open, { upgrade: 'Upgrade: WebSocket\r\n' })),
  ws('of a version', switching(open, { upgrade: 'Upgrade: websocket/13\r\n' })),
  ws('that says Upgrade twice', switching(open, { upgrade: 'Upgrade: websocket\r\nUpgrade: websocket\r\n' })),
  ws('with a protocol', switching(open, { more: 'Sec-WebSocket-Protocol: chat\r\n' })),
  ws('of status 200', switching(open, { line: 'HTTP/1.1 200 OK' })),
  ws('with bytes that are no text', switching(badUtf8)),
  ws('in fragments', switching(fragmented)),
  ws('that sends much behind the session', switching(Buffer.concat([open, giant]))),
  ws('that sends much before the session', switching(Buffer.concat([giant, open]))),
  ws('that pings first', switching(Buffer.concat([Buffer.from([0x89, 0]), open]))),
  ws('that breaks the rules behind the session', switching(Buffer.concat([open, Buffer.from([0xf1, 0])]))),
  ws('that closes with half a code', switching(Buffer.concat([open, Buffer.from([0x88, 1, 3])]))),
  {
    name: 'a v2 server that sends much at once',
    start: async () => {
      const listening = await v2({}, 'socket.io-2.5', (io) =>
        io.on('connection', (socket) => socket.emit('state', 'x'.repeat(200_000))),
      );
      return listening;
    },
  },
];
