import { entry, type Failure, type None } from './message.js';

/** What the drop-in server alone says. */
export const serverCatalogue = {
  ALLOW_EIO3_ON_BY_DEFAULT: entry<None>('info', 'none', {
    message: () =>
      'v2 clients are let in, as before: the drop-in server sets allowEIO3: true, which v4 leaves off.',
    remedy: () =>
      'Set allowEIO3 yourself: true while v2 clients are in use, false once every client is upgraded.',
  }),
  ATTACH_ORIGINS_IGNORED: entry<None>('warning', 'none', {
    message: () =>
      'origins given to attach() or listen() of an instance had no effect on v2, which read them in the constructor alone; they have none here.',
    remedy: () =>
      'Remove them; or give them to the constructor if they are to count: as origins to the drop-in server, as cors and allowRequest to v4.',
  }),
  AUTHORIZATION_FAILED: entry<Failure>('danger', 'none', {
    message: ({ error }) =>
      `Your authorization function failed (${error}), so the client was refused; on v2 the process would have exited.`,
    remedy: () => 'Mend the function so that it always calls back. Later failures are not reported.',
  }),
  CONSTRUCTOR_OPTIONS_IGNORED_BY_ATTACH: entry<{ names: readonly string[] }>('warning', 'none', {
    message: ({ names }) =>
      `${names.join(', ')}: given to the constructor, which was not attached by it. v2 read these from the options of attach() or listen() alone, so they had no effect there; they have none here.`,
    remedy: () => 'Give them to attach() or listen() if they are to count; or remove them.',
  }),
  CORS_OPTION_IN_FORCE: entry<None>('warning', 'none', {
    message: () =>
      "cors is v4's own setting, so this server is v4's alone: cors says what pages may read, and nobody is refused at the handshake unless allowRequest does it. WebSocket is open to every origin.",
    remedy: () =>
      'Check the origin in allowRequest, and take Server from socket.io; or give origins instead of cors.',
  }),
  ORIGINS_FUNCTION_NOT_PROPAGATED: entry<None>('warning', 'none', {
    message: () =>
      'A function cannot be sent to the other nodes of the cluster: they keep the origins they had.',
    remedy: () => 'Call io.origins() with the function on every node, or give a list.',
  }),
  ORIGINS_LIST_UNREADABLE: entry<Failure>('danger', 'closes', {
    message: ({ error }) =>
      `The list given as origins was changed into one that cannot be read (${error}), so everyone is refused.`,
    remedy: () =>
      'Keep strings in the list; the next handshake reads it again. Later failures are not reported.',
  }),
  PROPAGATED_ORIGINS_UNREADABLE: entry<Failure>('danger', 'none', {
    message: ({ error }) =>
      `Another node of the cluster sent origins that cannot be read (${error}): this node keeps those it had.`,
    remedy: () => 'Run the same release of socket.io-cors-compat on every node.',
  }),
  ROOT_CONNECTION_LISTENERS_NOT_CALLED: entry<None>('warning', 'opens', {
    message: () =>
      'A client of v3 or v4 came to a namespace without coming to /, so the connection listeners of / did not see it; on v2 they saw every client, and could turn it away.',
    remedy: () =>
      'Where such a listener turns clients away, do it in a middleware, io.use(), which the drop-in server asks about the clients of every namespace.',
  }),
  ROOT_MIDDLEWARE_GUARDS_NAMESPACES: entry<None>('warning', 'none', {
    message: () =>
      'The middleware of / (io.use(), authorization) is asked about the clients of every namespace, as on v2, where all of them came through / first. v4 itself asks it about clients of / alone.',
    remedy: () =>
      "Before you leave the drop-in server, give every namespace that it guards the middleware: io.of('/admin').use(check).",
  }),
  WS_ENGINE_NAME_IGNORED: entry<{ name: string }>('warning', 'none', {
    message: ({ name }) =>
      `wsEngine: '${name}' names a package, as v2 wanted; v4 takes its Server class. The default engine, ws, is used.`,
    remedy: () => "Remove wsEngine; or give the class: wsEngine: require('ws').Server.",
  }),
} as const;

/** The code of a warning that only the drop-in server reports. */
export type ServerCode = keyof typeof serverCatalogue;
