import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Finding, migrateSource } from '../../../src/codemod/index.js';
import { cli, type Sandbox, sandbox } from '../../cli/sandbox.js';

const MADE = "const io = require('socket.io')(server);\n";
const EXPORTED = `${MADE}module.exports = io;\n`;

/** A file that makes a server, and one that has it from there and refuses strangers: on v4 both go without that. */
const PAIRS: Readonly<Record<string, readonly [made: string, set: string]>> = {
  exported: [EXPORTED, "const io = require('./io');\nio.origins(['https://example.com:443']);\n"],
  'exported under a name': [
    "exports.io = require('socket.io')(server);\n",
    "require('./io').io.origins(list);\n",
  ],
  'exported as a module does': [
    "import socketIo from 'socket.io';\nexport default socketIo(server);\n",
    "import chat from './io.js';\nchat.origins(['https://example.com:443']);\n",
  ],
  'exported where it is declared': [
    "import socketIo from 'socket.io';\nexport const io = socketIo(server);\n",
    "import { io } from './io.js';\nio.origins(list);\n",
  ],
  'exported in a chain': [
    `${MADE}module.exports = io.on('connection', greet);\n`,
    "const chat = require('./io');\nchat.origins(list);\n",
  ],
  'given to a function': [
    `${MADE}require('./conf')(io);\n`,
    'module.exports = (server) => { server.origins(process.env.ORIGINS); };\n',
  ],
  'given to a handler': [
    `${MADE}io.on('connection', (socket) => greet(io, socket));\n`,
    'exports.greet = (io) => io.origins(list);\n',
  ],
  'exported with more members': [
    "module.exports = Object.assign(require('socket.io')(server), { send });\n",
    "const chat = require('./io');\nchat.origins(list);\n",
  ],
  'kept by Express': [
    `${MADE}app.set('io', io);\n`,
    "module.exports = (app) => app.get('io').origins(list);\n",
  ],
  'kept by the app': ["app.io = require('socket.io')();\n", "require('./app').io.origins(list);\n"],
  'kept in a field': [
    "const socketIo = require('socket.io');\nexports.Hub = class { io = socketIo(server); };\n",
    "const { Hub } = require('./io');\nnew Hub().io.origins(list);\n",
  ],
  'a global': ["global.io = require('socket.io')(server);\n", "io.set('origins', list);\n"],
  'that everyone was let into': [
    "const io = require('socket.io')(server, { origins: '*:*' });\nmodule.exports = io;\n",
    "require('./io').origins(['https://example.com:443']);\n",
  ],
  'whose check is replaced': [
    EXPORTED,
    "const chat = require('./io');\nchat.checkRequest = check;\nchat.on('connection', (socket) => greet(socket));\n",
  ],
  'whose origins are replaced': [EXPORTED, "require('./io')._origins = ['https://example.com:443'];\n"],
  'whose engine is given a check': [
    EXPORTED,
    'module.exports = (io, sockets) => { io.eio.allowRequest = check; };\n',
  ],
  'whose engine is given one by its other name': [
    EXPORTED,
    "// What guards the sockets\nrequire('./io').engine.allowRequest = check;\n",
  ],
  ...Object.fromEntries(
    Object.entries({
      'whose method is called by a name in a table': 'for (const name in { origins: list }) hub[name](list);',
      'whose method is called by a name in a text':
        "for (const name of 'set,origins'.split(',')) hub[name](list);",
      'whose method is called by a constant': "const METHOD = 'origins';\nhub[METHOD](list);",
      'whose method is taken out': 'const { origins } = hub;\norigins.call(hub, list);',
      'whose method is kept': 'const restrict = hub.origins;\nrestrict.apply(hub, [list]);',
      'whose method is called by reflection': 'Reflect.apply(hub.origins, hub, [list]);',
      'whose method is read by reflection': "Reflect.get(hub, 'origins').call(hub, list);",
      'that is set by a name in a table': 'for (const key in { origins: list }) hub.set(key, list);',
      'that is set by spread arguments': "hub.set(...['origins', list]);",
      'that is set by a list of arguments': "hub.set.apply(hub, ['origins', list]);",
      'whose origins are replaced in a pattern': '[hub._origins] = [list];',
      'whose origins are replaced by a loop': 'for (hub._origins of [list]);',
      'whose origins are merged in': 'const guard = { _origins: list };\nObject.assign(hub, guard);',
      'whose engine is given to a function':
        'const guard = (to) => { to.allowRequest = check; };\nguard(hub.eio);',
      'whose engine is taken out': 'const { eio: inner } = hub;\ninner.allowRequest = check;',
      'whose engine is merged with a check':
        'const guard = { allowRequest: check };\nObject.assign(hub.eio, guard);',
      'whose engine is given another method': 'hub.eio.verify = verify;',
      'that is the scope of a block': 'with (hub) { origins(list); }',
      'that a text is run for': "new Function('hub', 'hub.origins([])')(hub);",
    }).map(([name, code]) => [
      name,
      [EXPORTED, `module.exports = function (hub) {\n${code}\n};\n`] as [string, string],
    ]),
  ),
  'that is attached with options of a third file': [
    "module.exports = require('socket.io')({ origins: list });\n",
    "require('./io').attach(server, require('./options'));\n",
  ],
  'that is attached with options that are changed': [
    "module.exports = require('socket.io')({ origins: list });\n",
    'const options = {};\nconst same = options;\nsame.allowRequest = check;\nhub.attach(server, options);\n',
  ],
  'that listens with options that hold a check': [
    "module.exports = require('socket.io')({ origins: list });\n",
    'let options = { allowRequest: check };\nhub.listen(server, options);\n',
  ],
  'whose class is given a check': [EXPORTED, "require('socket.io').prototype.checkRequest = check;\n"],
};

