import { expect } from 'chai';
import { parseSource } from '../../../src/codemod/ast/parse.js';
import { openProgram } from '../../../src/codemod/ast/scopes.js';
import { traceIn } from '../../../src/codemod/detect/prefilter.js';
import { EditList } from '../../../src/codemod/edits/edits.js';
import {
  type ProgramFile,
  programFacts,
  reviewClientBundle,
  reviewPage,
  reviewProgram,
} from '../../../src/codemod/program/review.js';
import type { FileSurvey } from '../../../src/codemod/types.js';
import type { ChangedMember } from '../../../src/messages/program.js';

function fileOf(code: string, filename = 'server.ts'): ProgramFile {
  const parsed = parseSource(code, filename);
  if (!('type' in parsed)) throw new Error(parsed.message);
  return { code, program: openProgram(parsed) };
}

/** The parts of a survey that `reviewProgram` reads. */
function surveyOf(code: string): FileSurvey {
  return {
    ...{
      setsServers: false,
      callsByName: [],
      patchesServers: false,
      attachesServers: false,
      usesWsAdapter: false,
      checksOrigins: false,
      makesServers: false,
      usesDropIn: false,
      readsRelease: false,
      adaptsGateways: false,
      hasGateways: false,
    },
    ...programFacts(fileOf(code).program),
  };
}

/** The subject and the line of each finding. */
function foundIn(code: string, filename?: string): string[] {
  return reviewProgram(fileOf(code, filename)).findings.map(
    ({ code: found, subject, line }) => `${found === 'V2_API_CHANGED' ? subject : found} ${line}`,
  );
}

const MAKE = "const io = require('socket.io')(3000);\n";
const CONNECT = (body: string) => `${MAKE}io.on('connection', (client) => { ${body} });`;

/** Code that breaks on v4, after a line that creates `io`. */
const CHANGED: readonly (readonly [code: string, member: ChangedMember])[] = [
  ['io.sockets.connected[id].emit("a")', 'namespace.connected'],
  ['Object.keys(io.of("/chat").connected)', 'namespace.connected'],
  ['const chat = io.of("/chat"); delete chat.connected[id]', 'namespace.connected'],
  ['const { connected } = io.sockets', 'namespace.connected'],
  ['this.io.sockets.connected', 'namespace.connected'],
  ['getIO().sockets.connected[id]', 'namespace.connected'],
  ['Object.keys(io.sockets.sockets).length', 'namespace.sockets'],
  ['io.sockets.sockets[id]', 'namespace.sockets'],
  ['for (const id in io.of("/x").sockets) f(id)', 'namespace.sockets'],
  ['io.sockets.adapter.rooms[room].length', 'adapter.rooms'],
  ['if (room in io.of("/").adapter.rooms) f()', 'adapter.rooms'],
  ['(io.sockets.adapter.rooms || {})[room]', 'adapter.rooms'],
  ['socket.adapter.sids[socket.id]', 'adapter.sids'],
  ['Object.keys(socket.rooms)', 'socket.rooms'],
  ['for (const room in socket.rooms) f(room)', 'socket.rooms'],
  ['!!socket.rooms[room]', 'socket.rooms'],
  ['this.socket.rooms[room]', 'socket.rooms'],
  ['io.nsps["/chat"]', 'io.nsps'],
  ['io.clients((error, ids) => {})', 'clients(callback)'],
  ['io.of("/x").in(room).clients(done)', 'clients(callback)'],
  ['this.server.clients(function (error, ids) {})', 'clients(callback)'],
  ['io.json.emit("a", {})', 'json'],
  ['socket.broadcast.to(room).json.send({})', 'json'],
  ['io.to(room).send("a")', 'to(room).send()'],
  ['socket.broadcast.to(room).write("a")', 'to(room).send()'],
  ['socket.broadcast.send("a")', 'to(room).send()'],
  ['socket.to(room).broadcast.emit("a")', 'to(room).broadcast'],
  ['socket.join(room, () => {})', 'join(room, callback)'],
  ['socket.join(room, joined)', 'join(room, callback)'],
  ['socket.leave(room, function () {})', 'leave(room, callback)'],
  ['socket.binary(true).emit("a")', 'socket.binary()'],
  ['socket.error("no")', 'socket.error()'],
  [
    'socket.onclose = function (reason) { Object.getPrototypeOf(this).onclose.call(this, reason); }',
    'socket.onclose',
  ],
  ['socket.emit("a").emit("b")', 'emit().emit()'],
  ['io.to(room).emit("a").to(other).emit("b")', 'emit().emit()'],
  ['socket.join(a).emit("b")', 'join().emit()'],
  ['socket.emit("disconnect")', "emit('disconnect')"],
  ['require("socket.io/lib/socket").prototype.leaveAll = f', "require('socket.io/lib/socket')"],
  ['import Namespace from "socket.io/lib/namespace.js"', "require('socket.io/lib/socket')"],
];

