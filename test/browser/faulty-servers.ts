import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { fakeEngine, OPEN, textFrame, webSocketThat } from '../doctor/fake-engine.js';
import { engine, type Listening, raw, v2, v4 } from '../integration/doctor/servers.js';

/** A server, and a client that has trouble with it (or should have none). */
export interface Faulty {
  readonly name: string;
  readonly start: () => Promise<Listening>;
  readonly headers?: readonly string[];
  readonly credentials?: false;
  /** Chromium allows the header, and the Fetch standard does not. */
  readonly isChromiumLaxer?: true;
  /** Chromium accepts an answer that Node's parser rejects; the doctor says so. */
  readonly isChromiumLenient?: true;
  /** Chromium follows the redirect of the GET; the doctor only asks the server that it was given. */
  readonly isFollowed?: true;
}

type Incoming = { readonly headers: Readonly<Record<string, string | undefined>> };
type Callback = (error: unknown, success?: boolean) => void;

const PAGE = 'http://page.test';
const HEADER = { headers: ['my-custom-header: abcd'] };
const good = { 'Access-Control-Allow-Origin': PAGE, 'Access-Control-Allow-Credentials': 'true' };
const allowing = (headers: object) => ({
  ...good,
  'Access-Control-Allow-Headers': 'my-custom-header',
  ...headers,
});

/** A v2 server with a preflight handler that answers so. */
const v2Handler = (status: number, headers: OutgoingHttpHeaders) => () =>
  v2({
    handlePreflightRequest: (_: unknown, res: ServerResponse) => {
      res.writeHead(status, headers);
      res.end();
    },
  });

/** A server like Engine.IO whose actual answers are right, and whose preflights are not. */
const preflight = (status: number, headers: object) => () =>
  raw(fakeEngine({ headers: good, preflight: { status, headers: headers as Record<string, string> } }));

const answering = (headers: Parameters<typeof fakeEngine>[0]['headers'] & object) => () =>
  raw(fakeEngine({ headers }));

