import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { installInProject, type PackedProject } from './packed.js';

const ROOT = resolve(import.meta.dirname, '../..');
const TSC = join(ROOT, 'node_modules/.bin/tsc');

/** A chat whose settings are spread over constructor, io.origins() and attach, asked over polling. */
const DRIVE = `
const server = http.createServer();
const io = socketIo({ corsCompat: { onWarning: () => {} } });
io.origins(['https://example.com:443']).attach(server, { path: '/chat' });
console.log(io instanceof V4Server, io instanceof Server, io.constructor === Server);
server.listen(0, '127.0.0.1', () => {
  const ask = (origin, then) => http.get({ port: server.address().port, path: '/chat/?EIO=3&transport=polling', headers: { origin } },
    (response) => { console.log(origin, response.statusCode); response.resume(); then(); });
  ask('https://example.com', () => ask('https://evil.example', () => process.exit()));
});
`;

const PRINTED = 'true true true\nhttps://example.com 200\nhttps://evil.example 403\n';

/** v2's members, which TypeScript knows beside v4's. */
const TYPED = `
const io: Server = socketIo(http.createServer(), {
  origins: ['https://example.com:443'], cookie: 'io', transports: ['websocket', 'polling'], pingTimeout: 5000,
  handlePreflightRequest: (req, res) => { res.writeHead(200, { 'x-from': String(req.headers.origin) }); res.end(); },
  corsCompat: { from: '^2.3.0', onWarning: ({ code }) => console.log(code) },
});
io.origins('*:*').set('heartbeat timeout', 5000).origins((origin, callback) => callback(null, origin === 'x'));
io.attach('3000', { path: '/x' }).listen(3001);
interface Events { hello(text: string): void }
const typed: Server<Events> = new Server<Events>(3000);
typed.on('connection', (socket) => socket.on('hello', (text) => text.length));
const chained: Server<Events> = typed.origins(['https://example.com:443']).set('transports', ['websocket']);
chained.on('connection', (socket) => socket.on('hello', (text) => text.length));
// @ts-expect-error the events stay known
typed.origins('*:*').on('connection', (socket) => socket.on('goodbye', () => undefined));
export class Guarded extends Server<Events> {
  override checkRequest(...[request, callback]: Parameters<Server['checkRequest']>) { super.checkRequest(request, callback); }
}
export const v4: import('socket.io').Server = new Server({ origins: io.origins() });
export class Chat extends Server { say() { return this.origins(); } }
// @ts-expect-error v2 took no number
socketIo({ origins: 3000 });
// @ts-expect-error v2 took no pattern
io.origins(/x/);
// @ts-expect-error there is no such semantics
socketIo({ corsCompat: { semantics: 'loose' } });
`;

describe('the drop-in server as users get it', function () {
  this.timeout(120_000);
  let project: PackedProject;
  before(() => {
    project = installInProject('socket.io@4.8.4', '@types/node@20');
  });
  after(() => project?.remove());

  const run = (file: string, text: string) => {
    writeFileSync(join(project.folder, file), text);
    return project.run([file]);
  };

  it('can be required and called, as v2 could', () => {
    const requires = `const http = require('http'); const { Server: V4Server } = require('socket.io');
      const socketIo = require('socket.io-cors-compat/server'); const { Server } = socketIo;
      if (socketIo.default !== Server || socketIo.listen !== Server) throw new Error();`;
    expect(run('drive.cjs', requires + DRIVE)).to.equal(PRINTED);
  });

  it('is imported, by name and as the default', () => {
    const imports = `import http from 'node:http'; import { Server as V4Server } from 'socket.io';
      import socketIo, { Server } from 'socket.io-cors-compat/server';`;
    expect(run('drive.mjs', imports + DRIVE)).to.equal(PRINTED);
  });

  it('gives Namespace and Socket as values, by name too', () => {
    const text = `import socketIo, { Namespace, Socket } from 'socket.io-cors-compat/server';
      import * as v4 from 'socket.io';
      console.log(Namespace === v4.Namespace, Socket === v4.Socket, socketIo.Socket === Socket);
      console.log(socketIo({ corsCompat: { onWarning: () => {} } }).of('/x') instanceof Namespace);`;
    expect(run('values.mjs', text)).to.equal('true true true\ntrue\n');
  });

  it('throws the same LegacySettingsError as the translator', () => {
    const text = `const { LegacySettingsError } = require('socket.io-cors-compat');
      try { require('socket.io-cors-compat/server')({ origins: 3 }); } catch (error) { console.log(error instanceof LegacySettingsError); }`;
    expect(run('error.cjs', text)).to.equal('true\n');
  });

  const check = (file: string, text: string, ...options: string[]) => {
    writeFileSync(join(project.folder, file), text);
    const args = ['--noEmit', '--strict', '--target', 'es2021', '--types', 'node', ...options, file];
    return spawnSync(TSC, args, { cwd: project.folder, encoding: 'utf8' }).stdout;
  };

  it('has types for ESM and for a bundler', () => {
    const imports = `import http from 'node:http'; import socketIo, { Server } from 'socket.io-cors-compat/server';`;
    expect(check('typed.mts', imports + TYPED, '--module', 'nodenext')).to.equal('');
    const bundler = ['--module', 'preserve', '--moduleResolution', 'bundler'];
    expect(check('bundled.ts', imports + TYPED, ...bundler)).to.equal('');
  });

  it('has types for import x = require(), as those programs were written', () => {
    const imports = `import http = require('http'); import socketIo = require('socket.io-cors-compat/server');
      import { Server } from 'socket.io-cors-compat/server';
      export const named: socketIo.Server = socketIo.listen(3002);`;
    expect(check('typed.cts', imports + TYPED, '--module', 'nodenext')).to.equal('');
    const program = readFileSync(join(ROOT, 'examples/typescript-import-require/server.cts'), 'utf8');
    const moved = program.replace("require('socket.io')", "require('socket.io-cors-compat/server')");
    expect(moved).not.to.equal(program);
    expect(check('moved.cts', moved, '--module', 'nodenext')).to.equal('');
  });
});