/** Files beside one that makes a server which admits everyone, and that others can get hold of. */
const HARMLESS: Readonly<Record<string, string>> = {
  'lets everyone in itself': "require('./io').origins('*:*');\n",
  'lets everyone in with io.set()': "require('./io').set('origins', ['*:*']);\n",
  'sets what is proven to be something else':
    "const graph = require('graph');\ngraph.origins(list);\nconst app = require('express')();\napp.set('origins', list);\n",
  'has options, and a class with a check of its own':
    'options.allowRequest = check;\nApi.prototype.checkRequest = check;\n',
  'calls methods by name, without a word of origins':
    'module.exports = (hub) => { for (const name in handlers) hub[name](handlers[name]); hub.set(key, value); };\n',
  'has origins of its own, and a table of functions':
    "const actions = { open() {} };\nmodule.exports = (name) => actions[name]({ origins: list });\nconst seen = new Map();\nseen.set(name, 'origins');\n",
  'has options with a check, and the engine of templates':
    "module.exports = (app, options) => { app.engine('html', render); options.allowRequest = check; };\n",
  'has a sentence about origins, and runs texts':
    "module.exports = (hub) => { log('Insecure origins are not allowed'); new Function('return 1')(); hub[name](value); };\n",
  'attaches something to something':
    'const options = { path, ...others };\nmodule.exports = (player) => { player.attach(card, options.target); bytes.prototype.set.call(a, b); };\n',
  'names sessions': 'module.exports = (hub) => { hub.eio.generateId = () => 1; };\n',
  'reads what a server has':
    "const io = require('./io');\nlog(io.checkRequest, io._origins, io.eio.allowRequest);\n",
};

