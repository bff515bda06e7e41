import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { request } from 'node:http';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { cli, type Sandbox, sandbox } from '../../../cli/sandbox.js';

const V2 = '{\n  "dependencies": {\n    "socket.io": "^2.5.0"\n  }\n}\n';

/** Starts, prints its port, and allows only https://a.example. */
const MAIN = `const server = require('http').createServer();
const io = require('socket.io')(server, { origins: ['https://a.example:443'] });
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
`;
const UNREADABLE = `const config = require('./config');
module.exports = (server) => {
  const io = require('socket.io')(server, config.socket);
  return io;
};
`;
const FIXED = `const config = require('./config');
module.exports = (server) => {
  const io = require('socket.io')(server, {
    cors: { origin: config.origins },
    allowRequest: ({ headers }, callback) => callback(null, config.origins.includes(headers.origin)),
  });
  return io;
};
`;
const CONFIG = 'module.exports = JSON.parse(process.env.CONFIG);\n';

/** The result of a run: its exit code, and every file. */
interface State {
  readonly code: number;
  readonly files: Readonly<Record<string, string>>;
  readonly release: string;
}

describe('socketio-cors migrate, run again', function () {
  this.timeout(60_000);
  let box: Sandbox;
  let names: string[];
  const start = (files: Readonly<Record<string, string>>) => {
    names = Object.keys(files);
    box.write(files);
  };
  const run = async (...args: string[]): Promise<State> => {
    const { code } = await cli(box.path, 'migrate', ...args);
    const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(box.path, name), 'utf8')]));
    const { dependencies } = JSON.parse(files['package.json'] ?? '{}');
    return { code, files, release: dependencies['socket.io'] };
  };
  beforeEach(() => {
    box = sandbox();
  });
  afterEach(() => box.remove());

  it('is done after one run if everything is proven, and the app starts guarded on the new release', async () => {
    start({ 'package.json': V2, 'main.js': MAIN });
    expect(await decisions(box, '2.5')).to.deep.equal({ listed: 200, foreign: 403 });
    const dry = await run();
    expect(dry).to.include({ code: 0, release: '^2.5.0' });
    expect(dry.files['main.js']).to.equal(MAIN);
    expect((await run('--check')).code).to.equal(1);
    const first = await run('--write');
    expect(first).to.include({ code: 0, release: '^4.8.4' });
    expect(first.files['main.js']).to.include('allowRequest');
    expect(await run('--write')).to.deep.equal(first);
    expect((await run('--check')).code).to.equal(0);
    expect(await decisions(box, '4')).to.deep.equal({ listed: 200, foreign: 403 });
  });

  it('needs only one run, from any release', async () => {
    for (const from of ['1.4.8', '2.0.4', '2.4.0', '2.5.1']) {
      start({ 'package.json': V2.replace('^2.5.0', from), 'main.js': MAIN });
      const first = await run('--write');
      expect(first, from).to.include({ code: 0, release: '4.8.4' });
      expect(await run('--write'), from).to.deep.equal(first);
    }
  });

  it('stays on v2 while something needs review, changes nothing more, and moves when a person has fixed it', async () => {
    start({ 'package.json': V2, 'main.js': MAIN, 'io.js': UNREADABLE, 'config.js': CONFIG });
    expect(await run()).to.deep.include({ code: 2, release: '^2.5.0' });
    const first = await run('--write');
    expect(first).to.include({ code: 2, release: '^2.5.0' });
    expect(first.files['io.js']).to.match(/TODO\(socketio-cors\)/);
    expect(first.files['io.js']?.replace(/^ *\/\/.*\n/gm, '')).to.equal(UNREADABLE);
    expect(await run('--write')).to.deep.equal(first);
    expect(await run('--check')).to.deep.equal(first);
    // The code is fixed, the comment is still there.
    const comment = /^ *\/\/.*\n/m.exec(first.files['io.js'] ?? '')?.[0] ?? '';
    box.write({ 'io.js': FIXED.replace('  const io', `${comment}  const io`) });
    const commented = await run('--write');
    expect(commented).to.include({ code: 2, release: '^2.5.0' });
    box.write({ 'io.js': FIXED });
    const fixed = await run('--write');
    expect(fixed).to.include({ code: 0, release: '^4.8.4' });
    expect(fixed.files['io.js']).to.equal(FIXED);
    expect(await run('--write')).to.deep.equal(fixed);
    expect((await run('--check')).code).to.equal(0);
    expect(await decisions(box, '4')).to.deep.equal({ listed: 200, foreign: 403 });
  });

  it('moves at once with --fallback drop-in, and changes nothing more', async () => {
    start({ 'package.json': V2, 'main.js': MAIN, 'io.js': UNREADABLE, 'config.js': CONFIG });
    const dry = await run('--fallback', 'drop-in');
    expect(dry.files).to.deep.include({ 'package.json': V2, 'io.js': UNREADABLE });
    const first = await run('--write', '--fallback', 'drop-in');
    expect(first).to.include({ code: 0, release: '^4.8.4' });
    expect(first.files['io.js']).to.equal(
      UNREADABLE.replace("require('socket.io')", "require('socket.io-cors-compat/server')"),
    );
    expect(first.files['main.js']).to.include('allowRequest').and.not.include('cors-compat');
    expect(JSON.parse(first.files['package.json'] ?? '').dependencies).to.have.keys(
      'socket.io',
      'socket.io-cors-compat',
    );
    expect(await run('--write', '--fallback', 'drop-in')).to.deep.equal(first);
    expect(await run('--write')).to.deep.equal(first);
    expect((await run('--check')).code).to.equal(0);
    expect(await decisions(box, '4')).to.deep.equal({ listed: 200, foreign: 403 });
  });

  it('stays on v2 with --fallback drop-in while a server is under a TODO comment, which is never edited', async () => {
    start({ 'package.json': V2, 'main.js': MAIN, 'io.js': UNREADABLE, 'config.js': CONFIG });
    const first = await run('--write');
    const second = await run('--write', '--fallback', 'drop-in');
    expect(second).to.deep.equal(first);
    box.write({ 'io.js': UNREADABLE });
    const third = await run('--write', '--fallback', 'drop-in');
    expect(third).to.include({ code: 0, release: '^4.8.4' });
    expect(third.files['io.js']).to.include('socket.io-cors-compat/server');
  });

  it('needs no review with --fallback drop-in of files that use the drop-in as they used v2', async () => {
    const guard = 'module.exports = (io) => {\n  io.origins(list);\n  return io.sockets.connected;\n};\n';
    const server = "const io = require('socket.io')(3000);\nrequire('./guard')(io);\n";
    start({ 'package.json': V2, 'server.js': server, 'guard.js': guard });
    expect(await run('--check')).to.include({ code: 2 });
    const first = await run('--write', '--fallback', 'drop-in');
    expect(first).to.include({ code: 0, release: '^4.8.4' });
    expect(first.files['guard.js']).to.equal(guard);
    expect((await run('--check')).code).to.equal(0);
  });

  it('still knows which files read the release when others become drop-in servers', async () => {
    const server =
      "const io = require('socket.io')(3000);\nif (require('./version').isOld) io.origins(list);\n";
    start({
      ...{ 'package.json': V2, 'server.js': server, 'io.js': UNREADABLE, 'config.js': CONFIG },
      'version.js': "exports.isOld = require('engine.io/package.json').version < '4';\n",
    });
    expect(await run('--write', '--fallback', 'drop-in')).to.include({ code: 2, release: '^2.5.0' });
  });

  it('does not take a file of another language, or a configuration, for code that sets a server', async () => {
    const server = "const io = require('socket.io')(3000);\nstart(io, require.resolve('./app.ini'));\n";
    start({ 'package.json': V2, 'server.js': server, 'app.ini': '[socket]\norigins = example.com:*\n' });
    expect(await run('--write')).to.include({ code: 0 });
  });

  it('asks for a review if a file in another language sets the server', async () => {
    const server = "const io = require('socket.io')(3000);\nrequire('./guard')(io);\n";
    start({
      'package.json': V2,
      'server.js': server,
      'guard.coffee': "module.exports = (io) -> io.origins '*:*'\n",
    });
    expect(await run('--write')).to.include({ code: 2 });
  });

  for (const [what, name, code] of [
    ['a generated file', 'guard.js', '// @generated\nmodule.exports = (x) => x.origins(list);\n'],
    ['a file without an extension', 'guard', 'module.exports = (x) => x.origins(list);\n'],
    ['a text that is run', 'guard.txt', 'module.exports = (x) => x.origins(list);\n'],
  ] as const)
    it(`asks for a review if ${what} sets the server`, async () => {
      const server = `const io = require('socket.io')(3000);\nrequire('./${name}')(io);\n`;
      start({ 'package.json': V2, 'server.js': server, [name]: code });
      expect(await run('--write')).to.include({ code: 2 });
    });

  for (const [what, code] of [
    [
      'an option',
      "const io = require('socket.io')(3000, { cors: { origin: '*' }, origins: ['https://a.example:443'] });\n",
    ],
    [
      'a call',
      "const io = require('socket.io')(3000, { cors: { origin: '*' } });\nio.origins(['https://a.example:443']);\n",
    ],
    [
      'a condition',
      "const config = require('./config');\nconst io = require('socket.io')(3000, { cors: false });\nif (config.origins) io.origins(config.origins);\n",
    ],
  ] as const)
    it(`never drops a guard of v2 beside cors: ${what}`, async () => {
      start({ 'package.json': V2, 'a.js': code, 'config.js': CONFIG });
      const first = await run('--write');
      const guard = (files: State['files']) =>
        /origins|allowRequest/.test((files['a.js'] ?? '').replace(/\/\/.*/g, ''));
      expect(guard(first.files)).to.equal(true);
      const isManual = first.files['a.js']?.includes('TODO(socketio-cors)') === true;
      expect(first).to.include(isManual ? { code: 2, release: '^2.5.0' } : { code: 0, release: '^4.8.4' });
      expect(await run('--write')).to.deep.equal(first);
    });
});

/** Starts main.js of a sandbox on a release, and sends handshakes over polling. */
async function decisions(box: Sandbox, release: '2.5' | '4'): Promise<{ listed: number; foreign: number }> {
  const modules = join(box.path, 'node_modules');
  mkdirSync(modules, { recursive: true });
  rmSync(join(modules, 'socket.io'), { force: true });
  symlinkSync(
    resolve('node_modules', release === '4' ? 'socket.io' : 'socket.io-2.5'),
    join(modules, 'socket.io'),
  );
  const child = fork(join(box.path, 'main.js'), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const [port] = (await once(child, 'message')) as [number];
    const protocol = release === '4' ? 4 : 3;
    const ask = async (origin: string): Promise<number> => {
      const path = `/socket.io/?EIO=${protocol}&transport=polling`;
      const sent = request({ port, path, host: '127.0.0.1', headers: { origin } }).end();
      const [response] = (await once(sent, 'response')) as [{ statusCode: number; resume(): void }];
      response.resume();
      return response.statusCode;
    };
    return { listed: await ask('https://a.example'), foreign: await ask('https://evil.example') };
  } finally {
    child.kill();
    rmSync(modules, { recursive: true });
  }
}
