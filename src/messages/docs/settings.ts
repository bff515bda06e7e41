import type { settingsCatalogue } from '../settings.js';
import { type DetailsOf, GUARDED_SERVER, guardedWith, v2Server, v4Server } from './details.js';

const translated = (settings: string, options = '') => `const { Server } = require('socket.io');
const { translateCors } = require('socket.io-cors-compat');

const { options } = translateCors(${settings}${options === '' ? '' : `, ${options}`});
const io = new Server(httpServer, options);`;

/** A v2 server with one origin and a preflight handler. */
const withHandler = (parameters: string, body: string) =>
  v2Server(`{
  origins: ['https://example.com:443'],
  handlePreflightRequest: ${parameters} => {
${body.replace(/^/gm, '    ')}
  },
}`);

const withHeaders = (headers: string, parameters = '(req, res)') =>
  withHandler(parameters, `res.writeHead(200, ${headers});\nres.end();`);

const WITH_NATIVE_CLIENT = `

// and in the native client
const socket = require('socket.io-client')('https://api.example.com', {
  extraHeaders: { Origin: 'https://example.com' },
});`;

const ALLOWED_ALL =
  'It allowed every origin and let every page read responses, with credentials. On 2.4.0, `*:*` meant nothing, and without origins it refused: see `MISSING_ORIGIN_ADMITTED`.';
const KEEPS_ALLOWING_ALL =
  'The translation keeps that: `cors.origin` is `true`, and there is no `allowRequest`.';