describe('socketio-cors migrate, of a server that is made in one file and set in another', () => {
  let box: Sandbox;
  const run = async (...args: string[]) => {
    const { stdout } = await cli(box.path, 'migrate', '--from', '2.5.1', '--format', 'json', ...args);
    const { files } = JSON.parse(stdout) as { files: { path: string; findings: Finding[] }[] };
    return (path: string, action: Finding['action']) =>
      (files.find((file) => file.path === path)?.findings ?? [])
        .filter((finding) => finding.action === action)
        .map(({ code, effect }) => `${code} ${effect}`);
  };
  const text = (name: string) => readFileSync(join(box.path, name), 'utf8');
  const withoutTodo = (code: string) =>
    code.replace(/^\/\/ TODO\(socketio-cors\) .*\n\/\/ {3}npx .*\n/gm, '');
  beforeEach(() => {
    box = sandbox({ 'package.json': '{}' });
  });
  afterEach(() => box.remove());

  for (const [name, [made, set]] of Object.entries(PAIRS)) {
    // Whichever of them is read first.
    for (const other of ['a.js', 'z/z.js']) {
      it(`leaves both for review if it is ${name}, in ${other}`, async () => {
        box.write({ 'io.js': made, [other]: set });
        const found = await run('--write');
        expect(found('io.js', 'manual')).to.deep.equal(['ORIGINS_NOT_MIGRATED opens']);
        expect(found('io.js', 'migrated')).to.deep.equal([]);
        expect(found(other, 'manual')).to.have.length(1);
        expect(found(other, 'manual')[0]).to.match(/^ORIGINS_(?:CALL_ON_UNKNOWN_RECEIVER|SET_LATER) opens$/);
        expect(text('io.js')).to.include('// TODO(socketio-cors) ORIGINS_NOT_MIGRATED: ');
        expect(withoutTodo(text('io.js'))).to.equal(made);
        expect(withoutTodo(text(other))).to.equal(set);
        const after = [text('io.js'), text(other)];
        await run('--write');
        expect([text('io.js'), text(other)]).to.deep.equal(after);
      });
    }
  }

  for (const [name, code] of Object.entries(HARMLESS)) {
    it(`allows every origin, as v2 did, if the other ${name}`, async () => {
      box.write({ 'io.js': EXPORTED, 'other.js': code });
      const found = await run();
      expect(found('io.js', 'manual')).to.deep.equal([]);
      expect(found('io.js', 'migrated')).to.include('ALLOW_ALL_BY_DEFAULT none');
    });
  }

  for (const [name, table] of [
    ['table.js', "module.exports = { origins: 'example.com:443' };\n"],
    ['table.json', '{ "origins": "example.com:443" }\n'],
  ] as const)
    it(`leaves it for review if its methods are called by the keys in a third file: ${name}`, async () => {
      const apply =
        "const table = require('./table');\nmodule.exports = (hub) => { for (const key in table) if (hub[key]) hub[key](table[key]); };\n";
      box.write({ 'io.js': EXPORTED, 'apply.js': apply, [name]: table });
      const found = await run();
      expect(found('io.js', 'manual')).to.deep.equal(['ORIGINS_NOT_MIGRATED opens']);
      expect(found('apply.js', 'manual')).to.deep.equal(['ORIGINS_CALL_ON_UNKNOWN_RECEIVER opens']);
      box.write({ [name]: table.replace('origins', 'path') });
      expect((await run())('io.js', 'manual')).to.deep.equal([]);
    });

  it('leaves a server for review if another file may use it in place of its own, and sets the origins of that', async () => {
    box.write({
      'io.js': `${MADE}require('./monitor')(io);\n`,
      'monitor.js':
        "module.exports = (given) => {\n  const io = given || require('socket.io')(server);\n  io.origins(list);\n};\n",
    });
    const found = await run();
    for (const file of ['io.js', 'monitor.js'])
      expect(found(file, 'manual'), file).to.deep.equal(['ORIGINS_NOT_MIGRATED opens']);
  });

  it('leaves a server for review if a file below may set it, although there is no package.json', async () => {
    rmSync(join(box.path, 'package.json'));
    box.write({
      'io.js':
        "const app = { io: require('socket.io')(server) };\nnames.forEach((name) => require('./plugins/' + name)(app));\n",
      'plugins/security.js': 'module.exports = (app) => app.io.origins(list);\n',
    });
    expect((await run())('io.js', 'manual')).to.deep.equal(['ORIGINS_NOT_MIGRATED opens']);
  });

  it('reports the origins in options that a server for v4 gets from another file, while package.json is on v2', async () => {
    box.write({
      'io.js': "const { Server } = require('socket.io');\nnew Server(3000, require('./conf').chat);\n",
      'conf.js': "exports.chat = { origins: 'https://example.com:443', pingTimeout: 5000 };\n",
    });
    expect((await run())('conf.js', 'manual')).to.deep.equal(['ORIGINS_NOT_MIGRATED opens']);
  });

  it('allows every origin on a gateway without origins, as v2 did, unless an adapter may set them', async () => {
    const gateway =
      "import { WebSocketGateway } from '@nestjs/websockets';\n@WebSocketGateway()\nexport class Chat {}\n";
    const adapter = (body: string) =>
      `import { IoAdapter } from '@nestjs/platform-socket.io';\nexport class Adapter extends IoAdapter { createIOServer(port, options) { ${body} } }\n`;
    for (const body of [
      '',
      'const io = super.createIOServer(port, options); io.adapter(redis); return io;',
      'return super.createIOServer(port, { ...options, pingTimeout: 5000 });',
    ]) {
      box.write({ 'chat.ts': gateway, 'adapter.ts': adapter(body) });
      expect((await run())('chat.ts', 'migrated'), body).to.include('ALLOW_ALL_BY_DEFAULT none');
    }
    for (const body of [
      'return super.createIOServer(port, { ...options, origins: list });',
      'return super.createIOServer(port, { ...options, ...config });',
      'options.origins = list; return super.createIOServer(port, options);',
      'const io = super.createIOServer(port, options); io.origins(list); return io;',
    ]) {
      box.write({ 'adapter.ts': adapter(body) });
      expect((await run())('chat.ts', 'migrated'), body).to.deep.equal([]);
    }
  });

  it('leaves a gateway for review, without a comment, if the package has an adapter for plain WebSockets', async () => {
    const gateway =
      "import { WebSocketGateway } from '@nestjs/websockets';\n@WebSocketGateway({ origins: ['https://example.com:443'] })\nexport class Chat {}\n";
    box.write({ 'chat.ts': gateway, 'main.ts': "import { WsAdapter } from '@nestjs/platform-ws';\n" });
    const found = await run('--write');
    expect(found('chat.ts', 'manual')).to.deep.equal(['ORIGINS_NOT_MIGRATED opens']);
    expect(text('chat.ts')).to.equal(gateway);
  });

  it('asks about a gateway whose file has plain WebSockets, unless Socket.IO or an adapter shows what it is', async () => {
    const gateway = (imports: string) =>
      `import { WebSocketGateway } from '@nestjs/websockets';\nimport WebSocket from 'ws';\n${imports}@WebSocketGateway({ origins: ['https://example.com:443'] })\nexport class Chat { upstream = new WebSocket(feed); }\n`;
    box.write({ 'chat.ts': gateway('') });
    expect((await run())('chat.ts', 'manual')).to.deep.equal(['ORIGINS_NOT_MIGRATED opens']);
    const elsewhere = "import { options } from './options';\n";
    box.write({ 'chat.ts': gateway(elsewhere).replace(/\{ origins.*\}/, 'options') });
    expect((await run())('chat.ts', 'manual')).to.deep.equal(['OPTIONS_NOT_READABLE opens']);
    const calls = 'afterInit(server) { server.origins(list); }';
    box.write({
      'chat.ts': gateway('')
        .replace(/\{ origins.*\}/, '')
        .replace('upstream', `${calls} upstream`),
    });
    expect((await run())('chat.ts', 'manual')).to.deep.equal(['ORIGINS_NOT_MIGRATED opens']);
    box.write({ 'chat.ts': gateway("import { Server } from 'socket.io';\n") });
    expect((await run())('chat.ts', 'manual')).to.deep.equal([]);
    expect((await run())('chat.ts', 'migrated')).to.include('LEGACY_CLIENTS_NEED_ALLOW_EIO3 closes');
    box.write({ 'chat.ts': gateway(''), 'main.ts': "import { WsAdapter } from '@nestjs/platform-ws';\n" });
    expect((await run())('chat.ts', 'manual')).to.deep.equal([]);
    expect((await run())('chat.ts', 'migrated')).to.deep.equal([]);
  });

  it("leaves the app's own check for review if another file attaches the server", async () => {
    const code =
      "module.exports = require('socket.io')(server, { origins: list, allowRequest: (r, done) => done(null, true) });\n";
    box.write({ 'io.js': code, 'other.js': "require('./io').attach(second);\n" });
    expect((await run())('io.js', 'manual')).to.deep.equal(['OPTIONS_NOT_READABLE opens']);
  });

  it('allows every origin, as v2 did, if no other file can reach it', async () => {
    const codes = {
      'statement.js': "require('socket.io')(server).on('connection', greet);\n",
      'variable.js': `${MADE}io.on('connection', greet);\nio.of('/news').emit('news');\nio.sockets.emit('news');\n`,
      'typed.ts': `${MADE}(io as any).on('connection', greet);\n`,
    };
    box.write({ ...codes, 'conf.js': 'module.exports = (io) => io.origins(list);\n' });
    const found = await run();
    for (const name of Object.keys(codes)) {
      expect(found(name, 'manual'), name).to.deep.equal([]);
      expect(found(name, 'migrated'), name).to.include('ALLOW_ALL_BY_DEFAULT none');
    }
  });

  it('looks at the files of the same package', async () => {
    box.write({
      'app/package.json': '{}',
      'app/src/io.js': EXPORTED,
      'other/package.json': '{}',
      'other/io.js': EXPORTED,
      'other/conf/io.js': "require('../io').origins(list);\n",
    });
    const found = await run();
    expect(found('app/src/io.js', 'migrated')).to.include('ALLOW_ALL_BY_DEFAULT none');
    expect(found('other/io.js', 'manual')).to.deep.equal(['ORIGINS_NOT_MIGRATED opens']);
  });
});

