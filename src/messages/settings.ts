import type { codemodCatalogue } from './codemod.js';
import {
  entry,
  type Failure,
  type From,
  listed,
  type None,
  type Origin,
  type Some,
  someOf,
} from './message.js';
import type { programCatalogue } from './program.js';
import { serverCatalogue } from './server.js';

interface Example {
  /** An entry in the notation that the release matched. */
  readonly example: string;
}

/** @example quoted({ named: ['a', 'b'], count: 2 }) // '"a", "b"' */
function quoted({ named, count }: Some): string {
  return listed({ named: named.map((name) => `"${name}"`), count });
}

const listThem = ({ example }: Example) => `List the origins of your pages: origins: ['${example}'].`;

const FIND_OUT =
  'If you do not know them, first count who connects, with observe() from socket.io-cors-compat/observe.';

/** The server is open, and a list that is only guessed would lock pages out. */
const closeIt = ({ example }: Example) =>
  `List the origins of your pages: in the v2 settings as origins: ['${example}'], or in the v4 options as cors.origin, with an allowRequest that checks the same list. ${FIND_OUT}`;

/** Both halves: v2's `origins` did two jobs, and in v4 `cors` only does one of them. */
const listAndGuard = () =>
  "List the origins of your pages in cors.origin as browsers send them ('https://example.com'), and check the same list in allowRequest, because cors does not stop a WebSocket.";

const CALL_BACK = 'Make the function call back for every request.';

/** The functions of an app that are asked while its server runs. */
const APP_FUNCTIONS = {
  'origins function': {
    result: 'the handshake was refused',
    fix: `${CALL_BACK} It gets '*' if there is neither Origin nor Referer, or if the Origin is null. Only in the drop-in server, its \`this\` is the server.`,
  },
  allowRequest: {
    result: 'the handshake was refused',
    fix: `${CALL_BACK} Its \`this\` is the Engine.IO server only if the translation is given engine: () => io.engine, or in the drop-in server.`,
  },
  'authorization function': { result: 'the client was refused', fix: CALL_BACK },
  'function of io.of()': { result: 'it allowed no namespace', fix: CALL_BACK },
  middleware: {
    result: 'the client or event was refused, unless next() had been called before',
    fix: 'Make the middleware call next() every time, with an error if it cannot decide.',
  },
  handlePreflightRequest: {
    result: 'the preflight was refused',
    fix: 'Make the handler end the response for every preflight.',
  },
} as const;

/**
 * Every message about settings. A code is a statement and is never renamed once released; `docs/settings.ts` has its
 * documentation.
 */
