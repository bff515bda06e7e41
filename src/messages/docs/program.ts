import { CHANGED_MEMBERS, type programCatalogue } from '../program.js';
import type { CodeDoc } from './code-doc.js';

/** Documentation of the findings about a program beside its CORS settings. */
export const programDocs: Readonly<Record<keyof typeof programCatalogue, CodeDoc>> = {
  GLOBAL_TYPES_ARE_GONE: {
    summary: 'The file uses the global types `SocketIO.…` or `SocketIOClient.…`, which v4 does not have.',
    cause:
      'The global namespaces `SocketIO` and `SocketIOClient` came from `@types/socket.io` and `@types/socket.io-client`.',
    v4: 'The packages bring their own types, which are imported. The codemod rewrites the types that v4 has: in a module to an `import type`, elsewhere to `import("socket.io").Server`.',
    fix: 'Run `tsc`. Replace the types that v4 does not have by hand.',
    example: {
      language: 'js',
      before: "import http from 'http';\nlet io: SocketIO.Server;",
      after: "import http from 'http';\nimport type { Server } from 'socket.io';\nlet io: Server;",
    },
  },
  REQUEST_RES_IS_GONE: {
    summary: 'Middleware reads `socket.request.res`, which v4 does not set.',
    cause:
      'The documentation of v2 passed `socket.request.res` to express-session, and many programs still do. Others test for it.',
    v2: 'Engine.IO kept the HTTP response there.',
    v4: 'It is `null` in middleware. express-session throws without a response, and nothing catches it, so the first client that connects ends the process. Code that tests for it refuses every client.',
    fix: 'Write `socket.request.res || {}`, which works on both releases. If the code tests for `socket.request.res`, remove the test.',
    example: {
      language: 'js',
      before: 'io.use((socket, next) => session(socket.request, socket.request.res, next));',
      after: 'io.use((socket, next) => session(socket.request, socket.request.res || {}, next));',
    },
  },
  ROOT_MIDDLEWARE_NO_LONGER_GUARDS_NAMESPACES: {
    summary: 'Namespaces without middleware of their own lose the guard that `io.use()` gave them.',
    cause:
      'The package calls `io.use()`, and has other namespaces, such as `/admin`, that have no `use()` of their own. Namespaces with a `use()` are not reported, although theirs may depend on the middleware of the main one.',
    v2: 'A client had to connect to the main namespace before it could join another one, so it passed the middleware of the main one first.',
    v4: 'A client joins `/admin` directly, and middleware of the main namespace does not run. A client that it would refuse can connect. This holds for v2 clients with `allowEIO3` as well. If middleware of `/admin` reads what `io.use()` prepared, such as `socket.request.session`, it throws, and nothing catches that, so the client ends the process.',
    fix: 'Call `use()` of each namespace with the same middleware, before its own. Or use the drop-in server, which runs the middleware of the main namespace first, as v2 did.',
    example: {
      language: 'js',
      before: "io.use(authenticate);\nio.of('/admin').on('connection', onAdmin);",
      after: "io.use(authenticate);\nio.of('/admin').use(authenticate).on('connection', onAdmin);",
    },
  },
  V2_API_CHANGED: {
    summary: 'The program uses a member of Socket.IO that v4 removed, or that has another shape on v4.',
    cause:
      'The program breaks when it gets to this code. The migration of origins does not depend on it. Each member is reported once per file, with all its lines. It is found by names such as `io` and `socket`, so look at the line before you change it.',
    v4: `These members changed:\n\n${Object.entries(CHANGED_MEMBERS)
      .map(([member, { now, instead }]) => `- \`${member}\`: ${now} ${instead}`)
      .join('\n')}`,
    fix: 'Write what the finding says. Most of these members keep working on the drop-in server, so they are not reported there.',
    example: {
      language: 'js',
      before: "io.sockets.connected[id].emit('hello');",
      after: "io.of('/').sockets.get(id).emit('hello');",
    },
  },
  V2_CLIENT_IN_THE_TREE: {
    summary: 'A file of the package is, or contains, a client of Socket.IO v1 or v2.',
    cause: 'The file has the banner of such a release, or the table of events that only those releases have.',
    v4: 'The server refuses such clients with "Unsupported protocol version" unless `allowEIO3` is set.',
    fix: "Run `migrate` with `--keep-v2-clients`, or replace the file with v4's client.",
  },
};
