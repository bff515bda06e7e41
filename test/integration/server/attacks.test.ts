import { createServer, get, type Server as HttpServer, request } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { expect } from 'chai';
import { Server } from '../../../src/server/index.js';
import { ask } from '../parity/ask.js';
import { programs, type RunningProgram, serve } from './start.js';

const GOOD = 'https://example.com';
const FOREIGN = 'https://evil.example';
const silent = { onWarning: () => undefined };

describe('an attacker', () => {
  const running = programs();
  afterEach(() => running.closeAll());

  const guarded = () =>
    running.start(Server, (socketIo, server) =>
      socketIo(server, { origins: [`${GOOD}:443`], corsCompat: silent }),
    );

  /** Sends a plain request. Resolves with the status, the allowed origin and the body. */
  const send = (program: RunningProgram, path: string, options: { method?: string; headers?: object } = {}) =>
    new Promise<{ status: number; allowed: string | undefined; body: string }>((resolve, reject) => {
      const { method = 'GET', headers = {} } = options;
      const outgoing = request(
        { port: program.port, host: '127.0.0.1', path, method, headers: { ...headers }, agent: false },
        async (response) => {
          let body = '';
          for await (const chunk of response) body += chunk;
          const allowed = response.headers['access-control-allow-origin'];
          resolve({ status: response.statusCode ?? 0, allowed, body });
        },
      );
      outgoing.on('error', reject).end();
    });

  for (const eio of [3, 4] as const) {
    for (const kind of ['polling', 'websocket', 'jsonp'] as const) {
      for (const caller of [
        { origin: FOREIGN },
        { origin: 'null' },
        { referer: `${FOREIGN}/?${GOOD}:443` },
        { origin: FOREIGN, referer: `${GOOD}/` },
        { origin: 'null', referer: `${GOOD}/` },
        {},
      ]) {
        it(`does not get in: EIO=${eio}, ${kind}, ${JSON.stringify(caller)}`, async () => {
          expect((await ask(await guarded(), { kind, eio, ...caller })).admitted).to.equal(false);
        });
      }
    }
  }

  it('does not get in with a session id that is empty, invented or a name that objects have', async () => {
    const program = await guarded();
    const base = '/socket.io/?EIO=4&transport=polling';
    for (const tail of [
      '&sid=',
      '&sid=x',
      '&sid=__proto__',
      '&sid=constructor',
      '&sid=x&sid=',
      '&sid=&sid=x',
    ]) {
      const { status, body } = await send(program, base + tail, { headers: { Origin: FOREIGN } });
      expect(status, tail).to.be.oneOf([400, 403]);
      expect(body, tail).not.to.include('"sid"');
    }
    expect(program.io.engine.clientsCount).to.equal(0);
  });

  it('does not get in by another method', async () => {
    const program = await guarded();
    const path = '/socket.io/?EIO=4&transport=polling';
    for (const method of ['POST', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const { allowed, body } = await send(program, path, { method, headers: { Origin: FOREIGN } });
      expect(allowed, method).to.equal(undefined);
      expect(body, method).not.to.include('"sid"');
    }
    expect(program.io.engine.clientsCount).to.equal(0);
  });

  it('does not get in by an upgrade with OPTIONS, with any handling of preflights', async () => {
    for (const handlePreflightRequest of [undefined, false, () => undefined] as const) {
      const program = await running.start(Server, (socketIo, server) =>
        socketIo(server, { origins: '*:*', handlePreflightRequest, corsCompat: silent }),
      );
      const answer = await new Promise<string>((resolve) => {
        const socket = connectTcp(program.port, '127.0.0.1');
        let text = '';
        socket.on('data', (chunk) => {
          text += chunk;
        });
        socket.on('close', () => resolve(text));
        socket.on('error', () => undefined);
        setTimeout(() => socket.destroy(), 150);
        socket.write(
          'OPTIONS /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n' +
            'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
        );
      });
      expect(answer).not.to.include('101');
      expect(program.io.engine.clientsCount).to.equal(0);
    }
  });

  it('does not read a refusal', async () => {
    const program = await guarded();
    for (const origin of [FOREIGN, 'null', 'https://example.com.evil.example']) {
      const path = '/socket.io/?EIO=4&transport=polling';
      const { status, allowed } = await send(program, path, { headers: { Origin: origin } });
      expect([status, allowed]).to.deep.equal([403, undefined]);
    }
  });

  it('finds no CORS headers on the client script, which v2 served without', async () => {
    const program = await running.start(Server, (socketIo, server) =>
      socketIo(server, { corsCompat: silent }),
    );
    for (const origin of [GOOD, FOREIGN]) {
      const { status, allowed } = await send(program, '/socket.io/socket.io.js', {
        headers: { Origin: origin },
      });
      expect([status, allowed]).to.deep.equal([200, undefined]);
    }
  });

  it('does not get in over WebTransport, whose sessions carry no origin', async () => {
    const program = await guarded();
    let closed = 0;
    await program.io.engine.onWebTransportSession({ close: () => closed++ });
    expect(closed).to.equal(1);
    expect(program.io.engine.clientsCount).to.equal(0);
  });

  it('does not get in at a second HTTP server, path or engine', async () => {
    const program = await guarded();
    const second = createServer();
    program.io.attach(second, { path: '/second' });
    program.io.attach(program.httpServer as HttpServer, { path: '/third', transports: ['websocket'] });
    const elsewhere = running.add(await serve(second, () => undefined, '/second/'));
    for (const place of [program, elsewhere, { ...program, path: '/third/' }]) {
      expect((await ask(place, { kind: 'websocket', eio: 4, origin: FOREIGN })).admitted).to.equal(false);
      expect((await ask(place, { kind: 'websocket', eio: 4, origin: GOOD })).admitted).to.equal(true);
    }
  });

  it('cannot change the origins by an event of that name', async () => {
    const program = await running.start(Server, (socketIo, server) =>
      socketIo(server, { origins: '*:*', corsCompat: { ...silent, propagateOrigins: true } }),
    );
    const { io } = await import('socket.io-client');
    const client = io(program.url, { transports: ['websocket'], forceNew: true });
    await new Promise<void>((resolve) => client.on('connect', resolve));
    client.emit('socket.io-cors-compat:origins', ['https://evil.example:443']);
    await new Promise((resolve) => setTimeout(resolve, 50));
    client.close();
    expect(program.io.origins()).to.equal('*:*');
  });

  it('does not stop the server with a URL that is none', async () => {
    const program = await guarded();
    for (const path of [
      '//',
      '/socket.io/?EIO=4&transport=%',
      '/socket.io/%',
      '/socket.io/?sid[]=x&transport=polling',
    ]) {
      await new Promise<void>((resolve) => {
        const outgoing = get({ port: program.port, path, agent: false }, (response) => {
          response.resume().on('end', resolve);
        });
        outgoing.on('error', () => resolve());
      });
    }
    expect((await ask(program, { kind: 'polling', eio: 4, origin: GOOD })).admitted).to.equal(true);
  });
});
