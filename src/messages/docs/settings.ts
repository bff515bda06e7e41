import type { ServerCode } from '../server.js';
import type { SettingsCode } from '../settings.js';
import type { CodeDoc } from './code-doc.js';

/** The v4 server that most fixes lead to: one list for what browsers may read and for who may connect. */
export const GUARDED_SERVER = `const { Server } = require('socket.io');

const allowedOrigins = ['https://example.com'];
const io = new Server(httpServer, {
  cors: { origin: allowedOrigins, methods: ['GET', 'POST'], credentials: true },
  allowRequest: ({ headers }, callback) => {
    const from = headers.origin || headers.referer || '';
    callback(null, allowedOrigins.some((origin) => from === origin || from.startsWith(\`\${origin}/\`)));
  },
});`;

const translated = (settings: string, options = '') => `const { Server } = require('socket.io');
const { translateCors } = require('socket.io-cors-compat');

const { options } = translateCors(${settings}${options === '' ? '' : `, ${options}`});
const io = new Server(httpServer, options);`;

/** What several codes say alike. */
const KEEPS_ALLOWING_ALL =
  'The translation keeps that: `cors.origin` is `true`, and there is no `allowRequest`.';
const LIST_YOUR_ORIGINS =
  'List the origins of your pages: on v2 in `origins`, on v4 in `cors.origin` **and** in an `allowRequest` that checks them. `cors` alone only controls what browsers may read. It does not stop a WebSocket. If you do not know the origins, first count who connects, with `observe()` from `socket.io-cors-compat/observe`.';
const SEARCHED_AS_TEXT =
  'It searched the string for the origin. `https://example.com:443` also allowed `https://ample.com`, and from 2.1 on `http://example.com:443`.';

/** Documentation of the warnings about settings. */
export const settingsDocs: Readonly<Record<Exclude<SettingsCode, ServerCode>, CodeDoc>> = {
  ALLOW_ALL_BY_DEFAULT: {
    summary: "No origins are configured, so any website can connect with its visitors' cookies.",
    cause:
      'The settings have no `origins` (or a falsy value), no `io.origins()` call follows, and there is no `allowRequest`.',
    v2: 'It allowed every origin and let every page read responses, with credentials. Only 2.4.0 refused: see `MISSING_ORIGIN_ADMITTED`.',
    v4: KEEPS_ALLOWING_ALL,
    fix: LIST_YOUR_ORIGINS,
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer);`,
      after: GUARDED_SERVER,
    },
  },
  ALLOW_ALL_EXPLICIT: {
    summary: "The setting allows every origin, so any website can connect with its visitors' cookies.",
    cause: "The origins are `'*:*'`, a list with that entry, or a string that contains it (`'http://*:*'`).",
    v2: 'It allowed every origin and let every page read responses, with credentials. On 2.4.0, `*:*` meant nothing.',
    v4: KEEPS_ALLOWING_ALL,
    fix: LIST_YOUR_ORIGINS,
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer);\nio.origins('*:*');`,
      after: GUARDED_SERVER,
    },
  },
  ALLOW_REQUEST_DECIDES_ALONE: {
    summary: 'Your own `allowRequest` decides every handshake, as on v2.',
    cause: 'The settings have an `allowRequest` function.',
    v2: 'It called that function for every handshake and ignored `origins`. From 2.0 on, a refusal had no CORS headers, so pages of other origins could not read its message.',
    v4: 'It calls the function too, but `cors` sets its headers first. Any page can read the message of a refusal.',
    fix: 'Put no secrets into the message. If the function checks the `Origin`, list the same origins in `cors.origin`.',
  },
  ALLOW_REQUEST_USES_THIS: {
    summary: 'Your `allowRequest` uses `this`, which is another object on v4.',
    cause: 'The source of the `allowRequest` function contains `this`, and the translation got no `engine`.',
    v2: 'It called the function on the Engine.IO server, so `this.clientsCount` was the number of clients.',
    v4: 'It calls the function on its options, where `this.clientsCount` is `undefined`. Every comparison of that with a number is false, so a limit allows every client, or none.',
    fix: 'Pass the server to the translation: `translateCors(settings, { engine: () => io.engine })`. Or read `io.engine` in the function instead of `this`.',
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, {
  allowRequest(req, callback) {
    callback(null, this.clientsCount < 1000);
  },
});`,
      after: `const { Server } = require('socket.io');