/** Details of the warnings about settings. */
export const settingsDocs: DetailsOf<typeof settingsCatalogue> = {
  ALLOW_ALL_BY_DEFAULT: {
    cause:
      'The settings have no `origins` (or a falsy value), no `io.origins()` call follows, and there is no `allowRequest`. In Nest, gateways on one port share a server, which gets the options of the first one. If that gateway has origins, they apply to this one, too.',
    v2: ALLOWED_ALL,
    v4: KEEPS_ALLOWING_ALL,
    before: `const io = require('socket.io')(httpServer);`,
  },
  ALLOW_ALL_EXPLICIT: {
    args: { entry: '*:*' },
    cause: "The origins are `'*:*'`, a list with that entry, or a string that contains it (`'http://*:*'`).",
    v2: ALLOWED_ALL,
    v4: KEEPS_ALLOWING_ALL,
    before: `const io = require('socket.io')(httpServer);\nio.origins('*:*');`,
  },
  ALLOW_REQUEST_DECIDES_ALONE: {
    cause: 'The settings have an `allowRequest` function.',
    v2: 'It called that function for every handshake and ignored `origins`. From 2.0 on, a refusal had no CORS headers, so pages of other origins could not read its message.',
    v4: '`cors` sets its headers before the function decides.',
    before: v2Server(`{
  allowRequest: (req, callback) => callback(null, req.headers.origin === 'https://example.com'),
}`),
    after: v4Server(`{
  cors: { origin: 'https://example.com', credentials: true },
  allowRequest: (req, callback) => callback(null, req.headers.origin === 'https://example.com'),
}`),
  },
  ALLOW_REQUEST_USES_THIS: {
    cause: 'The source of the `allowRequest` function contains `this`, and the translation got no `engine`.',
    v2: 'It called the function on the Engine.IO server, so `this.clientsCount` was the number of clients.',
    v4: 'It calls the function on its options. Every comparison of `undefined` with a number is false.',
    before: v2Server(`{
  allowRequest(req, callback) {
    callback(null, this.clientsCount < 1000);
  },
}`),
    after: translated(
      `{
  allowRequest(req, callback) {
    callback(null, this.clientsCount < 1000);
  },
}`,
      '{ engine: () => io.engine }',
    ),
  },
  CALLBACK_PARAMETER_MISSING: {
    cause:
      '`origins` or `allowRequest` has fewer than two parameters, for example because it is an `async` function that returns a boolean.',
    v2: 'It ignored the return value. If the function did not call back, the handshake hung until the client gave up.',
    v4: 'It waits for the callback, too.',
    before: v2Server("{ origins: async (origin) => origin === 'https://example.com' }"),
    after: v2Server(`{
  origins: async (origin, callback) => callback(null, origin === 'https://example.com'),
}`),
  },
  APP_FUNCTION_FAILED: {
    args: { name: 'origins function' },
    cause:
      "While the server ran, `allowRequest`, the `origins` function, `handlePreflightRequest`, a middleware (`io.use()`, `namespace.use()`, `socket.use()`) or the function of `io.of()` or `io.set('authorization', …)` threw, or its promise was rejected.",
    v2: 'The process exited. For a rejected promise, that happens from Node.js 15 on.',
    v4: 'The request is refused unless the function had answered already, and the server keeps running. Without the drop-in server, a middleware that throws ends the process on v4, too.',
    before: v2Server(`{
  origins: (origin, callback) => callback(null, new URL(origin).hostname === 'example.com'), // throws for '*'
}`),
    after: v2Server("{ origins: (origin, callback) => callback(null, origin === 'https://example.com') }"),
  },
  CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH: {
    args: { to: '3.0.1' },
    cause: 'The target is 3.0.0 or 3.0.1.',
    v4: 'Other releases keep them. `new Server(httpServer, options)` is not affected.',
    before: translated("{ origins: ['https://example.com:443'] }", "{ to: '3.0.1' }"),
    after: translated("{ origins: ['https://example.com:443'] }", "{ to: '3.1.0' }"),
  },
  FROM_RANGE_IS_AMBIGUOUS: {
    cause: 'The option `from` is a range, such as the one in package.json.',
    v2: '2.0 ignored the scheme, 2.4.0 compared the whole `Origin`, and the others compared `scheme://host:port`.',
    v4: 'The translation follows the newest release in the range, so it may allow an origin that the release of the app refused.',
    before: translated("{ origins: ['https://example.com:443'] }", "{ from: '^2.0.0' }"),
    after: translated("{ origins: ['https://example.com:443'] }", "{ from: '2.0.4' }"),
  },
  LEGACY_CLIENTS_NEED_ALLOW_EIO3: {
    cause: 'The settings have no `allowEIO3: true`.',
    v2: 'It spoke version 3 of the Engine.IO protocol, as v1 and v2 clients do.',
    v4: 'It speaks version 4, and from 3.1.0 on also version 3 if `allowEIO3` is `true`. 3.0 has no such option.',
    fix: '`migrate --keep-v2-clients` adds it. If you have no v2 clients, there is nothing to do.',
    before: v2Server("{ origins: ['https://example.com:443'] }"),
    after: guardedWith('allowEIO3: true'),
  },
  MAX_HTTP_BUFFER_SIZE_SHRINKS: {
    args: { from: '2.4.1' },
    cause: 'The settings have no `maxHttpBufferSize`.',
    v2: 'Its default was 100 MB, up to 2.4.1. It is 1 MB from 2.5.0 on.',
    v4: 'Its default is 1 MB.',
    before: translated("{ origins: ['https://example.com:443'] }", "{ from: '2.4.1' }"),
    after: translated(
      "{ origins: ['https://example.com:443'], maxHttpBufferSize: 1e8 }",
      "{ from: '2.4.1' }",
    ),
  },
  MISSING_ORIGIN_ADMITTED: {
    args: { from: '2.4.0', example: 'https://example.com' },
    cause: 'The app ran on 2.4.0, and its settings have no origins, or an empty list.',
    v2: 'Only 2.4.0 did so. Other releases allowed every origin if none were set, and no origin if the list was empty.',
    before: translated('{}', "{ from: '2.4.0' }"),
    after: translated("{ origins: ['https://example.com'] }", "{ from: '2.4.0' }"),
  },
  MISSING_ORIGIN_NOW_ADMITTED: {
    v2: "With a list, it refused such requests: curl, Node.js clients, pages under `Referrer-Policy: no-referrer`. An `origins` function was called with `'*'`.",
    before: translated("{ origins: ['https://example.com:443'] }", "{ missingOrigin: 'allow' }"),
    after: `${translated("{ origins: ['https://example.com:443'] }")}${WITH_NATIVE_CLIENT}`,
  },
  MISSING_ORIGIN_REFUSED: {
    cause: 'A list of origins applies, and these requests name no origin.',
    v2: 'It refused them if there was a list.',
    v4: '`cors` alone would allow them. The translation refuses them in `allowRequest`.',
    fix: 'Helmet sets `Referrer-Policy: no-referrer` by default. If your own pages are refused, set `same-origin` instead.',
    before: v2Server("{ origins: ['https://example.com:443'] }"),
    after: `${GUARDED_SERVER}${WITH_NATIVE_CLIENT}`,
  },
  NULL_ORIGIN_ADMITTED: {
    cause:
      "The origins contain any host on port 80 (`'*:80'`), or the host `null` (`'null:80'`, `'null:*'`). On 2.4.0: `'null'`.",
    v2: 'It read `Origin: null` as the host `null` on port 80.',
    v4: 'The translation keeps that.',
    before: v2Server("{ origins: ['https://example.com:443', '*:80'] }"),
    after: v2Server("{ origins: ['https://example.com:443', 'http://localhost:3000'] }"),
  },
  ORIGINS_CALL_REPLACES_OPTION: {
    cause: 'The settings have `origins` and an `io.origins()` call, or several calls.',
    v2: 'Each call replaced the option and all earlier calls.',
    v4: 'It has no such call. The translation uses the last list.',
    before: `${v2Server("{ origins: ['http://localhost:3000'] }")}
io.origins(['https://example.com:443']);`,
    after: v2Server("{ origins: ['http://localhost:3000', 'https://example.com:443'] }"),
  },
  ORIGINS_FUNCTION_ERROR_NOW_REFUSES: {
    cause: "The origins are a function, and `semantics` is `'documented'`.",
    v2: 'If the second argument was false, it refused, with the error as its message.',
    v4: 'The translation looks at both arguments.',
    before: translated("{ origins: (origin, callback) => callback('error', true) }"),
    after: translated("{ origins: (origin, callback) => callback('error', true) }", "{ semantics: 'exact' }"),
  },
  ORIGINS_FUNCTION_USES_THIS: {
    cause: 'The source of the `origins` function contains `this`.',
    v2: 'It called the function on the Socket.IO server.',
    v4: 'The translation has no server yet, so it calls the function without `this`. The drop-in server calls it on the server, as v2 did.',
    before: translated(`{
  origins(origin, callback) {
    callback(null, !this.maintenance && origin === 'https://example.com');
  },
}`),
    after: translated(`{
  origins(origin, callback) {
    callback(null, !io.maintenance && origin === 'https://example.com');
  },
}`),
  },
  ORIGINS_IGNORED_BY_ALLOW_REQUEST: {
    cause: 'The settings have both `origins` and `allowRequest`.',
    v2: 'The check of `origins` was only the default of `allowRequest`.',
    v4: 'The translation keeps your `allowRequest`, and leaves `origins` out.',
    before: v2Server(`{
  origins: ['https://example.com:443'],
  allowRequest: (req, callback) => callback(null, hasTicket(req)), // any origin with a ticket
}`),
    after: v2Server(`{
  allowRequest: (req, callback) =>
    callback(null, hasTicket(req) && req.headers.origin === 'https://example.com'),
}`),
  },
  ORIGINS_REFUSE_EVERYONE: {
    cause:
      "The origins are an empty list or `io.origins('')`, or contain nothing that a request could match, such as `'*'`.",
    v2: "It compared such a value like any other. Only an option that was empty (`origins: ''`) allowed every origin.",
    v4: 'The translation refuses every origin. `cors` alone would not.',
    before: v2Server("{ origins: '*' }"),
    after: v2Server("{ origins: ['https://example.com:443'] }"),
  },
  ORIGIN_NEVER_MATCHED: {
    args: {
      entries: { named: ['https://example.com:*'], count: 1 },
      reasons: ['in a list, a "*" after a scheme is not a wildcard'],
      exact: false,
    },
    cause:
      "The entry has a path, a wildcard after a scheme (`'https://example.com:*'` in a list), no port, or is `'*'`.",
    v2: 'It compared the entry with `host:port`, `host:*`, `*:port` and, from 2.1 on, `scheme://host:port`.',
    v4: 'The translation leaves the entry out: fail closed.',
    before: v2Server("{ origins: ['https://example.com:*'] }"),
    after: v2Server("{ origins: ['https://example.com'] }"),
  },
  ORIGIN_NOT_PARSEABLE: {
    args: { entries: { named: ['[http://localhost:3000'], count: 1 } },
    cause: 'The origins are a string, and one of its entries is neither an origin nor a host.',
    before: v2Server("{ origins: 'https://example.com:443 [http://localhost:3000' }"),
    after: v2Server("{ origins: ['https://example.com:443', 'http://localhost:3000'] }"),
  },
  ORIGIN_NOW_ADMITTED: {
    cause:
      'The entry is an origin as the v2 docs write it, but release `from` did not match it in that form.',
    v2: '`https://example.com`, the example of its own docs, only matched on 2.4.0. The other releases needed the port: `https://example.com:443`, and up to 2.0.4 `example.com:443`.',
    v4: "With `semantics: 'documented'` (the default), the translation allows it. With `'exact'` it does not.",
    before: translated("{ origins: ['https://example.com'] }"),
    after: translated("{ origins: ['https://example.com:443'] }"),
  },
  PREFLIGHT_CREDENTIALS_DIFFER: {
    cause: '`handlePreflightRequest` sends no `Access-Control-Allow-Credentials`.',
    before: withHeaders("{ 'Access-Control-Allow-Origin': 'https://example.com' }"),
    after: withHeaders(
      "{ 'Access-Control-Allow-Origin': 'https://example.com', 'Access-Control-Allow-Credentials': true }",
    ),
  },
  PREFLIGHT_EXPOSED_HEADERS_TAKE_EFFECT: {
    cause: '`handlePreflightRequest` sends `Access-Control-Expose-Headers`.',
    v2: 'It sent none of the headers of the handler with its own responses.',
    v4: 'It sends `cors.exposedHeaders` with every response.',
    before: withHeaders(`{
  'Access-Control-Allow-Origin': 'https://example.com',
  'Access-Control-Allow-Credentials': true,
  'Access-Control-Expose-Headers': 'x-total',
}`),
    after: withHeaders(`{
  'Access-Control-Allow-Origin': 'https://example.com',
  'Access-Control-Allow-Credentials': true,
}`),
  },
  PREFLIGHT_FALSE_HAS_NO_EQUIVALENT: {
    cause: '`handlePreflightRequest` is `false`.',
    v2: 'It left preflights to the other listeners of the HTTP server.',
    v4: 'With `preflightContinue: true`, Engine.IO refuses the preflight with 400.',
    before: v2Server("{ origins: ['https://example.com:443'], handlePreflightRequest: false }"),
    after: v4Server(`{
  cors: { origin: 'https://example.com', allowedHeaders: ['my-custom-header'], credentials: true },
  allowRequest: (req, callback) => callback(null, req.headers.origin === 'https://example.com'),
}`),
  },
  PREFLIGHT_HANDLER_DID_NOT_END: {
    args: { seconds: 10 },
    cause: 'The handler answers later, for example after a query, or not at all.',
    v2: 'It waited for the handler.',
    before: withHandler('(req, res)', "res.setHeader('Access-Control-Allow-Origin', 'https://example.com');"),
    after: withHandler(
      '(req, res)',
      "res.setHeader('Access-Control-Allow-Origin', 'https://example.com');\nres.end();",
    ),
  },
  PREFLIGHT_HANDLER_IGNORED: {
    args: { from: '1.7.4' },
    cause: 'The settings have `handlePreflightRequest`, and the app ran on 1.x.',
    before: translated(
      "{ origins: ['example.com:443'], handlePreflightRequest: false }",
      "{ from: '1.7.4' }",
    ),
    after: translated("{ origins: ['example.com:443'] }", "{ from: '1.7.4' }"),
  },
  PREFLIGHT_HANDLER_THROWS: {
    args: { error: undefined },
    cause:
      'The handler threw when the translation tried it with a sample request. Often it takes three parameters, as the old typings said.',
    before: withHeaders("{ 'Access-Control-Allow-Origin': 'https://example.com' }", '(server, req, res)'),
    after: withHeaders("{ 'Access-Control-Allow-Origin': 'https://example.com' }"),
  },
  PREFLIGHT_ORIGIN_DIFFERS: {
    cause:
      '`handlePreflightRequest` sends an `Access-Control-Allow-Origin` that is not what `origins` allows.',
    v2: 'Requests with custom headers needed both.',
    v4: '`cors` answers preflights and handshakes, so it becomes a function that tells them apart.',
    before: withHeaders("{ 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'x-key' }"),
    after: withHeaders(
      "{ 'Access-Control-Allow-Origin': 'https://example.com', 'Access-Control-Allow-Headers': 'x-key' }",
    ),
  },
  PREFLIGHT_WILDCARD_WITH_CREDENTIALS: {
    cause:
      '`handlePreflightRequest` sends `Access-Control-Allow-Origin: *` and `Access-Control-Allow-Credentials: true`.',
    v2: 'Preflights of requests with credentials failed in the browser.',
    v4: 'The translation keeps that.',
    before: withHeaders("{ 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Credentials': true }"),
    after: withHeaders(
      "{ 'Access-Control-Allow-Origin': 'https://example.com', 'Access-Control-Allow-Credentials': true }",
    ),
  },
  SUBSTRING_MATCH_CLOSED: {
    cause: '`origins` is a string.',
    v2: '`https://example.com:443` also allowed `https://ample.com`, and from 2.1 on `http://example.com:443`.',
    v4: 'The translation reads the string as a list (separated by white space, commas, `|` or `;`), and only allows its entries.',
    before: v2Server("{ origins: 'https://example.com:443' }"),
    after: v2Server("{ origins: ['https://example.com:443'] }"),
  },
  SUBSTRING_MATCH_KEPT: {
    cause: "`origins` is a string, and `semantics` is `'exact'`.",
    before: translated("{ origins: 'https://example.com:443' }", "{ semantics: 'exact' }"),
    after: translated("{ origins: 'https://example.com:443' }"),
  },
  WS_ENGINE_NAME_IGNORED: {
    args: { name: 'eiows', isRemoved: false },
    cause: '`wsEngine` is a string.',
    before: v2Server("{ origins: ['https://example.com:443'], wsEngine: 'eiows' }"),
  },
};
