import { expect } from 'chai';
import { Server as SocketIoServer } from 'socket.io';
import type { Warning } from '../../../src/messages/warn.js';
import {
  type CompatServerOptions,
  Server,
  type ServerConstructor,
  type Socket,
} from '../../../src/server/index.js';
import { exactVersion } from '../parity/releases.js';
import { connect, echo } from './connect.js';
import { dropInOn } from './drop-in-on.js';
import { programs, SOCKET_IO } from './start.js';

const GOOD = 'https://example.com';
const BAD = 'http://b.example';
const OUT = ['refused', 'timeout'];

/** v4 itself, to compare with the drop-in. */
const V4 = ((httpServer: never) =>
  new SocketIoServer(httpServer, { allowEIO3: true })) as unknown as ServerConstructor;

describe('the middleware of /', () => {
  const running = programs();
  afterEach(() => running.closeAll());

  /** A server whose `/` lets in one origin, after a while. */
  async function guardedServer(socketIo: ServerConstructor, options: CompatServerOptions = {}) {
    const warnings: Warning[] = [];
    const corsCompat = { onWarning: (warning: Warning) => void warnings.push(warning) };
    const program = await running.start(socketIo, (make, server) => make(server, { corsCompat, ...options }));
    const { io } = program;
    const asked: (string | undefined)[] = [];
    const early = io.of('/early');
    const dynamic = io.of(/^\/dynamic/);
    io.use(({ handshake }: Socket, next) => {
      asked.push(handshake.headers.origin);
      setTimeout(() => next(handshake.headers.origin === GOOD ? undefined : new Error('not you')), 100);
    });
    for (const namespace of [io, early, dynamic, io.of('/late')]) echo(namespace);
    return { program, asked, codes: () => warnings.map(({ code }) => code) };
  }

  // The guard uses members that v4 keeps to itself: the oldest release has to have them, and the newest.
  for (const [name, load, release] of [
    ['v2', async () => SOCKET_IO.v2, '2.5'],
    ...(['4.0', '4.6', '4.8'] as const).flatMap((modern) =>
      (['2.5', '4.8'] as const).map(
        (client) => [`drop-in on ${exactVersion(modern)}`, () => dropInOn(modern), client] as const,
      ),
    ),
  ] as const) {
    it(`guards every namespace, and is asked once for each connection: ${name}, a client of ${release}`, async () => {
      const { program, asked } = await guardedServer(await load());
      for (const namespace of ['/', '/early', '/late', '/dynamic-1']) {
        const url = program.url + namespace;
        expect(await connect(release, url, 'websocket', { origin: GOOD }), namespace).to.equal('websocket');
        expect(await connect(release, url, 'websocket', { origin: BAD }), namespace).to.be.oneOf(OUT);
      }
      expect(asked).to.deep.equal(Array.from({ length: 4 }, () => [GOOD, BAD]).flat());
    }).timeout(20_000);
  }

  for (const release of ['2.5', '4.8'] as const) {
    it(`guards only / on v4 itself, as the warning says: a client of ${release}`, async () => {
      const { program } = await guardedServer(V4);
      expect(await connect(release, `${program.url}/late`, 'websocket', { origin: BAD })).to.equal(
        'websocket',
      );
      const { program: dropIn, codes } = await guardedServer(Server);
      await connect(release, `${dropIn.url}/`, 'websocket', { origin: BAD });
      expect(codes()).to.not.include('ROOT_MIDDLEWARE_GUARDS_NAMESPACES');
      for (const origin of [GOOD, BAD]) await connect(release, `${dropIn.url}/late`, 'websocket', { origin });
      expect(codes().filter((code) => code === 'ROOT_MIDDLEWARE_GUARDS_NAMESPACES')).to.have.length(1);
    });
  }

  it("guards only / beside v4's own cors, as on v4", async () => {
    const { program, codes } = await guardedServer(Server, { cors: { origin: GOOD } });
    expect(await connect('4.8', `${program.url}/late`, 'websocket', { origin: BAD })).to.equal('websocket');
    expect(codes()).to.include('CORS_OPTION_BYPASSES_COMPAT');
  });
});

describe('the connection listeners of /', () => {
  const running = programs();
  afterEach(() => running.closeAll());

  for (const [release, told] of [
    ['2.5', false],
    ['4.8', true],
  ] as const) {
    it(`are ${told ? 'not called, with one warning,' : 'called'} for a client of ${release} of another namespace`, async () => {
      const codes: string[] = [];
      const corsCompat = { onWarning: ({ code }: Warning) => void codes.push(code) };
      const program = await running.start(Server, (make, server) => make(server, { corsCompat }));
      let seen = 0;
      program.io.on('connection', () => seen++);
      echo(program.io.of('/other'));
      for (const _ of ['first', 'second'])
        expect(await connect(release, `${program.url}/other`, 'websocket', { origin: GOOD })).to.equal(
          'websocket',
        );
      expect(seen).to.equal(told ? 0 : 2);
      const reports = codes.filter((code) => code === 'ROOT_CONNECTION_LISTENERS_NOT_CALLED');
      expect(reports).to.have.length(told ? 1 : 0);
    });
  }
});
