import type { CodemodCode } from '../codemod.js';
import type { CodeDoc } from './code-doc.js';
import { projectDocs } from './project.js';

/** Documentation of the codemod's findings. */
export const codemodDocs: Readonly<Record<CodemodCode, CodeDoc>> = {
  ALLOW_REQUEST_REASON_IS_NO_STRING: {
    summary:
      'Your own `allowRequest` calls back with a reason that is neither a string nor empty, such as a number or an `Error`, or calls back out of sight, as a function of another file does.',
    cause:
      'Your own `allowRequest` calls back with a reason that is neither a string nor empty, such as a number or an `Error`, or calls back out of sight, as a function of another file does.',
    v2: 'It asked for a number, and answered a refused request with it.',
    v4: 'Over polling it sends the reason as JSON. Where it refuses a WebSocket it measures the reason, and throws where that is no string: nothing catches it, and the process ends. Anybody who may be refused can bring that about. The codemod writes `null` for a number, and puts a function between where it cannot tell, which passes strings on alone; where that cannot be done either, it leaves a comment.',
    fix: 'Call back with a string or `null`.',
  },
  CLIENT_CREDENTIALS_ARE_OPT_IN: {
    summary: 'A v2 client is migrated whose options do not mention `withCredentials`.',
    cause: 'A v2 client is migrated whose options do not mention `withCredentials`.',
    v2: 'Clients in browsers sent cookies to other origins by themselves.',
    v4: 'From v3 on they do so only with `withCredentials: true`. The codemod adds it, so that nothing changes.',
    fix: 'Remove it if the server does not rely on cookies.',
  },
  CLIENT_EXTRA_HEADERS_MOVED: {
    summary: 'A client has its headers under `transportOptions.polling`, where v2 wanted them.',
    cause: 'A client has its headers under `transportOptions.polling`, where v2 wanted them.',
    v2: 'In browsers `extraHeaders` counted there alone.',
    v4: '`extraHeaders` stands at the top of the options. The codemod moves it.',
    fix: 'Nothing is left to do.',
  },
  CLIENT_SENDS_NO_COOKIES_BY_ITSELF: {
    summary: 'A file that is being migrated makes clients without `withCredentials`.',
    cause: 'A file that is being migrated makes clients without `withCredentials`. It is said once a file.',
    v2: 'Clients in browsers sent cookies to other origins by themselves.',
    v4: 'From v3 on they are sent with `withCredentials: true` alone.',
    fix: 'Add it where the server, or a load balancer with sticky sessions, relies on cookies.',
  },
  CORS_ADMITS_EVERYONE: {
    summary: "`cors` is `true`, `'*'`, or has v2's `origins` with everyone in it.",
    cause: "`cors` is `true`, `'*'`, or has v2's `origins` with everyone in it.",
    v2: 'There was no `cors`.',
    v4: 'The cors package takes each for allow all: any page may read, without credentials. The codemod writes that out, and changes nothing else.',
    fix: 'Name the origins of your pages.',
  },
  CORS_LIST_TAKES_EFFECT: {
    summary:
      "The origins stand where the cors package does not look: `cors: { origins: […] }`, `cors: […]` or `cors: '…'`.",
    cause:
      "The origins stand where the cors package does not look: `cors: { origins: […] }`, `cors: […]` or `cors: '…'`.",
    v2: 'There was no `cors`.',
    v4: 'The package ignores them and allows all. The codemod makes them `cors.origin`, so that browsers keep to them. WebSocket stays open to every origin, as it was.',
    fix: 'See that the list is complete, and add an `allowRequest` if other origins are not to connect.',
  },
  CORS_ORIGIN_NEVER_MATCHED: {
    summary:
      '`cors.origin` has an entry with a wildcard in it, as v2 knew them, or one in a list that others share.',
    cause:
      '`cors.origin` has an entry with a wildcard in it, as v2 knew them, or one in a list that others share.',
    v2: '`host:*` admitted any port, in `origins`.',
    v4: 'The cors package compares whole origins, letter for letter. Such an entry matches nothing, and the codemod leaves it.',
    fix: 'Name each origin, or write a regular expression that is anchored at both ends.',
  },
  CORS_ORIGIN_NOW_MATCHES: {
    summary: '`cors.origin` has an origin with its default port written, or with a slash at the end.',
    cause: '`cors.origin` has an origin with its default port written, or with a slash at the end.',
    v2: 'v2 needed the port.',
    v4: 'Browsers send neither, so the entry never matched. The codemod writes it as they do, and it matches from then on.',
    fix: 'Remove the entry if that origin is not to connect.',
  },
  CORS_WAS_IGNORED_BY_V2: {
    summary: "A server in v2's notation has `cors`, for v3 and v4, beside settings of v2.",
    cause: "A server in v2's notation has `cors`, for v3 and v4, beside settings of v2.",
    v2: 'It knew no `cors`: every page that was admitted could read, with cookies.',
    v4: "It keeps to `cors`. With `origin: '*'`, or without `credentials: true`, clients that send cookies, as v2's do in browsers, are kept from reading. The codemod leaves what `cors` says.",
    fix: 'Name all your pages in `cors.origin`, and add `credentials: true` where clients send cookies.',
  },
  IO_SET_HAS_NO_EQUIVALENT: {
    summary:
      '`io.set()` is called with a key that v4 has no option for, or with a value that is not known where the server is made.',
    cause:
      '`io.set()` is called with a key that v4 has no option for, or with a value that is not known where the server is made.',
    v2: '`authorization` and `resource` worked; others, as `log level`, were an error on the console.',
    v4: 'There is no `io.set()`: the call throws.',
    fix: 'Remove the call. `authorization` becomes `io.use()`, `resource` the option `path`.',
  },
  IO_SET_MOVED: {
    summary: '`io.set()` is called with a key that is an option.',
    cause: '`io.set()` is called with a key that is an option.',
    v2: '`transports`, `heartbeat timeout`, `heartbeat interval` and `destroy buffer size` were set in the engine.',
    v4: 'They are the options `transports`, `pingTimeout`, `pingInterval` and `maxHttpBufferSize`. The codemod moves them there.',
    fix: 'Nothing is left to do.',
  },
  MODULE_IS_NOT_CALLABLE: {
    summary: 'The server is made by calling the module, its `listen()`, or `new` on it.',
    cause: 'The server is made by calling the module, its `listen()`, or `new` on it.',
    v2: 'Each was the constructor.',
    v4: "v4 exports the class `Server`. `require('socket.io')(…)` still works; `listen()` is gone, `new` on the module fails, and ES modules have no default export. The codemod makes a `Server`.",
    fix: 'Nothing is left to do.',
  },
  OPTIONS_NOT_READABLE: {
    summary:
      'The options come from another module, are spread from somewhere, have a getter, or are given to others too; or a class extends the server, and may have a `checkRequest()`, which v4 never calls.',
    cause:
      'The options come from another module, are spread from somewhere, have a getter, or are given to others too; or a class extends the server, and may have a `checkRequest()`, which v4 never calls.',
    v2: 'v2 read them at run time.',
    v4: 'v4 ignores `origins` and `handlePreflightRequest` in them: any origin could connect over WebSocket. The codemod leaves the server as it is.',
    fix: 'Write `cors` and `allowRequest` where the options are made, or give them to `translateCors()`.',
  },
  ORIGINS_AND_CORS_DISAGREE: {
    summary: 'The server has `cors`, for v3 and v4, and a list in `origins`, for v2.',
    cause: 'The server has `cors`, for v3 and v4, and a list in `origins`, for v2.',
    v2: '`origins` guarded every handshake, and `cors` was ignored.',
    v4: '`cors` counts, and `origins` is ignored. The codemod leaves both, for the guard would be gone.',
    fix: 'Put the origins into `cors.origin`, add an `allowRequest` that checks them, and remove `origins`.',
  },
  ORIGINS_BESIDE_CORS: {
    summary: '`origins` stands beside `cors`, or is set by a call.',
    cause: '`origins` stands beside `cors`, or is set by a call.',
    v2: '`origins` was the setting.',
    v4: 'v4 reads `cors` and ignores `origins`. The codemod removes it.',
    fix: 'Nothing is left to do.',
  },
  ORIGINS_CALL_ON_UNKNOWN_RECEIVER: {
    summary:
      '`origins()` is called on something that looks like a Socket.IO server, as a parameter `io`, and where it was made cannot be seen.',
    cause:
      '`origins()` is called on something that looks like a Socket.IO server, as a parameter `io`, and where it was made cannot be seen.',
    v2: 'The call replaced the origins.',
    v4: 'There is no `origins()`: the call throws, and where that is caught, the server admits whom it admits without these origins. The codemod leaves it.',
    fix: 'If it is a server, move the origins to where it is made, and remove the call.',
  },
  ORIGINS_FUNCTION_IS_ASKED_TWICE: {
    summary: '`origins` is a function.',
    cause: '`origins` is a function.',
    v2: 'It was asked once, at the handshake.',
    v4: '`cors` asks it for what browsers may read, `allowRequest` for who may connect, and `cors` again for later requests of a session. Where it may throw or reject, the migrated code asks it through a function that refuses then; v2 ended the process.',
    fix: 'See that asking it is cheap, or write the list out.',
  },
  ORIGINS_GETTER_IS_GONE: {
    summary: '`io.origins()` is called without an argument.',
    cause: '`io.origins()` is called without an argument.',
    v2: 'It gave the origins back.',
    v4: 'There is no `origins()`: the call throws. The codemod leaves it.',
    fix: 'Keep the origins in a variable, and read that.',
  },
  ORIGINS_NOT_KNOWN_YET: {
    summary: 'The setting reads something that is only known after the server is made, or under a condition.',
    cause: 'The setting reads something that is only known after the server is made, or under a condition.',
    v2: '`io.origins()` could be called at any time.',
    v4: 'The origins are taken at construction. The codemod leaves the setting.',
    fix: 'Move what it reads to above the place where the server is made.',
  },
  ORIGINS_NOT_READABLE: {
    summary:
      'What the setting admits cannot be told: a function that uses `this`, an `allowRequest` that may be there or not, a run-time value for 2.4.0.',
    cause:
      'What the setting admits cannot be told: a function that uses `this`, an `allowRequest` that may be there or not, a run-time value for 2.4.0.',
    v2: 'v2 ran it.',
    v4: 'v4 ignores it. The codemod leaves it.',
    fix: 'Write `cors.origin` and `allowRequest` by hand.',
  },
  ORIGINS_OPTION_OUT_OF_REACH: {
    summary:
      'Options with `origins` are given to something that is called like Socket.IO, such as a parameter `socketIO`, and where it comes from cannot be seen.',
    cause:
      'Options with `origins` are given to something that is called like Socket.IO, such as a parameter `socketIO`, and where it comes from cannot be seen.',
    v2: 'The option said who was admitted.',
    v4: 'It ignores the option: any origin connects over WebSocket. The codemod leaves it.',
    fix: 'If it is Socket.IO, write the origins as `cors` and `allowRequest`.',
  },
  ORIGINS_READ_AT_RUN_TIME: {
    summary: 'The origins come from a variable, a configuration or the environment.',
    cause: 'The origins come from a variable, a configuration or the environment.',
    v2: 'v2 compared what it found there, in its own notation.',
    v4: 'The code reads the same place, and compares as v2 did; with `documented` semantics a plain origin is admitted too.',
    fix: 'Where the value holds plain origins alone, give it to `cors.origin` and shorten the check.',
  },
  ORIGINS_SET_CONDITIONALLY: {
    summary: 'Origins are set under a condition, or more than once in ways that cannot be followed.',
    cause: 'Origins are set under a condition, or more than once in ways that cannot be followed.',
    v2: 'What ran last counted.',
    v4: 'The origins are taken at construction. The codemod leaves the calls, which throw, and assignments to `options.origins`, which v4 ignores: any origin could connect.',
    fix: 'Decide on the origins before the server is made.',
  },
  ORIGINS_SET_IN_TWO_BRANCHES: {
    summary: 'Two branches set different origins.',
    cause: 'Two branches set different origins.',
    v2: 'The branch that ran counted.',
    v4: 'The origins are taken at construction. The codemod leaves the calls. They throw; where that is caught, any origin could connect.',
    fix: 'Choose between the two before the server is made.',
  },
  ORIGINS_SET_LATER: {
    summary:
      'Origins are set in another function, or by another file of the package that can get hold of the server, which may run later or not at all; or a check is put into the server behind its settings, as in `io.checkRequest = check`.',
    cause:
      'Origins are set in another function, or by another file of the package that can get hold of the server, which may run later or not at all; or a check is put into the server behind its settings, as in `io.checkRequest = check`.',
    v2: 'Until then every origin was admitted, or those of the option.',
    v4: 'The origins are taken at construction, and a check put elsewhere is ignored. The codemod leaves the call, and the server where it would admit everyone without it. Until the call throws, and where that is caught, any origin could connect.',
    fix: 'Give the origins to the server where it is made.',
  },
  ORIGINS_STAY_IN_OPTIONS: {
    summary:
      'A server is left as it is for a reason that is not its origins, as a preflight handler that cannot be read.',
    cause:
      'A server is left as it is for a reason that is not its origins, as a preflight handler that cannot be read.',
    v2: 'The origins counted.',
    v4: 'v4 ignores them, so that any origin could connect over WebSocket.',
    fix: 'Settle what is reported beside it, and write the origins as `cors` and `allowRequest`.',
  },
  PREFLIGHT_HANDLER_IGNORED_BY_V4: {
    summary: '`handlePreflightRequest` stands beside `cors`, or within it.',
    cause: '`handlePreflightRequest` stands beside `cors`, or within it.',
    v2: 'It answered preflights.',
    v4: '`cors` answers them, and the handler is ignored. The codemod removes it.',
    fix: 'See that `cors` has what it sent: `allowedHeaders`, `credentials: true`, and the origin.',
  },
  PREFLIGHT_HANDLER_NOT_READABLE: {
    summary:
      'What a preflight handler answers cannot be told from its code: it decides by conditions, calls other code, or comes from elsewhere.',
    cause:
      'What a preflight handler answers cannot be told from its code: it decides by conditions, calls other code, or comes from elsewhere.',
    v2: 'v2 ran it for each preflight.',
    v4: "v4 ignores it. The codemod leaves it; it never runs the app's code.",
    fix: 'Write what it allows as `cors`.',
  },
  PREFLIGHT_HANDLER_OUTPUT_DROPPED: {
    summary: 'A preflight handler writes to the console.',
    cause: 'A preflight handler writes to the console.',
    v2: 'Each preflight was logged.',
    v4: '`cors` answers preflights, and logs nothing.',
    fix: 'Log in a `request` listener of the HTTP server if it is missed.',
  },
  PREFLIGHT_OPTION_OUT_OF_REACH: {
    summary: 'An object has `handlePreflightRequest`, and which server it is for cannot be seen.',
    cause: 'An object has `handlePreflightRequest`, and which server it is for cannot be seen.',
    v2: 'It answered preflights, if a server was given it.',
    v4: 'v4 ignores it. The codemod leaves it.',
    fix: 'Write what it allows as `cors`.',
  },
  RUN_TIME_STRING_IS_SPLIT: {
    summary: 'The origins come from the environment or a configuration, and may be a string.',
    cause: 'The origins come from the environment or a configuration, and may be a string.',
    v2: "A string was searched for the request's origin, so parts of it matched too.",
    v4: 'It is read as the entries it lists, parted by white space, commas, `;`, `|` or quotes. One with a path (`https://example.com:443/chat`) matches nothing.',
    fix: 'See that the value lists every origin in full; or choose `--semantics exact`.',
  },
  SETTING_REFUSED_BY_V2: {
    summary: 'A setting is of a kind that no v2 server worked with: `true`, a number, a regular expression.',
    cause: 'A setting is of a kind that no v2 server worked with: `true`, a number, a regular expression.',
    v2: 'The first request ended the process, or nothing ever matched.',
    v4: 'v4 does not read it, so that any origin could connect. The codemod leaves it, for what was meant cannot be told.',
    fix: 'Write what was meant.',
  },
  UNSET_ORIGINS_ADMIT_EVERYONE: {
    summary: 'The option `origins` is read from a place that may be empty.',
    cause: 'The option `origins` is read from a place that may be empty.',
    v2: 'A falsy option was the default: every origin was admitted, with credentials.',
    v4: "The same; the code says so now, as `|| '*:*'`.",
    fix: "Replace `'*:*'` by the origin that is to be the default, or see that the value is always set.",
  },
  WRAPPER_NOT_MIGRATED: {
    summary: 'A package makes the Socket.IO server, and is given `origins`.',
    cause: 'A package makes the Socket.IO server, and is given `origins`.',
    v2: 'The package handed it on, or not.',
    v4: 'v4 ignores `origins`. The codemod leaves it.',
    fix: 'Look up which release of the package runs on Socket.IO 4, and give it `cors` and `allowRequest`.',
  },
  ...projectDocs,
};
