import { entry, type From, type None, type Origin } from './message.js';
import { projectCatalogue } from './project.js';

/** Code that is written in another way, and means the same. */
export type Rewriting =
  | { readonly kind: 'construction' }
  | { readonly kind: 'extra-headers' }
  /** A call that did nothing on v2, or that became an option. */
  | { readonly kind: 'call'; readonly call: string; readonly option: string | undefined };

function rewritten(rewriting: Rewriting): string {
  switch (rewriting.kind) {
    case 'construction':
      return 'v4 has no listen() on its module, no default export, and no `new` on the module, so the server is created in a way that works on v4.';
    case 'extra-headers':
      return 'From v3 on, extraHeaders is an option of its own, so it moves out of transportOptions.polling. Browsers still send these headers over polling only.';
    case 'call':
      return rewriting.option === undefined
        ? `${rewriting.call} did nothing on v2, and throws on v4. The call is removed.`
        : `${rewriting.call} becomes the option ${rewriting.option}.`;
  }
}

/** The findings of the codemod about code. The translator has those about settings. */
export const codemodCatalogue = {
  ALLOW_REQUEST_REASON_NOT_STRING: entry<{
    isUnread?: boolean;
    /** Whether the migrated code wraps the function in one that only passes strings on. */
    isWrapped?: boolean;
  }>('danger', 'none', {
    message: ({ isUnread = false, isWrapped = false }) =>
      isUnread
        ? 'Your allowRequest cannot be read here, and v4 may not run it as v2 did. v4 ends the process if it refuses a WebSocket with a reason that is not a string. And `this` in it was the Engine.IO server on v2, and is the options object on v4.'
        : `Your allowRequest calls back, or may call back, with a reason that is not a string, for example a number or an Error. v4 ends the process if it refuses a WebSocket with such a reason${isWrapped ? ', so the migrated code passes on only strings' : ''}.`,
    remedy: ({ isUnread = false, isWrapped = false }) =>
      isWrapped
        ? "Nothing, unless clients read the reason. Then call back with a string: callback('no ticket', false)."
        : `Call back with a string or null: callback(null, false), or callback('no ticket', false).${
            isUnread
              ? ' If the function reads `this`, write allowRequest: (request, callback) => check.call(io.engine, request, callback).'
              : ''
          }`,
  }),
  CLIENT_CREDENTIALS_ARE_OPT_IN: entry<None>('warning', 'none', {
    message: () =>
      'withCredentials: true is added, because clients of v3 and later send no cookies to other origins without it. In browsers, v2 clients did so by default.',
    remedy: () => 'Remove it if the server does not need cookies.',
  }),
  CLIENT_WITHOUT_CREDENTIALS: entry<None>('info', 'none', {
    message: () =>
      'In browsers, the clients in this file will no longer send cookies to other origins. v2 clients did so by default. From v3 on they only do so with withCredentials: true.',
    remedy: () =>
      'Add withCredentials: true to the options of the client if the server, or a load balancer with sticky sessions, needs cookies.',
  }),
  ALLOW_ALL_CORS: entry<{ found: string }>('danger', 'none', {
    message: ({ found }) =>
      `To v4, ${found} means that every page may read, without credentials. The migrated code writes that as cors: { origin: '*' }.`,
    remedy: () =>
      "List the origins of your pages: cors: { origin: ['https://example.com'] }, and check them in allowRequest, because cors does not guard WebSocket.",
  }),
  LIST_TAKES_EFFECT: entry<{
    found: string;
    isGuarded: boolean;
    /** Whether a function decides, or may decide, instead of a list. */
    isFunction: boolean;
    /** Whether requests that name no origin are refused as well. */
    missingToo: boolean;
  }>('warning', 'closes', {
    message: ({ found, isGuarded, isFunction, missingToo }) => {
      if (!isGuarded)
        return `v4 does not read ${found}, so every page could read. The migrated code gives it to cors.origin, so that only pages that it allows may read. WebSocket stays open to every origin, as before${isFunction ? ', unless a function calls back an error: then v4 may refuse WebSocket too' : ''}.`;
      const applied = isFunction
        ? 'The migrated code asks the function about every handshake, and refuses those that it does not allow.'
        : 'The migrated code applies the list: other origins are refused, and pages of the listed ones may read, with cookies.';
      const others = missingToo
        ? ' Requests with neither Origin nor Referer, such as those of native apps and Node.js clients, are refused too.'
        : '';
      return `v4 does not read ${found}, so any page could open a WebSocket. ${applied}${others}`;
    },
    remedy: ({ isGuarded, isFunction, missingToo }) => {
      const check = isFunction
        ? 'Check that it allows all your pages before you deploy'
        : 'Check that the list is complete before you deploy';
      if (!isGuarded)
        return `${check}. If other origins must not connect, check the Origin in allowRequest too.`;
      return missingToo
        ? `${check}, and that native clients send an Origin header. missingOrigin: 'allow' allows requests without one.`
        : `${check}.`;
    },
  }),
  CORS_ORIGIN_NEVER_MATCHED: entry<Origin>('danger', 'none', {
    message: ({ entry }) =>
      `"${entry}" in cors.origin never matches: browsers send scheme://host, or scheme://host:port, in lower case, and v4 compares the whole text. There are no wildcards: only cors.origin: '*', not in a list, means any origin.`,
    remedy: () =>
      'Write each origin as browsers send it, or a regular expression anchored at both ends: /^https:\\/\\/example\\.com(:\\d+)?$/.',
  }),
  CORS_ORIGIN_NOW_MATCHES: entry<
    Origin & {
      /** The origin as browsers send it; undefined for a pattern that has the flag g or y. */
      origin: string | undefined;
    }
  >('warning', 'opens', {
    message: ({ entry, origin }) =>
      origin === undefined
        ? `${entry} in cors.origin matched only some of the requests, because a pattern with the flag g or y goes on where its last match ended. The flag is removed, so pages that it matches may read every time.`
        : `"${entry}" in cors.origin never matched, because browsers send ${origin}. It is rewritten like that, so pages of that origin may read.`,
    remedy: ({ origin }) =>
      origin === undefined
        ? 'Check that the pattern is anchored at both ends: /^https:\\/\\/example\\.com$/.'
        : 'Remove the entry if that origin must not read.',
  }),
  CHECK_NEVER_RUNS: entry<{ member: string }>('warning', 'none', {
    message: ({ member }) =>
      `v4 does not read ${member}, so this check never refuses a handshake: any page can open a WebSocket, unless the option allowRequest checks the Origin.`,
    remedy: () =>
      'Give the server the check as an option, new Server(httpServer, { allowRequest }), and remove this line.',
  }),
  CORS_WAS_IGNORED_BY_V2: entry<None>('warning', 'closes', {
    message: () =>
      'On v4, cors decides who may read. On v2 it had no effect: every page that was allowed could read, with cookies.',
    remedy: () =>
      "Check that cors.origin lists all your pages. If clients send cookies, cors needs credentials: true, and cors.origin must not be '*'.",
  }),
  REWRITTEN_FOR_V4: entry<Rewriting>('info', 'none', {
    message: rewritten,
    remedy: () => 'Nothing is left to do.',
  }),
  FALLBACK_TO_DROP_IN: entry<None>('info', 'none', {
    message: () =>
      'Plain v4 code could not be proven to decide as v2 did, so this file loads the drop-in server. It keeps origins, io.origins() and handlePreflightRequest.',
    remedy: () =>
      'Keep socket.io-cors-compat in your dependencies. The guide (MIGRATION.md of this package) says how to leave the drop-in later.',
  }),
  DROP_IN_NEEDS_SETTINGS: entry<{
    settings: string;
    /** Whether the code is for Socket.IO 2.4.0. */
    is24: boolean;
  }>('warning', 'opens', {
    message: ({ settings, is24 }) =>
      `The drop-in server needs corsCompat: ${settings} in its options, or it decides as Socket.IO 2.5.1 did, with the default semantics.${is24 ? ' Socket.IO 2.4.0 refused every origin that is not listed, and 2.5.1 allows any origin by default.' : ''}`,
    remedy: ({ settings }) =>
      `Add corsCompat: ${settings} to the options that the server is created with, for example { ...options, corsCompat: ${settings} }.`,
  }),
  CALL_HAS_NO_EQUIVALENT: entry<{
    /** The key given to io.set(); undefined for io.origins(), which returned the origins. */
    key: string | undefined;
  }>('warning', 'closes', {
    message: ({ key }) =>
      key === undefined
        ? 'v4 has no io.origins(), which returned the origins: the call throws.'
        : `v4 has no io.set(): the call for "${key}" throws. The server stops there, unless something catches the error: then ${
            key === 'authorization' ? 'no client is checked' : 'nothing is set'
          }, and the rest of the same try does not run.`,
    remedy: ({ key }) => {
      if (key === undefined) return 'Keep the origins in a variable, and read that.';
      return key === 'authorization'
        ? 'Move the check to io.use((socket, next) => …), and remove the call.'
        : 'Give the server the option instead, and remove the call. resource is now path, heartbeat timeout is pingTimeout, heartbeat interval is pingInterval, and destroy buffer size is maxHttpBufferSize. Other keys set nothing on v2: of such a call, keep only the code that its arguments run.';
    },
  }),
  LEGACY_CALL_THROWS: entry<{ /** `io.origins?.(list)` */ isOptional: boolean }>('warning', 'opens', {
    message: ({ isOptional }) =>
      `v4 has neither io.origins() nor io.set(), so this call ${
        isOptional ? 'did nothing' : 'threw an error, which ends the process unless something catches it'
      }. The call is removed, and what it set does not apply: any page can open a WebSocket unless allowRequest checks the Origin.`,
    remedy: () => 'If other origins should be refused, check the Origin in allowRequest.',
  }),
  LEGACY_ORIGINS_REMOVED: entry<{ hasCors: boolean }>('warning', 'none', {
    message: ({ hasCors }) =>
      `v4 ignored this setting, and it is removed. As before, ${hasCors ? 'cors decides which pages may read over polling' : 'no page of another origin may read'}, and any page can open a WebSocket unless allowRequest checks the Origin.`,
    remedy: () =>
      'If its origins should apply, put them into cors.origin as browsers send them, and check them in allowRequest.',
  }),
  OPTIONS_NOT_READABLE: entry<{
    why: string;
    /** Whether the options of `attach()` or `listen()` have the app's own `allowRequest`. */
    hasCheck?: boolean;
  }>('warning', 'opens', {
    message: ({ why }) =>
      `The options of this server cannot be read here: ${why}. v4 ignores origins and handlePreflightRequest in them, so any page could open a WebSocket.`,
    remedy: ({ hasCheck = false }) =>
      hasCheck
        ? "Keep allowRequest here: on v4, one in the constructor would replace it. Remove origins here and from the constructor, because v2 did not use them beside it, and add cors here. Then create the server with v4's new Server(…)."
        : "Add cors and allowRequest to the options by hand, or use translateCors(options).options, from 'socket.io-cors-compat'. Then create the server with v4's new Server(…), or, if Nest or Feathers creates it, run this again with --acknowledge OPTIONS_NOT_READABLE.",
  }),
  ORIGINS_CALL_ON_UNKNOWN_RECEIVER: entry<{
    /** Whether it is `x.attach(server, { allowRequest })`. */
    isAttached?: boolean;
  }>('warning', 'opens', {
    message: ({ isAttached = false }) =>
      isAttached
        ? 'This looks like a Socket.IO server that is created elsewhere, and its options here have allowRequest, or may have it. On v2, only that check decided. On v4, an allowRequest of the constructor replaces it.'
        : 'This looks like a setting of a Socket.IO server that is created elsewhere. v4 has neither origins() nor set(), and does not look at _origins, checkRequest or an allowRequest put into the engine: the check is gone.',
    remedy: ({ isAttached = false }) =>
      isAttached
        ? 'If it is a Socket.IO server, keep allowRequest here, and give the constructor cors, but neither origins nor allowRequest. Then run this again with --acknowledge ORIGINS_CALL_ON_UNKNOWN_RECEIVER.'
        : 'If it is a Socket.IO server, remove the setting here, and give the server cors and allowRequest when it is created.',
  }),
  ORIGINS_NOT_MIGRATED: entry<{
    why: string;
    /** Whether other code may give the server a check when it attaches it. */
    mayHaveCheck?: boolean;
  }>('warning', 'opens', {
    message: ({ why }) =>
      `These origins are not migrated: ${why}. v4 ignores the option, and throws at the calls. Until they are migrated, any page could open a WebSocket.`,
    remedy: ({ mayHaveCheck = false }) =>
      `Give the server cors: { origin: […], credentials: true } and an allowRequest that checks the same origins, and remove the old setting.${
        mayHaveCheck
          ? ' But if attach() or listen() gets an allowRequest, keep only that one: on v4, one of the constructor would replace it.'
          : ''
      }`,
  }),
  ORIGINS_READ_AT_RUN_TIME: entry<From & { exact: boolean }>('info', 'opens', {
    message: ({ from, exact }) =>
      exact
        ? `The origins are only known at run time. The migrated code reads them in the same place, and compares as Socket.IO ${from} did.`
        : `The origins are only known at run time. The migrated code reads them in the same place, in v2's notation. It also allows a plain origin such as https://example.com, which Socket.IO ${from} refused.`,
    remedy: () =>
      'If the value only holds plain origins, give it to cors.origin, and compare with it in allowRequest.',
  }),
  PREFLIGHT_HANDLER_IGNORED_BY_V4: entry<{ hasCors: boolean }>('warning', 'none', {
    message: ({ hasCors }) =>
      hasCors
        ? 'v3 and v4 ignore handlePreflightRequest, so it is removed: cors answers preflights.'
        : 'v3 and v4 ignore handlePreflightRequest, so it is removed. As before, no page of another origin may read, because the server has no cors.',
    remedy: ({ hasCors }) =>
      hasCors
        ? 'Check that cors has what it sent: allowedHeaders, credentials: true, and the origin.'
        : 'If pages of other origins should read, add cors with their origins, and with the allowedHeaders and credentials: true that the handler sent.',
  }),
  PREFLIGHT_HANDLER_NOT_MIGRATED: entry<{ why: string }>('warning', 'closes', {
    message: ({ why }) => `This preflight handler is not migrated: ${why}. v4 ignores the handler.`,
    remedy: () =>
      'Write what it allows as cors: { origin, methods, allowedHeaders, credentials: true }. If the server has origins, check them in allowRequest, because cors refuses no WebSocket.',
  }),
  PREFLIGHT_HANDLER_OUTPUT_DROPPED: entry<None>('info', 'none', {
    message: () => 'The preflight handler wrote to the console. The cors options that replace it do not.',
    remedy: () => 'If you need the log, add a request listener to the HTTP server.',
  }),
  REFUSAL_IS_READABLE: entry<{
    /** Whether a refused client still gets the message of the function, and not "Forbidden". */
    keepsMessage: boolean;
  }>('info', 'opens', {
    message: ({ keepsMessage }) =>
      `A page that is refused can read the refusal${keepsMessage ? ' and its message' : ''}. The origins function runs once per handshake, in allowRequest, so cors has to let every page read.${keepsMessage ? '' : ' The refusal says "Forbidden" now. The message that the function gives the callback is no longer sent.'}`,
    remedy: ({ keepsMessage }) =>
      keepsMessage
        ? 'Keep secrets out of the message that the function refuses with.'
        : 'Nothing, unless a client shows that message. Then pass it to the callback of allowRequest, as a string, and keep secrets out of it.',
  }),
  RUN_TIME_STRING_IS_SPLIT: entry<From>('info', 'closes', {
    message: ({ from }) =>
      `The migrated code reads a string as a list, separated by white space, commas, | or ;. Socket.IO ${from} searched the string for the request's origin, so parts of it matched too. An entry with a path matches nothing.`,
    remedy: () => "Check that the value lists every origin in full, or use semantics: 'exact'.",
  }),
  SERVER_LEAVES_FILE: entry<None>('info', 'none', {
    message: () =>
      'Other files can reach this server, and this run saw only one file. If one of them calls io.origins() or replaces the check, that is lost on v4.',
    remedy: () => 'Run the command on the whole package: npx socket.io-cors-compat migrate.',
  }),
  SERVER_NOT_FOLLOWED: entry<{ why: string }>('warning', 'opens', {
    message: ({ why }) =>
      `'socket.io' is ${why}, so the server that is created there cannot be seen. If it has origins or handlePreflightRequest, v4 ignores them, and any page could open a WebSocket.`,
    remedy: () =>
      "Create the server in the file that loads 'socket.io', or write its options as cors and allowRequest by hand.",
  }),
  INVALID_V2_SETTING: entry<{ problem: string }>('danger', 'opens', {
    message: ({ problem }) =>
      `No v2 server worked with this setting: ${problem}. v4 does not read it, so any page could open a WebSocket.`,
    remedy: () =>
      "Write what was meant: cors: { origin: ['https://example.com'] }, and an allowRequest that checks it.",
  }),
  UNSET_ORIGINS_ADMIT_EVERYONE: entry<From>('danger', 'none', {
    message: ({ from }) =>
      `If this value is unset or empty, Socket.IO ${from} allowed every origin, with credentials. The migrated code keeps that, and writes it as '*:*'.`,
    remedy: () => "Replace '*:*' with a default origin, or make sure that the value is always set.",
  }),
  WRAPPER_NOT_MIGRATED: entry<{ wrapper: string }>('warning', 'opens', {
    message: ({ wrapper }) =>
      `${wrapper} creates the Socket.IO server, and passes these options on in its own way. v4 ignores origins and handlePreflightRequest.`,
    remedy: () =>
      'Upgrade it to a release that runs on Socket.IO 4, and give that cors and allowRequest. If there is none, create the server yourself, with those options.',
  }),
  ...projectCatalogue,
} as const;
