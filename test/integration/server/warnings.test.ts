import { createServer } from 'node:http';
import { expect } from 'chai';
import { Server, type Warning } from '../../../src/server/index.js';
import { ask } from '../parity/ask.js';
import { crashesDuring } from '../parity/crashes-during.js';
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

  it('go to process.emitWarning, once per code and process, without onWarning', () => {
    const { stderr } = runProgram(`
      process.on('warning', ({ name, code, message }) => console.error('GOT', name, code, message.slice(0, 9)));
      for (const io of [Server({ origins: '*:*' }), Server({ origins: '*:*' })]) io.origins('*:*');
    `);
    const got = stderr.split('\n').filter((line) => line.startsWith('GOT SocketIOCorsWarning'));
    expect(got.map((line) => line.split(' ')[2])).to.deep.equal(['ALLOW_ALL_EXPLICIT']);
  });

  it("obey Node's own flags", () => {
    const { stderr } = runProgram("Server({ origins: '*:*' });", { nodeOptions: ['--no-warnings'] });
    expect(stderr).not.to.include('SocketIOCorsWarning');
  });

  it('do not call a server open whose origins come in the same tick', () => {
    const { stderr } = runProgram("Server().origins(['*']);");
    expect(stderr).to.include('ORIGIN_NEVER_MATCHED').and.not.to.include('ALLOW_ALL_BY_DEFAULT');
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

  it('are not reported once their codes are acknowledged', () => {
    const { warnings, corsCompat } = collector();
    const acknowledge = ['ALLOW_ALL_BY_DEFAULT', 'ORIGIN_NEVER_MATCHED'] as const;
    const io = Server({ corsCompat: { ...corsCompat, acknowledge } });
    io.origins('https://a.example:*x').origins('*').origins(['*:*']);
    expect(codes(warnings)).to.include('ALLOW_ALL_EXPLICIT');
    expect(codes(warnings)).not.to.include.oneOf([...acknowledge]);
  });

  it('of severity info go to DEBUG output only, unless the app listens', () => {
    const program = "Server({ origins: ['https://example.com:443'] });";
    expect(runProgram(program).stderr).not.to.include('ALLOW_EIO3_ON_BY_DEFAULT');
    expect(runProgram(program, { env: { DEBUG: 'socket.io-cors-compat:*' } }).stderr).to.include(
      'ALLOW_EIO3_ON_BY_DEFAULT',
    );
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

  it('report options that v2 took as names', () => {
    const { warnings, corsCompat } = collector();
    const io = Server(createServer(), { corsCompat, wsEngine: 'uws', cookie: 'sid', cookiePath: '/chat' });
    expect(codes(warnings)).to.include('WS_ENGINE_NAME_IGNORED');
    expect(io.engine.opts.cookie).to.deep.include({ name: 'sid', path: '/chat', httpOnly: true });
  });
});

describe('DEBUG=socket.io-cors-compat*', () => {
  it('logs the origin, the transport and the rule of each refusal', () => {
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
      await ask({ Origin: 'https://evil.example', Referer: 'https://evil.example/' });
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
    const byList = 'by {"kind":"allow-list","keys":["https://example.com:443"]}';
    expect(refused.map((line) => line.replace(/^.*handshake /, ''))).to.deep.equal([
      `refused {"origin":"https://evil.example","transport":"polling"} ${byList}`,
      `refused {"origin":"https://evil.example","transport":"websocket"} ${byList}`,
      `refused {"referer":"https://evil.example/\\"x","transport":"polling"} ${byList}`,
      'refused {"transport":"polling"} by {"kind":"allow-list","keys":["https://0.example:443","https://1.example:443",' +
        '"https://2.example:443","https://3.example:443","https://4.example:443","https://5.example:443","https://6.example:443","ht…',
      'refused {"origin":"https://evil.example","transport":"polling","message":"not you"} ' +
        'by {"kind":"function","given":"origin-or-referer","admitsWithError":false}',
    ]);
  });
});
