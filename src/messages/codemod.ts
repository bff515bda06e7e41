import { entry, type None } from './message.js';
import { projectCatalogue } from './project.js';

export interface From {
  readonly from: string;
}
export interface Origin {
  readonly entry: string;
}

/** What the codemod says about code, beside what the translator says about the settings in it. */
export const codemodCatalogue = {
  ALLOW_REQUEST_REASON_IS_NO_STRING: entry<None>('danger', 'none', {
    message: () =>
      'allowRequest calls back, or may call back, with a reason that is no string, as a number or an Error: v4 ends the process where it refuses a WebSocket so.',
    remedy: () => "Call back with a string or null: callback(null, false), or callback('no ticket', false).",
  }),
  CLIENT_CREDENTIALS_ARE_OPT_IN: entry<None>('warning', 'none', {
    message: () =>
      'v2 clients in browsers sent cookies to other origins by themselves; from v3 on they do so only with withCredentials: true, which is added.',
    remedy: () => 'Remove it if the server does not rely on cookies.',
  }),
  CLIENT_EXTRA_HEADERS_MOVED: entry<None>('info', 'none', {
    message: () =>
      'v2 clients took extraHeaders under transportOptions.polling; from v3 on they stand at the top of the options. They are sent by polling alone in browsers, as before.',
    remedy: () => 'Nothing is left to do.',
  }),
  CLIENT_SENDS_NO_COOKIES_BY_ITSELF: entry<None>('info', 'none', {
    message: () =>
      'v2 clients in browsers sent cookies to other origins by themselves; from v3 on they do so only with withCredentials: true. The clients in this file do not ask for it.',
    remedy: () =>
      'Add withCredentials: true to the options of the client if the server, or a load balancer with sticky sessions, relies on cookies.',
  }),
  CORS_ADMITS_EVERYONE: entry<{ found: string }>('danger', 'none', {
    message: ({ found }) =>
      `${found} means allow all to the cors package: every origin is admitted, without credentials. It is written out now.`,
    remedy: () => "Name the origins of your pages: cors: { origin: ['https://example.com'] }.",
  }),
  CORS_LIST_TAKES_EFFECT: entry<{ found: string }>('warning', 'closes', {
    message: ({ found }) =>
      `${found} is nothing the cors package reads, so every origin was admitted. It is cors.origin now, and browsers keep to it; over WebSocket every origin connects, as before.`,
    remedy: () =>
      'Check that the list is complete. Add an allowRequest if other origins are not to connect: cors does not guard WebSocket.',
  }),
  CORS_ORIGIN_NEVER_MATCHED: entry<Origin>('danger', 'none', {
    message: ({ entry }) =>
      `"${entry}" in cors.origin never matches what browsers send: the cors package compares whole origins, letter for letter, and knows no wildcards within them.`,
    remedy: () =>
      'Name each origin, or write a regular expression that is anchored at both ends: /^https:\\/\\/example\\.com(:\\d+)?$/.',
  }),
  CORS_ORIGIN_NOW_MATCHES: entry<Origin & { origin: string }>('warning', 'opens', {
    message: ({ entry, origin }) =>
      `"${entry}" in cors.origin never matched: browsers send ${origin}, without a default port and without a slash. It is written so now, and that origin is admitted.`,
    remedy: () => 'Remove the entry if that origin is not to connect.',
  }),
  CORS_WAS_IGNORED_BY_V2: entry<None>('warning', 'closes', {
    message: () =>
      'Where this ran on v2, cors had no effect: every page that was admitted could read, with cookies. v4 keeps to what cors says.',
    remedy: () =>
      "See that cors names all your pages, and has credentials: true if the clients send cookies, as v2's do; a wildcard ('*') does not do for them.",
  }),
  IO_SET_HAS_NO_EQUIVALENT: entry<{ key: string }>('warning', 'closes', {
    message: ({ key }) => `v4 has no io.set(): the server stops at this call for "${key}".`,
    remedy: () =>
      "Remove the call; authorization becomes io.use((socket, next) => …), 'resource' the option path, and 'transports' and the heartbeat are options.",
  }),
  IO_SET_MOVED: entry<{ key: string; option: string }>('info', 'none', {
    message: ({ key, option }) =>
      `io.set('${key}', …) is the option ${option} on v4, which takes it at construction.`,
    remedy: () => 'Nothing is left to do.',
  }),
  MODULE_IS_NOT_CALLABLE: entry<None>('info', 'none', {
    message: () =>
      "v4 exports the class Server: what calls the module itself, its listen(), or `new` on it, makes a Server now, as v4's types and ES modules want it.",
    remedy: () => 'Nothing is left to do.',
  }),
  OPTIONS_NOT_READABLE: entry<{ why: string }>('warning', 'opens', {
    message: ({ why }) =>
      `The options of this server cannot be read here (${why}). v4 ignores origins and handlePreflightRequest, so that any origin could connect over WebSocket.`,
    remedy: () =>
      "Write cors and allowRequest where the options are made, or give them to translateCors() of 'socket.io-cors-compat'.",
  }),
  ORIGINS_AND_CORS_DISAGREE: entry<None>('warning', 'opens', {
    message: () =>
      'The server has cors, for v3 and v4, and origins, for v2, and the two do not say the same. v4 ignores origins.',
    remedy: () =>
      'Put the origins into cors.origin, add an allowRequest that checks them, and remove origins.',
  }),
  ORIGINS_BESIDE_CORS: entry<None>('info', 'none', {
    message: () => 'v4 reads cors and ignores origins, which stood beside it and is removed.',
    remedy: () => 'Nothing is left to do.',
  }),
  ORIGINS_CALL_ON_UNKNOWN_RECEIVER: entry<None>('warning', 'opens', {
    message: () =>
      'This looks like a Socket.IO server, but where it is made cannot be seen from here. v4 has no origins() and no set(): the call throws, and where that is caught, the server admits whom it admits without these origins.',
    remedy: () =>
      'If it is one, move the origins to where the server is made, as cors and allowRequest, and remove the call; where it is made, it may have been taken for one that admits everyone.',
  }),
  ORIGINS_FUNCTION_IS_ASKED_TWICE: entry<None>('info', 'none', {
    message: () =>
      'The origins function is asked by cors (for what browsers may read) and by allowRequest (for who may connect), so twice per handshake, and by cors for later requests of a session.',
    remedy: () => 'See that asking it is cheap; let it remember its answer if it is not.',
  }),
  ORIGINS_GETTER_IS_GONE: entry<None>('warning', 'closes', {
    message: () => 'v4 has no io.origins(), which gave the origins back: the call throws.',
    remedy: () => 'Keep the origins in a variable, and read that.',
  }),
  ORIGINS_NOT_KNOWN_YET: entry<None>('warning', 'opens', {
    message: () =>
      'v4 takes origins at construction only, and what this setting reads is not known there yet.',
    remedy: () => 'Move what it reads to above the place where the server is made.',
  }),
  ORIGINS_NOT_READABLE: entry<{ why: string }>('warning', 'opens', {
    message: ({ why }) => `What this setting admits cannot be told from the code: ${why}.`,
    remedy: () => 'Write cors.origin and allowRequest by hand.',
  }),
  ORIGINS_OPTION_OUT_OF_REACH: entry<None>('warning', 'opens', {
    message: () =>
      'This looks like the options of a Socket.IO server, but where what makes it comes from cannot be seen from here. v4 ignores origins, so that any origin could connect over WebSocket.',
    remedy: () => 'If it is one, write the origins as cors and allowRequest.',
  }),
  ORIGINS_READ_AT_RUN_TIME: entry<From & { exact: boolean }>('info', 'opens', {
    message: ({ from, exact }) =>
      exact
        ? `The origins are only known at run time. They are read at the same place, and compared as Socket.IO ${from} did.`
        : `The origins are only known at run time. They are read at the same place, in the notation of v2; a plain origin, as https://example.com, is admitted too, which Socket.IO ${from} refused.`,
    remedy: () => 'Where the value holds plain origins alone, give it to cors.origin and shorten the check.',
  }),
  ORIGINS_SET_CONDITIONALLY: entry<None>('warning', 'opens', {
    message: () =>
      'v4 takes origins at construction only, and these are set under a condition, or more than once. Left so, options.origins is ignored and io.origins() throws, and any origin could connect.',
    remedy: () =>
      'Decide on the origins before the server is made, and give them to it as cors and allowRequest.',
  }),
  ORIGINS_SET_IN_TWO_BRANCHES: entry<None>('warning', 'opens', {
    message: () =>
      'v4 takes origins at construction only, and these are set in two branches. Left so, the calls throw, and where that is caught, any origin could connect.',
    remedy: () =>
      'Choose between the two lists before the server is made, and give it the chosen one as cors and allowRequest.',
  }),
  ORIGINS_SET_LATER: entry<None>('warning', 'opens', {
    message: () =>
      'v4 takes origins at construction only, and these are set in another function or file, which may run later or not at all. Left so, any origin could connect.',
    remedy: () => 'Give the origins to the server where it is made, as cors and allowRequest.',
  }),
  ORIGINS_STAY_IN_OPTIONS: entry<None>('warning', 'opens', {
    message: () =>
      'This server is left as it is, for a reason that is not its origins. v4 ignores them, so that any origin could connect over WebSocket.',
    remedy: () => 'Settle what is reported beside it; then write the origins as cors and allowRequest.',
  }),
  PREFLIGHT_HANDLER_IGNORED_BY_V4: entry<None>('warning', 'none', {
    message: () =>
      'v3 and v4 ignore handlePreflightRequest: cors answers preflights. It stood with cors, and is removed.',
    remedy: () => 'See that cors has what it sent: allowedHeaders, credentials: true, and the origin.',
  }),
  PREFLIGHT_HANDLER_NOT_READABLE: entry<{ why: string }>('warning', 'closes', {
    message: ({ why }) =>
      `What this preflight handler answers cannot be told from the code: ${why}. v4 ignores it.`,
    remedy: () => 'Write what it allows as cors: { origin, methods, allowedHeaders, credentials: true }.',
  }),
  PREFLIGHT_HANDLER_OUTPUT_DROPPED: entry<None>('info', 'none', {
    message: () => 'The preflight handler wrote to the console; the cors options that take its place do not.',
    remedy: () => 'Log in a request listener of the HTTP server if it is missed.',
  }),
  PREFLIGHT_OPTION_OUT_OF_REACH: entry<None>('warning', 'closes', {
    message: () =>
      'handlePreflightRequest is an option of v2, and which server these options are for cannot be seen from here. v4 ignores it.',
    remedy: () => 'Write what it allows as cors: { origin, methods, allowedHeaders, credentials: true }.',
  }),
  RUN_TIME_STRING_IS_SPLIT: entry<From>('info', 'closes', {
    message: ({ from }) =>
      `Socket.IO ${from} searched a string for the request's origin, so that parts of it matched too. Where the value is a string, it is read as the entries it lists, parted by white space, commas or |; one with a path matches nothing.`,
    remedy: () => "See that the value lists every origin in full; or choose semantics: 'exact'.",
  }),
  SETTING_REFUSED_BY_V2: entry<{ problem: string }>('danger', 'opens', {
    message: ({ problem }) =>
      `No v2 server worked with this setting: ${problem}. v4 does not read it, so that any origin could connect.`,
    remedy: () =>
      "Write what was meant: cors: { origin: ['https://example.com'] }, and an allowRequest that checks it.",
  }),
  UNSET_ORIGINS_ADMIT_EVERYONE: entry<From>('danger', 'none', {
    message: ({ from }) =>
      `Where this value is unset or empty, Socket.IO ${from} admitted every origin, with credentials; the code says so now ("*:*").`,
    remedy: () =>
      "Replace '*:*' by the origin that is to be the default, or see that the value is always set.",
  }),
  WRAPPER_NOT_MIGRATED: entry<{ wrapper: string }>('warning', 'opens', {
    message: ({ wrapper }) =>
      `${wrapper} makes the Socket.IO server, and hands these options on in its own way. v4 ignores origins and handlePreflightRequest.`,
    remedy: () => 'Look up which release of it runs on Socket.IO 4, and give it cors and allowRequest.',
  }),
  ...projectCatalogue,
} as const;

/** The code of a finding that only the codemod reports. */
export type CodemodCode = keyof typeof codemodCatalogue;
