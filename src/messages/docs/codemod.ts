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
  CONSTRUCTOR_OPTION_HAD_NO_EFFECT: {
    summary:
      'An engine option is given to a constructor that has no HTTP server, and `attach()` or `listen()` follows.',
    cause:
      'A server is created without an HTTP server, with an option of the engine: `transports`, `pingTimeout`, `allowRequest`, `handlePreflightRequest` and others.',
    v2: 'It read these options in `attach()` and `listen()` only, from the options given there.',
    v4: "The constructor's options win. The codemod removes them, so that the server behaves as before.",
    fix: 'If you want the option on v4, add it again and test it.',
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
  FALLBACK_TO_DROP_IN: {
    summary: 'A file loads the drop-in server instead of `socket.io`.',
    cause:
      'You ran `migrate --fallback drop-in`, and plain v4 code could not be proven for a server of this file.',
    v4: 'The drop-in is a Socket.IO v4 server that decides about origins as v2 did.',
    fix: 'Nothing is left to do. The guide says how to leave the drop-in later.',
  },
  IO_SET_HAD_NO_EFFECT: {
    summary: 'A call that did nothing on v2 and throws on v4.',
    cause:
      "`io.origins();` as a statement, `io.set('origins', '')`, or `io.set()` with a key that v2 did not know, such as `log level`.",
    v2: 'It printed an error at most.',
    v4: 'There is no `io.set()` and no `io.origins()`: the call throws. The codemod removes it.',
    fix: 'Nothing is left to do.',
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
  LEGACY_CALL_THROWS: {
    summary: "Code for v3 or v4 calls `io.origins()` or `io.set('origins', …)`.",
    cause: 'The server has `cors`, and a call that v4 does not have.',
    v4: 'The call throws, so the server never started. The codemod removes it. From then on the server starts, and its list is not in force.',
    fix: 'If the list should refuse connections, check the Origin in `allowRequest`.',
  },
  LEGACY_ORIGINS_REMOVED: {
    summary: 'Code for v3 or v4 has `origins` beside `cors`.',
    cause: '`origins` stands beside `cors`, in code that already runs v3 or v4.',
    v4: 'It ignores `origins`. The codemod removes it; who can connect does not change.',
    fix: 'If the list should count, put its origins into `cors.origin` and check them in `allowRequest`.',
  },
  LEGACY_ORIGINS_TAKE_EFFECT: {
    summary: 'A list that v4 ignored takes effect.',
    cause: 'Code that already runs v3 or v4 has `origins` and no `cors`.',
    v4: 'It ignored the list: any page could open a WebSocket. The codemod writes the list as `cors` and `allowRequest`, so that it counts.',
    fix: 'Check that the list is complete before you deploy.',
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
  ORIGINS_CALL_ON_UNKNOWN_RECEIVER: {
    summary:
      '`origins()` is called on something that looks like a Socket.IO server, as a parameter `io`, and where it was made cannot be seen.',
    cause:
      '`origins()` is called on something that looks like a Socket.IO server, as a parameter `io`, and where it was made cannot be seen.',
    v2: 'The call replaced the origins.',
    v4: 'There is no `origins()`: the call throws, and where that is caught, the server admits whom it admits without these origins. The codemod leaves it.',
    fix: 'If it is a server, move the origins to where it is made, and remove the call.',
  },
  ORIGINS_GETTER_IS_GONE: {
    summary: '`io.origins()` is called without an argument.',
    cause: '`io.origins()` is called without an argument.',
    v2: 'It gave the origins back.',
    v4: 'There is no `origins()`: the call throws. The codemod leaves it.',
    fix: 'Keep the origins in a variable, and read that.',
  },
  ORIGINS_NOT_MIGRATED: {
    summary: 'The code does not prove which origins the server allows, or when.',
    cause:
      'The message says why: the value may be a function of another file, another file changes the server, several servers share a variable, and so on.',
    v2: 'It read one variable at each handshake, which any code could set at any time.',
    v4: 'It takes the origins when the server is created. The option is ignored, and the calls throw.',
    fix: 'Give the server `cors` and an `allowRequest` that checks the same origins, and remove the old setting. If that is too much for now, run `migrate --fallback drop-in`.',
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
  SERVER_LEAVES_FILE: {
    summary: 'Other files can reach a server, and the run saw only one file.',
    cause: 'The server is exported, passed on, or kept where other files can reach it.',
    fix: 'Run the command on the whole package.',
  },
  SERVER_NOT_FOLLOWED: {
    summary: '`socket.io` is loaded, and handed on in a way that this tool does not follow.',
    cause:
      'The module is an argument, an export, an element of a list or a property that other code can read, so a server may be created out of sight.',
    v2: 'The server that is created there checked its `origins`.',
    v4: 'It ignores them.',
    fix: 'Create the server in the file that loads `socket.io`, or write its options as `cors` and `allowRequest` by hand.',
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