/** A server whose check is set by a file that is not among those to migrate. */
const UNSEEN: Readonly<Record<string, Readonly<Record<string, string | Buffer>>>> = {
  'that git ignores': {
    '.gitignore': 'local.js\n',
    'local.js': 'module.exports = (hub) => hub.origins(list);\n',
  },
  'that a file without a trace of Socket.IO loads, which git ignores too': {
    '.gitignore': 'local.js\nconfig\n',
    'local.js': "module.exports = require('./config');\n",
    'config/index.js': 'module.exports = (hub) => hub.origins(list);\n',
  },
  'of another package': {
    'local/package.json': '{}',
    'local/index.js': 'module.exports = (hub) => hub.origins(list);\n',
  },
  'that is not UTF-8': {
    'local.js': Buffer.from('// caf\xe9\nmodule.exports = (hub) => hub.origins(list);\n', 'latin1'),
  },
  'that is no JavaScript': {
    '.gitignore': '',
    'local.coffee': "module.exports = (hub) -> hub.set 'origins', list\n",
  },
};

describe('socketio-cors migrate, of a server that is set by a file which it does not migrate', () => {
  let box: Sandbox;
  beforeEach(() => {
    box = sandbox({ 'package.json': '{"dependencies":{"socket.io":"2.5.1"}}' });
  });
  afterEach(() => box.remove());

  const run = async (...args: string[]) => {
    const { code, stdout } = await cli(
      box.path,
      'migrate',
      '--write',
      '--force',
      '--format',
      'json',
      ...args,
    );
    const { files } = JSON.parse(stdout) as { files: { path: string; findings: Finding[] }[] };
    const codes = (path: string) =>
      files.find((file) => file.path === path)?.findings.map((finding) => finding.code) ?? [];
    return { code, codes };
  };

  for (const [name, files] of Object.entries(UNSEEN)) {
    it(`leaves both the server and package.json for review if it is ${name}`, async () => {
      box.write({ 'io.js': `${MADE}require('./local')(io);\n`, ...files });
      const { code, codes } = await run();
      expect(codes('io.js')).to.include('ORIGINS_NOT_MIGRATED');
      expect(codes('package.json')).to.deep.equal(['PACKAGE_JSON_STAYS_ON_V2']);
      expect(code).to.equal(2);
      for (const [path, content] of Object.entries(files))
        expect(readFileSync(join(box.path, path)).equals(Buffer.from(content)), path).to.equal(true);
    });
  }

  it('still leaves it for review if another server of the package becomes the drop-in', async () => {
    const gateway =
      "import { WebSocketGateway } from '@nestjs/websockets';\n@WebSocketGateway({ origins: '*:*' })\nexport class Chat {}\n";
    box.write({
      'chat.ts': gateway,
      'io.js': "require('socket.io')(server, load());\nrequire('./local');\n",
      ...UNSEEN['that is not UTF-8'],
    });
    const { codes } = await run('--fallback', 'drop-in');
    expect(codes('io.js')).to.deep.equal(['FALLBACK_TO_DROP_IN']);
    expect(codes('chat.ts')).to.deep.equal(['ORIGINS_NOT_MIGRATED']);
  });

  for (const [name, files] of Object.entries({
    'that git ignores': {
      '.gitignore': 'local.js\n',
      'local.js': `module.exports = (server) => {\n${MADE}};\n`,
    },
    'that is not UTF-8': { 'local.js': Buffer.from(`// caf\xe9\n${MADE}`, 'latin1') },
  }))
    it(`leaves package.json as it is if a file creates the server ${name}`, async () => {
      box.write({ 'main.js': "require('./local')(server);\n", ...files });
      const { code, codes } = await run();
      expect(codes('package.json')).to.deep.equal(['PACKAGE_JSON_STAYS_ON_V2']);
      expect(code).to.equal(2);
    });

  it('upgrades package.json although git ignores compiled files', async () => {
    const compiled = `"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n${MADE}`;
    box.write({
      '.gitignore': 'dist\n',
      'bin/start.js': "require('../dist/io');\n",
      'dist/io.js': compiled,
      'src/io.ts': MADE,
    });
    const { code, codes } = await run();
    expect(codes('package.json')).to.deep.equal(['PACKAGE_JSON_CHANGED']);
    expect(code).to.equal(0);
  });
});