/** Code of other libraries, or code that runs on v4. */
const UNCHANGED: readonly string[] = [
  'io.sockets.sockets.get(id)',
  'io.sockets.sockets.size',
  'for (const [id] of io.sockets.sockets) f(id)',
  'Array.from(io.sockets.sockets)',
  'const all = [...io.of("/x").sockets.keys()]',
  'io.sockets.adapter.rooms.get(room)?.size',
  'const { rooms } = lobby; rooms[room]',
  'socket.rooms.has(room)',
  '[...socket.rooms]',
  'console.log(socket.rooms)',
  'const { size } = socket.rooms',
  'const [own, ...others] = socket.rooms',
  'if (rooms === socket.rooms || socket.rooms instanceof Set) f()',
  'socket.rooms[Symbol.iterator]()',
  '(socket.rooms ?? new Set()).has(room)',
  'socket.rooms.isSubsetOf(others)',
  'Object.fromEntries(io.sockets.adapter.rooms)',
  'game.rooms[room].length',
  'this.connected[userId] = true',
  'const peers = { connected: {} }; peers.connected[id]',
  'if (socket.connected) f()',
  'wss.clients.forEach((ws) => ws.send("a"))',
  'wss.clients',
  'sockets.clients(room)',
  'res.status(200).json({}).end()',
  'const { json } = require("express")',
  'app.use(express.json())',
  'socket.join(room)',
  'await socket.join(room)',
  'query.join("accounts", function () { this.on("a", "b") })',
  'knex("users").join("contacts", done)',
  'Promise.join(a, callback)',
  'path.join(a, b)',
  'socket.to(room).emit("a")',
  'io.to(room).emit("a")',
  'mail.to(address).send(text)',
  'request(app).post("/").send({}).on("error", f)',
  'log.error("no")',
  'emitter.emit("a").emit("b")',
  'process.emit("disconnect")',
  'socket.emit("error", e)',
  'socket.on("error", f)',
  'const ws = new WebSocket(url); ws.onclose()',
  'const socket = new WebSocket(url); socket.onclose = f; socket.onclose()',
  'socket.onclose = f',
  'socket.on("reconnect", f)',
  'redis.on("reconnecting", f)',
  'io.close(() => {})',
  'socket.request.res || {}',
  'session(socket.request, socket.request.res ?? {}, next)',
  'error.request.res.responseUrl',
  'response.request.res',
  'require("socket.io/package.json").version',
  'const net = require("net"); const socket = net.connect(80); socket.error("a")',
];