export const faultyServers: readonly Faulty[] = [
  // Real v4
  { name: 'v4 without cors', start: () => v4({}) },
  { name: 'v4, "*", client with credentials', start: () => v4({ cors: { origin: '*' } }) },
  {
    name: 'v4, "*", client without credentials',
    start: () => v4({ cors: { origin: '*' } }),
    credentials: false,
  },
  { name: 'v4, "*" and credentials', start: () => v4({ cors: { origin: '*', credentials: true } }) },
  { name: 'v4 without credentials: true', start: () => v4({ cors: { origin: [PAGE] } }) },
  {
    name: 'v4 with a slash at the end',
    start: () => v4({ cors: { origin: `${PAGE}/`, credentials: true } }),
  },
  {
    name: 'v4 with the default port',
    start: () => v4({ cors: { origin: `${PAGE}:80`, credentials: true } }),
  },
  {
    name: 'v4 with two origins in a string',
    start: () => v4({ cors: { origin: `${PAGE}, http://b.test`, credentials: true } }),
  },
  { name: 'v4 with cors only', start: () => v4({ cors: { origin: [PAGE], credentials: true } }) },
  {
    name: 'v4 with cors and allowRequest',
    start: () =>
      v4({
        cors: { origin: [PAGE], credentials: true },
        allowRequest: ({ headers }: { headers: Record<string, string> }, callback: Callback) =>
          callback(null, (headers.origin ?? headers.referer ?? '').startsWith(PAGE)),
      }),
  },
  { name: 'v4, cors: true', start: () => v4({ cors: { origin: true, credentials: true } }) },
  { name: 'v4 with the origins of v2', start: () => v4({ cors: { origins: [PAGE], credentials: true } }) },
  {
    name: 'v4 without the header',
    start: () => v4({ cors: { origin: [PAGE], credentials: true, allowedHeaders: ['other'] } }),
    ...HEADER,
  },
  {
    name: 'v4 with the header',
    start: () => v4({ cors: { origin: [PAGE], credentials: true, allowedHeaders: ['My-Custom-Header'] } }),
    ...HEADER,
  },
  {
    name: 'v4, allowedHeaders "*" with credentials',
    start: () => v4({ cors: { origin: [PAGE], credentials: true, allowedHeaders: '*' } }),
    ...HEADER,
  },
  {
    name: 'v4, allowedHeaders "*" without credentials',
    start: () => v4({ cors: { origin: '*', allowedHeaders: '*' } }),
    ...HEADER,
    credentials: false,
  },
  {
    name: 'v4 with methods that are no list',
    start: () => v4({ cors: { origin: [PAGE], credentials: true, methods: 'GET POST' } }),
    ...HEADER,
  },
  {
    name: 'v4, WebSocket only',
    start: () => v4({ cors: { origin: [PAGE], credentials: true }, transports: ['websocket'] }),
  },
  {
    name: 'v4, polling only',
    start: () => v4({ cors: { origin: [PAGE], credentials: true }, transports: ['polling'] }),
  },
  {
    name: 'v4 that refuses every handshake, readably',
    start: () =>
      v4({
        cors: { origin: [PAGE], credentials: true },
        allowRequest: (_: unknown, callback: Callback) => callback('no', false),
      }),
  },
  {
    name: 'v4 with a failing cors.origin',
    start: () =>
      v4({
        cors: { origin: (_: unknown, callback: Callback) => callback(new Error('no')), credentials: true },
      }),
  },
  {
    name: 'v4.0.0 with allowEIO3',
    start: () => v4({ cors: { origin: [PAGE], credentials: true }, allowEIO3: true }, 'socket.io-4.0'),
  },
  { name: 'v4 that admits null', start: () => v4({ cors: { origin: ['null', PAGE], credentials: true } }) },
  {
    name: 'Engine.IO 6 without Socket.IO',
    start: () => engine({ path: '/socket.io', cors: { origin: [PAGE], credentials: true } }),
  },
  // Real v2 and older
  { name: 'v2 without options', start: () => v2({}) },
  { name: 'v2.0 with its own list', start: () => v2({ origins: ['page.test:80'] }, 'socket.io-2.0') },
  { name: 'v1.4 that refuses', start: () => v2({ origins: 'none:1' }, 'socket.io-1.4') },
  { name: 'v2 with the list', start: () => v2({ origins: [`${PAGE}:80`] }) },
  { name: 'v2 with the list of its docs', start: () => v2({ origins: [PAGE] }) },
  { name: 'v2 with *:80, which admits null', start: () => v2({ origins: ['*:80'] }) },
  { name: 'v2.4.0, which has its own rules', start: () => v2({ origins: [PAGE] }, 'socket.io-2.4.0') },
  { name: 'v1.4 without options', start: () => v2({}, 'socket.io-1.4') },
  { name: 'v2, WebSocket only', start: () => v2({ transports: ['websocket'] }) },
  { name: 'v2 without a handler', start: () => v2({}), ...HEADER },
  {
    name: 'v2 with the handler of its docs',
    start: v2Handler(200, allowing({ 'Access-Control-Allow-Credentials': true })),
    ...HEADER,
  },
  {
    name: 'v2 with a handler for another origin',
    start: v2Handler(200, allowing({ 'Access-Control-Allow-Origin': 'http://b.test' })),
    ...HEADER,
  },
  {
    name: 'v2 with a handler that says True',
    start: v2Handler(200, allowing({ 'Access-Control-Allow-Credentials': 'True' })),
    ...HEADER,
  },
  {
    name: 'v2 with a handler that says "*"',
    start: v2Handler(200, allowing({ 'Access-Control-Allow-Origin': '*' })),
    ...HEADER,
  },
  { name: 'v2 with a handler that sets nothing', start: v2Handler(200, {}), ...HEADER },
  { name: 'v2 with a handler that fails', start: v2Handler(500, allowing({})), ...HEADER },
  // Raw ones
  {
    name: 'the header twice',
    start: answering([
      ['Access-Control-Allow-Origin', PAGE],
      ['Access-Control-Allow-Origin', PAGE],
      ['Access-Control-Allow-Credentials', 'true'],
    ]),
  },
  {
    name: 'the header twice, "*" first',
    start: answering([
      ['Access-Control-Allow-Origin', '*'],
      ['Access-Control-Allow-Origin', PAGE],
    ]),
    credentials: false,
  },
  { name: 'True is not true', start: answering({ ...good, 'Access-Control-Allow-Credentials': 'True' }) },
  {
    name: 'credentials twice',
    start: answering([
      ['Access-Control-Allow-Origin', PAGE],
      ['Access-Control-Allow-Credentials', 'true'],
      ['Access-Control-Allow-Credentials', 'true'],
    ]),
  },
  { name: 'credentials false', start: answering({ ...good, 'Access-Control-Allow-Credentials': 'false' }) },
  { name: 'credentials empty', start: answering({ ...good, 'Access-Control-Allow-Credentials': '' }) },
  {
    name: 'origin in capitals',
    start: answering({ ...good, 'Access-Control-Allow-Origin': 'HTTP://PAGE.TEST' }),
  },
  { name: 'origin is null', start: answering({ ...good, 'Access-Control-Allow-Origin': 'null' }) },
  { name: 'origin is empty', start: answering({ ...good, 'Access-Control-Allow-Origin': '' }) },
  {
    name: 'origin without a scheme',
    start: answering({ ...good, 'Access-Control-Allow-Origin': 'page.test' }),
  },
  {
    name: 'origin with blanks around it',
    start: answering({ ...good, 'Access-Control-Allow-Origin': ` ${PAGE} \t` }),
  },
  {
    name: 'two origins with a blank',
    start: answering({ ...good, 'Access-Control-Allow-Origin': `${PAGE} http://b.test` }),
  },
  {
    name: 'origin with odd bytes',
    start: answering({ ...good, 'Access-Control-Allow-Origin': `${PAGE}\xe9\xff` }),
  },
  { name: 'a pattern', start: answering({ ...good, 'Access-Control-Allow-Origin': 'http://*.test' }) },
  {
    name: 'reflected without Vary',
    start: () =>
      raw(fakeEngine({ headers: (origin) => ({ ...good, 'Access-Control-Allow-Origin': origin }) })),
  },
  {
    name: "nginx's 404",
    start: () => raw(fakeEngine({ status: 404, body: '<html><center>nginx</center></html>' })),
  },
  {
    name: 'a 404 that may be read',
    start: () => raw(fakeEngine({ status: 404, body: 'Cannot GET', headers: good })),
  },
  {
    name: 'a page that is not Socket.IO, readable',
    start: () => raw(fakeEngine({ body: '<title>App</title>', headers: good })),
  },
  {
    name: 'a redirect without headers',
    start: () => raw(fakeEngine({ status: 301, headers: { Location: 'http://127.0.0.1:1/' } })),
    ...HEADER,
  },
  {
    name: 'a redirect that may be followed',
    start: () =>
      raw((request, response) => {
        const { url = '', headers } = request;
        const cors = { ...good, 'Access-Control-Allow-Origin': headers.origin ?? '' };
        if (url.startsWith('/elsewhere/')) fakeEngine({ headers: cors })(request, response);
        else response.writeHead(307, { ...cors, Location: url.replace('/socket.io/', '/elsewhere/') }).end();
      }),
    isFollowed: true,
  },
  {
    name: 'a redirected preflight',
    start: preflight(307, { ...allowing({}), Location: '/elsewhere' }),
    ...HEADER,
  },
  { name: 'a preflight of status 300', start: preflight(300, allowing({})), ...HEADER },
  { name: 'a preflight of status 204', start: preflight(204, allowing({})), ...HEADER },
  { name: 'a preflight with 401', start: preflight(401, {}), ...HEADER },
  {
    name: 'invalid methods',
    start: preflight(204, allowing({ 'Access-Control-Allow-Methods': 'GET, P(ST' })),
    ...HEADER,
  },
  {
    name: 'invalid headers',
    start: preflight(204, { ...good, 'Access-Control-Allow-Headers': 'my custom header' }),
    ...HEADER,
  },
  {
    name: 'headers with empty elements',
    start: preflight(204, { ...good, 'Access-Control-Allow-Headers': ', ,MY-CUSTOM-header,,' }),
    ...HEADER,
  },
  {
    name: 'methods without GET',
    start: preflight(204, allowing({ 'Access-Control-Allow-Methods': 'PUT' })),
    ...HEADER,
  },
  {
    name: 'Authorization under "*"',
    start: () =>
      raw(
        fakeEngine({
          headers: { 'Access-Control-Allow-Origin': '*' },
          preflight: {
            status: 204,
            headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' },
          },
        }),
      ),
    headers: ['Authorization: Bearer abc'],
    isChromiumLaxer: true,
    credentials: false,
  },
  { name: 'a safelisted header', start: answering(good), headers: ['Accept-Language: de'] },
  {
    name: 'a header that is safelisted but for its value',
    start: answering(good),
    headers: ['Accept-Language: de@1'],
  },
  {
    name: 'a body that breaks off',
    start: () =>
      raw((_, response) =>
        response.writeHead(200, { ...good, 'Content-Length': '999' }).write(OPEN, () => response.destroy()),
      ),
  },
  {
    name: 'a WebSocket that says hello and goes',
    start: () => raw(fakeEngine({ headers: good }), webSocketThat(textFrame(OPEN), undefined, true)),
  },
  {
    name: 'a WebSocket that stays',
    start: () => raw(fakeEngine({ headers: good }), webSocketThat(textFrame(OPEN))),
  },
  {
    name: 'a WebSocket that speaks something else',
    start: () => raw(fakeEngine({ headers: good }), webSocketThat(textFrame('hello'))),
  },
  {
    name: 'a WebSocket with a wrong key',
    start: () => raw(fakeEngine({ headers: good }), webSocketThat(textFrame(OPEN), 'wrong')),
  },
  {
    name: 'a WebSocket that masks',
    start: () =>
      raw(fakeEngine({ headers: good }), webSocketThat(Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0x30]))),
  },
];