describe('migrateSource, of a file that sets a server of another', () => {
  const result = (code: string) => migrateSource(code, { filename: 'a.js' });

  it('says so, for readers who know the other file', () => {
    expect(result('module.exports = (io) => io.origins(list);').setsServerElsewhere).to.equal(true);
    expect(result("module.exports = (io) => io.origins('*:*');")).to.not.have.property('setsServerElsewhere');
    expect(result(EXPORTED)).to.not.have.property('setsServerElsewhere');
    expect(result(`${MADE}io.checkRequest = check;`)).to.not.have.property('setsServerElsewhere');
  });

  it('reports once a check that is assigned to a server beside its settings', () => {
    const { findings, code } = result(
      'module.exports = (io, sockets) => {\n  io.checkRequest = check;\n};\n',
    );
    expect(findings.map(({ line, column, action }) => [line, column, action])).to.deep.equal([
      [2, 3, 'manual'],
    ]);
    expect(code).to.not.include('TODO');
    const own = result(`${MADE}io.checkRequest = check;\n`);
    expect(own.findings.map((finding) => finding.code)).to.deep.equal(['ORIGINS_NOT_MIGRATED']);
  });

  it('leaves a comment if it is certainly a server of v2', () => {
    const before = "const Server = require('socket.io');\nServer.prototype.checkRequest = check;\n";
    const once = result(before).code;
    expect(once).to.match(
      /^const.*\n\/\/ TODO\(socketio-cors\) ORIGINS_CALL_ON_UNKNOWN_RECEIVER: .*\n\/\/ {3}npx .*\nServer\./,
    );
    expect(result(once).code).to.equal(once);
  });
});
