import type { Effect, Severity } from './warning.js';

/** One kind of warning: `Args` are what its texts speak of. */
interface Entry<Args> {
  readonly severity: Severity;
  readonly effect: Effect;
  /** What, and why. */
  readonly message: (args: Args) => string;
  /** What to do. */
  readonly remedy: (args: Args) => string;
}

function entry<Args>(
  severity: Severity,
  effect: Effect,
  texts: Pick<Entry<Args>, 'message' | 'remedy'>,
): Entry<Args> {
  return { severity, effect, ...texts };
}

type None = Record<never, never>;
interface From {
  readonly from: string;
}
interface Failure {
  readonly error: string;
}
interface Origin {
  readonly entry: string;
}

/**
 * All that this package ever says about settings. A code is a statement and is never renamed once released; each
 * has a section in MIGRATION.md, under the code in words.
 */
export const catalogue = {
  ALLOW_ALL_BY_DEFAULT: entry<From>('danger', 'none', {
    message: ({ from }) =>
      `No origins are configured, so Socket.IO ${from} admitted every origin, with credentials. The translation keeps that: any site can open a session in its visitors' names.`,
    remedy: () => "Name the origins of your pages: origins: ['https://example.com'].",
  }),
  ALLOW_ALL_EXPLICIT: entry<From & Origin>('danger', 'none', {
    message: ({ from, entry }) =>
      `"${entry}" made Socket.IO ${from} admit every origin, with credentials. The translation keeps that: any site can open a session in its visitors' names.`,
    remedy: () => "Name the origins of your pages instead: origins: ['https://example.com'].",
  }),
  ALLOW_REQUEST_DECIDES_ALONE: entry<None>('info', 'none', {
    message: () =>
      'Your own allowRequest decides about every handshake, as on v2. Response headers let every origin read, as on v2; on v4 that includes the body of a refusal, so keep secrets out of the message.',
    remedy: () => 'Where your allowRequest checks the Origin, list the same origins in cors.origin.',
  }),
  ALLOW_REQUEST_FAILED: entry<Failure>('danger', 'none', {
    message: ({ error }) =>
      `Your allowRequest failed (${error}), so the handshake was refused; on v2 the process would have exited.`,
    remedy: () => 'Mend the function so that it always calls back. Later failures are not reported.',
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
  CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH: entry<{ to: string }>('danger', 'opens', {
    message: ({ to }) =>
      `Socket.IO ${to} does not carry the constructor's options into a later io.attach() or io.listen(): neither cors nor allowRequest would be in force, and every origin would be admitted over WebSocket.`,
    remedy: () =>
      'Upgrade to 3.0.3 or later, or give the translated options to attach() or listen() as well.',
  }),
  CORS_ADMITS_EVERYONE: entry<{ found: string }>('danger', 'none', {
    message: ({ found }) =>
      `${found} means allow all to the cors package: every origin is admitted, without credentials. It is written out now.`,
    remedy: () => "Name the origins of your pages: cors: { origin: ['https://example.com'] }.",
  }),
  CORS_LIST_TAKES_EFFECT: entry<{ found: string }>('warning', 'closes', {
    message: ({ found }) =>
      `${found} is nothing the cors package reads, so every origin was admitted. It is cors.origin now, and browsers keep to it.`,
    remedy: () =>
      'Check that the list is complete. WebSocket is not guarded by cors: add an allowRequest if other origins are not to connect.',
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
  IO_SET_HAS_NO_EQUIVALENT: entry<{ key: string }>('warning', 'closes', {
    message: ({ key }) => `v4 has no io.set(), and no option for "${key}"; the server stops at this call.`,
    remedy: () =>
      "Remove the call; authorization becomes io.use((socket, next) => …), and 'resource' the option path.",
  }),
  IO_SET_MOVED: entry<{ key: string; option: string }>('info', 'none', {
    message: ({ key, option }) =>
      `io.set('${key}', …) is the option ${option} on v4, which takes it at construction.`,
    remedy: () => 'Nothing is left to do.',
  }),
  LEGACY_CLIENTS_NEED_ALLOW_EIO3: entry<{ to: string; available: boolean }>('info', 'closes', {
    message: ({ to }) =>
      `Socket.IO ${to} refuses v2 clients ("Unsupported protocol version", code 5) unless allowEIO3 is set.`,
    remedy: ({ available }) =>
      available
        ? 'Set allowEIO3: true while v2 clients are in use; or upgrade every client first.'
        : 'Upgrade the server to 3.1.0 or later, which knows allowEIO3: true; or upgrade every client first.',
  }),
  MANIFEST_TYPES_REMOVED: entry<{ name: string }>('info', 'none', {
    message: ({ name }) => `${name} is not needed any more: v3 and v4 bring their own types.`,
    remedy: () => 'Run your package manager, so that the lockfile follows.',
  }),
  MANIFEST_UPGRADED: entry<{ name: string; range: string }>('info', 'none', {
    message: ({ name, range }) => `${name} is upgraded to ${range}.`,
    remedy: () => 'Run your package manager, so that the lockfile follows.',
  }),
  MISSING_ORIGIN_ADMITTED: entry<From>('warning', 'none', {
    message: ({ from }) =>
      `With an empty list, Socket.IO ${from} admitted requests without an Origin, and no others. Same-origin pages send none over polling; neither does a JSONP script on any page.`,
    remedy: () => "Name the origins of your pages: origins: ['https://example.com'].",
  }),
  MISSING_ORIGIN_NOW_ADMITTED: entry<From>('danger', 'opens', {
    message: ({ from }) =>
      `missingOrigin: 'allow' admits requests with neither Origin nor Referer, which Socket.IO ${from} refused. That lets in native clients, and also any page that loads a JSONP script under Referrer-Policy: no-referrer.`,
    remedy: () =>
      "Leave missingOrigin at 'as-v2' unless your clients are no browsers; have them send an Origin.",
  }),
  MISSING_ORIGIN_REFUSED: entry<From>('info', 'none', {
    message: ({ from }) =>
      `Requests with neither Origin nor Referer (curl, Node clients, pages under Referrer-Policy: no-referrer) stay refused, as Socket.IO ${from} refused them.`,
    remedy: () =>
      "Have such clients send an Origin header; missingOrigin: 'allow' admits them all, and JSONP from any page with them.",
  }),
  MODULE_IS_NOT_CALLABLE: entry<None>('info', 'none', {
    message: () =>
      "v4 exports the class Server: what calls the module itself, its listen(), or `new` on it, makes a Server now, as v4's types and ES modules want it.",
    remedy: () => 'Nothing is left to do.',
  }),
  NULL_ORIGIN_ADMITTED: entry<From & { missingToo: boolean }>('danger', 'none', {
    message: ({ from, missingToo }) =>
      missingToo
        ? `Socket.IO ${from} read "Origin: null", and requests with neither Origin nor Referer, as the host "null" on port 80, which this setting admits. Every site can send "Origin: null" from a sandboxed frame.`
        : `"Origin: null" is on the list, so Socket.IO ${from} admitted it. Every site can send it from a sandboxed frame.`,
    remedy: () => 'Remove "null" and the entries that admit any host on port 80; name the origins in full.',
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
  ORIGINS_CALL_ON_UNKNOWN_RECEIVER: entry<None>('warning', 'closes', {
    message: () =>
      'This looks like a Socket.IO server, but where it is made cannot be seen from here. v4 has no origins() and no set(): the call throws.',
    remedy: () =>
      'If it is one, move the origins to where the server is made, as cors and allowRequest, and remove the call.',
  }),
  ORIGINS_CALL_REPLACES_OPTION: entry<{ replaced: readonly string[] }>('warning', 'none', {
    message: ({ replaced }) =>
      `The last io.origins() call wins on v2: ${replaced.join(', ')} had no effect, and has none in the translation.`,
    remedy: () => 'Keep the last one only, or put all origins into one list.',
  }),
  ORIGINS_FUNCTION_ERROR_NOW_REFUSES: entry<From>('info', 'closes', {
    message: ({ from }) =>
      `Socket.IO ${from} looked only at the second argument of callback(error, success), so callback('error', true) admitted; the translation refuses it.`,
    remedy: () => "Call back (null, true) to admit; or choose semantics: 'exact'.",
  }),
  ORIGINS_FUNCTION_FAILED: entry<Failure>('danger', 'none', {
    message: ({ error }) =>
      `Your origins function failed (${error}), so the handshake was refused; on v2 the process would have exited.`,
    remedy: () => 'Mend the function so that it always calls back. Later failures are not reported.',
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
  ORIGINS_IGNORED_BY_ALLOW_REQUEST: entry<None>('warning', 'none', {
    message: () =>
      'Your own allowRequest replaces the whole origin check of v2, so this setting had no effect; it has none in the translation.',
    remedy: () => 'Remove it, or check the origin inside allowRequest.',
  }),
  ORIGINS_IGNORED_BY_ATTACH: entry<{ method: string }>('warning', 'none', {
    message: ({ method }) =>
      `v2 read origins in the constructor alone, so that in the options of io.${method}() it had no effect. It is removed.`,
    remedy: () =>
      'If it was meant, name the origins in the options of the constructor: cors.origin and allowRequest.',
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
  ORIGINS_READ_AT_RUN_TIME: entry<From & { exact: boolean }>('info', 'opens', {
    message: ({ from, exact }) =>
      exact
        ? `The origins are only known at run time. They are read at the same place, and compared as Socket.IO ${from} did.`
        : `The origins are only known at run time. They are read at the same place, in the notation of v2; a plain origin, as https://example.com, is admitted too, which Socket.IO ${from} refused.`,
    remedy: () => 'Where the value holds plain origins alone, give it to cors.origin and shorten the check.',
  }),
  ORIGINS_REFUSE_EVERYONE: entry<From>('warning', 'none', {
    message: ({ from }) =>
      `Socket.IO ${from} matched no origin with this setting; everyone was refused, and still is.`,
    remedy: () => "Name the origins of your pages: origins: ['https://example.com'].",
  }),
  ORIGINS_SET_CONDITIONALLY: entry<None>('warning', 'closes', {
    message: () =>
      'v4 takes origins at construction only, and these are set under a condition, or more than once.',
    remedy: () =>
      'Decide on the origins before the server is made, and give them to it as cors and allowRequest.',
  }),
  ORIGINS_SET_IN_TWO_BRANCHES: entry<None>('warning', 'closes', {
    message: () => 'v4 takes origins at construction only, and these are set in two branches.',
    remedy: () =>
      'Choose between the two lists before the server is made, and give it the chosen one as cors and allowRequest.',
  }),
  ORIGINS_SET_LATER: entry<None>('warning', 'closes', {
    message: () =>
      'v4 takes origins at construction only, and these are set in another function, which may run later or not at all.',
    remedy: () => 'Give the origins to the server where it is made, as cors and allowRequest.',
  }),
  ORIGIN_NEVER_MATCHED: entry<From & Origin & { reason: string }>('warning', 'none', {
    message: ({ from, entry, reason }) =>
      `"${entry}" never matched a request on Socket.IO ${from}: ${reason}. It stays without effect.`,
    remedy: () =>
      "Write the origin as browsers send it, 'https://example.com' or 'http://localhost:3000', or remove the entry.",
  }),
  ORIGIN_NOW_ADMITTED: entry<From & { origin: string }>('warning', 'opens', {
    message: ({ from, origin }) =>
      `${origin} is admitted from now on, as v2's documentation promised; Socket.IO ${from} refused it, for it only matched entries in its own notation.`,
    remedy: () => "Remove the entry if that origin is not to connect; or choose semantics: 'exact'.",
  }),
  ORIGIN_WILDCARD_IS_LITERAL: entry<From & Origin>('warning', 'none', {
    message: ({ from, entry }) =>
      `Socket.IO ${from} took the "*" in "${entry}" for a letter, so it admits a host of that very name and no subdomain; the translation keeps that.`,
    remedy: () => 'Name the subdomains, or give a function that tests the origin.',
  }),
  PREFLIGHT_CREDENTIALS_DIFFER: entry<None>('warning', 'none', {
    message: () =>
      'The preflight handler does not allow credentials, while v2 allowed them in every actual response. So requests with custom headers could not carry cookies, and others could; a delegate keeps it so.',
    remedy: () =>
      'Send Access-Control-Allow-Credentials: true in the handler, and cors becomes one plain object.',
  }),
  PREFLIGHT_EXPOSED_HEADERS_TAKE_EFFECT: entry<None>('info', 'none', {
    message: () =>
      "The preflight handler sends Access-Control-Expose-Headers, which browsers ignore there; v4's cors sends it with every response, so pages of admitted origins can read those headers.",
    remedy: () => 'Remove the header from the handler if pages are not to read them.',
  }),
  PREFLIGHT_FALSE_HAS_NO_EQUIVALENT: entry<None>('warning', 'closes', {
    message: () =>
      'handlePreflightRequest: false left preflights to the other listeners of the HTTP server, as an Express app with cors(). v4 always answers them itself: the translation allows Content-Type for the admitted origins, and no other header.',
    remedy: () =>
      "Name the headers that your other listener allowed: cors: { allowedHeaders: [...] }; or use 'socket.io-cors-compat/server', which leaves preflights to it.",
  }),
  PREFLIGHT_HANDLER_DID_NOT_END: entry<{ seconds: number }>('warning', 'none', {
    message: ({ seconds }) =>
      `The preflight handler had not ended the response when it returned. It is run for each preflight, which is refused where it does not end within ${seconds} seconds.`,
    remedy: () => 'Call res.end() before the handler returns, and its answer becomes plain cors fields.',
  }),
  PREFLIGHT_HANDLER_FAILED: entry<Failure>('danger', 'none', {
    message: ({ error }) =>
      `Your handlePreflightRequest failed (${error}), so the preflight was refused; on v2 the process would have exited.`,
    remedy: () => 'Mend the handler so that it always ends the response. Later failures are not reported.',
  }),
  PREFLIGHT_HANDLER_IGNORED: entry<From>('warning', 'none', {
    message: ({ from }) =>
      `Socket.IO ${from} did not know handlePreflightRequest: it came with 2.0. It had no effect, and has none in the translation.`,
    remedy: () => 'Remove it; or give the release that the app really ran on as from.',
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
  PREFLIGHT_HANDLER_TAKES_THREE_PARAMETERS: entry<From>('warning', 'none', {
    message: ({ from }) =>
      `The preflight handler takes three parameters, as v2's typings said (server, req, res); Socket.IO ${from} called it with (req, res), so it threw. Its preflights are refused.`,
    remedy: () => 'Take (req, res) and use `this` for the HTTP server; what the handler answers then counts.',
  }),
  PREFLIGHT_HANDLER_THROWS: entry<From & { error: string }>('warning', 'none', {
    message: ({ from, error }) =>
      `The preflight handler throws (${error}), which made Socket.IO ${from} exit. It is run for each preflight, which is refused where it throws.`,
    remedy: () => 'Mend the handler, or remove it: without one, pages may send Content-Type.',
  }),
  PREFLIGHT_OPTION_OUT_OF_REACH: entry<None>('warning', 'closes', {
    message: () =>
      'handlePreflightRequest is an option of v2, and which server these options are for cannot be seen from here. v4 ignores it.',
    remedy: () => 'Write what it allows as cors: { origin, methods, allowedHeaders, credentials: true }.',
  }),
  PREFLIGHT_ORIGIN_DIFFERS: entry<{ allowed: string }>('warning', 'none', {
    message: ({ allowed }) =>
      `The preflight handler allows ${allowed}, which is not what origins admits. On v2 the one counted for preflights and the other for handshakes; a delegate keeps it so.`,
    remedy: () => 'Allow the same origins in both, and cors becomes one plain object.',
  }),
  PREFLIGHT_WILDCARD_WITH_CREDENTIALS: entry<None>('warning', 'none', {
    message: () =>
      'The preflight handler allows every origin with "*" and credentials at once, which browsers refuse for requests with credentials. Those preflights stay refused, as on v2.',
    remedy: () => 'Send the request\'s own origin instead of "*", or drop Access-Control-Allow-Credentials.',
  }),
  RUN_TIME_STRING_IS_SPLIT: entry<From>('info', 'closes', {
    message: ({ from }) =>
      `Socket.IO ${from} searched a string for the request's origin, so that parts of it matched too. Where the value is a string, it is read as the entries it lists, parted by white space, commas or |.`,
    remedy: () => "See that the value lists every origin in full; or choose semantics: 'exact'.",
  }),
  SETTING_REFUSED_BY_V2: entry<{ problem: string }>('danger', 'none', {
    message: ({ problem }) => `No v2 server worked with this setting: ${problem}.`,
    remedy: () =>
      "Write what was meant: cors: { origin: ['https://example.com'] }, and an allowRequest that checks it.",
  }),
  SUBSTRING_MATCH_CLOSED: entry<From & Origin>('warning', 'closes', {
    message: ({ from, entry }) =>
      `Socket.IO ${from} searched the string "${entry}" for the request's origin, so parts of it matched too: other schemes, and hosts that end one of its names. It is read as the entries it lists, and only those are admitted.`,
    remedy: () => "Add the origins that are missing, as an array; or choose semantics: 'exact'.",
  }),
  SUBSTRING_MATCH_KEPT: entry<From & Origin>('danger', 'none', {
    message: ({ from, entry }) =>
      `Socket.IO ${from} searches the string "${entry}" for the request's origin, so parts of it match too: other schemes, and hosts that end one of its names. The translation keeps that.`,
    remedy: () => "Write an array of origins; or choose semantics: 'documented'.",
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
} as const;

/** The code of a warning. */
export type WarningCode = keyof typeof catalogue;

/** What the texts of a code speak of. */
export type WarningArgs<Code extends WarningCode> = Parameters<(typeof catalogue)[Code]['message']>[0];
