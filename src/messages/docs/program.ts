import { CHANGED_MEMBERS, type programCatalogue } from '../program.js';
import type { DetailsOf } from './details.js';

/** Details of the findings about a program besides its CORS settings. */
export const programDocs: DetailsOf<typeof programCatalogue> = {
  GLOBAL_TYPES_ARE_GONE: {
    args: { names: 'SocketIO.Server and SocketIO.Socket', isRewritten: true },
    v4: 'For the types that v4 has, the codemod imports the namespace into a module. Elsewhere it writes `import("socket.io").Server`.',
    before: "import http from 'http';\nlet io: SocketIO.Server;",
    after: "import http from 'http';\nimport type * as SocketIO from 'socket.io';\nlet io: SocketIO.Server;",
  },
  REQUEST_RES_IS_GONE: {
    cause:
      'The documentation of v2 passed `socket.request.res` to express-session, and many programs still do. Others test for it.',
    v2: 'Engine.IO kept the HTTP response there.',
    v4: 'It is `null` in middleware.',
    before: 'io.use((socket, next) => session(socket.request, socket.request.res, next));',
    after: 'io.use((socket, next) => session(socket.request, socket.request.res || {}, next));',
  },
  ROOT_MIDDLEWARE_NO_LONGER_GUARDS_NAMESPACES: {
    args: { namespaces: '/admin', first: '/admin', isGateway: false, root: 'line 2' },
    cause:
      'The package calls `io.use()`, and has other namespaces that have no `use()` of their own. A namespace with a `use()` is not reported, even if that middleware depends on the one of `io.use()`.',
    v2: 'A client connected to the main namespace before it could join another one.',
    v4: 'A client joins `/admin` directly, also a v2 client with `allowEIO3`. If middleware of `/admin` reads what `io.use()` prepared, such as `socket.request.session`, it throws, and nothing catches that, so the client ends the process.',
    fix: 'Let it run before the middleware that the namespace has. Or use the drop-in server, which runs the middleware of the main namespace first, as v2 did.',
    before: "io.use(authenticate);\nio.of('/admin').on('connection', onAdmin);",
    after: "io.use(authenticate);\nio.of('/admin').use(authenticate).on('connection', onAdmin);",
  },
  V2_API_CHANGED: {
    args: { member: 'namespace.connected' },
    summary: 'The program uses a member of Socket.IO that v4 removed, or that has another shape on v4.',
    cause:
      'The program breaks when it gets to this code. The migration of origins does not depend on it. Each member is reported once per file, with all its lines. The codemod finds members by names such as `io` and `socket`, so look at the line before you change it.',
    v4: `These members changed:\n\n${Object.entries(CHANGED_MEMBERS)
      .map(([member, { now, instead }]) => `- \`${member}\`: ${now} ${instead}`)
      .join('\n')}`,
    fix: 'Most of these members keep working on the drop-in server, so they are not reported there.',
    before: "io.sockets.connected[id].emit('hello');",
    after: "io.of('/').sockets.get(id).emit('hello');",
  },
  V2_CLIENT_IN_THE_TREE: {
    cause: 'The file has the banner of such a release, or the table of events that only those releases have.',
  },
};