const SCRIPT = `___eio[0](${JSON.stringify(OPEN)});`;
const scriptWith = (headers: Record<string, string>) => () => raw(fakeEngine({ headers, body: SCRIPT }));

/** Servers whose JSONP may be open. */
export const jsonpServers: readonly Faulty[] = [
  { name: 'v4 with cors only', start: () => v4({ cors: { origin: [PAGE], credentials: true } }) },
  {
    name: 'v4 that only checks the Origin',
    start: () =>
      v4({
        allowRequest: ({ headers }: Incoming, callback: Callback) =>
          callback(null, headers.origin === undefined),
      }),
  },
  {
    name: 'v4 that checks the Referer too',
    start: () =>
      v4({
        allowRequest: ({ headers }: Incoming, callback: Callback) =>
          callback(null, (headers.referer ?? 'http://page.test/') === 'http://page.test/'),
      }),
  },
  {
    name: 'v4 that wants a Referer',
    start: () =>
      v4({
        allowRequest: ({ headers }: Incoming, callback: Callback) =>
          callback(null, headers.referer !== undefined),
      }),
  },
  { name: 'v2 without options', start: () => v2({}) },
  { name: 'v2 with a list', start: () => v2({ origins: [`${PAGE}:80`] }) },
  { name: 'v1.4 without options', start: () => v2({}, 'socket.io-1.4') },
  {
    name: 'a text that must not be sniffed',
    start: scriptWith({ 'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff' }),
  },
  {
    name: 'a script that must not be sniffed',
    start: scriptWith({ 'Content-Type': 'text/javascript', 'X-Content-Type-Options': 'nosniff' }),
  },
  {
    name: 'a resource of the same origin',
    start: scriptWith({ 'Cross-Origin-Resource-Policy': 'same-origin' }),
  },
  { name: 'a resource of the same site', start: scriptWith({ 'Cross-Origin-Resource-Policy': 'same-site' }) },
  { name: 'a resource for all', start: scriptWith({ 'Cross-Origin-Resource-Policy': 'cross-origin' }) },
  { name: 'an image', start: scriptWith({ 'Content-Type': 'image/png' }) },
  { name: 'JSON', start: scriptWith({ 'Content-Type': 'application/json' }) },
];
