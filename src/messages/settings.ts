import type { codemodCatalogue } from './codemod.js';
import { entry, type Failure, type None } from './message.js';
import { serverCatalogue } from './server.js';

interface From {
  readonly from: string;
}
interface Example {
  /** An entry in the notation that the release matched. */
  readonly example: string;
}
interface Origin {
  readonly entry: string;
}

const nameThem = ({ example }: Example) => `Name the origins of your pages: origins: ['${example}'].`;

/**
 * All that this package ever says about settings. A code is a statement and is never renamed once released; each
 * has a section in MIGRATION.md, under the code in words.
 */
export const catalogue = {
  ALLOW_ALL_BY_DEFAULT: entry<From & Example & { hint: string }>('danger', 'none', {
    message: ({ from, hint }) =>
      `No origins are configured, so Socket.IO ${from} admitted every origin, with credentials. The translation keeps that: any site can open a session in its visitors' names.${hint}`,
    remedy: nameThem,
  }),
  ALLOW_ALL_EXPLICIT: entry<From & Origin & Example>('danger', 'none', {
    message: ({ from, entry }) =>
      `"${entry}" made Socket.IO ${from} admit every origin, with credentials. The translation keeps that: any site can open a session in its visitors' names.`,
    remedy: nameThem,
  }),
  ALLOW_REQUEST_FAILED: entry<Failure>('danger', 'none', {
    message: ({ error }) =>
      `Your allowRequest failed (${error}), so the handshake was refused; on v2 the process may have exited.`,
    remedy: () =>
      'Mend the function so that it always calls back; only in the drop-in server is `this` the Engine.IO server still. Later failures are not reported.',
  }),
  ALLOW_REQUEST_DECIDES_ALONE: entry<None>('info', 'none', {
    message: () =>
      'Your own allowRequest decides about every handshake, as on v2. Response headers let every origin read, as on v2; on v4 that includes the body of a refusal, so keep secrets out of the message.',
    remedy: () => 'Where your allowRequest checks the Origin, list the same origins in cors.origin.',
  }),
  CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH: entry<{ to: string }>('danger', 'opens', {
    message: ({ to }) =>
      `Socket.IO ${to} does not carry the constructor's options into a later io.attach() or io.listen(): neither cors nor allowRequest would be in force, and every origin would be admitted over WebSocket.`,
    remedy: () =>
      'Upgrade to 3.1.0 or later, or give the translated options to attach() or listen() as well.',
  }),
  FROM_RANGE_SPANS_CHECKS: entry<From & { range: string; others: readonly string[] }>('info', 'none', {
    message: ({ from, range, others }) =>
      `The range ${range} is taken for ${from}, the newest release in it; ${others.join(', ')} would check origins differently.`,
    remedy: () => 'Give the very release that the app ran on as from: npm ls socket.io tells it.',
  }),
  FUNCTION_TAKES_NO_CALLBACK: entry<None>('warning', 'none', {
    message: () =>
      'The function takes fewer than two parameters, so it may never call back: what it returns is not looked at, and handshakes hang, as on v2.',
    remedy: () => 'Take a callback as the second parameter, and call it with (null, true) or (null, false).',
  }),
  LEGACY_CLIENTS_NEED_ALLOW_EIO3: entry<{ to: string; available: boolean; isMigrated?: true }>(
    'info',
    'closes',
    {
      message: ({ to, available }) =>
        available
          ? `Socket.IO ${to} refuses v2 clients ("Unsupported protocol version", code 5) unless allowEIO3 is set.`
          : `Socket.IO ${to} does not speak the protocol of v2 clients: they fail to connect.`,
      remedy: ({ available, isMigrated }) =>
        available
          ? `Set allowEIO3: true while v2 clients are in use${isMigrated ? ' (--keep-v2-clients, or keepV2Clients: true, adds it)' : ''}; or upgrade every client first.`
          : 'Upgrade the server to 3.1.0 or later, which knows allowEIO3: true; or upgrade every client first.',
    },
  ),
  MISSING_ORIGIN_ADMITTED: entry<From & Example>('warning', 'none', {
    message: ({ from }) =>
      `With no origins, or an empty list, Socket.IO ${from} admitted requests without an Origin, and no others. Same-origin pages send none over polling; neither does a JSONP script on any page.`,
    remedy: nameThem,
  }),
  MISSING_ORIGIN_NOW_ADMITTED: entry<From>('danger', 'opens', {
    message: ({ from }) =>
      `missingOrigin: 'allow' admits requests with neither Origin nor Referer, which Socket.IO ${from} refused, or asked the origins function about. That lets in native clients, and also any page that loads a JSONP script under Referrer-Policy: no-referrer.`,
    remedy: () =>
      "Leave missingOrigin at 'as-v2' unless your clients are no browsers; have them send an Origin.",
  }),
  MISSING_ORIGIN_REFUSED: entry<From & { looksAtReferer: boolean }>('info', 'none', {
    message: ({ from, looksAtReferer }) =>
      looksAtReferer
        ? `Requests with neither Origin nor Referer (curl, Node clients, pages under Referrer-Policy: no-referrer) stay refused, as Socket.IO ${from} refused them.`
        : `Requests without an Origin (curl, Node clients, polling by pages of the server's own origin) stay refused, as Socket.IO ${from} refused them.`,
    remedy: () =>
      "Have such clients send an Origin header; missingOrigin: 'allow' admits them all, and JSONP from any page with them.",
  }),
  NULL_ORIGIN_ADMITTED: entry<From & { missingToo: boolean }>('danger', 'none', {
    message: ({ from, missingToo }) =>
      missingToo
        ? `Socket.IO ${from} read "Origin: null", and requests with neither Origin nor Referer, as the host "null" on port 80, which this setting admits. Every site can send "Origin: null" from a sandboxed frame.`
        : `"Origin: null" is on the list, so Socket.IO ${from} admitted it. Every site can send it from a sandboxed frame.`,
    remedy: () => 'Remove "null" and the entries that admit any host on port 80; name the origins in full.',
  }),
  ORIGINS_CALL_REPLACES_OPTION: entry<{ replaced: readonly string[] }>('warning', 'none', {
    message: ({ replaced }) =>
      `The last io.origins() call wins on v2: ${replaced.join(', ')} had no effect, and has none in the translation.`,
    remedy: () => 'Keep the last one only, or put all origins into one list.',
  }),
  ORIGINS_FUNCTION_ERROR_NOW_REFUSES: entry<From>('info', 'closes', {
    message: ({ from }) =>
      `Socket.IO ${from} looked only at the second argument of callback(error, success), so callback('error', true) admitted; the translation refuses it.`,
    remedy: () =>
      "Nothing, where the function admits with callback(null, true); otherwise have it do so, or choose semantics: 'exact'.",
  }),
  ORIGINS_FUNCTION_FAILED: entry<Failure>('danger', 'none', {
    message: ({ error }) =>
      `Your origins function failed (${error}), so the handshake was refused; on v2 the process may have exited.`,
    remedy: () =>
      "Mend the function so that it always calls back; it gets '*' where there is neither Origin nor Referer, or where the Origin is null, and only in the drop-in is `this` the server still. Later failures are not reported.",
  }),
  ORIGINS_IGNORED_BY_ALLOW_REQUEST: entry<None>('warning', 'none', {
    message: () =>
      'Your own allowRequest replaces the whole origin check, as on v2, so this setting has no effect.',
    remedy: () => 'Remove it, or check the origin inside allowRequest.',
  }),
  ORIGINS_NOW_REFUSE_EVERYONE: entry<From & Example>('danger', 'closes', {
    message: ({ from }) =>
      `Nothing in this setting can be read as an origin, so everyone is refused. Socket.IO ${from} searched the text as it stands, and admitted whoever it found in it.`,
    remedy: nameThem,
  }),
  ORIGINS_REFUSE_EVERYONE: entry<From & Example>('warning', 'none', {
    message: ({ from }) =>
      `Socket.IO ${from} matched no origin with this setting; everyone was refused, and no origin is admitted now.`,
    remedy: nameThem,
  }),
  ORIGIN_NEVER_MATCHED: entry<From & Origin & { reason: string; exact: boolean }>('warning', 'none', {
    message: ({ from, entry, reason }) =>
      `"${entry}" never matched a request on Socket.IO ${from}: ${reason}. It stays without effect.`,
    remedy: ({ exact }) =>
      `Write the origin as browsers send it, 'https://example.com' or 'http://localhost:3000', or remove the entry.${
        exact
          ? " With semantics: 'exact' only the notation that the release matched counts: choose 'documented'."
          : ''
      }`,
  }),
  ORIGIN_NOW_ADMITTED: entry<From & { origin: string }>('warning', 'opens', {
    message: ({ from, origin }) =>
      `${origin} is admitted from now on, as v2's documentation promised; Socket.IO ${from} refused it, for the entry is not in the notation that this release compared with.`,
    remedy: () =>
      "Nothing, where that origin is to connect; otherwise remove the entry, or choose semantics: 'exact'.",
  }),
  ORIGIN_UNREADABLE: entry<From & Origin>('danger', 'closes', {
    message: ({ from, entry }) =>
      `"${entry}" cannot be read as an origin, so nobody is admitted for it. Socket.IO ${from} searched it as text, and parts of it may have matched.`,
    remedy: () =>
      "Write an array with one origin an entry, as ['https://example.com:443', 'http://localhost:3000'].",
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
      'handlePreflightRequest: false left preflights to the other listeners of the HTTP server, as an Express app with cors(). The nearest in v4 is preflightContinue: true, after which Engine.IO refuses them: pages cannot send custom headers.',
    remedy: () =>
      "Give a handlePreflightRequest function that sends what the other listener sent; or, where the translated cors is an object, set cors.allowedHeaders and remove cors.preflightContinue; or use 'socket.io-cors-compat/server', which leaves preflights to it.",
  }),
  PREFLIGHT_HANDLER_DID_NOT_END: entry<{ seconds: number }>('warning', 'closes', {
    message: ({ seconds }) =>
      `The preflight handler had not ended the response when it returned. It is run for each preflight, which is refused where it does not end within ${seconds} seconds.`,
    remedy: () => 'Call res.end() before the handler returns, and its answer becomes plain cors fields.',
  }),
  PREFLIGHT_HANDLER_FAILED: entry<Failure>('danger', 'none', {
    message: ({ error }) =>
      `Your handlePreflightRequest failed (${error}), so the preflight was refused; on v2 the process may have exited.`,
    remedy: () => 'Mend the handler so that it always ends the response. Later failures are not reported.',
  }),
  PREFLIGHT_HANDLER_IGNORED: entry<From>('warning', 'none', {
    message: ({ from }) =>
      `Socket.IO ${from} did not know handlePreflightRequest: it came with 2.0. It had no effect, and has none in the translation.`,
    remedy: () => 'Remove it; or give the release that the app really ran on as from.',
  }),
  PREFLIGHT_HANDLER_TAKES_THREE_PARAMETERS: entry<From>('warning', 'none', {
    message: ({ from }) =>
      `The preflight handler takes three parameters, as v2's typings said (server, req, res); Socket.IO ${from} called it with (req, res), so it threw and the process exited. Its preflights are refused.`,
    remedy: () =>
      'Take (req, res) and use `this` for the HTTP server; what the handler answers then counts, so check what it allows.',
  }),
  PREFLIGHT_HANDLER_THROWS: entry<From & { error: string }>('warning', 'none', {
    message: ({ from, error }) =>
      `The preflight handler throws (${error}), which made Socket.IO ${from} exit. It is run for each preflight, which is refused where it throws before it ends the response.`,
    remedy: () => 'Mend the handler, or remove it: without one, pages may send Content-Type.',
  }),
  PREFLIGHT_ORIGIN_DIFFERS: entry<{ allowed: string }>('warning', 'none', {
    message: ({ allowed }) =>
      `The preflight handler allows ${allowed}, which is not what handshakes admit. On v2 the one counted for preflights and the other for handshakes; a delegate keeps it so.`,
    remedy: () =>
      "Where one origin is admitted, allow the same in the handler, and cors becomes one plain object; where several are, have the handler answer with the request's origin if it is on the list.",
  }),
  PREFLIGHT_WILDCARD_WITH_CREDENTIALS: entry<None>('warning', 'none', {
    message: () =>
      'The preflight handler allows every origin with "*" and credentials at once, which browsers refuse for requests with credentials. Those preflights stay refused, as on v2.',
    remedy: () => 'Send the origin of your page instead of "*", or drop Access-Control-Allow-Credentials.',
  }),
  SUBSTRING_MATCH_CLOSED: entry<From & Origin & { everyone: boolean }>('warning', 'closes', {
    message: ({ from, entry, everyone }) =>
      everyone
        ? `Socket.IO ${from} found "*:*" within the string "${entry}", so it admitted every origin. The string is read as the entries it lists, and only those are admitted.`
        : `Socket.IO ${from} searched the string "${entry}" for the request's origin, so parts of it matched too: the other scheme, and hosts whose name is the tail of a listed one, as ample.com of example.com. It is read as the entries it lists, and only those are admitted.`,
    remedy: () => "Add the origins that are missing, as an array; or choose semantics: 'exact'.",
  }),
  SUBSTRING_MATCH_KEPT: entry<From & Origin>('danger', 'none', {
    message: ({ from, entry }) =>
      `Socket.IO ${from} searches the string "${entry}" for the request's origin, so parts of it match too: the other scheme, and hosts whose name is the tail of a listed one, as ample.com of example.com. The translation keeps that.`,
    remedy: () => "Write an array of origins; or choose semantics: 'documented'.",
  }),
  ...serverCatalogue,
} as const;

/** What the codemod says besides: it has the texts, for a server needs none of them. */
export type Texts = typeof catalogue & typeof codemodCatalogue;

/** The code of a warning. */
export type WarningCode = keyof Texts;

/** The code of a warning about settings, or of a running server. */
export type SettingsCode = keyof typeof catalogue;

/** What the texts of a code speak of. */
export type WarningArgs<Code extends WarningCode> = Parameters<Texts[Code]['message']>[0];