const { translateCors } = require('socket.io-cors-compat');

const settings = {
  allowRequest(req, callback) {
    callback(null, this.clientsCount < 1000);
  },
};
const { options } = translateCors(settings, { engine: () => io.engine });
const io = new Server(httpServer, options);`,
    },
  },
  CALLBACK_PARAMETER_MISSING: {
    summary: 'The function has no callback parameter, so handshakes may hang.',
    cause: 'The `origins` or `allowRequest` function has fewer than two parameters.',
    v2: 'It ignored the return value. If the function did not call back, the handshake hung until the client gave up.',
    v4: 'The same.',
    fix: 'Call back with `(null, true)` or `(null, false)`.',
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, {
  origins: async (origin) => origin === 'https://example.com',
});`,
      after: `const io = require('socket.io')(httpServer, {
  origins: async (origin, callback) => callback(null, origin === 'https://example.com'),
});`,
    },
  },
  APP_FUNCTION_FAILED: {
    summary: 'A function of your app threw or rejected, so the request was refused.',
    cause:
      "While the server ran, `allowRequest`, the `origins` function, `handlePreflightRequest`, a middleware (`io.use()`, `namespace.use()`, `socket.use()`) or the function of `io.set('authorization', …)` threw, or its promise was rejected.",
    v2: 'The process exited. For a rejected promise, that happens from Node.js 15 on.',
    v4: 'The request is refused unless the function had answered already, and the server keeps running. On v4 itself, a middleware still ends the process.',
    fix: "Make the function call back for every request, also for one without an `Origin`: an `origins` function gets the `Origin`, else the whole `Referer`, and `'*'` if there is neither or if the `Origin` is `null`. Make a preflight handler end the response for every preflight.",
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, {
  origins: (origin, callback) => callback(null, new URL(origin).hostname === 'example.com'), // throws for '*'
});`,
      after: `const io = require('socket.io')(httpServer, {
  origins: (origin, callback) => callback(null, origin === 'https://example.com'),
});`,
    },
  },
  CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH: {
    summary: "Socket.IO 3.0.0 and 3.0.1 forget the constructor's options in a later `attach()`.",
    cause: 'The target release is 3.0.0 or 3.0.1.',
    v2: 'It kept `origins` from the constructor when it was attached later.',
    v4: '3.0.0 and 3.0.1 apply neither `cors` nor `allowRequest` after a later `io.attach()` or `io.listen()`, so any origin can connect. `new Server(httpServer, options)` is not affected, nor is any later release.',
    fix: 'Upgrade to 3.1.0 or later, or pass the options to `attach()` as well.',
  },
  FROM_RANGE_IS_AMBIGUOUS: {
    summary: '`from` is a range of releases that check origins differently.',
    cause: '`from` is a range such as `^2.0.0`.',
    v2: '2.0 compared no scheme, 2.4.0 compared the whole `Origin`, and the others compared `scheme://host:port`.',
    v4: 'The translation follows the newest release in the range. An app that ran on an older one may have refused what is allowed now.',
    fix: 'Set `from` to the exact version (`npm ls socket.io`).',
  },
  LEGACY_CLIENTS_NEED_ALLOW_EIO3: {
    summary: 'v2 clients cannot connect to a v4 server unless `allowEIO3` is set.',
    cause: 'The settings have no `allowEIO3: true`.',
    v2: 'It spoke version 3 of the Engine.IO protocol, as v1 and v2 clients do.',
    v4: 'It speaks version 4. From 3.1.0 on it refuses v2 clients with code 5, "Unsupported protocol version", unless `allowEIO3` is `true`. 3.0 has no such option.',
    fix: 'Set `allowEIO3: true` until the last v2 client is gone (`migrate --keep-v2-clients` adds it). If you have no v2 clients, there is nothing to do.',
  },
  MAX_HTTP_BUFFER_SIZE_SHRINKS: {
    summary: 'On v4, messages of more than 1 MB disconnect the client, unless `maxHttpBufferSize` is set.',
    cause: 'The app ran on Socket.IO 2.4 or earlier, and the settings have no `maxHttpBufferSize`.',
    v2: 'Its default was 100 MB, up to 2.4.1. It is 1 MB from 2.5.0 on.',
    v4: 'Its default is 1 MB. A larger message closes the connection.',
    fix: 'Set `maxHttpBufferSize: 1e8` if clients send larger messages.',
  },
  MISSING_ORIGIN_ADMITTED: {
    summary: 'As on 2.4.0 without origins, only requests without an `Origin` are allowed.',
    cause: 'The app ran on Socket.IO 2.4.0, with no origins or an empty list.',
    v2: '2.4.0 refused every request with an `Origin` and allowed all others. Other releases allowed every origin if none were set, and no origin if the list was empty.',
    v4: "The translation keeps that. Over polling, the server's own pages send no `Origin`; neither does a JSONP script on any page.",
    fix: 'List the origins of your pages, including those that the server itself serves.',
    example: {
      language: 'js',
      before: translated('{}', "{ from: '2.4.0' }"),
      after: translated("{ origins: ['https://example.com'] }", "{ from: '2.4.0' }"),
    },
  },
  MISSING_ORIGIN_NOW_ADMITTED: {
    summary: "`missingOrigin: 'allow'` allows requests with neither `Origin` nor `Referer`.",
    cause: "`missingOrigin: 'allow'` (`--missing-origin allow`) was given.",
    v2: "With a list, it refused such requests: curl, Node.js clients, pages under `Referrer-Policy: no-referrer`. An `origins` function was called with `'*'`.",
    v4: 'The translation allows them all, without calling the function. That includes a JSONP script on any page under `Referrer-Policy: no-referrer`.',
    fix: "Keep `missingOrigin: 'as-v2'`, and make native clients send an `Origin` header.",
    example: {
      language: 'js',
      before: translated("{ origins: ['https://example.com:443'] }", "{ missingOrigin: 'allow' }"),
      after: `${translated("{ origins: ['https://example.com:443'] }")}

// and in the native client
const socket = require('socket.io-client')('https://api.example.com', {
  extraHeaders: { Origin: 'https://example.com' },
});`,
    },
  },
  MISSING_ORIGIN_REFUSED: {
    summary: 'Requests with neither `Origin` nor `Referer` are still refused.',
    cause:
      'A list of origins applies, and these requests name no origin: curl, Node.js clients, and pages under `Referrer-Policy: no-referrer`.',
    v2: 'It refused them if there was a list.',
    v4: 'The translation refuses them too. `cors` alone would allow them.',
    fix: "Make native clients send an `Origin` header. `missingOrigin: 'allow'` (`--missing-origin allow`) allows them all, but also JSONP scripts on any page. Helmet sets `Referrer-Policy: no-referrer` by default: if your own pages are refused, set `same-origin` instead.",
  },
  NULL_ORIGIN_ADMITTED: {
    summary: '`Origin: null` is allowed, and any website can send it from a sandboxed frame.',
    cause:
      "The origins contain any host on port 80 (`'*:80'`), or the host `null` (`'null:80'`, `'null:*'`). On 2.4.0: `'null'`.",
    v2: 'It read `Origin: null`, and a request with neither `Origin` nor `Referer`, as the host `null` on port 80.',
    v4: 'The translation keeps that.',
    fix: 'Remove those entries, and list each origin in full.',
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, { origins: ['https://example.com:443', '*:80'] });`,
      after: `const io = require('socket.io')(httpServer, {
  origins: ['https://example.com:443', 'http://localhost:3000'],
});`,
    },
  },
  ORIGINS_CALL_REPLACES_OPTION: {
    summary: 'Origins are set several times; only the last call counts.',
    cause: 'The settings have `origins` and an `io.origins()` call, or several calls.',
    v2: 'The last call replaced the option and all earlier calls.',
    v4: 'The translation uses the last one.',
    fix: 'Keep only the last call, or put all origins into one list.',
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, { origins: ['http://localhost:3000'] });
io.origins(['https://example.com:443']);`,
      after: `const io = require('socket.io')(httpServer, {
  origins: ['http://localhost:3000', 'https://example.com:443'],
});`,
    },
  },
  ORIGINS_FUNCTION_ERROR_NOW_REFUSES: {
    summary: "On v4, `callback('error', true)` in an `origins` function refuses the request.",
    cause: '`origins` is a function, and `semantics` is `documented`.',
    v2: "It only looked at the second argument, so `callback('error', true)` allowed the request.",
    v4: 'The translation refuses it.',
    fix: "Nothing if the function allows with `callback(null, true)`. Otherwise change that call, or use `semantics: 'exact'` (`--semantics exact`).",
  },
  ORIGINS_IGNORED_BY_ALLOW_REQUEST: {
    summary: '`origins` has no effect, because your `allowRequest` replaces the check.',
    cause: 'The settings have both `origins` and `allowRequest`.',
    v2: 'Your own `allowRequest` replaced the whole origin check.',
    v4: 'The translation keeps that: `origins` has no effect.',
    fix: 'Remove `origins`, or check the origin in `allowRequest`.',
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, {
  origins: ['https://example.com:443'],
  allowRequest: (req, callback) => callback(null, hasTicket(req)), // any origin with a ticket
});`,
      after: `const io = require('socket.io')(httpServer, {
  allowRequest: (req, callback) =>
    callback(null, hasTicket(req) && req.headers.origin === 'https://example.com'),
});`,
    },
  },
  ORIGINS_NOW_REFUSE_EVERYONE: {
    summary: 'Nothing in the string can be read as an origin, so every origin is refused.',
    cause: '`origins` is a string in which no entry is an origin.',
    v2: 'It searched the string as text, so some origins matched.',
    v4: 'The translation reads the string as a list, and the list is empty.',
    fix: 'List the origins of your pages as an array.',
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, { origins: 'origins=https://example.com:443/' });`,
      after: `const io = require('socket.io')(httpServer, { origins: ['https://example.com:443'] });`,
    },
  },
  ORIGINS_REFUSE_EVERYONE: {
    summary: 'No origin matches the setting, so every origin is refused, as on v2.',
    cause:
      "The origins are an empty list or `io.origins('')`, or contain nothing that a request could match, such as `'*'`.",
    v2: 'It refused every origin.',
    v4: 'The translation refuses every origin. `cors` alone would not.',
    fix: 'List the origins of your pages.',
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, { origins: '*' });`,
      after: `const io = require('socket.io')(httpServer, { origins: ['https://example.com:443'] });`,
    },
  },
  ORIGIN_NEVER_MATCHED: {
    summary: 'An entry never matched a request on v2, and still allows no origin.',
    cause:
      "The entry has a path, a wildcard behind a scheme (`'https://example.com:*'` in a list), no port, or is `'*'`.",
    v2: 'It compared the entry with `host:port`, `host:*`, `*:port` and, from 2.1 on, `scheme://host:port`.',
    v4: 'The translation leaves the entry out: fail closed.',
    fix: "Write the origin as browsers send it (`'https://example.com'`, `'http://localhost:3000'`), or remove the entry.",
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, { origins: ['https://example.com:*'] });`,
      after: `const io = require('socket.io')(httpServer, { origins: ['https://example.com'] });`,
    },
  },
  ORIGIN_NOT_PARSEABLE: {
    summary: 'An entry of a string cannot be read as an origin, so it allows no origin.',
    cause: '`origins` is a string, and one of its entries is not an origin.',
    v2: 'It searched the string as text, and parts of the entry may have matched.',
    v4: 'The translation leaves the entry out.',
    fix: 'Write an array with one origin per entry.',
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, {
  origins: 'https://example.com:443 [http://localhost:3000',
});`,
      after: `const io = require('socket.io')(httpServer, {
  origins: ['https://example.com:443', 'http://localhost:3000'],
});`,
    },
  },
  ORIGIN_NOW_ADMITTED: {
    summary: 'An origin that v2 refused, although its docs promised to allow it, can connect on v4.',
    cause:
      'The entry is an origin as the v2 docs write it, but release `from` did not match it in that form.',
    v2: '`https://example.com`, the example of its own docs, only matched on 2.4.0. The other releases needed the port: `https://example.com:443`, and up to 2.0.4 `example.com:443`.',
    v4: "With `semantics: 'documented'` (the default), the translation allows it. With `'exact'` it does not.",
    fix: "Nothing if this origin should connect. Otherwise remove the entry, or use `semantics: 'exact'` (`--semantics exact`).",
    example: {
      language: 'js',
      before: translated("{ origins: ['https://example.com'] }"),
      after: translated("{ origins: ['https://example.com:443'] }"),
    },
  },
  ORIGIN_WILDCARD_IS_LITERAL: {
    summary: 'A `*` inside a host name matches no subdomain.',
    cause: "An entry has a `*` inside a host name, such as `'https://*.example.com:443'`.",
    v2: 'It read the `*` as a literal character.',
    v4: 'The translation keeps that.',
    fix: 'List each subdomain, or use a function that tests the origin.',
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, { origins: ['https://*.example.com:443'] });`,
      after: `const io = require('socket.io')(httpServer, {
  origins: ['https://www.example.com:443', 'https://example.com:443'],
});`,
    },
  },
  PREFLIGHT_CREDENTIALS_DIFFER: {
    summary: "The preflight handler does not allow credentials, but v2's other responses did.",
    cause:
      '`handlePreflightRequest` allows the origin, but does not send `Access-Control-Allow-Credentials: true`.',
    v2: 'Requests with custom headers could not send cookies. Other requests could.',
    v4: 'A per-request `cors` function keeps that.',
    fix: 'Send `Access-Control-Allow-Credentials: true` in the handler. Then `cors` becomes a plain object.',
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, {
  origins: ['https://example.com:443'],
  handlePreflightRequest: (req, res) => {
    res.writeHead(200, {
      'Access-Control-Allow-Origin': 'https://example.com',
      'Access-Control-Allow-Headers': 'my-custom-header',
    });
    res.end();
  },
});`,
      after: `const io = require('socket.io')(httpServer, {
  origins: ['https://example.com:443'],
  handlePreflightRequest: (req, res) => {
    res.writeHead(200, {
      'Access-Control-Allow-Origin': 'https://example.com',
      'Access-Control-Allow-Headers': 'my-custom-header',
      'Access-Control-Allow-Credentials': true,
    });
    res.end();
  },
});`,
    },
  },
  PREFLIGHT_EXPOSED_HEADERS_TAKE_EFFECT: {
    summary: 'On v4, pages of allowed origins can read the headers that the preflight handler exposes.',
    cause: '`handlePreflightRequest` sends `Access-Control-Expose-Headers`.',
    v2: 'Browsers ignore that header in the response to a preflight.',
    v4: '`cors` sends it with every response, so it takes effect.',
    fix: 'Remove the header from the handler if pages should not read those headers.',
  },
  PREFLIGHT_FALSE_HAS_NO_EQUIVALENT: {
    summary: 'v4 cannot leave preflights to other listeners, so custom headers stop working.',
    cause: '`handlePreflightRequest` is `false`.',
    v2: 'It left preflights to the other listeners of the HTTP server, such as an Express app with `cors()`.',
    v4: '`preflightContinue: true` is the closest, but Engine.IO then refuses the preflight with 400.',
    fix: 'Set `cors.allowedHeaders` to the headers that the other listener allowed, and remove `cors.preflightContinue`. Or use `socket.io-cors-compat/server`, which leaves preflights to other listeners.',
  },
  PREFLIGHT_HANDLER_DID_NOT_END: {
    summary: 'The preflight handler answers later, so it runs for each preflight.',
    cause: '`handlePreflightRequest` returned before it called `res.end()`.',
    v2: 'The browser waited for the answer.',
    v4: 'The translation runs the handler for each preflight. It refuses the preflight if the response has not ended after 10 seconds.',
    fix: 'Call `res.end()` before the handler returns. Then its answer becomes plain `cors` options.',
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, {
  origins: ['https://example.com:443'],
  handlePreflightRequest: (req, res) => {
    res.setHeader('Access-Control-Allow-Origin', 'https://example.com');
  },
});`,
      after: `const io = require('socket.io')(httpServer, {
  origins: ['https://example.com:443'],
  handlePreflightRequest: (req, res) => {
    res.setHeader('Access-Control-Allow-Origin', 'https://example.com');
    res.end();
  },
});`,
    },
  },
  PREFLIGHT_HANDLER_IGNORED: {
    summary: '`handlePreflightRequest` had no effect before 2.0.',
    cause: 'The app ran on Socket.IO 1.x, which did not know the option.',
    v2: 'It came with 2.0.',
    v4: 'The translation ignores it too.',
    fix: 'Remove it, or set `from` to the version that the app really ran on.',
  },
  PREFLIGHT_HANDLER_TAKES_THREE_PARAMETERS: {
    summary: 'A preflight handler with three parameters throws, so preflights are refused.',
    cause: 'The handler takes `(server, req, res)`, as the old typings said.',
    v2: 'It called the handler with `(req, res)`. `res` was undefined, the handler threw, and the process exited.',
    v4: 'The translation refuses these preflights.',
    fix: 'Take `(req, res)`, and use `this` for the HTTP server. The handler then takes effect, so check what it allows.',
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, {
  origins: ['https://example.com:443'],
  handlePreflightRequest: (server, req, res) => {
    res.writeHead(200, { 'Access-Control-Allow-Origin': 'https://example.com' });
    res.end();
  },
});`,
      after: `const io = require('socket.io')(httpServer, {
  origins: ['https://example.com:443'],
  handlePreflightRequest: (req, res) => {
    res.writeHead(200, { 'Access-Control-Allow-Origin': 'https://example.com' });
    res.end();
  },
});`,
    },
  },
  PREFLIGHT_HANDLER_THROWS: {
    summary: 'The preflight handler throws, so preflights are refused.',
    cause: 'The handler threw when the translation tried it with a sample request.',
    v2: 'The process exited at the first preflight.',
    v4: 'The translation runs the handler for each preflight. It refuses the preflight if the handler throws before it ends the response.',
    fix: 'Fix the handler, or remove it. Without one, pages may send `Content-Type`.',
  },
  PREFLIGHT_ORIGIN_DIFFERS: {
    summary: 'The preflight handler and `origins` allow different origins.',
    cause:
      '`handlePreflightRequest` sends an `Access-Control-Allow-Origin` that is not what `origins` allows.',
    v2: 'It used the handler for preflights and `origins` for handshakes. Requests with custom headers need both.',
    v4: 'A per-request `cors` function keeps that.',
    fix: "Let the handler allow the same origins: send back the request's origin if it is on the list. With a single origin, `cors` then becomes a plain object.",
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, {
  origins: ['https://example.com:443'],
  handlePreflightRequest: (req, res) => {
    res.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'x-key' });
    res.end();
  },
});`,
      after: `const io = require('socket.io')(httpServer, {
  origins: ['https://example.com:443'],
  handlePreflightRequest: (req, res) => {
    res.writeHead(200, {
      'Access-Control-Allow-Origin': 'https://example.com',
      'Access-Control-Allow-Headers': 'x-key',
    });
    res.end();
  },
});`,
    },
  },
  PREFLIGHT_WILDCARD_WITH_CREDENTIALS: {
    summary: 'The preflight handler allows `*` together with credentials, which browsers do not accept.',
    cause:
      '`handlePreflightRequest` sends `Access-Control-Allow-Origin: *` and `Access-Control-Allow-Credentials: true`.',
    v2: 'Preflights of requests with credentials failed in the browser.',
    v4: 'The translation keeps that.',
    fix: 'Send the origin of your page instead of `*`, or leave out `Access-Control-Allow-Credentials`.',
  },
  SUBSTRING_MATCH_CLOSED: {
    summary: 'On v4, a string is read as a list, so parts of it no longer match.',
    cause: '`origins` is a string.',
    v2: SEARCHED_AS_TEXT,
    v4: 'The translation reads the string as a list (separated by white space, commas, `|` or `;`), and only allows its entries.',
    fix: "Write an array, and add origins that are missing. `semantics: 'exact'` (`--semantics exact`) keeps the substring search.",
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, { origins: 'https://example.com:443' });`,
      after: `const io = require('socket.io')(httpServer, { origins: ['https://example.com:443'] });`,
    },
  },
  SUBSTRING_MATCH_KEPT: {
    summary: 'A string is searched as text, so origins that it does not list can connect.',
    cause: "`origins` is a string, and `semantics` is `'exact'`.",
    v2: SEARCHED_AS_TEXT,
    v4: 'The translation keeps that.',
    fix: "Write an array, or use `semantics: 'documented'`.",
    example: {
      language: 'js',
      before: translated("{ origins: 'https://example.com:443' }", "{ semantics: 'exact' }"),
      after: translated("{ origins: 'https://example.com:443' }"),
    },
  },
  WS_ENGINE_NAME_IGNORED: {
    summary: '`wsEngine` names a package, which v4 does not understand.',
    cause: '`wsEngine` is a string.',
    v2: 'It loaded the package of that name.',
    v4: 'It takes the package\'s `Server` class, and ends at the start with "this.opts.wsEngine is not a constructor". The translation leaves the setting out, so the default engine, `ws`, is used.',
    fix: "Remove `wsEngine`, or write the class: `wsEngine: require('ws').Server`.",
  },
};
