import { createServer, type Server as HttpServer } from 'node:http';
import { expect } from 'chai';
import { Server as SocketIoServer } from 'socket.io';
import { LegacySettingsError, Server } from '../../../src/server/index.js';
import { connect, echo } from './connect.js';
import { type Bootstrap, programs, SOCKET_IO } from './start.js';

const origins = ['https://example.com:443'];
const GOOD = { origin: 'https://example.com' };
const FOREIGN = { origin: 'https://evil.example' };

/** Every form in which v2 was started. Port 0 means any free port. */
const FORMS: readonly { readonly desc: string; readonly bootstrap: Bootstrap }[] = [
  { desc: 'socketIo(server, options)', bootstrap: (socketIo, server) => socketIo(server, { origins }) },
  { desc: 'new Server(server, options)', bootstrap: (Socket, server) => new Socket(server, { origins }) },
  {
    desc: 'socketIo.listen(server, options)',
    bootstrap: (socketIo, server) => socketIo.listen(server, { origins }),
  },
  {
    desc: 'new socketIo.listen(server, options)',
    bootstrap: (socketIo, server) => new socketIo.listen(server, { origins }),
  },
  {
    desc: 'socketIo(options).attach(server)',
    bootstrap: (socketIo, server) => socketIo({ origins }).attach(server),
  },
  {
    desc: 'socketIo(options).listen(server)',
    bootstrap: (socketIo, server) => socketIo({ origins }).listen(server),
  },
  {
    desc: 'socketIo().origins(list).attach(server)',
    bootstrap: (socketIo, server) => socketIo().origins(origins).attach(server),
  },
  {
    desc: 'socketIo(null, options).attach(server)',
    bootstrap: (socketIo, server) => socketIo(null, { origins }).attach(server),
  },
  { desc: "socketIo('0', options)", bootstrap: (socketIo) => socketIo('0', { origins }) },
  { desc: 'socketIo(options).listen(0)', bootstrap: (socketIo) => socketIo({ origins }).listen(0) },
  { desc: "socketIo(options).listen('0')", bootstrap: (socketIo) => socketIo({ origins }).listen('0') },
  {
    desc: 'options that are inherited',
    bootstrap: (socketIo, server) => socketIo(server, Object.create({ origins })),
  },
];

/** A new one each time, because v2 writes its settings into it. */
const uncalled = (): object => () => {
  throw new Error('called');
};

/** Every place for options in which people wrote a listening callback instead. */
const CALLBACK_FORMS: readonly { readonly desc: string; readonly bootstrap: Bootstrap }[] = [
  { desc: 'socketIo(port, callback)', bootstrap: (socketIo) => socketIo('0', uncalled()) },
  {
    desc: 'socketIo(server, callback)',
    bootstrap: (socketIo, server) => socketIo(server, uncalled()),
  },
  { desc: 'socketIo(server, [])', bootstrap: (socketIo, server) => socketIo(server, [] as object) },
  { desc: 'io.listen(port, callback)', bootstrap: (socketIo) => socketIo().listen(0, uncalled()) },
  {
    desc: 'io.attach(server, callback)',
    bootstrap: (socketIo, server) => socketIo().attach(server, uncalled()),
  },
];