describe('reviewProgram', () => {
  for (const [code, member] of CHANGED) {
    it(`finds ${member} in ${code}`, () => {
      expect(foundIn(MAKE + code)).to.deep.equal([`${member} 2`]);
    });
  }

  it('finds nothing in code of other libraries, and in code that runs on v4', () => {
    const wrong = UNCHANGED.map((code) => [code, foundIn(MAKE + code)]).filter(([, found]) => found?.length);
    expect(wrong).to.deep.equal([]);
  });

  it('reports code for v2 that hands a Set or a Map of v4 on, and code for v4 only if it cannot work', () => {
    const found = (code: string, isModern: boolean) =>
      reviewProgram(fileOf(MAKE + code), { isModern }).findings.map(({ subject }) => subject);
    for (const [code, member] of [
      ['notify(socket.rooms)', 'socket.rooms'],
      ['const get = (socket) => socket.rooms', 'socket.rooms'],
      ['const rooms = socket.rooms; notify({ rooms })', 'socket.rooms'],
      ['const all = io.sockets.sockets; all[id].emit("a")', 'namespace.sockets'],
      ['const { rooms } = io.sockets.adapter; rooms[room]', 'adapter.rooms'],
      ['notify(io.of("/chat").sockets)', 'namespace.sockets'],
      ['this.rooms = io.sockets.adapter.rooms', 'adapter.rooms'],
      ['repository.clients((all) => {})', 'clients(callback)'],
    ] as const) {
      expect(found(code, false), code).to.deep.equal([member]);
      expect(found(code, true), code).to.deep.equal([]);
    }
    for (const [code, member] of [
      ['Object.values(socket.rooms || {})', 'socket.rooms'],
      ['JSON.stringify(socket.rooms)', 'socket.rooms'],
      ['const { length } = socket.rooms', 'socket.rooms'],
      ['io.in(room).clients(done)', 'clients(callback)'],
    ] as const)
      for (const isModern of [false, true]) expect(found(code, isModern), code).to.deep.equal([member]);
    for (const [code, member] of CHANGED) expect(found(code, true), code).to.deep.equal([member]);
  });

  it('recognizes a socket as the parameter of a handler, whatever its name', () => {
    expect(foundIn(CONNECT('Object.keys(client.rooms); client.join(a, () => {});'))).to.deep.equal([
      'socket.rooms 2',
      'join(room, callback) 2',
    ]);
    expect(foundIn('io.use((s, next) => session(s.request, s.request.res, next))')).to.deep.equal([
      'REQUEST_RES_IS_GONE 1',
    ]);
  });

  it('recognizes a parameter or a class member by its type, whatever its name', () => {
    const gateway = (types: string, [server, socket]: readonly [string, string]) => `${types}
@WebSocketGateway() class Gateway {
  @WebSocketServer() private readonly server!: ${server};
  join(client: ${socket}) { client.join('a', () => {}); Object.keys(client.rooms); }
  all() { return Object.keys(this.server.sockets.sockets); }
}`;
    const found = ['join(room, callback) 4', 'socket.rooms 4', 'namespace.sockets 5'];
    expect(
      foundIn(gateway("import type { Server, Socket as S } from 'socket.io';", ['Server', 'S'])),
    ).to.deep.equal(found);
    expect(foundIn(gateway("import * as io from 'socket.io';", ['io.Server', 'io.Socket']))).to.deep.equal(
      found,
    );
    expect(
      foundIn(gateway('', ['SocketIO.Server', 'SocketIO.Socket'])).filter((one) => !/TYPES/.test(one)),
    ).to.deep.equal(found);
    expect(foundIn(gateway("import { Server, Socket } from 'net';", ['Server', 'Socket']))).to.deep.equal([]);
  });

  it('reports a member once per file, with all its lines', () => {
    const { findings } = reviewProgram(
      fileOf(`${MAKE}io.sockets.connected[a];\n\nio.sockets.connected[b]; io.sockets.connected[c];`),
    );
    expect(findings).to.have.length(1);
    expect(findings[0]).to.include({ line: 2, column: 1, action: 'manual', effect: 'none' });
    expect(findings[0]?.message).to.include('lines 2 and 4').and.include('connected');
  });

  it('finds socket.request.res without a fallback', () => {
    for (const use of [
      'session(socket.request, socket.request.res, next)',
      'socket.request.res ? session(socket.request, socket.request.res, next) : next()',
      '{ const { res } = socket.request; session(socket.request, res, next); }',
      // On v4 it is null, and a default only replaces undefined.
      '{ const { res = {} } = socket.request; session(socket.request, res, next); }',
    ])
      expect(foundIn(`${MAKE}io.use((socket, next) => ${use})`)).to.deep.equal(['REQUEST_RES_IS_GONE 2']);
  });

  it('does not report what the drop-in keeps', () => {
    const file = fileOf(
      `${MAKE}io.sockets.connected[id]; socket.binary(false); io.of('/x'); io.use((s, next) => f(s.request.res))`,
    );
    expect(reviewProgram(file, { becomesDropIn: true }).findings).to.deep.equal([]);
  });

  describe('in clients', () => {
    const events = `socket.json.send({});
socket.on('reconnect_attempt', f);
socket.once('connect_timeout', f);
socket.on('pong', f);
socket.on('error', f);
socket.io.on('reconnect', f);
socket.emit('a');
`;
    it('leaves to code for v4 the events that a server of v4 may emit itself', () => {
      const code = `const socket = require('socket.io-client')();\n${events}`;
      expect(
        reviewProgram(fileOf(code), { isModern: true }).findings.map(({ subject }) => subject),
      ).to.deep.equal(['json', "client.on('reconnect')", "client.on('connect_timeout')"]);
    });

    const found = [
      'json 2',
      "client.on('reconnect') 3",
      "client.on('connect_timeout') 4",
      "client.on('ping') 5",
      "client.on('error') 6",
    ];

    for (const start of [
      "const socket = require('socket.io-client')('http://localhost');",
      "import io from 'socket.io-client'; const socket = io('http://localhost');",
      "import io from 'socket.io-client'; export const run = (socket: any) => { socket; };",
      'var socket = io.connect();',
      'const socket = window.io();',
    ])
      it(`finds events that they no longer emit, after ${start}`, () => {
        expect(foundIn(`${start}\n${events}`)).to.deep.equal(found);
      });

    it('follows a client that is a member', () => {
      expect(
        foundIn(
          "import io from 'socket.io-client';\nclass A { s = null; f() { this.s = io(); this.s.on('error', g); } }",
        ),
      ).to.deep.equal(["client.on('error') 2"]);
    });

    it('finds a namespace import that is called', () => {
      expect(foundIn("import * as io from 'socket.io-client';\nio('http://localhost');")).to.deep.equal([
        "import * as io from 'socket.io-client' 2",
      ]);
      expect(foundIn("import { io } from 'socket.io-client';\nio('http://localhost');")).to.deep.equal([]);
    });

    it('reads the scripts of a page, at their lines', () => {
      const page = `<html>\n<script src="/socket.io/socket.io.js"></script>\n<script type="text/template"><b>{{ not code }}</b></script>\n<script>\nvar socket = io();\nsocket.on('reconnect', f);\n</script>`;
      expect(reviewPage(page).map(({ subject, line }) => `${subject} ${line}`)).to.deep.equal([
        "client.on('reconnect') 6",
      ]);
      expect(reviewPage('<script>if (</script>')).to.deep.equal([]);
    });
  });

  describe('of global types', () => {
    const rewrite = (code: string) => new EditList(code, reviewProgram(fileOf(code)).edits).apply();

    it('imports their namespace in a module, in the style of the file', () => {
      expect(rewrite('import http from "http";\nexport let s: SocketIO.Socket;\n')).to.equal(
        'import http from "http";\nimport type * as SocketIO from "socket.io";\nexport let s: SocketIO.Socket;\n',
      );
      expect(
        rewrite(
          "import * as socketIo from 'socket.io'\r\nclass A implements SocketIO.Server { s: SocketIO.Server }",
        ),
      ).to.equal(
        "import * as socketIo from 'socket.io'\r\nimport type * as SocketIO from 'socket.io'\r\nclass A implements SocketIO.Server { s: SocketIO.Server }",
      );
      expect(rewrite('export let options: SocketIO.ServerOptions;')).to.equal(
        "import type * as SocketIO from 'socket.io';\nexport let options: Partial<SocketIO.ServerOptions>;",
      );
    });

    it('keeps a script a script', () => {
      expect(rewrite('declare let options: SocketIO.ServerOptions;')).to.equal(
        "declare let options: Partial<import('socket.io').ServerOptions>;",
      );
    });

    it('imports those of the client', () => {
      expect(rewrite("import 'a';\nlet s: SocketIOClient.Socket;")).to.equal(
        "import 'a';\nimport type * as SocketIOClient from 'socket.io-client';\nlet s: SocketIOClient.Socket;",
      );
    });

    it('names those that v4 has no type for', () => {
      const { findings, edits } = reviewProgram(fileOf('let r: SocketIO.Rooms;\nlet c: SocketIO.Client;'));
      expect(edits).to.deep.equal([]);
      expect(findings[0]).to.include({ code: 'GLOBAL_TYPES_ARE_GONE', action: 'manual', line: 1 });
      expect(findings[0]?.subject).to.equal('SocketIO.Rooms, SocketIO.Client');
    });

    it('does not change a namespace that the file declares', () => {
      expect(foundIn("import * as SocketIO from 'socket.io';\nlet s: SocketIO.Socket;")).to.deep.equal([]);
    });
  });
});

