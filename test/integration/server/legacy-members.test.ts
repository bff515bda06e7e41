import { createServer } from 'node:http';
import { inherits } from 'node:util';
import { expect } from 'chai';
import {
  type AllowRequest,
  LegacySettingsError,
  type Origins,
  Server,
  type Warning,
} from '../../../src/server/index.js';
import { ask } from '../parity/ask.js';
import { crashesDuring } from '../parity/crashes-during.js';
import { type Bootstrap, programs, type RunningProgram, SOCKET_IO } from './start.js';

const GOOD = 'https://example.com';
const FOREIGN = 'https://evil.example';
const list = [`${GOOD}:443`];

/** The members of v2's engine that programs assigned. */
interface LegacyEngine {
  allowRequest: AllowRequest | undefined;
  transports: string[];
  pingTimeout: number;
  pingInterval: number;
}
const engineOf = (io: Server) => (io as unknown as { eio: LegacyEngine }).eio;

const never: AllowRequest = (_request, callback) => callback('never', false);

/** Programs that change the check without v2's options. */
const PROGRAMS: readonly (readonly [desc: string, bootstrap: Bootstrap])[] = [
  [
    'a subclass whose checkRequest asks the one it overrides',
    (socketIo, server) => {
      class Guarded extends socketIo {
        override checkRequest(...[request, callback]: Parameters<AllowRequest>) {
          if (request.headers['x-token'] === 'stolen') callback('stolen', false);
          else super.checkRequest(request, callback);
        }
      }
      return new Guarded(server, { origins: list });
    },
  ],
  [
    'a subclass whose checkRequest decides alone',
    (socketIo, server) => {
      class Guarded extends socketIo {
        override checkRequest(...[request, callback]: Parameters<AllowRequest>) {
          callback(null, this instanceof Guarded && request.headers.origin === FOREIGN);
        }
      }
      return new Guarded(server, { origins: list });
    },
  ],
  [
    'a checkRequest that is assigned before attach()',
    (socketIo, server) => Object.assign(socketIo(), { checkRequest: never }).attach(server),
  ],
  [
    'a checkRequest that is assigned after attach()',
    (socketIo, server) => Object.assign(socketIo(server, { origins: list }), { checkRequest: never }),
  ],
  [
    'a checkRequest of a subclass beside allowRequest',
    (socketIo, server) => {
      class Guarded extends socketIo {
        override checkRequest(...[, callback]: Parameters<AllowRequest>) {
          callback(null, true);
        }
      }
      return new Guarded(server, { allowRequest: never });
    },
  ],
  ['_origins that are assigned', (socketIo, server) => Object.assign(socketIo(server), { _origins: list })],
  [
    'a subclass whose origins() changes what it is given',
    (socketIo, server) => {
      class Listed extends socketIo {
        override origins(): Origins;
        override origins(origins: Origins): this;
        override origins(...args: readonly Origins[]): Origins | this {
          return args.length === 0 ? super.origins() : super.origins(list);
        }
      }
      return new Listed(server).set('origins', '*:*');
    },
  ],
  [
    'an origins function that looks at its server',
    (socketIo, server) => {
      const io = socketIo(server);
      return io.origins(function (this: unknown, origin, callback) {
        callback(null, this === io && origin === GOOD);
      });
    },
  ],
  [
    'an origins function in the options that looks at its server',
    (socketIo, server) =>
      socketIo(server, {
        origins(this: { path(): string }, origin, callback) {
          callback(null, this.path() === '/socket.io' && origin === GOOD);
        },
      }),
  ],
  [
    'an allowRequest that looks at its engine',
    (socketIo, server) => {
      const io: Server = socketIo(server, {
        allowRequest(this: { clients: object; clientsCount: number }, { headers }, callback) {
          const isEngine = this === (engineOf(io) as unknown) && this.clientsCount >= 0;
          callback(null, isEngine && headers.origin === GOOD);
        },
      });
      return io;
    },
  ],
  [
    "the engine's allowRequest that is assigned",
    (socketIo, server) => {
      const io = socketIo(server, { origins: list });
      engineOf(io).allowRequest = function (this: unknown, { headers }, callback) {
        callback(null, this === engineOf(io) && headers.origin === FOREIGN);
      };
      return io;
    },
  ],
  [
    "the engine's allowRequest that is wrapped",
    (socketIo, server) => {
      const io = socketIo(server, { origins: [...list, 'evil.example:*'] });
      const engine = engineOf(io);
      const before = engine.allowRequest as AllowRequest;
      engine.allowRequest = (request, callback) =>
        request.headers.origin === FOREIGN
          ? callback('banned', false)
          : before.call(engine, request, callback);
      return io;
    },
  ],
  [
    "the engine's allowRequest that is removed",
    (socketIo, server) => {
      const io = socketIo(server, { origins: [] });
      engineOf(io).allowRequest = undefined;
      return io;
    },
  ],
  [
    "the engine's transports that are assigned",
    (socketIo, server) => {
      const io = socketIo(server);
      engineOf(io).transports = ['polling'];
      return io;
    },
  ],
];