describe('construction', () => {
  const running = programs();
  afterEach(() => running.closeAll());

  for (const { desc, bootstrap } of FORMS) {
    for (const name of ['v2', 'drop-in'] as const) {
      it(`${desc} serves those it should, on ${name}`, async () => {
        const program = await running.start(SOCKET_IO[name], bootstrap);
        echo(program.io);
        expect(await connect('2.5', program.url, 'websocket', GOOD)).to.equal('websocket');
        expect(await connect('2.5', program.url, 'websocket', FOREIGN)).to.equal('refused');
      });
    }
  }

  for (const { desc, bootstrap } of CALLBACK_FORMS) {
    for (const name of ['v2', 'drop-in'] as const) {
      it(`${desc} allows every origin and never calls the callback, on ${name}`, async () => {
        const program = await running.start(SOCKET_IO[name], bootstrap);
        echo(program.io);
        expect(await connect('2.5', program.url, 'polling', FOREIGN)).to.equal('polling');
      });
    }
  }

  it('keeps the origins that were set before a listening callback was given', async () => {
    const program = await running.start(Server, (socketIo) => socketIo({ origins }).listen(0, uncalled()));
    echo(program.io);
    expect(await connect('2.5', program.url, 'websocket', GOOD)).to.equal('websocket');
    expect(await connect('2.5', program.url, 'websocket', FOREIGN)).to.equal('refused');
  });

  it('takes a port as a number', async () => {
    const program = await running.start(Server, (socketIo) => socketIo(0, { origins }));
    echo(program.io);
    expect(await connect('4.8', program.url, 'polling', GOOD)).to.equal('polling');
  });

  it('gives an instance of both classes', () => {
    for (const io of [Server(), new Server(), Server.listen(), Server({ origins })]) {
      expect(io).to.be.instanceOf(SocketIoServer);
      expect(io).to.be.instanceOf(Server);
      expect(io.constructor).to.equal(Server);
    }
  });

  it('is exported under every name that programs use', () => {
    expect(Server.Server).to.equal(Server);
    expect(Server.default).to.equal(Server);
    expect(Server.listen).to.equal(Server);
    expect(Server.name).to.equal('Server');
  });

  it('can be extended', () => {
    class Chat extends Server {
      greet() {
        return this.origins();
      }
    }
    const chat = new Chat({ origins });
    expect(chat).to.be.instanceOf(Chat);
    expect(chat.greet()).to.equal(origins);
  });

  it('leaves the options as they were', () => {
    const options = Object.freeze({ origins: Object.freeze([...origins]), path: '/chat' });
    const server = createServer();
    Server(server, options);
    Server().attach(server, { path: '/other' });
    expect(options).to.deep.equal({ origins, path: '/chat' });
  });

  describe('refuses what crashed every v2 server, and attaches nothing', () => {
    const never = <T>(value: unknown) => value as T;
    const bad: readonly [desc: string, construct: (server: HttpServer) => unknown, paths: string[]][] = [
      ['a number as origins', (server) => Server(server, { origins: never(3000) }), ['origins']],
      ['a pattern in the list', (server) => Server(server, { origins: never([/x/, 'a']) }), ['origins[0]']],
      [
        'several at once',
        (server) =>
          Server(server, {
            origins: never({}),
            handlePreflightRequest: never('yes'),
            corsCompat: never({ onWarning: 1, propagateOrigins: 'yes', semantics: 'loose' }),
          }),
        [
          'corsCompat.onWarning',
          'corsCompat.propagateOrigins',
          'origins',
          'handlePreflightRequest',
          'corsCompat.semantics',
        ],
      ],
      ['options that are none', (server) => Server(server, never(5)), ['options']],
      [
        'a misspelt option',
        (server) => Server(server, { corsCompat: never({ form: '2.3.0' }) }),
        ['corsCompat'],
      ],
      ['corsCompat that is none', (server) => Server(server, { corsCompat: never(true) }), ['corsCompat']],
      ['a target that is none', () => Server(never('localhost')), ['server']],
      ['a port out of range', () => Server(70000), ['server']],
      ['nothing to attach to', () => Server().attach(never(undefined)), ['server']],
      [
        'a bad option at attach',
        (server) => Server().attach(server, { allowRequest: never(1) }),
        ['allowRequest'],
      ],
    ];
    for (const [desc, construct, paths] of bad) {
      it(desc, () => {
        const server = createServer();
        const listener = () => undefined;
        server.on('request', listener);
        let error: unknown;
        try {
          construct(server);
        } catch (thrown) {
          error = thrown;
        }
        expect(error).to.be.instanceOf(LegacySettingsError);
        expect((error as LegacySettingsError).issues.map(({ path }) => path)).to.have.members(paths);
        expect(server.listeners('request')).to.deep.equal([listener]);
        expect(server.listeners('upgrade')).to.deep.equal([]);
      });
    }

    it('an Express app instead of an HTTP server, with the words of v2', () => {
      const app = () => undefined;
      expect(() => Server(app as never)).to.throw(/express request handler function/);
      expect(() => Server().attach(app as never)).to.throw(/express request handler function/);
    });
  });
});