describe('traceIn', () => {
  it('finds files that use the server of another file', () => {
    const missed = CHANGED.filter(
      ([code, member]) => !/emit|error|binary/.test(member) && traceIn(code) === undefined,
    );
    expect(missed).to.deep.equal([]);
    for (const code of ["io.of('/x')", 'this.io.use(f)', 'let s: SocketIO.Socket', 's.request.res'])
      expect(traceIn(code), code).not.to.equal(undefined);
  });

  it('finds functions that check origins', () => {
    for (const code of [
      'exports.check = (origin, callback) => callback(null, true);',
      'exports.check = function (requestOrigin, done) { done(null, true); };',
      'export const check = (origin: string | undefined, next: (error: Error | null, ok?: boolean) => void): void => next(null);',
      'export async function check(origin?: string, next = noop()): Promise<void> { next(null); }',
      'class Check { check(\n  origin,\n  callback,\n) { callback(null, true); } }',
      'exports.allowedOrigins = async function (host, callback) { callback(null, true); };',
    ])
      expect(traceIn(code), code).to.equal('check');
  });

  it('finds nothing in the code of other libraries', () => {
    for (const code of [
      'return to(origin, space);',
      'if (inGamut(origin, space, { epsilon: 0 })) return;',
      'const from = (original, copy) => copy;',
      'app.use(f)',
      "path.join('a', f)",
      'socket.on("error", f)',
      'list.of(1)',
      'res.json({})',
    ])
      expect(traceIn(code), code).to.equal(undefined);
  });
});