describe('members of v2 that programs overrode or assigned', () => {
  const running = programs();
  afterEach(() => running.closeAll());

  const answers = async (program: RunningProgram) => {
    const found: Record<string, unknown> = {};
    for (const kind of ['polling', 'websocket'] as const) {
      for (const origin of [GOOD, FOREIGN]) {
        for (const headers of [{}, { 'x-token': 'stolen' }]) {
          const { admitted, status, headers: sent } = await ask(program, { kind, eio: 3, origin, headers });
          // `cors` decides whether a refusal can be read, so it is left out here.
          const readBy = admitted ? new Map(sent).get('access-control-allow-origin') : undefined;
          found[`${kind} ${origin} ${JSON.stringify(headers)}`] =
            kind === 'polling' ? [admitted, status, readBy] : admitted;
        }
      }
    }
    return found;
  };

  for (const [desc, bootstrap] of PROGRAMS) {
    it(`count as on v2: ${desc}`, async () => {
      const [v2, dropIn] = await Promise.all([
        running.start(SOCKET_IO.v2, bootstrap),
        running.start(SOCKET_IO['drop-in'], bootstrap),
      ]);
      const expected = await answers(v2);
      expect(await answers(dropIn)).to.deep.equal(expected);
    });
  }

  const collector = () => {
    const warnings: Warning[] = [];
    return { warnings, corsCompat: { onWarning: (warning: Warning) => void warnings.push(warning) } };
  };

  it('are reported as deciding when they are put in place', async () => {
    const { warnings, corsCompat } = collector();
    const io = Object.assign(Server({ origins: list, corsCompat }), { checkRequest: never });
    io.attach(createServer());
    const alone = warnings.filter(({ code }) => code === 'ALLOW_REQUEST_DECIDES_ALONE');
    expect(alone.map(({ subject }) => subject)).to.deep.equal(['checkRequest']);
    expect(warnings.map(({ code }) => code)).not.to.include('ORIGINS_IGNORED_BY_ALLOW_REQUEST');
  });

  it('refuse if a checkRequest throws or rejects, and the server keeps running', async () => {
    for (const checkRequest of [
      () => {
        throw new Error('boom');
      },
      async () => {
        throw new Error('boom');
      },
    ]) {
      const { warnings, corsCompat } = collector();
      const program = await running.start(Server, (socketIo, server) =>
        Object.assign(socketIo({ corsCompat }), { checkRequest }).attach(server),
      );
      const { result, crashes } = await crashesDuring(() => answers(program));
      expect(crashes).to.deep.equal([]);
      expect(JSON.stringify(result)).not.to.include('true');
      expect(warnings.filter(({ code }) => code === 'APP_FUNCTION_FAILED')).to.have.length(1);
    }
  });

  it('throw for values that crashed v2 at the next request, and keep the old ones', async () => {
    const { corsCompat } = collector();
    const program = await running.start(Server, (socketIo, server) =>
      socketIo(server, { origins: list, corsCompat }),
    );
    expect(() => Object.assign(program.io, { _origins: undefined })).to.throw(LegacySettingsError);
    expect(() => Object.assign(engineOf(program.io), { allowRequest: 'all' })).to.throw(LegacySettingsError);
    expect(program.io._origins).to.equal(list);
    expect((await ask(program, { kind: 'polling', eio: 3, origin: FOREIGN })).admitted).to.equal(false);
    expect((await ask(program, { kind: 'polling', eio: 3, origin: GOOD })).admitted).to.equal(true);
  });

  it('throw if they are defined or deleted and not assigned, because that would have no effect', () => {
    const io = Server(createServer(), { origins: list });
    for (const change of [
      () => Object.defineProperty(io, '_origins', { value: [GOOD] }),
      () => Object.defineProperty(engineOf(io), 'allowRequest', { value: never }),
      () => delete (engineOf(io) as Partial<LegacyEngine>).allowRequest,
    ])
      expect(change).to.throw(TypeError);
  });

  it('set the timings of the engine', async () => {
    for (const name of ['v2', 'drop-in'] as const) {
      const program = await running.start(SOCKET_IO[name], (socketIo, server) => {
        const io = socketIo(server);
        Object.assign(engineOf(io), { pingTimeout: 7000, pingInterval: 9000 });
        return io;
      });
      const { body } = await ask(program, { kind: 'polling', eio: 3, origin: GOOD });
      expect(body, name).to.include('"pingInterval":9000,"pingTimeout":7000');
      expect([engineOf(program.io).pingTimeout, engineOf(program.io).transports]).to.deep.equal([
        7000,
        ['polling', 'websocket'],
      ]);
    }
  });
});

describe('inheritance as before classes', () => {
  for (const way of ['call', 'apply'] as const) {
    it(`says what to write instead of Server.${way}(this), and attaches nothing`, () => {
      const server = createServer();
      function Chat(this: object) {
        if (way === 'call') Server.call(this as never, server);
        else Server.apply(this as never, [server]);
      }
      inherits(Chat, Server);
      expect(() => Reflect.construct(Chat, [])).to.throw(TypeError, /class Chat extends Server/);
      expect(server.listenerCount('request')).to.equal(0);
    });
  }

  it('takes call() on anything else for a plain call, as v2 did', () => {
    for (const io of [Server.call(undefined as never), Server.apply({} as never, [])]) {
      expect(io).to.be.instanceOf(Server);
    }
  });
});