export const settingsCatalogue = {
  ALLOW_ALL_BY_DEFAULT: entry<
    From & Example & { hint: string | undefined; isFromAssumed: boolean; isSetLater?: boolean }
  >('danger', 'none', {
    message: ({ from, hint, isFromAssumed, isSetLater }) =>
      [
        isSetLater
          ? `Until the code sets the origins, any website can connect, with its visitors' cookies, as on Socket.IO ${from}. The variable starts with every origin.`
          : `Any website can connect, with its visitors' cookies. No origins are configured, so Socket.IO ${from} allowed every origin, and the translation keeps that.`,
        ...(isFromAssumed
          ? [
              `${from} is assumed: 2.4.0 refused cross-origin requests, so if the app ran on 2.4.0, set from: '2.4.0' (in the drop-in server, corsCompat: { from: '2.4.0' }).`,
            ]
          : []),
        ...(hint === undefined ? [] : [hint]),
      ].join(' '),
    remedy: closeIt,
    remedyInSource: ({ isSetLater }) =>
      isSetLater
        ? 'If no page may connect before that, let the variable start with an empty list.'
        : `${listAndGuard()} ${FIND_OUT}`,
  }),
  ALLOW_ALL_EXPLICIT: entry<From & Origin & Example>('danger', 'none', {
    message: ({ from, entry }) =>
      `Any website can connect, with its visitors' cookies. "${entry}" allowed every origin on Socket.IO ${from}, and the translation keeps that.`,
    remedy: closeIt,
    remedyInSource: () => `${listAndGuard()} ${FIND_OUT}`,
  }),
  ALLOW_REQUEST_DECIDES_ALONE: entry<None>('info', 'none', {
    message: () =>
      'Your own allowRequest decides every handshake, as on v2. The response headers let every origin read responses; on v4 that includes the message of a refusal.',
    remedy: () =>
      'Put no secrets into the message. If your allowRequest checks the Origin, list the same origins in cors.origin.',
  }),
  ALLOW_REQUEST_USES_THIS: entry<None>('danger', 'opens', {
    message: () =>
      'Your allowRequest uses `this`, which was the Engine.IO server on v2 and is the options object on v4. That has no clientsCount, for example, so a limit on this.clientsCount may allow every client, or none.',
    remedy: () =>
      'Pass the server to the translation: engine: () => io.engine. Or read io.engine in the function instead of `this`.',
  }),
  APP_FUNCTION_FAILED: entry<Failure & { name: keyof typeof APP_FUNCTIONS }>('danger', 'none', {
    message: ({ name, error }) =>
      `Your ${name} failed (${error}), so ${APP_FUNCTIONS[name].result}. On v2 the process could have exited. Later failures of it are not reported.`,
    remedy: ({ name }) => APP_FUNCTIONS[name].fix,
  }),
  CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH: entry<{ to: string }>('danger', 'opens', {
    message: ({ to }) =>
      `Socket.IO ${to} forgets the constructor's options in a later io.attach() or io.listen(). Neither cors nor allowRequest would apply, and any origin could open a WebSocket.`,
    remedy: () =>
      'Upgrade to 3.1.0 or later, or pass the translated options to attach() or listen() as well.',
  }),
  FROM_RANGE_IS_AMBIGUOUS: entry<From & { range: string; others: readonly string[] }>('info', 'none', {
    message: ({ from, range, others }) =>
      `The range ${range} is read as ${from}, its newest release. Other releases in it checked origins differently: ${others.join(', ')}.`,
    remedy: () => 'Pass the exact version that the app ran on (npm ls socket.io) as the option from.',
  }),
  CALLBACK_PARAMETER_MISSING: entry<None>('warning', 'none', {
    message: () =>
      'The function has fewer than two parameters, so it may never call back. Its return value is ignored, as on v2, so handshakes may hang.',
    remedy: () =>
      'Take a callback as the second parameter, and call callback(null, true) or callback(null, false).',
  }),
  LEGACY_CLIENTS_NEED_ALLOW_EIO3: entry<{ to: string; available: boolean; isMigrated: boolean }>(
    'info',
    'closes',
    {
      message: ({ to, available }) =>
        available
          ? `v2 clients cannot connect to Socket.IO ${to} unless allowEIO3 is set: it refuses them with "Unsupported protocol version" (code 5).`
          : `v2 clients cannot connect to Socket.IO ${to}: it does not speak their protocol.`,
      remedy: ({ available, isMigrated }) =>
        available
          ? `Set allowEIO3: true until every client is upgraded${isMigrated ? ' (keepV2Clients: true adds it)' : ''}.`
          : 'Upgrade the server to 3.1.0 or later and set allowEIO3: true, or upgrade every client first.',
    },
  ),
  MAX_HTTP_BUFFER_SIZE_SHRINKS: entry<From>('info', 'none', {
    message: ({ from }) =>
      `On v4, a message of more than 1 MB disconnects its client. Socket.IO ${from} allowed 100 MB by default.`,
    remedy: () => 'Set maxHttpBufferSize: 1e8 if clients send larger messages.',
  }),
  MISSING_ORIGIN_ADMITTED: entry<From & Example>('warning', 'none', {
    message: ({ from }) =>
      `Only requests without an Origin are allowed, because Socket.IO ${from} refused all others if there were no origins or the list was empty. The server's own pages send no Origin over polling, and neither does a JSONP script on any page.`,
    remedy: listThem,
    remedyInSource: listAndGuard,
  }),
  MISSING_ORIGIN_NOW_ADMITTED: entry<From>('danger', 'opens', {
    message: ({ from }) =>
      `missingOrigin: 'allow' allows requests with neither Origin nor Referer, which Socket.IO ${from} refused or left to the origins function. Native clients can connect, and so can any page that loads a JSONP script under Referrer-Policy: no-referrer.`,
    remedy: () => "Keep missingOrigin: 'as-v2', and make native clients send an Origin header.",
  }),
  MISSING_ORIGIN_REFUSED: entry<From & { looksAtReferer: boolean }>('info', 'none', {
    message: ({ from, looksAtReferer }) =>
      looksAtReferer
        ? `Requests with neither Origin nor Referer (curl, Node.js clients, pages under Referrer-Policy: no-referrer) are still refused, as on Socket.IO ${from}.`
        : `Requests without an Origin (curl, Node.js clients, polling from the server's own pages) are still refused, as on Socket.IO ${from}.`,
    remedy: () =>
      "Make such clients send an Origin header. missingOrigin: 'allow' allows them all, but also JSONP scripts on any page.",
  }),
  NULL_ORIGIN_ADMITTED: entry<From & { missingToo: boolean }>('danger', 'none', {
    message: ({ from, missingToo }) =>
      missingToo
        ? `Any website can connect from a sandboxed frame, which sends "Origin: null". Socket.IO ${from} read "null", and a request with neither Origin nor Referer, as the host "null" on port 80, which this setting allows.`
        : `Any website can connect from a sandboxed frame, which sends "Origin: null". "null" is on the list, so Socket.IO ${from} allowed it.`,
    remedy: () => 'Remove "null" and entries for any host on port 80 (*:80), and list each origin in full.',
  }),
  ORIGINS_CALL_REPLACES_OPTION: entry<{ replaced: readonly string[] }>('warning', 'none', {
    message: ({ replaced }) =>
      `Only the last io.origins() call counts. This has no effect, on v2 and in the translation: ${listed(someOf(replaced))}.`,
    remedy: () => 'Keep only the last call, or put all origins into one list.',
    remedyInSource: () => 'If the other origins should connect too, add them to the list.',
  }),
  ORIGINS_FUNCTION_ERROR_NOW_REFUSES: entry<From>('info', 'closes', {
    message: ({ from }) =>
      `On v4, a function that calls back an error refuses the request, even with callback('error', true). Socket.IO ${from} only looked at the second argument, and allowed it.`,
    remedy: () =>
      "Nothing if the function allows with callback(null, true). Otherwise change that call, or use semantics: 'exact'.",
  }),
  ORIGINS_FUNCTION_USES_THIS: entry<None>('danger', 'opens', {
    message: () =>
      'Your origins function uses `this`, which was the Socket.IO server on v2 and is not on v4. A function that reads this.maintenance, for example, throws and refuses every client, or allows every client if it is not in strict mode.',
    remedy: () => 'Name the server in the function instead of `this`: io.maintenance.',
  }),
  ORIGINS_IGNORED_BY_ALLOW_REQUEST: entry<None>('warning', 'none', {
    message: () =>
      'This setting has no effect: your own allowRequest replaces the whole origin check, as on v2.',
    remedy: () => 'Remove it, or check the origin in allowRequest.',
    remedyInSource: () => 'If the origin should be checked, do that in allowRequest.',
  }),
  ORIGINS_REFUSE_EVERYONE: entry<From & Example>('warning', 'none', {
    message: ({ from }) =>
      `Every origin is refused, as on Socket.IO ${from}: no origin matches this setting.`,
    remedy: listThem,
    remedyInSource: listAndGuard,
  }),
  ORIGIN_NEVER_MATCHED: entry<From & { entries: Some; reasons: readonly string[]; exact: boolean }>(
    'warning',
    'none',
    {
      message: ({ from, entries: { named, count }, reasons }) =>
        count === 1
          ? `"${named[0]}" still allows no origin. It never matched a request on Socket.IO ${from}: ${reasons[0]}.`
          : `${count} entries still allow no origin, and never matched a request on Socket.IO ${from}: ${listed(
              {
                named: named.map((entry, index) => `"${entry}" (${reasons[index]})`),
                count,
              },
            )}.`,
      remedy: ({ exact }) =>
        `Write the origin as browsers send it ('https://example.com', 'http://localhost:3000'), or remove the entry.${
          exact
            ? " semantics: 'exact' only accepts what the release matched: use semantics: 'documented'."
            : ''
        }`,
      remedyInSource: () =>
        "Nothing if the origin should stay refused. Otherwise add it to the list as browsers send it ('https://example.com', 'http://localhost:3000').",
    },
  ),
  ORIGIN_NOW_ADMITTED: entry<From & { origins: Some }>('warning', 'opens', {
    message: ({ from, origins }) => {
      const [who, whom] =
        origins.count === 1
          ? [`${origins.named[0]} can connect on v4.`, 'it']
          : [`${origins.count} origins can connect on v4: ${listed(origins)}.`, 'them'];
      return `${who} The v2 docs promised that, but Socket.IO ${from} refused ${whom}, because it did not match entries written like this.`;
    },
    remedy: ({ origins: { count } }) =>
      `Nothing if ${count === 1 ? 'this origin' : 'these origins'} should connect. Otherwise remove the ${count === 1 ? 'entry' : 'entries'}, or use semantics: 'exact'.`,
  }),
  ORIGIN_NOT_PARSEABLE: entry<From & { entries: Some }>('danger', 'closes', {
    message: ({ from, entries }) =>
      `${quoted(entries)} cannot be read as an origin, so it allows none. Socket.IO ${from} searched it as text, and parts of it may have matched.`,
    remedy: () =>
      "Write an array with one origin per entry: ['https://example.com:443', 'http://localhost:3000'].",
    remedyInSource: () =>
      "Add the origin that was meant to the list, as browsers send it ('https://example.com', 'http://localhost:3000').",
  }),
  PREFLIGHT_CREDENTIALS_DIFFER: entry<None>('warning', 'none', {
    message: () =>
      'Requests with custom headers cannot send cookies: the preflight handler does not allow credentials. Other requests can, because v2 allowed credentials in every actual response. A per-request cors function keeps that.',
    remedy: () =>
      'Send Access-Control-Allow-Credentials: true in the handler. Then cors becomes a plain object.',
    remedyInSource: () =>
      'Allow credentials for preflights too: in the handler before you migrate, or in the cors function after that.',
  }),
  PREFLIGHT_EXPOSED_HEADERS_TAKE_EFFECT: entry<None>('info', 'none', {
    message: () =>
      'Pages of allowed origins can read more headers on v4, because the preflight handler sends Access-Control-Expose-Headers. Browsers ignore it on a preflight, but v4 sends it with every response.',
    remedy: () => 'Remove the header from the handler if pages should not read those headers.',
    remedyInSource: () => 'Remove exposedHeaders from cors if pages should not read those headers.',
  }),
  PREFLIGHT_FALSE_HAS_NO_EQUIVALENT: entry<None>('warning', 'closes', {
    message: () =>
      'Pages cannot send custom headers on v4. On v2, handlePreflightRequest: false left preflights to other listeners of the HTTP server, such as an Express app with cors(). v4 only has preflightContinue: true, and Engine.IO then refuses them.',
    remedy: () =>
      "Set cors.allowedHeaders to the headers that the other listener allowed, and remove cors.preflightContinue. Or use 'socket.io-cors-compat/server', which leaves preflights to other listeners.",
  }),
  PREFLIGHT_HANDLER_DID_NOT_END: entry<{ seconds: number }>('warning', 'closes', {
    message: ({ seconds }) =>
      `The preflight handler returned before it ended the response. On v4 it runs for each preflight, which is refused if the response has not ended after ${seconds} seconds.`,
    remedy: () => 'Call res.end() before the handler returns. Then its answer becomes plain cors options.',
  }),
  PREFLIGHT_HANDLER_IGNORED: entry<From>('warning', 'none', {
    message: ({ from }) =>
      `handlePreflightRequest has no effect: Socket.IO ${from} did not know it. It came with 2.0.`,
    remedy: () => 'Remove it, or pass the version that the app really ran on as the option from.',
  }),
  PREFLIGHT_HANDLER_THROWS: entry<
    From & {
      /** Undefined if it takes (server, req, res), as v2's typings said. */
      error: string | undefined;
    }
  >('warning', 'none', {
    message: ({ from, error }) =>
      `The preflight handler throws${error === undefined ? ", because it takes (server, req, res), as v2's typings said, but is called with (req, res)" : ` (${error})`}. Socket.IO ${from} exited when it did. On v4, a preflight is refused if the handler throws before it ends the response.`,
    remedy: ({ error }) =>
      error === undefined
        ? 'Take (req, res), and use `this` for the HTTP server. The handler then takes effect, so check what it allows.'
        : 'Fix the handler, or remove it. Without one, pages may send Content-Type.',
  }),
  PREFLIGHT_ORIGIN_DIFFERS: entry<{ allowed: string }>('warning', 'none', {
    message: ({ allowed }) =>
      `The preflight handler allows ${allowed}, but handshakes allow other origins. v2 used the handler for preflights and origins for handshakes. A per-request cors function keeps that.`,
    remedy: () =>
      "Let the handler allow the same origins: send back the request's origin if it is on the list. With a single origin, cors then becomes a plain object.",
    remedyInSource: () =>
      'Allow the same origins for preflights: in the handler before you migrate, or in the cors function after that.',
  }),
  PREFLIGHT_WILDCARD_WITH_CREDENTIALS: entry<None>('warning', 'none', {
    message: () =>
      'Preflights of requests with credentials still fail, as on v2: the handler allows "*" together with credentials, which browsers do not accept.',
    remedy: () =>
      'Send the origin of your page instead of "*", or leave out Access-Control-Allow-Credentials.',
  }),
  SUBSTRING_MATCH_CLOSED: entry<From & Origin & { everyone: boolean }>('warning', 'closes', {
    message: ({ from, entry, everyone }) =>
      everyone
        ? `On v4, only the origins listed in "${entry}" can connect. Socket.IO ${from} found "*:*" within the string, and allowed every origin.`
        : `On v4, only the origins listed in "${entry}" can connect. Socket.IO ${from} searched the string for the request's origin, so parts of it matched too, for example ample.com in example.com, and http://example.com:443 in https://example.com:443.`,
    remedy: () => "Write an array, and add the origins that are missing. Or use semantics: 'exact'.",
    remedyInSource: () => "Add the origins that are missing to the list. Or use semantics: 'exact'.",
  }),
  SUBSTRING_MATCH_KEPT: entry<From & Origin>('danger', 'none', {
    message: ({ from, entry }) =>
      `Origins that are not listed in "${entry}" can connect. Socket.IO ${from} searched the string for the request's origin, so parts of it match too, for example ample.com in example.com, and http://example.com:443 in https://example.com:443. The translation keeps that.`,
    remedy: () => "Write an array of origins, or use semantics: 'documented'.",
  }),
  WS_ENGINE_NAME_IGNORED: entry<{ name: string; isRemoved: boolean }>('warning', 'none', {
    message: ({ name, isRemoved }) =>
      `wsEngine: '${name}' is ${isRemoved ? 'removed' : 'ignored'}, and the default engine, ws, is used. v2 took the name of a package. v4 takes the Server class of the package: with a name, it throws "is not a constructor" at the start.`,
    remedy: ({ isRemoved }) =>
      `${isRemoved ? 'Nothing, if the default engine is fine. Otherwise' : 'Remove wsEngine, or'} write the class: wsEngine: require('eiows').Server.`,
  }),
} as const;

/** The messages that a server needs. */
export const catalogue = { ...settingsCatalogue, ...serverCatalogue } as const;

/** The texts of all warnings. Those of the codemod are only types here, because a server does not need them. */
export type Texts = typeof catalogue & typeof codemodCatalogue & typeof programCatalogue;

/** The code of a warning. */
export type WarningCode = keyof Texts;

/** The code of a warning about settings, or of a running server. */
export type SettingsCode = keyof typeof catalogue;

/** The values that the texts of a code mention. */
export type WarningArgs<Code extends WarningCode> = Parameters<Texts[Code]['message']>[0];
