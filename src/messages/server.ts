import { entry, type Failure, type None } from './message.js';

/** Messages that only the drop-in server reports. */
export const serverCatalogue = {
  ADAPTER_IS_FOR_V2: entry<None>('danger', 'none', {
    message: () =>
      'The adapter is for Socket.IO v2 (socket.io-redis 5, for example), and cannot run on v4. The server runs without it, so messages only reach the clients of this process.',
    remedy: () =>
      "Install the adapter's successor, for example @socket.io/redis-adapter, and give it to io.adapter().",
  }),
  ALLOW_EIO3_ON_BY_DEFAULT: entry<None>('info', 'none', {
    message: () =>
      'v2 clients can connect, as before. v4 refuses them by default, so the drop-in server sets allowEIO3: true.',
    remedy: () => 'Set allowEIO3 yourself: true until every client is upgraded, then false.',
  }),
  ATTACH_ORIGINS_IGNORED: entry<{ isRemoved: boolean }>('warning', 'none', {
    message: ({ isRemoved }) =>
      isRemoved
        ? 'The origins given to attach() or listen() had no effect, because v2 only read them in the constructor. They are removed.'
        : 'The origins given to attach() or listen() have no effect. v2 only read them in the constructor, and so does the drop-in server.',
    remedy: ({ isRemoved }) =>
      isRemoved
        ? 'If they should apply, check them in allowRequest, and list them in cors.origin.'
        : 'Give them to the constructor if they should apply. Otherwise remove them.',
  }),
  CONSTRUCTOR_OPTIONS_IGNORED_BY_ATTACH: entry<{ names: readonly string[]; isRemoved: boolean }>(
    'warning',
    'none',
    {
      message: ({ names, isRemoved }) =>
        `The constructor's ${names.join(', ')} had no effect: v2 only read ${names.length > 1 ? 'them' : 'it'} from the options of attach() or listen(). ${isRemoved ? `v4 would use ${names.length > 1 ? 'them' : 'it'}, so ${names.length > 1 ? 'they are' : 'it is'} removed.` : 'The drop-in server does the same.'}`,
      remedy: () => 'If they should apply, give them to attach() or listen(), and test that.',
    },
  ),
  CORS_OPTION_BYPASSES_COMPAT: entry<None>('warning', 'none', {
    message: () =>
      "Any website can open a WebSocket to this server unless your allowRequest checks the origin. The options have v4's cors, which only controls what pages may read.",
    remedy: () =>
      'Check the origin in allowRequest and use Server from socket.io, or give origins instead of cors.',
  }),
  LEGACY_MEMBER: entry<{ member: string; replacement: string }>('warning', 'none', {
    message: ({ member }) =>
      `${member} was removed from Socket.IO after v2. The drop-in server still has it.`,
    remedy: ({ replacement }) => `Before you leave the drop-in server, replace it: ${replacement}.`,
  }),
  ORIGINS_LIST_UNREADABLE: entry<Failure>('danger', 'closes', {
    message: ({ error }) =>
      `Every origin is refused, because your code changed the list of origins, and it can no longer be read (${error}). Later failures are not reported.`,
    remedy: () => 'Keep only strings in the list. It is read again at the next handshake.',
  }),
  ORIGINS_NOT_PROPAGATED: entry<{ why: string }>('warning', 'none', {
    message: ({ why }) =>
      `The origins were not sent to the other nodes of the cluster (${why}): they keep their own.`,
    remedy: () =>
      'Call io.origins() on every node. Or give it a list, on socket.io 4.1 or later, with an adapter that has serverSideEmit(), for example @socket.io/redis-adapter.',
  }),
  PROPAGATED_ORIGINS_UNREADABLE: entry<Failure>('danger', 'none', {
    message: ({ error }) =>
      `Another node of the cluster sent origins that cannot be read (${error}). This node keeps its own.`,
    remedy: () => 'Run the same release of socket.io-cors-compat on every node.',
  }),
  ROOT_CONNECTION_LISTENERS_NOT_CALLED: entry<None>('warning', 'opens', {
    message: () =>
      'A v3 or v4 client joined a namespace without joining /, so the connection listeners of / did not see it. On v2 they saw every client, and could disconnect it.',
    remedy: () =>
      'If such a listener disconnects clients, do that in io.use(), which the drop-in server runs for every namespace.',
  }),
  ROOT_MIDDLEWARE_GUARDS_NAMESPACES: entry<None>('warning', 'none', {
    message: () =>
      'The middleware of / (io.use(), authorization) guards every namespace, as on v2. v4 itself only runs it for clients of /.',
    remedy: () =>
      "Before you leave the drop-in server, give every namespace its own middleware: io.of('/admin').use(check).",
  }),
  SERVED_CLIENT_IS_V4: entry<None>('warning', 'none', {
    message: () =>
      "A page loaded /socket.io/socket.io.js, which is now v4's client: no socket.io-client for v2 can be resolved from the app. Code in pages that was written for v2's client may fail, for example socket.json, and listeners of reconnect events on the socket.",
    remedy: () =>
      "Install v2's client beside the app, and the drop-in server serves it: npm install socket.io-client@2. Or update the pages to v4's client.",
  }),
} as const;
