import { createServer } from 'node:http';
import { expect } from 'chai';
import { Server, type Warning } from '../../../src/server/index.js';
import { ask } from '../../parity/ask.js';
import { crashesDuring } from '../../parity/crashes-during.js';
import { runProgram } from './run-program.js';
import { programs } from './start.js';

const GOOD = 'https://example.com';

describe('warnings of the drop-in', () => {
  const running = programs();
  afterEach(() => running.closeAll());

  const collector = () => {
    const warnings: Warning[] = [];
    return { warnings, corsCompat: { onWarning: (warning: Warning) => void warnings.push(warning) } };
  };
  const codes = (warnings: readonly Warning[]) => warnings.map(({ code }) => code);

  it('go to process.emitWarning, once per code and process, where nobody listens', () => {
    const { stderr } = runProgram(`
      process.on('warning', ({ name, code, message }) => console.error('GOT', name, code, message.slice(0, 9)));
      for (const io of [Server({ origins: '*:*' }), Server({ origins: '*:*' })]) io.origins('*:*');
    `);
    const got = stderr.split('\n').filter((line) => line.startsWith('GOT SocketIOCorsWarning'));
    expect(got.map((line) => line.split(' ')[2])).to.have.members([
      'ALLOW_ALL_EXPLICIT',
      'ALLOW_EIO3_ON_BY_DEFAULT',
    ]);
  });

  it("obey Node's own flags", () => {
    const { stderr } = runProgram("Server({ origins: '*:*' });", { nodeOptions: ['--no-warnings'] });
    expect(stderr).not.to.include('SocketIOCorsWarning');
  });

  it('do not call a server open whose origins come in the same tick', () => {
    const { stderr } = runProgram("Server().origins(['https://example.com:443']);");
    expect(stderr).to.include('MISSING_ORIGIN_REFUSED').and.not.to.include('ALLOW_ALL_BY_DEFAULT');
    expect(runProgram('Server();').stderr).to.include('ALLOW_ALL_BY_DEFAULT');
  });

  it('go to onWarning instead, once per code and server', () => {
    const { warnings, corsCompat } = collector();
    const io = Server({ origins: ['https://a.example:*', '*'], corsCompat });
    io.origins('*').origins('*:*').origins(['*:*']);
    expect(codes(warnings)).to.include.members(['ORIGIN_NEVER_MATCHED', 'ALLOW_ALL_EXPLICIT']);
    expect(new Set(codes(warnings)).size).to.equal(warnings.length);
    const about = warnings.find(({ code }) => code === 'ORIGIN_NEVER_MATCHED');
    expect(about?.subject).to.equal('origins[0]: "https://a.example:*", origins[1]: "*"');
  });

  it('name the line of the app that they come from', async () => {
    const { warnings, corsCompat } = collector();
    const line = () => Number(/:(\d+):\d+\)?$/.exec(new Error().stack?.split('\n')[2] as string)?.[1]);
    const at: number[] = [];
    at.push(line() + 1);
    const io = new Server({ origins: ['*:*'], corsCompat });
    at.push(line() + 1);
    io.origins(['a']);
    at.push(line() + 1);
    io.set('origins', 'http://a.example:1');
    at.push(line() + 1);
    io.attach(createServer(), { origins: 'x' });
    const named = (code: string) => warnings.find((warning) => warning.code === code)?.message;
    for (const [index, code] of [
      'ALLOW_ALL_EXPLICIT',
      'ORIGIN_NEVER_MATCHED',
      'SUBSTRING_MATCH_CLOSED',
      'ATTACH_ORIGINS_IGNORED',
    ].entries()) {
      expect(named(code), code).to.match(new RegExp(`^/.*/warnings\\.test\\.ts:${at[index]}: `));
    }
  });

  it('name the line that gave a function, where the function fails later', async () => {
    const { warnings, corsCompat } = collector();
    const program = await running.start(Server, (socketIo, server) => socketIo(server, { corsCompat }));
    program.io.origins(() => {
      throw new Error('boom');
    });
    await ask(program, { kind: 'polling', eio: 3, origin: GOOD });
    const failed = warnings.find(({ code }) => code === 'ORIGINS_FUNCTION_FAILED');
    expect(failed?.message).to.match(/warnings\.test\.ts:\d+: .*boom/);
  });

  it('survive a listener that throws', () => {
    const onWarning = () => {
      throw new Error('boom');
    };
    expect(() => Server({ corsCompat: { onWarning } })).not.to.throw();
  });

  it('survive a listener that rejects, and say so', async () => {
    const emitted: string[] = [];
    const listener = (warning: Error) => void emitted.push(warning.message);
    process.on('warning', listener);
    const { crashes } = await crashesDuring(async () => {
      Server({ corsCompat: { onWarning: (async () => Promise.reject(new Error('boom'))) as () => void } });
      await new Promise((resolve) => setTimeout(resolve, 20));
    });
    process.off('warning', listener);
    expect(crashes).to.deep.equal([]);
    expect(emitted).to.include('corsCompat.onWarning failed: boom');
  });

  it('name odd files as they are, and start where a stack cannot be read', () => {
    const { stdout } = runProgram(`
      import vm from 'node:vm';
      const messages = [];
      const corsCompat = { onWarning: ({ code, message }) => { if (code === 'ALLOW_ALL_EXPLICIT') messages.push(message.split(':').slice(0, 2).join(':')); } };
      const start = (filename) => vm.runInThisContext('(Server, options) => { Server(options); }', { filename })(Server, { origins: '*:*', corsCompat });
      for (const file of ['/app/a (1).js', '/app/ä b.js', 'file:///app/c%20d.js', '/app/node_modules/x.js', 'file://%', '']) start(file);
      Error.prepareStackTrace = () => { throw new Error('no'); };
      start('/app/e.js');
      Error.prepareStackTrace = () => [];
      start('/app/f.js');
      console.log(JSON.stringify(messages));
    `);
    const messages = JSON.parse(stdout) as string[];
    expect(messages).to.have.length(8);
    expect(messages.slice(0, 3)).to.deep.equal(['/app/a (1).js:1', '/app/ä b.js:1', '/app/c d.js:1']);
    expect(messages.slice(3).join()).not.to.include('node_modules');
  });

  it('say that v2 clients are let in, unless the app said so itself', () => {
    const { warnings, corsCompat } = collector();
    Server({ corsCompat });
    expect(codes(warnings)).to.include('ALLOW_EIO3_ON_BY_DEFAULT');
    for (const allowEIO3 of [true, false]) {
      const { warnings, corsCompat } = collector();
      Server({ allowEIO3, corsCompat });
      expect(codes(warnings)).not.to.include('ALLOW_EIO3_ON_BY_DEFAULT');
      expect(codes(warnings).includes('LEGACY_CLIENTS_NEED_ALLOW_EIO3')).to.equal(!allowEIO3);
    }
  });

  it('lets in v2 clients, unless allowEIO3 is false', async () => {
    for (const allowEIO3 of [undefined, true, false]) {
      const { corsCompat } = collector();
      const options = { corsCompat, ...(allowEIO3 === undefined ? {} : { allowEIO3 }) };
      const program = await running.start(Server, (socketIo, server) => socketIo(server, options));
      const { admitted } = await ask(program, { kind: 'polling', eio: 3, origin: GOOD });
      expect(admitted).to.equal(allowEIO3 !== false);
      expect((await ask(program, { kind: 'polling', eio: 4, origin: GOOD })).admitted).to.equal(true);
    }
  });

  it('tells of options that v2 took as names', () => {
    const { warnings, corsCompat } = collector();
    const io = Server(createServer(), { corsCompat, wsEngine: 'uws', cookie: 'sid', cookiePath: '/chat' });
    expect(codes(warnings)).to.include('WS_ENGINE_NAME_IGNORED');
    expect(io.engine.opts.cookie).to.deep.include({ name: 'sid', path: '/chat', httpOnly: true });
  });
});

