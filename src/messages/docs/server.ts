import type { ServerCode } from '../server.js';
import type { CodeDoc } from './code-doc.js';
import { GUARDED_SERVER } from './settings.js';

/** Documentation of the warnings that only the drop-in server reports. */
export const serverDocs: Readonly<Record<ServerCode, CodeDoc>> = {
  ADAPTER_IS_FOR_V2: {
    summary: 'An adapter for Socket.IO v2 cannot run on v4, so each process reaches only its own clients.',
    cause:
      'The `adapter` option or `io.adapter()` was given an adapter for Socket.IO v2, for example socket.io-redis 5.',
    v2: 'Adapters derived from socket.io-adapter 1.',
    v4: 'It calls members that such an adapter does not have, and stops with `this.adapter.init is not a function`. The drop-in leaves the adapter out: messages no longer reach clients of other processes.',
    fix: 'Install the successor, for example `@socket.io/redis-adapter`, and give it to `io.adapter()`.',
  },
  ALLOW_EIO3_ON_BY_DEFAULT: {
    summary: 'The drop-in server allows v2 clients, as v2 did.',
    cause: 'The drop-in server was given no `allowEIO3`.',
    v4: 'v4 refuses v2 clients unless `allowEIO3` is `true`. The drop-in sets it.',
    fix: 'Set it yourself: `allowEIO3: true` until every client is upgraded, then `false`.',
  },
  ATTACH_ORIGINS_IGNORED: {
    summary: '`origins` given to `attach()` or `listen()` has no effect, as on v2.',
    cause: 'The options of `io.attach()` or `io.listen()` contain `origins`.',
    v2: "It only read `origins` in the constructor. `require('socket.io').listen(server, options)` is the constructor.",
    v4: 'The drop-in does the same. v4 itself knows no `origins` at all.',
    fix: 'Give `origins` to the constructor or to `io.origins()` if they should apply. Otherwise remove them.',
    example: {
      language: 'js',
      before: `const io = require('socket.io-cors-compat/server')();
io.attach(httpServer, { origins: ['https://example.com:443'] });`,
      after: `const io = require('socket.io-cors-compat/server')({ origins: ['https://example.com:443'] });
io.attach(httpServer);`,
    },
  },
  CONSTRUCTOR_OPTIONS_IGNORED_BY_ATTACH: {
    summary: 'Engine options of a constructor that did not attach have no effect, as on v2.',
    cause:
      'The constructor got `allowRequest`, `transports`, `pingInterval` or another engine option, but no HTTP server, and the options of `attach()` did not repeat it. Or `attach()` was called a second time.',
    v2: '`attach()` and `listen()` only read their own options. From the constructor they took `path`, `serveClient`, `adapter`, `parser` and `origins`.',
    v4: "v4 merges the constructor's options into every `attach()`. The drop-in does what v2 did, and the codemod removes the options.",
    fix: 'Give the options to `attach()` if they should apply. Note that an `allowRequest` then replaces the check of `origins`.',
    example: {
      language: 'js',
      before: `const io = require('socket.io-cors-compat/server')({
  origins: ['https://example.com:443'],
  transports: ['websocket'],
});
io.attach(httpServer);`,
      after: `const io = require('socket.io-cors-compat/server')({ origins: ['https://example.com:443'] });
io.attach(httpServer, { transports: ['websocket'] });`,
    },
  },
  CORS_OPTION_BYPASSES_COMPAT: {
    summary: "The drop-in server was given v4's own `cors`, so it checks no origins.",
    cause: "The options contain `cors` and none of v2's settings.",
    v2: 'It ignored `cors`.',
    v4: '`cors` only controls what pages may read. Unless your own `allowRequest` checks the origin, any website can open a WebSocket.',
    fix: 'If the server is migrated, use `Server` from `socket.io`, and check the origin in `allowRequest`. If it is not, give it `origins` instead of `cors`.',
    example: {
      language: 'js',
      before: `const io = require('socket.io-cors-compat/server')(httpServer, {
  cors: { origin: 'https://example.com', credentials: true },
});`,
      after: GUARDED_SERVER,
    },
  },
  LEGACY_MEMBER: {
    summary: 'The program uses a member that only v2 and the drop-in server have.',
    cause:
      'The program used, for example, `io.sockets.connected`, `namespace.clients()`, `socket.json` or the callback of `socket.join()`. The warning names the member, once for each.',
    v2: 'It had the member.',
    v4: 'It removed the member: the same code throws a TypeError, or silently does nothing. The drop-in still has it.',
    fix: 'Replace each member before you leave the drop-in. The warning names the replacement.',
    example: {
      language: 'js',
      before: `const io = require('socket.io-cors-compat/server')(httpServer, { origins: ['https://example.com:443'] });
const clients = Object.values(io.sockets.connected);`,
      after: `const io = require('socket.io-cors-compat/server')(httpServer, { origins: ['https://example.com:443'] });
const clients = [...io.sockets.sockets.values()];`,
    },
  },
  ORIGINS_LIST_UNREADABLE: {
    summary:
      'Your code changed the list of origins, and it can no longer be read, so every origin is refused.',
    cause: 'Your code put something other than a string into the array that it gave as `origins`.',
    v2: 'It read the list at each handshake, and such an entry matched nothing.',
    v4: 'The drop-in refuses every origin until the list can be read again.',
    fix: 'Keep only strings in the list.',
  },
  ORIGINS_NOT_PROPAGATED: {
    summary: 'The other nodes of the cluster keep their origins, because the new ones could not be sent.',
    cause:
      '`io.origins()` was called on a server with `corsCompat: { propagateOrigins: true }`, and the adapter or the release of socket.io cannot send to other nodes. Or it was called with a function, which cannot be sent.',
    v2: 'Every node had origins of its own.',
    v4: 'Adapters send to other nodes by `serverSideEmit()`, from socket.io 4.1 on; socket.io-redis 6 has none. The call takes effect on this node only.',
    fix: 'Call `io.origins()` on every node. Or give it a list, and use an adapter that has `serverSideEmit()`, for example `@socket.io/redis-adapter`.',
  },
  PROPAGATED_ORIGINS_UNREADABLE: {
    summary: 'Another node of the cluster sent origins that cannot be read.',
    cause: 'The nodes run different releases of `socket.io-cors-compat`.',
    v4: 'This node keeps its origins.',
    fix: 'Run the same release on every node.',
  },
  ROOT_CONNECTION_LISTENERS_NOT_CALLED: {
    summary:
      'A v4 client joined a namespace without joining `/`, so connection listeners of `/` did not see it.',
    cause:
      "The app has `io.on('connection')` listeners and other namespaces, and a client of v3 or v4 connected to one of those.",
    v2: 'Every client joined `/` first, so these listeners saw it and could disconnect it.',
    v4: 'A client of v3 or v4 joins only the namespace it asks for.',
    fix: 'If such a listener disconnects clients, do that in `io.use()`, which the drop-in runs for every namespace.',
  },
  ROOT_MIDDLEWARE_GUARDS_NAMESPACES: {
    summary: 'The drop-in runs the middleware of `/` for every namespace, as v2 did. v4 does not.',
    cause: "The app calls `io.use()` or `io.set('authorization', …)` and has other namespaces.",
    v2: 'Every client joined `/` first, so its middleware guarded all namespaces.',
    v4: 'v4 runs it only for clients of `/`.',
    fix: "Before you leave the drop-in, give every namespace its own middleware: `io.of('/admin').use(check)`.",
  },
  SERVED_CLIENT_IS_V4: {
    summary: "Pages that load the client from the server now get v4's client.",
    cause:
      'A page loaded `/socket.io/socket.io.js` from the drop-in server, and no socket.io-client for v2 can be resolved from the app.',
    v2: 'It served its own client there.',
    v4: "It serves v4's client there. Pages that were written for v2's client may fail: `socket.json` is gone, reconnect events are emitted by the manager, and cookies are not sent to other origins.",
    fix: "Install v2's client beside the app (`npm install socket.io-client@2`), and the drop-in serves it. Or update the pages.",
  },
};
