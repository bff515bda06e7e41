import type { serverCatalogue } from '../server.js';
import type { DetailsOf } from './details.js';

const dropIn = (args: string) => `const io = require('socket.io-cors-compat/server')(${args});`;

/** Details of the warnings that only the drop-in server reports. */
export const serverDocs: DetailsOf<typeof serverCatalogue> = {
  ADAPTER_IS_FOR_V2: {
    cause: 'The option `adapter` or `io.adapter()` was given an adapter that was made for v2.',
    printed: ['this.adapter.init is not a function'],
    v4: 'It calls members that such an adapter does not have, and stops.',
  },
  ALLOW_EIO3_ON_BY_DEFAULT: {
    cause: 'The settings have no `allowEIO3`.',
    v2: 'It spoke version 3 of the Engine.IO protocol, as v1 and v2 clients do.',
    v4: 'It speaks version 4, and also version 3 if `allowEIO3` is `true`.',
    before: dropIn("httpServer, { origins: ['https://example.com:443'] }"),
    after: dropIn("httpServer, { origins: ['https://example.com:443'], allowEIO3: true }"),
  },
  ATTACH_ORIGINS_IGNORED: {
    args: { isRemoved: false },
    v2: "`require('socket.io').listen(server, options)` is the constructor.",
    before: `${dropIn('')}\nio.attach(httpServer, { origins: ['https://example.com:443'] });`,
    after: `${dropIn("{ origins: ['https://example.com:443'] }")}\nio.attach(httpServer);`,
  },
  CONSTRUCTOR_OPTIONS_IGNORED_BY_ATTACH: {
    args: { names: ['transports'], isRemoved: false },
    v2: '`attach()` and `listen()` only read their own options. From the constructor they took `path`, `serveClient`, `adapter`, `parser` and `origins`.',
    v4: "It merges the constructor's options into every `attach()`.",
    fix: 'Note that an `allowRequest` given to `attach()` replaces the check of `origins`.',
    before: `${dropIn("{ origins: ['https://example.com:443'], transports: ['websocket'] }")}
io.attach(httpServer);`,
    after: `${dropIn("{ origins: ['https://example.com:443'] }")}
io.attach(httpServer, { transports: ['websocket'] });`,
  },
  CORS_OPTION_BYPASSES_COMPAT: {
    cause: "The drop-in server was given `cors`, which is v4's option, and no v2 setting.",
    v2: 'It ignored `cors`.',
    before: dropIn("httpServer, { cors: { origin: 'https://example.com', credentials: true } }"),
  },
  LEGACY_MEMBER: {
    args: { member: 'io.sockets.connected', replacement: 'io.sockets.sockets, which is a Map' },
    cause:
      'The program used, for example, `io.sockets.connected`, `namespace.clients()`, `socket.json` or the callback of `socket.join()`. Each member is reported once.',
    v2: 'It had the member.',
    v4: 'The same code throws a TypeError, or silently does nothing.',
    before: `${dropIn("httpServer, { origins: ['https://example.com:443'] }")}
const clients = Object.values(io.sockets.connected);`,
    after: `${dropIn("httpServer, { origins: ['https://example.com:443'] }")}
const clients = [...io.sockets.sockets.values()];`,
  },
  ORIGINS_LIST_UNREADABLE: {
    cause:
      'The drop-in server reads a list at each handshake, as v2 did. The program put something other than a string into it.',
    args: { error: 'found 42; expected a string' },
    before: `const origins = ['https://example.com:443'];
${dropIn('httpServer, { origins }')}
origins.push(42);`,
    after: `const origins = ['https://example.com:443'];
${dropIn('httpServer, { origins }')}
origins.push('https://www.example.com:443');`,
    v2: 'It read the list at each handshake, and such an entry matched nothing.',
  },
  ORIGINS_NOT_PROPAGATED: {
    args: { why: 'the adapter cannot send to other nodes' },
    before: `${dropIn('httpServer, { corsCompat: { propagateOrigins: true } }')}
io.origins((origin, callback) => callback(null, origin === 'https://example.com'));`,
    after: `${dropIn('httpServer')}
io.origins((origin, callback) => callback(null, origin === 'https://example.com'));`,
    cause:
      '`io.origins()` was called on a server with `corsCompat: { propagateOrigins: true }`, and the adapter or the release of socket.io cannot send to other nodes. Or it was called with a function, which cannot be sent.',
  },
  PROPAGATED_ORIGINS_UNREADABLE: { args: { error: 'found 42; expected a list of origins' } },
  ROOT_CONNECTION_LISTENERS_NOT_CALLED: {
    cause: 'The program listens for `connection` on `/`, and has other namespaces.',
    v4: 'A client joins a namespace directly.',
  },
  ROOT_MIDDLEWARE_GUARDS_NAMESPACES: {
    cause: "The program calls `io.use()` or `io.set('authorization', …)`, and has other namespaces.",
    v2: 'A client connected to `/` before it could join another namespace.',
    v4: 'A client joins a namespace directly.',
  },
  SERVED_CLIENT_IS_V4: {
    v2: 'It served its own client there.',
    v4: 'Its client sends cookies to other origins only with `withCredentials: true`.',
  },
};