describe('DEBUG=socket.io-cors-compat*', () => {
  it('logs who was refused, over which transport, and by which rule', () => {
    const { stderr } = runProgram(
      `
      import http from 'node:http';
      const server = http.createServer();
      const io = Server(server, { origins: ['https://example.com:443'] });
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
      const ask = (headers, transport = 'polling') => new Promise((resolve) => {
        const upgrade = transport === 'websocket' ? { Connection: 'Upgrade', Upgrade: 'websocket',
          'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' } : {};
        const path = '/socket.io/?EIO=4&transport=' + transport;
        const request = http.get({ port: server.address().port, path, agent: false, headers: { ...headers, ...upgrade } });
        request.on('response', (response) => response.resume().on('end', resolve));
        request.on('upgrade', resolve).on('error', resolve);
      });
      await ask({ Origin: 'https://example.com' });
      await ask({ Origin: 'https://evil.example' });
      await ask({ Origin: 'https://evil.example' }, 'websocket');
      await ask({ Referer: 'https://evil.example/"x' });
      io.origins(Array.from({ length: 9 }, (_, i) => 'https://' + i + '.example:443'));
      await ask({});
      io.origins((origin, callback) => callback('not you', false));
      await ask({ Origin: 'https://evil.example' });
      process.exit();
    `,
      { env: { DEBUG: 'socket.io-cors-compat*', DEBUG_HIDE_DATE: '1', DEBUG_COLORS: '0' } },
    );
    const refused = stderr.split('\n').filter((line) => line.includes('socket.io-cors-compat:handshake'));
    const list = 'not on the list [https://example.com:443]';
    expect(refused.map((line) => line.replace(/^.*handshake /, ''))).to.deep.equal([
      `refused origin "https://evil.example" over "polling": ${list}`,
      `refused origin "https://evil.example" over "websocket": ${list}`,
      `refused referer "https://evil.example/\\"x" over "polling": ${list}`,
      'refused a request without Origin and Referer over "polling": not on the list ' +
        '[https://0.example:443, https://1.example:443, https://2.example:443, https://3.example:443, https://4.example:443, and 4 more]',
      'refused origin "https://evil.example" over "polling": the origins function said no ("not you")',
    ]);
  });
});