describe('reviewProgram, of middleware and namespaces', () => {
  const CODE = 'ROOT_MIDDLEWARE_NO_LONGER_GUARDS_NAMESPACES';

  /** The findings in a package, by path and line. */
  const review = (files: Record<string, string>) => {
    const surveys = Object.entries(files).map(([path, code]) => ({ ...surveyOf(code), path }));
    return Object.entries(files).flatMap(([path, code]) =>
      reviewProgram(fileOf(code), { others: surveys.filter((survey) => survey.path !== path) })
        .findings.filter((finding) => finding.code === CODE)
        .map(({ subject, line }) => `${path}:${line} ${subject}`),
    );
  };

  it('finds namespaces of all kinds that the middleware of the main one no longer guards', () => {
    const computed = 'a namespace with a computed name';
    for (const [name, subject] of [
      ["'/admin'", '/admin'],
      ['`/admin`', '/admin'],
      ['name', computed],
      [['`/', '{hash}`'].join('$'), computed],
      ['/^\\/x-\\d+$/', computed],
    ])
      expect(review({ 'a.js': `${MAKE}io.use(f);\nio.of(${name}).on('connection', g);` })).to.deep.equal([
        `a.js:3 ${subject}`,
      ]);
  });

  it('gives a fix that names the namespace, or the hook of its gateway', () => {
    const remedyOf = (code: string) =>
      reviewProgram(fileOf(code), { others: [] }).findings.find((finding) => finding.code === CODE)?.remedy;
    expect(remedyOf(`${MAKE}io.use(f);\nio.of('/audit').on('connection', g);`)).to.include("io.of('/audit')");
    expect(
      remedyOf(`${MAKE}io.use(f);\n@WebSocketGateway({ namespace: 'audit' }) class Audit {}`),
    ).to.include('afterInit');
  });

  it('reads the name of a namespace that is in a constant', () => {
    const reviewOf = (name: string) =>
      review({ 'a.js': `const NAME = '${name}';\n${MAKE}io.use(f);\nio.of(NAME).on('connection', g);` });
    expect(reviewOf('/admin')).to.deep.equal(['a.js:4 /admin']);
    expect(reviewOf('/')).to.deep.equal([]);
  });

  it('finds them in other files of the package', () => {
    expect(
      review({
        'server.js': `${MAKE}io.use(auth);`,
        'admin.js': "module.exports = (io) => { io.of('/admin').on('connection', f); };",
        'chat.js': "module.exports = (io) => { io.of('chat').use(auth).on('connection', f); };",
      }),
    ).to.deep.equal(['admin.js:1 /admin']);
  });

  it('recognizes middleware of the main namespace by its receiver or its shape', () => {
    for (const use of [
      'io.use(f)',
      'io.sockets.use(f)',
      "io.of('/').use(f)",
      'app.io.use(f)',
      'server.use((socket, next) => next())',
    ])
      expect(review({ 'a.js': `io.of('/x');\n${use}` })).to.deep.equal(['a.js:1 /x']);
  });

  it('finds nothing if each namespace has its own middleware, or the main one has none', () => {
    for (const code of [
      "io.use(f); io.of('/x').use(f)",
      "io.use(f); io.of('/x').on('connection', g).use(f)",
      "io.use(f); const x = io.of('/x'); x.use(f)",
      "io.use(f); class A { constructor() { this.x = io.of('/x'); this.x.use(f); } }",
      "io.use(f); io.of('/x'); io.of('x').use(f)",
      "io.use(f); io.of('/').on('connection', g)",
      "io.use(f); Array.of('/x'); Observable.of('/y')",
      "app.use(f); router.use((req, next) => next()); io.of('/x')",
      "socket.use((packet, next) => next()); io.of('/x')",
      "const x = io.of('/x'); x.use((socket, next) => next())",
    ])
      expect(review({ 'a.js': code }), code).to.deep.equal([]);
  });

  it("distinguishes Nest's gateways by their namespaces", () => {
    const gateway = (options: string, name: string, body = '') =>
      `@WebSocketGateway(${options}) export class ${name} { afterInit(server) { ${body} } }`;
    expect(
      review({
        'root.gateway.ts': gateway('', 'Root', 'server.use((socket, next) => next());'),
        'admin.gateway.ts': gateway("{ namespace: 'admin' }", 'Admin'),
        'chat.gateway.ts': gateway("{ namespace: 'chat' }", 'Chat', 'server.use((socket, next) => next());'),
      }),
    ).to.deep.equal(['admin.gateway.ts:1 /admin']);
    expect(
      review({
        'admin.gateway.ts': gateway(
          "{ namespace: 'admin' }",
          'Admin',
          'server.use((socket, next) => next());',
        ),
        'chat.gateway.ts': gateway("{ namespace: 'chat' }", 'Chat'),
      }),
    ).to.deep.equal([]);
  });

  it('names the place of the middleware', () => {
    const others = [{ ...surveyOf(`${MAKE}io.use(auth);`), path: 'server.js' }];
    const [finding] = reviewProgram(fileOf("io.of('/admin')"), { others }).findings;
    expect(finding).to.include({ code: CODE, severity: 'danger', effect: 'opens', action: 'manual' });
    expect(finding?.message).to.include('server.js:2');
  });
});

describe('reviewClientBundle', () => {
  it('recognizes clients before v3 by their banner, and in bundles by their events', () => {
    for (const code of [
      '/*!\n * Socket.IO v2.5.0\n * (c) 2014-2021 Guillermo Rauch\n */\n!function(){}()',
      'var events={connect:1,connect_error:1,connect_timeout:1,connecting:1,disconnect:1}',
      'var events = {\n  connect_error: 1,\n  connect_timeout: 1,\n  connecting: 1,\n};',
    ])
      expect(reviewClientBundle(code).map((finding) => finding.code)).to.deep.equal([
        'V2_CLIENT_IN_THE_TREE',
      ]);
  });

  it('finds none in clients of v4 and in code that uses a client', () => {
    expect(reviewClientBundle('/*!\n * Socket.IO v4.8.1\n */')).to.deep.equal([]);
    expect(reviewClientBundle("socket.on('connect_timeout', f)")).to.deep.equal([]);
  });
});
