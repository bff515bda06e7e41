import type { codemodCatalogue } from '../codemod.js';
import { type DetailsOf, GUARDED_SERVER, guardedWith, v2Server, v4Server } from './details.js';

const clientWith = (options: string) =>
  `const socket = require('socket.io-client')('https://api.example.com', {\n  ${options},\n});`;

const json = (manifest: object): string => JSON.stringify(manifest, null, 2);
const dependencies = (ranges: Readonly<Record<string, string>>): string => json({ dependencies: ranges });

const OR_FALL_BACK = 'Or run `migrate --fallback drop-in`, which switches to the drop-in server.';

/** Details of the codemod's findings. */
export const codemodDocs: DetailsOf<typeof codemodCatalogue> = {
  ALLOW_REQUEST_REASON_NOT_STRING: {
    cause:
      'The function calls back with a number or an `Error`. Or the codemod cannot see its reasons, for example because the function is in another file.',
    v2: 'It expected a number, and sent it to the client.',
    v4: 'Over polling, it sends the reason as JSON. If it refuses a WebSocket, it throws unless the reason is a string, and nothing catches that.',
    fix: 'The codemod wraps the function of a v2 server in one that only passes strings on.',
    before: v2Server(`{
  allowRequest: (req, callback) => callback(4, req.headers.origin === 'https://example.com'),
}`),
    after: v4Server(`{
  cors: { origin: 'https://example.com', credentials: true },
  allowRequest: (req, callback) => callback(null, req.headers.origin === 'https://example.com'),
}`),
  },
  CLIENT_CREDENTIALS_ARE_OPT_IN: {
    cause: 'The `extraHeaders` of a v2 client move, and its options do not mention `withCredentials`.',
    before: clientWith("transportOptions: { polling: { extraHeaders: { 'my-custom-header': 'abcd' } } }"),
    after: clientWith("extraHeaders: { 'my-custom-header': 'abcd' },\n  withCredentials: true"),
  },
  CLIENT_WITHOUT_CREDENTIALS: {
    cause: 'The file creates clients without `withCredentials`. It is reported once per file.',
    before: "const socket = require('socket.io-client')('https://api.example.com');",
    after: clientWith('withCredentials: true'),
  },
  ALLOW_ALL_CORS: {
    args: { found: "{ origins: '*:*' }" },
    cause: "`cors` is `true`, `'*'` or `{ origins: '*:*' }`.",
    v4: 'Any website can open a WebSocket, too.',
    before: v4Server("{ cors: { origins: '*:*' } }"),
  },
  LIST_TAKES_EFFECT: {
    args: { found: 'cors.origins', isGuarded: false, isFunction: false, missingToo: false },
    cause:
      "The code runs v3 or v4, and has `origins` without `cors`, `cors: { origins: […] }`, `cors: […]` or `cors: '…'`.",
    v4: 'The codemod writes `origins` as `cors` and `allowRequest`, so other origins are refused. It makes a list within `cors` the `cors.origin`, so that browsers hide responses from other pages; any page can still open a WebSocket.',
    before: v4Server("{ cors: { origins: ['https://example.com:443'] } }"),
  },
  CORS_ORIGIN_NEVER_MATCHED: {
    args: { entry: 'https://example.com:*' },
    cause: 'The entry has a wildcard, a path or upper case, or is one of several values in one string.',
    before: v4Server("{ cors: { origin: ['https://example.com:*'] } }"),
  },
  CORS_ORIGIN_NOW_MATCHES: {
    args: { origin: 'https://example.com' },
    cause: 'The entry has its default port or a trailing slash. Or it is a pattern with the flag `g` or `y`.',
    before: v4Server("{ cors: { origin: 'https://example.com:443' } }"),
  },
  CHECK_NEVER_RUNS: {
    args: { member: 'io.engine.allowRequest' },
    cause:
      'The code runs v3 or v4, and puts a check into the server: `io.checkRequest`, `io._origins`, or `allowRequest` of the engine.',
    v2: 'It read them at each handshake, or when the server was attached.',
    v4: 'It reads the option `allowRequest` only.',
    before: `${v4Server("{ cors: { origin: 'https://example.com' } }")}
io.engine.allowRequest = (request, callback) =>
  callback(null, request.headers.origin === 'https://example.com');`,
  },
  CORS_WAS_IGNORED_BY_V2: {
    cause: 'A server of v2 has `cors` in its options, and the codemod changed other code of that server.',
    before: v2Server("{ cors: { origin: 'https://example.com/' } }"),
    v4: "The codemod leaves `cors` as it is. With `origin: '*'`, or without `credentials: true`, pages whose clients send cookies cannot read.",
  },
  REWRITTEN_FOR_V4: {
    args: { kind: 'call', call: "io.set('log level', 1)", option: undefined },
    summary: 'The code is written in another way for v4, and means the same.',
    printed: ['require(...).listen is not a function', 'socketIo.listen is not a function'],
    cause:
      "Calls of the module become `new Server()`: on v4, `listen()` and `new` on the module fail, and ES modules have no default export. `io.origins();`, `io.set('origins', '')` and `io.set()` with a key that v2 did not know are removed. With the keys `transports`, `heartbeat timeout`, `heartbeat interval` and `destroy buffer size`, `io.set()` becomes the option `transports`, `pingTimeout`, `pingInterval` or `maxHttpBufferSize`. A client's `extraHeaders` move out of `transportOptions.polling`.",
    before: `${v2Server("{ origins: ['https://example.com:443'] }")}
io.set('log level', 1);
io.set('transports', ['websocket']);`,
    after: guardedWith("transports: ['websocket']"),
  },
  FALLBACK_TO_DROP_IN: {
    cause: '`migrate --fallback drop-in` was run.',
    before: `const setUp = require('./set-up'); // calls io.origins()

setUp(require('socket.io'), httpServer);`,
    after: GUARDED_SERVER,
  },
  DROP_IN_NEEDS_SETTINGS: {
    args: { settings: "{ from: '2.4.0' }", is24: true },
    cause:
      '`migrate --fallback drop-in` was run on code for Socket.IO 2.4.0, or with `--semantics exact` or `--missing-origin allow`. The command adds the setting itself, but not if it cannot tell which argument holds the options, or if a copy of them would lose inherited members.',
    v2: 'Only 2.4.0 refused other origins by default, and compared the whole `Origin` header.',
    v4: 'The drop-in server reads `corsCompat`. v4 itself has no such option.',
    before: `const config = require('./config');

const io = require('socket.io')(config.socket);`,
    after: `const config = require('./config');

const io = require('socket.io-cors-compat/server')({
  ...config.socket,
  corsCompat: { from: '2.4.0' },
});`,
  },
  CALL_HAS_NO_EQUIVALENT: {
    args: { key: 'authorization' },
    printed: ['io.set is not a function'],
    cause:
      'v4 has no option for the key. Or it has one, but the value is only known after the server is created.',
    before: `${v2Server("{ origins: ['https://example.com:443'] }")}
io.set('authorization', (req, callback) => callback(null, isLoggedIn(req)));`,
    after: `${GUARDED_SERVER}
io.use((socket, next) => next(isLoggedIn(socket.request) ? undefined : new Error('not logged in')));`,
  },
  LEGACY_ORIGINS_REMOVED: {
    args: { hasCors: true },
    cause: 'The code runs v3 or v4, in which `origins` has no effect, next to `cors` or in it.',
    before: v4Server("{ cors: { origin: 'https://example.com' }, origins: ['https://example.com:443'] }"),
  },
  LEGACY_CALL_THROWS: {
    args: { isOptional: false },
    printed: ['.origins is not a function'],
    cause: 'The code runs v3 or v4, and has a call of v2.',
    before: `${v4Server("{ cors: { origin: 'https://example.com' } }")}
io.origins(['https://example.com:443']);`,
  },
  OPTIONS_NOT_READABLE: {
    args: { why: 'they are spread from another module' },
    cause:
      'The options come from another module, are spread into the object, have a getter, or are passed to other code too. Or `attach()` or `listen()` gets `allowRequest` or `handlePreflightRequest`.',
    fix: `If \`attach()\` or \`listen()\` gets \`allowRequest\`, keep it there, and add \`cors\` beside it: on v4, one in the constructor would replace it. ${OR_FALL_BACK}`,
    before: `const config = require('./config'); // { socket: { origins: ['https://example.com:443'] } }

${v2Server('{ ...config.socket, pingTimeout: 20000 }')}`,
    after: `const { Server } = require('socket.io');
const { translateCors } = require('socket.io-cors-compat');
const config = require('./config');

const { options } = translateCors({ ...config.socket, pingTimeout: 20000 }, { from: '2.5.1' });
const io = new Server(httpServer, options);`,
  },
  ORIGINS_CALL_ON_UNKNOWN_RECEIVER: {
    cause:
      '`origins()`, `set()`, `_origins`, `checkRequest` or `allowRequest` of the engine is used on a value that comes from elsewhere, such as a parameter `io`. Or `attach()` or `listen()` of such a value gets `allowRequest`.',
    v2: 'The setting applied from the next handshake on.',
    fix: 'If `attach()` or `listen()` gets `allowRequest`, keep it there, and give the constructor `cors`, but neither `origins` nor `allowRequest`. Then run this again with `--acknowledge ORIGINS_CALL_ON_UNKNOWN_RECEIVER`.',
    before: `module.exports = (io) => {
  io.origins(['https://example.com:443']);
};`,
  },
  ORIGINS_NOT_MIGRATED: {
    args: { why: 'another file changes the server' },
    cause:
      'The message says why. For example, the value is a function of another file, another file changes the server, several servers share a variable, or the code does not prove that the options are for Socket.IO.',
    v2: 'It read one variable at each handshake, which any code could set at any time.',
    v4: 'It takes `cors` and `allowRequest` when the server is created.',
    fix: OR_FALL_BACK,
    before: v2Server("{ origins: ['https://example.com:443'], cors: { origin: 'https://example.com' } }"),
  },
  ORIGINS_READ_AT_RUN_TIME: {
    args: { exact: false },
    cause: 'They come from a variable, a configuration or the environment.',
    v2: 'It compared the value in its own notation, such as `https://example.com:443` and `*:443`.',
    v4: "With `semantics: 'exact'`, and from 2.4.0, the migrated code compares as v2 did.",
    before: v2Server("{ origins: process.env.ORIGINS.split(',') }"),
    after: GUARDED_SERVER.replace("['https://example.com']", "process.env.ORIGINS.split(',')"),
  },
  PREFLIGHT_HANDLER_NOT_MIGRATED: {
    args: { why: 'it is in another file' },
    cause:
      'The handler decides by conditions, calls other code, or comes from another file. Or `handlePreflightRequest` is in an object that no known server gets.',
    v2: 'It called the handler for each preflight, and sent nothing itself.',
    before: `const preflight = require('./preflight'); // sends Access-Control-Allow-Headers: my-custom-header

${v2Server("{ origins: ['https://example.com:443'], handlePreflightRequest: preflight }")}`,
    after: GUARDED_SERVER.replace(
      'credentials: true',
      "allowedHeaders: ['content-type', 'my-custom-header'], credentials: true",
    ),
  },
  PREFLIGHT_HANDLER_OUTPUT_DROPPED: {
    before: v2Server(`{
  origins: ['https://example.com:443'],
  handlePreflightRequest: (req, res) => {
    console.log('preflight');
    res.writeHead(200, { 'Access-Control-Allow-Headers': 'my-custom-header' });
    res.end();
  },
}`),
  },
  PREFLIGHT_HANDLER_IGNORED_BY_V4: {
    args: { hasCors: true },
    cause: 'The code runs v3 or v4. The handler is in the options, or within `cors`.',
    v2: 'It called the handler for each preflight.',
    before: v4Server(`{
  cors: { origin: 'https://example.com', credentials: true },
  handlePreflightRequest: (req, res) => res.end(),
}`),
  },
  REFUSAL_IS_READABLE: {
    args: { keepsMessage: true },
    cause: 'The origins are a function, or may be one.',
    v2: 'A refused handshake had no CORS headers, so the page could not read its body.',
    v4: '`cors` sets its headers before `allowRequest` decides. The session is refused as on v2.',
    before: v2Server(`{
  origins: (origin, callback) => callback(null, origin === 'https://example.com'),
}`),
  },
  RUN_TIME_STRING_IS_SPLIT: {
    cause: 'The origins are only known at run time, and may be a string.',
    v2: 'In `https://example.com:443` it also found `https://ample.com`, and from 2.1 on `http://example.com:443`.',
    v4: "With `semantics: 'exact'`, the migrated code searches the string, too.",
    before: v2Server('{ origins: process.env.ORIGINS }'),
    after: GUARDED_SERVER.replace("['https://example.com']", "process.env.ORIGINS.split(',')"),
  },
  SERVER_LEAVES_FILE: {
    cause: 'The server is exported, passed on, or stored where other files can reach it.',
    before: `${v2Server("{ origins: ['https://example.com:443'] }")}
module.exports = io;`,
    after: `${GUARDED_SERVER}
module.exports = io;`,
  },
  SERVER_NOT_FOLLOWED: {
    args: { why: 'passed to other code' },
    cause:
      'The module is exported, passed as an argument or stored in a property, so other code may create servers with it, which the codemod cannot see.',
    before: `const start = require('./start');

start(require('socket.io'), httpServer);`,
    after: `${GUARDED_SERVER}
require('./start')(io);`,
  },
  INVALID_V2_SETTING: {
    args: { problem: 'found true; expected a string, an array of strings, or a function' },
    cause:
      'The setting is of a type that v2 could not use, such as `true`, a number or a regular expression.',
    v2: 'The first request crashed the process, or nothing ever matched.',
    before: v2Server('{ origins: true }'),
  },
  UNSET_ORIGINS_ADMIT_EVERYONE: {
    cause: 'The option `origins` is read from a place that may be empty, such as an environment variable.',
    v2: 'A falsy option meant its default. `io.origins(undefined)` ended the process at the first request instead.',
    before: v2Server('{ origins: process.env.ORIGIN }'),
    after: GUARDED_SERVER.replace("['https://example.com']", "[process.env.ORIGIN ?? 'https://example.com']"),
  },
  WRAPPER_NOT_MIGRATED: {
    args: { wrapper: 'koa-socket' },
    before: `const Koa = require('koa');
const IO = require('koa-socket');

const io = new IO({ ioOptions: { origins: ['https://example.com:443'] } });
io.attach(new Koa());`,
  },
  PACKAGE_JSON_CHANGED: {
    args: { name: 'socket.io', range: '^4.8.4', change: 'upgraded' },
    summary: '`package.json` was changed for v4, or for the drop-in.',
    cause:
      'The range of `socket.io` or `socket.io-client` only included releases before 3, and no finding about origins, preflights, `allowRequest` or unreadable options is left in the package. So it was raised, and types that v4 brings itself were removed. Or `--fallback drop-in` added this package.',
    packageJson: dependencies({ 'socket.io': '^2.5.1', '@types/socket.io': '^2.1.13' }),
    fix: '`--to` chooses another release, `--no-package-json` leaves the file alone, and `--keep-v2-clients` leaves the client.',
  },
  PACKAGE_JSON_COMPANION_IS_TOO_OLD: {
    args: {
      ...{ name: 'socket.io-redis', range: '^5.4.0' },
      path: { kind: 'renamed', now: '@socket.io/redis-adapter' },
    },
    summary: 'A package that goes with Socket.IO, such as an adapter, is too old for v4.',
    packageJson: dependencies({ 'socket.io': '^4.8.4', 'socket.io-redis': '^5.4.0' }),
    v4: 'From v3 on, adapters and parsers have another interface: `socket.io-redis` before 6 ends the process at the start. Wrappers depend on the release that they were made for: with the upgraded `socket.io` they fail, or a second, older server is installed. Some fail later: `socketio-jwt` ends the process at the first client.',
  },
  PACKAGE_JSON_COMPANION_STOPS_GUARDING: {
    args: { name: 'socketio-auth', range: '^0.1.1', path: { kind: 'middleware' } },
    packageJson: dependencies({ 'socket.io': '^4.8.4', 'socketio-auth': '^0.1.1' }),
    v2: 'It removed clients from their namespaces until they had authenticated.',
    v4: 'It reads `io.nsps` and `namespace.connected`, which are gone. Clients that have not authenticated receive every broadcast, also with the drop-in server.',
  },
  PACKAGE_JSON_INSTALLS_ALIAS: {
    args: { name: 'socket.io-v2', range: 'npm:socket.io@2.5.1' },
    packageJson: dependencies({ 'socket.io': '^4.8.4', 'socket.io-v2': 'npm:socket.io@2.5.1' }),
  },
  PACKAGE_JSON_PINS_V2: {
    args: { name: 'engine.io', range: '3.6.2', found: 'overrides' },
    packageJson: json({ dependencies: { 'socket.io': '^4.8.4' }, overrides: { 'engine.io': '3.6.2' } }),
    cause:
      'The field names `socket.io` or `socket.io-client` before 3, or `engine.io`, `engine.io-client`, `socket.io-parser` or `socket.io-adapter` in a release that belongs to v2. Security advisories of 2022 and 2023 recommended such pins.',
    v4: 'With a pinned part, npm installs v4 without an error, the server starts, and no client of any version can connect. With a pinned `socket.io`, npm ends with `EOVERRIDE`, and Yarn and pnpm install v2.',
  },
  PACKAGE_JSON_RELEASE_IS_ELSEWHERE: {
    args: { name: 'socket.io', range: 'github:socketio/socket.io#2.5.1', where: 'an address' },
    packageJson: dependencies({ 'socket.io': 'github:socketio/socket.io#2.5.1' }),
    cause:
      '`package.json` has `catalog:`, a git address, a tarball, `workspace:` or a tag such as `v2-latest` instead of a range.',
  },
  PACKAGE_JSON_STAYS_ON_V2: {
    args: { reasons: ['server.js:3 ORIGINS_NOT_MIGRATED'], more: 0 },
    cause:
      'At least one finding about origins, preflights, `allowRequest` or unreadable options is left, or a file could not be read. The codemod needs to know the old release until those are fixed, and v4 would ignore the settings that are left.',
  },
  RELEASE_IS_OLDER_THAN_KNOWN: {
    args: { release: '0.9.16' },
    packageJson: dependencies({ 'socket.io': '0.9.16' }),
    v2: 'Releases before 1.4 were not tested. 0.9 has another API (`io.configure`, `io.enable`).',
  },
  TODO_IS_LEFT: {
    cause: 'The comment marks a place that needs manual review. Code below it is never edited.',
    before: `${GUARDED_SERVER}
// TODO(socketio-cors) ORIGINS_NOT_MIGRATED: These origins are not migrated: …
setUp(io);`,
  },
};
