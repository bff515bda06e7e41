import type { CodemodCode } from '../codemod.js';
import type { CodeDoc } from './code-doc.js';
import { projectDocs } from './project.js';
import { GUARDED_SERVER } from './settings.js';

/** Documentation of the codemod's findings. */
export const codemodDocs: Readonly<Record<CodemodCode, CodeDoc>> = {
  ALLOW_REQUEST_REASON_NOT_STRING: {
    summary: 'Your `allowRequest` may refuse with a reason that is not a string, which ends a v4 process.',
    cause:
      'The function calls back with a number or an `Error`. Or the codemod cannot see its reasons, for example because the function is in another file.',
    v2: 'It expected a number, and sent it to the client.',
    v4: 'Over polling, it sends the reason as JSON. If it refuses a WebSocket, it throws unless the reason is a string, and nothing catches that: any client that is refused can end the process.',
    fix: 'Call back with a string or `null`. The codemod writes `null` for a number, and wraps the function if it cannot tell.',
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, {
  allowRequest: (req, callback) => callback(4, req.headers.origin === 'https://example.com'),
});`,
      after: `const { Server } = require('socket.io');

const io = new Server(httpServer, {
  cors: { origin: 'https://example.com', credentials: true },
  allowRequest: (req, callback) => callback(null, req.headers.origin === 'https://example.com'),
});`,
    },
  },
  CLIENT_CREDENTIALS_ARE_OPT_IN: {
    summary: 'v4 clients send cookies to other origins only with `withCredentials: true`, which is added.',
    cause: 'A v2 client is migrated, and its options do not mention `withCredentials`.',
    v2: 'In browsers, clients sent cookies to other origins by default.',
    v4: 'From v3 on they do so only with `withCredentials: true`. The codemod adds it, so that nothing changes.',
    fix: 'Remove it if the server does not need cookies.',
  },
  CLIENT_EXTRA_HEADERS_MOVED: {
    summary: '`extraHeaders` is now a top-level option of the client.',
    cause: 'A client has its headers in `transportOptions.polling`.',
    v2: 'In browsers, `extraHeaders` only had an effect there.',
    v4: '`extraHeaders` is an option of its own. The codemod moves it. Browsers still send them over polling only.',
    fix: 'Nothing is left to do.',
    example: {
      language: 'js',
      before: `const socket = require('socket.io-client')('https://api.example.com', {
  withCredentials: true,
  transportOptions: { polling: { extraHeaders: { 'x-key': 'abcd' } } },
});`,
      after: `const socket = require('socket.io-client')('https://api.example.com', {
  withCredentials: true,
  extraHeaders: { 'x-key': 'abcd' },
});`,
    },
  },
  CLIENT_WITHOUT_CREDENTIALS: {
    summary: 'The clients in this file no longer send cookies to other origins.',
    cause: 'The file creates clients without `withCredentials`. It is reported once per file.',
    v2: 'In browsers, clients sent cookies to other origins by default.',
    v4: 'From v3 on they do so only with `withCredentials: true`.',
    fix: 'Add it if the server, or a load balancer with sticky sessions, needs cookies.',
  },
  ALLOW_ALL_CORS: {
    summary: '`cors` allows every page to read, and the migrated code says so.',
    cause: "`cors` is `true`, `'*'` or `{ origins: '*:*' }`.",
    v4: 'It lets every page read, without credentials, and any website open a WebSocket. The codemod writes that out, and changes nothing else.',
    fix: 'List the origins of your pages in `cors.origin`, and check them in `allowRequest`.',
    example: {
      language: 'js',
      before: `const { Server } = require('socket.io');

const io = new Server(httpServer, { cors: { origins: '*:*' } });`,
      after: GUARDED_SERVER,
    },
  },
  LIST_TAKES_EFFECT: {
    summary: 'v4 did not read this list, and from now on it applies.',
    cause:
      "The code runs v3 or v4, and has `origins` without `cors`, `cors: { origins: […] }`, `cors: […]` or `cors: '…'`.",
    v4: 'It ignores the list, and lets every page read or connect. The codemod writes `origins` as `cors` and `allowRequest`, so other origins are refused. It makes a list within `cors` the `cors.origin`, so that browsers hide responses from other pages; any page can still open a WebSocket.',
    fix: 'Check that the list is complete before you deploy. Beside a list within `cors`, add an `allowRequest` that checks it.',
    example: {
      language: 'js',
      before: `const { Server } = require('socket.io');

const io = new Server(httpServer, { cors: { origins: ['https://example.com:443'] } });`,
      after: GUARDED_SERVER,
    },
  },
  CORS_ORIGIN_NEVER_MATCHED: {
    summary: 'An entry of `cors.origin` never matches what browsers send.',
    cause: 'The entry has a wildcard, a path or upper case, or is one of several values in one string.',
    v4: 'It compares whole origins exactly. The codemod leaves the entry as it is.',
    fix: 'Write each origin as browsers send it, or a regular expression that is anchored at both ends.',
    example: {
      language: 'js',
      before: `const { Server } = require('socket.io');

const io = new Server(httpServer, { cors: { origin: ['https://example.com:*'] } });`,
      after: GUARDED_SERVER,
    },
  },
  CORS_ORIGIN_NOW_MATCHES: {
    summary: 'An entry of `cors.origin` never matched, and is rewritten as browsers send it.',
    cause: 'The entry has its default port or a trailing slash.',
    v4: 'Browsers send neither, so the page could not read. After the migration it can.',
    fix: 'Remove the entry if that origin should not read.',
    example: {
      language: 'js',
      before: `const { Server } = require('socket.io');

const io = new Server(httpServer, { cors: { origin: 'https://example.com:443' } });`,
      after: GUARDED_SERVER,
    },
  },
  CORS_WAS_IGNORED_BY_V2: {
    summary: 'v2 ignored `cors`. On v4 it decides who may read.',
    cause: 'A v2 server has `cors` beside v2 settings.',
    v2: 'Every page that was allowed could read, with cookies.',
    v4: "`cors` takes effect. The codemod leaves it as it is. With `origin: '*'`, or without `credentials: true`, pages whose clients send cookies cannot read.",
    fix: 'List all your pages in `cors.origin`, and add `credentials: true` if clients send cookies.',
  },
  FALLBACK_TO_DROP_IN: {
    summary: 'The file loads the drop-in server instead of `socket.io`.',
    cause:
      '`migrate --fallback drop-in` was run, and for a server of this file, plain v4 code could not be proven to decide as v2 did.',
    v4: 'The drop-in is a v4 server that decides about origins as v2 did.',
    fix: 'Nothing is left to do. The guide says how to leave the drop-in later.',
  },
  IO_SET_HAS_NO_EQUIVALENT: {
    summary: 'An `io.set()` call cannot become an option, and throws on v4.',
    cause:
      'v4 has no option for the key. Or it has one, but the value is only known after the server is created.',
    v2: '`authorization` and `resource` had an effect.',
    v4: 'It has no `io.set()`.',
    fix: 'Remove the call. `authorization` becomes `io.use()`, and `resource` the option `path`.',
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, { origins: ['https://example.com:443'] });
io.set('authorization', (req, callback) => callback(null, isLoggedIn(req)));`,
      after: `${GUARDED_SERVER}
io.use((socket, next) => next(isLoggedIn(socket.request) ? undefined : new Error('not logged in')));`,
    },
  },
  LEGACY_CALL_REMOVED: {
    summary: 'A call of `io.set()` or `io.origins()`, which v4 does not have, is removed.',
    cause:
      "The call did nothing on v2: `io.origins();` as a statement, `io.set('origins', '')`, or `io.set()` with a key that v2 did not know, such as `log level`. Or it became an option: its key is `transports`, `heartbeat timeout`, `heartbeat interval` or `destroy buffer size`.",
    v4: 'It has neither method: the call throws. The options are `transports`, `pingTimeout`, `pingInterval` and `maxHttpBufferSize`.',
    fix: 'Nothing is left to do.',
  },
  LEGACY_CALL_THROWS: {
    summary: 'v4 code calls `io.origins()` or `io.set()`, which throws. The call is removed.',
    cause: 'The code runs v3 or v4, and has a call of v2.',
    v4: 'The call throws, so the server did not get past it. Now the server starts, and the list does not apply.',
    fix: 'If the list should refuse connections, check the origin in `allowRequest`.',
  },
  LEGACY_ORIGINS_REMOVED: {
    summary: 'v4 ignored `origins` beside `cors`, and it is removed.',
    cause: 'The code runs v3 or v4, and has both.',
    v4: 'It ignores `origins`, so who can connect does not change.',
    fix: 'If the list should apply, put its origins into `cors.origin` and check them in `allowRequest`.',
  },
  CONSTRUCTOR_CALL_REWRITTEN: {
    summary: 'The server is created with `new Server()`.',
    cause: 'The code called the module, its `listen()`, or `new` on it.',
    v2: 'Each created a server.',
    v4: 'It exports the class `Server`. `listen()` and `new` on the module fail, and ES modules have no default export.',
    fix: 'Nothing is left to do.',
  },
  OPTIONS_NOT_READABLE: {
    summary: "The codemod cannot read the server's options, so it leaves them for review.",
    cause:
      'The options come from another module, are spread into the object, have a getter, or are passed to other code too.',
    v4: 'It ignores `origins` and `handlePreflightRequest` in them, so any page could open a WebSocket.',
    fix: 'Add `cors` and `allowRequest` to the options by hand, or pass the options through `translateCors()`. Or run `migrate --fallback drop-in`, which switches to the drop-in server.',
    example: {
      language: 'js',
      before: `const config = require('./config'); // { socket: { origins: ['https://example.com:443'] } }

const io = require('socket.io')(httpServer, { ...config.socket, pingTimeout: 20000 });`,
      after: `const { Server } = require('socket.io');
const { translateCors } = require('socket.io-cors-compat');
const config = require('./config');

const { options } = translateCors({ ...config.socket, pingTimeout: 20000 }, { from: '2.5.1' });
const io = new Server(httpServer, options);`,
    },
  },
  ORIGINS_CALL_ON_UNKNOWN_RECEIVER: {
    summary: 'A setting on something that looks like a Socket.IO server does nothing on v4, or throws.',
    cause:
      '`origins()`, `set()`, `_origins`, `checkRequest` or `allowRequest` of the engine is used on a value that comes from elsewhere, such as a parameter `io`.',
    v2: 'It replaced the origins, or the check.',
    v4: 'It has no `origins()` and no `set()`, and ignores the others. The file is not changed.',
    fix: 'If it is a Socket.IO server, remove the setting here. Give the server `cors` and `allowRequest` when it is created.',
    example: {
      language: 'js',
      before: `module.exports = (io) => {
  io.origins(['https://example.com:443']);
};`,
      after: GUARDED_SERVER,
    },
  },
  ORIGINS_GETTER_IS_GONE: {
    summary: '`io.origins()` without an argument, which returned the origins, throws on v4.',
    cause: 'The code uses what the call returns.',
    v4: 'It has no `origins()`.',
    fix: 'Keep the origins in a variable, and read that.',
  },
  ORIGINS_NOT_MIGRATED: {
    summary: 'The code does not prove which origins the server allows, or when.',
    cause:
      'The message says why. For example, the value is a function of another file, another file changes the server, several servers share a variable, or the code does not prove that the options are for Socket.IO.',
    v2: 'It read one variable at each handshake, which any code could set at any time.',
    v4: 'It takes the origins when the server is created. It ignores the option, and the calls throw.',
    fix: 'Give the server `cors` and an `allowRequest` that checks the same origins, and remove the old setting. Or run `migrate --fallback drop-in`, which switches to the drop-in server.',
  },
  ORIGINS_READ_AT_RUN_TIME: {
    summary: 'The origins are only known at run time, so the migrated code reads them in the same place.',
    cause: 'They come from a variable, a configuration or the environment.',
    v2: 'It compared the value in its own notation.',
    v4: "The migrated code compares as v2 did. With `semantics: 'documented'`, it also allows plain origins.",
    fix: 'If the value only holds plain origins, give it to `cors.origin`, and compare with it in `allowRequest`.',
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, { origins: process.env.ORIGINS.split(',') });`,
      after: GUARDED_SERVER.replace("['https://example.com']", "process.env.ORIGINS.split(',')"),
    },
  },
  PREFLIGHT_HANDLER_IGNORED_BY_V4: {
    summary: 'v4 ignores `handlePreflightRequest`, and it is removed.',
    cause: 'It is beside `cors`, or in it.',
    v4: '`cors` answers preflights.',
    fix: 'Check that `cors` has what the handler sent: `allowedHeaders`, `credentials: true`, and the origin.',
  },
  PREFLIGHT_HANDLER_NOT_MIGRATED: {
    summary: 'The code does not tell what the preflight handler answers, or for which server.',
    cause:
      'The handler decides by conditions, calls other code, or comes from another file. Or `handlePreflightRequest` is in an object that no known server gets.',
    v2: 'It ran the handler for each preflight.',
    v4: 'It ignores the handler.',
    fix: 'Write what the handler allows as `cors: { origin, methods, allowedHeaders, credentials: true }`.',
  },
  PREFLIGHT_HANDLER_OUTPUT_DROPPED: {
    summary: 'The preflight handler wrote to the console; `cors` does not.',
    cause: 'The handler calls `console.log()` or a similar function.',
    v4: '`cors` answers preflights.',
    fix: 'If you need the log, add a `request` listener to the HTTP server.',
  },
  REFUSAL_IS_READABLE: {
    summary: 'A page that an `origins` function refuses can read the refusal.',
    cause: 'The origins are a function, which the migrated code calls in `allowRequest`.',
    v2: 'A refused handshake had no CORS headers, so the page could not read its body.',
    v4: '`cors` sets its headers before `allowRequest` decides. The session is refused as on v2. Only the body of the refusal can be read.',
    fix: 'Keep secrets out of the message that the function refuses with.',
  },
  RUN_TIME_STRING_IS_SPLIT: {
    summary: 'The migrated code reads a string as a list.',
    cause: 'The origins are only known at run time, and may be a string.',
    v2: 'It searched the string for the origin, so parts of it matched too.',
    v4: 'The migrated code reads the string as a list, separated by white space, commas, `;` or `|`. An entry with a path (`https://example.com:443/chat`) matches nothing.',
    fix: "Check that the value lists every origin in full, or use `semantics: 'exact'` (`--semantics exact`).",
  },
  SERVER_LEAVES_FILE: {
    summary: 'Other files can reach the server, and only one file was read.',
    cause: 'The server is exported, passed on, or stored where other files can reach it.',
    v4: 'If another file calls `io.origins()` or replaces the check, that is lost.',
    fix: 'Run the command on the whole package: `npx socket.io-cors-compat migrate`.',
  },
  SERVER_NOT_FOLLOWED: {
    summary: '`socket.io` is loaded and passed on in a way that the codemod does not follow.',
    cause:
      'Other code gets the module, for example as an argument, an export or a property. It may create a server there, where the codemod does not see it.',
    v4: 'It ignores `origins` and `handlePreflightRequest` of that server, so any page could open a WebSocket.',
    fix: 'Create the server in the file that loads `socket.io`, or write its options as `cors` and `allowRequest` by hand.',
  },
  INVALID_V2_SETTING: {
    summary: 'No v2 server worked with this setting.',
    cause:
      'The setting is of a type that v2 could not use, such as `true`, a number or a regular expression.',
    v2: 'The first request crashed the process, or nothing ever matched.',
    v4: 'It does not read the setting, so any page could open a WebSocket. The codemod cannot know what was meant, and leaves it.',
    fix: 'Write what was meant, as `cors.origin` and `allowRequest`.',
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, { origins: true });`,
      after: GUARDED_SERVER,
    },
  },
  UNSET_ORIGINS_ADMIT_EVERYONE: {
    summary: 'If the value is unset, every origin is allowed, as on v2.',
    cause: 'The option `origins` is read from a place that may be empty, such as an environment variable.',
    v2: 'A falsy option meant its default: every origin, with credentials.',
    v4: "The migrated code keeps that, and says so: `'*:*'`.",
    fix: "Replace `'*:*'` with a default origin, or make sure that the value is always set.",
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, { origins: process.env.ORIGIN });`,
      after: `const { Server } = require('socket.io');

const allowedOrigin = process.env.ORIGIN ?? 'https://example.com';
const io = new Server(httpServer, {
  cors: { origin: [allowedOrigin], methods: ['GET', 'POST'], credentials: true },
  allowRequest: ({ headers }, callback) => {
    const from = headers.origin || headers.referer || '';
    callback(null, from === allowedOrigin || from.startsWith(\`\${allowedOrigin}/\`));
  },
});`,
    },
  },
  WRAPPER_NOT_MIGRATED: {
    summary: 'Another package creates the Socket.IO server, and passes the options on in its own way.',
    cause: 'The package is known to wrap Socket.IO, and gets `origins`.',
    v4: 'It ignores `origins` and `handlePreflightRequest`.',
    fix: 'Find the release of the package that runs on Socket.IO 4, and give it `cors` and `allowRequest`.',
  },
  ...projectDocs,
};
