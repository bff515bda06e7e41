import type { ServerCode } from '../server.js';
import type { CodeDoc } from './code-doc.js';

/** Documentation of the warnings that only the drop-in server reports. */
export const serverDocs: Readonly<Record<ServerCode, CodeDoc>> = {
  ALLOW_EIO3_ON_BY_DEFAULT: {
    summary: 'The drop-in server was given no `allowEIO3`.',
    cause: 'The drop-in server was given no `allowEIO3`.',
    v2: 'It spoke the protocol of its own clients, Engine.IO 3, and no other.',
    v4: 'It refuses that protocol unless `allowEIO3` is set. The drop-in sets it, because v2 clients are still out there.',
    fix: 'Say it yourself: `allowEIO3: true` while v2 clients are in use, `false` once every client is upgraded.',
  },
  ATTACH_ORIGINS_IGNORED: {
    summary: '`origins` stands in the options of `io.attach()` or `io.listen()`.',
    cause: '`origins` stands in the options of `io.attach()` or `io.listen()`.',
    v2: "Every release read `origins` in the constructor alone, so there it had no effect. `require('socket.io').listen(server, options)` is the constructor, and did read it.",
    v4: 'The drop-in does as v2 did. (v4 itself knows no `origins` at all.)',
    fix: 'Give them to the constructor, or to `io.origins()`.',
  },
  AUTHORIZATION_FAILED: {
    summary:
      "While the server ran, the function of `io.set('authorization', …)` threw, or its promise was rejected, before it called back.",
    cause:
      "While the server ran, the function of `io.set('authorization', …)` threw, or its promise was rejected, before it called back.",
    v2: 'The process exited; where a promise was rejected, on Node.js 15 and later.',
    v4: 'The drop-in refuses the client and goes on.',
    fix: 'Have the function call back for every request.',
  },
  CONSTRUCTOR_OPTIONS_IGNORED_BY_ATTACH: {
    summary:
      'The constructor was given `allowRequest`, `handlePreflightRequest`, `transports`, a ping interval or another option of Engine.IO, but no HTTP server; or `io.attach()` came a second time.',
    cause:
      'The constructor was given `allowRequest`, `handlePreflightRequest`, `transports`, a ping interval or another option of Engine.IO, but no HTTP server; or `io.attach()` came a second time. The options of `attach()` did not repeat it.',
    v2: '`attach()` and `listen()` read their own options alone. From the constructor they took `path`, `serveClient`, `adapter`, `parser` and `origins`.',
    v4: "It merges the constructor's options into every `attach()`. The drop-in does as v2 did.",
    fix: 'Give the options to `attach()` if they are to count. Mind that they never did: an `allowRequest` takes the place of `origins`.',
  },
  CORS_OPTION_IN_FORCE: {
    summary: "The drop-in server was given v4's own `cors`, and none of v2's settings.",
    cause: "The drop-in server was given v4's own `cors`, and none of v2's settings.",
    v2: 'It ignored `cors`.',
    v4: '`cors` says what pages may read. Nobody is refused at the handshake unless your own `allowRequest` does it, so a WebSocket opens for every page. The drop-in leaves such a server to v4: `io.origins()` throws on it, and so does `cors` beside `origins` or `handlePreflightRequest`, for it would not be clear which counts.',
    fix: 'Where the server has been migrated, take `Server` from `socket.io` and check the origin in `allowRequest`. Where it has not, give `origins` instead.',
  },
  ORIGINS_FUNCTION_NOT_PROPAGATED: {
    summary: '`io.origins()` was given a function on a server with `corsCompat: { propagateOrigins: true }`.',
    cause: '`io.origins()` was given a function on a server with `corsCompat: { propagateOrigins: true }`.',
    v2: 'Every node had origins of its own.',
    v4: 'Lists and strings are carried to the other nodes of the cluster; a function cannot travel, so they keep the origins they had.',
    fix: 'Call `io.origins()` with the function on every node, or give a list.',
  },
  ORIGINS_LIST_UNREADABLE: {
    summary:
      'The array that was given as `origins` was changed while the server ran, and holds something that is no string.',
    cause:
      'The array that was given as `origins` was changed while the server ran, and holds something that is no string.',
    v2: 'It looked into your own array at every handshake; what was no string never matched.',
    v4: 'The drop-in looks into it too. What cannot be read refuses everyone, until the array is mended.',
    fix: 'Keep strings in the array, or give a new one to `io.origins()`, which throws at once for what it cannot read.',
  },
  PROPAGATED_ORIGINS_UNREADABLE: {
    summary: 'Another node of the cluster sent origins (`propagateOrigins`) that this node cannot read.',
    cause: 'Another node of the cluster sent origins (`propagateOrigins`) that this node cannot read.',
    v2: 'Every node had origins of its own.',
    v4: 'The drop-in keeps the origins it had.',
    fix: 'Run the same release of this package on every node.',
  },
  ROOT_CONNECTION_LISTENERS_NOT_CALLED: {
    summary:
      'The app listens for `connection` on `/`, and a client of v3 or v4 came to another namespace and not to `/`.',
    cause:
      'The app listens for `connection` on `/`, and a client of v3 or v4 came to another namespace and not to `/`.',
    v2: 'Every client came to `/` before any other namespace, so the listeners of `/` saw every client, and could disconnect it.',
    v4: 'v2 clients still come to `/`; clients of v3 and v4 go to a namespace straight away, unseen by the listeners of `/`.',
    fix: 'Where the listener turns clients away, make it a middleware: the drop-in asks the middleware of `/` about the clients of every namespace. v4 itself does not, so give it to each namespace.',
  },
  ROOT_MIDDLEWARE_GUARDS_NAMESPACES: {
    summary:
      "The drop-in server has a middleware on `/` (`io.use(…)`, `io.set('authorization', …)`), and a client came to another namespace.",
    cause:
      "The drop-in server has a middleware on `/` (`io.use(…)`, `io.set('authorization', …)`), and a client came to another namespace.",
    v2: 'Every client came through `/` first, so the middleware there guarded every namespace.',
    v4: 'A client goes to `/admin` straight away: v4 asks the middleware of `/` about clients of `/` alone. The drop-in asks it about the clients of every namespace, once for each connection that it admits, and lets in nobody whom it refuses. The socket that it gets is that of `/`, or else that of the namespace.',
    fix: 'Before you leave the drop-in server, give each namespace that is to be guarded the middleware.',
  },
  WS_ENGINE_NAME_IGNORED: {
    summary: "`wsEngine` is the name of a package, as `'uws'`.",
    cause: "`wsEngine` is the name of a package, as `'uws'`.",
    v2: 'It required the package of that name.',
    v4: "It takes the `Server` class of such a package. The drop-in uses the default engine, `ws`, which is also what `wsEngine: 'ws'` meant.",
    fix: 'Remove the option, or give the class.',
  },
};
