import { createServer } from 'node:http';
import { expect } from 'chai';
import {
  type CorsCompatOptions,
  LegacySettingsError,
  Server,
  type Warning,
} from '../../../src/server/index.js';
import { ask } from '../parity/ask.js';
import { crashesDuring } from '../parity/crashes-during.js';
import { type Bootstrap, programs, type RunningProgram, SOCKET_IO } from './start.js';

const GOOD = 'https://example.com';
const FOREIGN = 'https://evil.example';
const origins = [`${GOOD}:443`];

interface Program {
  readonly desc: string;
  /** v2 ignores `corsCompat`. */
  readonly bootstrap: (...args: [...Parameters<Bootstrap>, corsCompat: CorsCompatOptions]) => Server;
  /** What is reported. */
  readonly codes: readonly string[];
}

/** Programs with settings in the constructor and in attach(), and what a page may do with each. */
const PROGRAMS: readonly Program[] = [
  {
    desc: 'origins at attach',
    bootstrap: (socketIo, server, corsCompat) => socketIo({ corsCompat }).attach(server, { origins }),
    codes: ['ATTACH_ORIGINS_IGNORED'],
  },
  {
    desc: 'origins at listen',
    bootstrap: (socketIo, server, corsCompat) =>
      socketIo({ corsCompat, origins }).listen(server, { origins: ['*:*'] }),
    codes: ['ATTACH_ORIGINS_IGNORED'],
  },
  {
    desc: 'allowRequest at attach',
    bootstrap: (socketIo, server, corsCompat) =>
      socketIo({ corsCompat, origins }).attach(server, {
        allowRequest: ({ headers }, callback) => callback(null, headers.origin === FOREIGN),
      }),
    codes: ['ALLOW_REQUEST_DECIDES_ALONE'],
  },
  {
    desc: 'allowRequest in a constructor without a server',
    bootstrap: (socketIo, server, corsCompat) =>
      socketIo({ corsCompat, origins, allowRequest: (_request, callback) => callback(null, true) }).attach(
        server,
      ),
    codes: ['CONSTRUCTOR_OPTIONS_IGNORED_BY_ATTACH'],
  },
  {
    desc: 'transports in a constructor without a server',
    bootstrap: (socketIo, server, corsCompat) =>
      socketIo({ corsCompat, origins, transports: ['websocket'] }).attach(server),
    codes: ['CONSTRUCTOR_OPTIONS_IGNORED_BY_ATTACH'],
  },
  {
    desc: 'transports at attach',
    bootstrap: (socketIo, server, corsCompat) =>
      socketIo({ corsCompat, origins }).attach(server, { transports: ['websocket'] }),
    codes: [],
  },
  {
    desc: 'a preflight handler in a constructor without a server',
    bootstrap: (socketIo, server, corsCompat) =>
      socketIo({ corsCompat, origins, handlePreflightRequest: (_req, res) => void res.end('mine') }).attach(
        server,
      ),
    codes: ['CONSTRUCTOR_OPTIONS_IGNORED_BY_ATTACH'],
  },
  {
    desc: 'one options object for both',
    bootstrap: (socketIo, server, corsCompat) => {
      const options = { origins, corsCompat };
      return socketIo(options).attach(server, options);
    },
    codes: ['ATTACH_ORIGINS_IGNORED'],
  },
  {
    desc: 'a constructor with a server, and a second attach',
    bootstrap: (socketIo, server, corsCompat) => {
      const allowRequest = (_request: unknown, callback: (error: null, success: boolean) => void) =>
        callback(null, true);
      const io = socketIo(createServer(), { corsCompat, origins, allowRequest });
      return io.attach(server);
    },
    codes: ['CONSTRUCTOR_OPTIONS_IGNORED_BY_ATTACH'],
  },
];

describe('settings given to attach() and listen()', () => {
  const running = programs();
  afterEach(() => running.closeAll());

  const verdicts = async (program: RunningProgram) => {
    const found: Record<string, boolean> = {};
    for (const kind of ['polling', 'websocket'] as const) {
      for (const origin of [GOOD, FOREIGN]) {
        found[`${kind} ${origin}`] = (await ask(program, { kind, eio: 3, origin })).admitted;
      }
    }
    const { body } = await ask(program, { kind: 'preflight', eio: 3, method: 'GET', headerNames: [] });
    return { found, isMine: body === 'mine' };
  };

  for (const { desc, bootstrap, codes } of PROGRAMS) {
    it(`count as on v2, and those that do not are reported: ${desc}`, async () => {
      const reported: string[] = [];
      const corsCompat = { onWarning: ({ code }: Warning) => void reported.push(code) };
      const run: Bootstrap = (socketIo, server) => bootstrap(socketIo, server, corsCompat);
      const [v2, dropIn] = await Promise.all([
        running.start(SOCKET_IO.v2, run),
        running.start(SOCKET_IO['drop-in'], run),
      ]);
      expect(await verdicts(dropIn)).to.deep.equal(await verdicts(v2));
      expect(reported).to.include.members(codes);
      if (codes.length === 0) expect(reported.join()).not.to.match(/IGNORED/);
    });
  }

  it('of attach() win over those of the constructor', async () => {
    const program = await running.start(Server, (socketIo, server) =>
      socketIo({ path: '/a', corsCompat: { onWarning: () => undefined } }).attach(server, { path: '/b' }),
    );
    const [a, b] = await Promise.all(
      ['/a/', '/b/'].map((path) => ask({ ...program, path }, { kind: 'polling', eio: 4 })),
    );
    expect([a?.status, b?.status]).to.deep.equal([404, 200]);
  });

  it('report that io.origins() has no effect if allowRequest decides everywhere', () => {
    const codes: string[] = [];
    const corsCompat = { onWarning: ({ code }: Warning) => void codes.push(code) };
    const io = Server(createServer(), {
      corsCompat,
      allowRequest: (_request, callback) => callback(null, true),
    });
    expect(codes).not.to.include('ALLOW_ALL_BY_DEFAULT');
    io.origins(origins);
    expect(codes).to.include('ORIGINS_IGNORED_BY_ALLOW_REQUEST');
  });

  it('report what the origins allow now, as soon as they decide anywhere', () => {
    const codes: string[] = [];
    const io = Server(createServer(), {
      corsCompat: { onWarning: ({ code }: Warning) => void codes.push(code) },
      origins: [GOOD],
      allowRequest: (_request, callback) => callback(null, true),
    });
    expect(codes).not.to.include('ORIGIN_NOW_ADMITTED');
    io.attach(createServer());
    expect(codes.filter((code) => code === 'ORIGIN_NOW_ADMITTED')).to.have.length(1);
    io.attach(createServer());
    expect(codes.filter((code) => code === 'ORIGIN_NOW_ADMITTED')).to.have.length(1);
  });

  it('refuses cors there, and corsCompat, which the constructor takes, together with all else that is wrong', () => {
    const io = Server({ corsCompat: { onWarning: () => undefined } });
    const options = { cors: { origin: GOOD }, corsCompat: { from: '2.0.4' }, allowRequest: 5 as never };
    expect(() => io.attach(createServer(), options))
      .to.throw(LegacySettingsError)
      .with.property('issues')
      .that.has.length(3);
  });

  it('survives an allowRequest that throws or rejects', async () => {
    const codes: string[] = [];
    for (const allowRequest of [
      () => {
        throw new Error('boom');
      },
      async () => {
        throw new Error('boom');
      },
    ]) {
      const program = await running.start(Server, (socketIo, server) =>
        socketIo(server, { allowRequest, corsCompat: { onWarning: ({ code }) => void codes.push(code) } }),
      );
      const { result, crashes } = await crashesDuring(() => verdicts(program));
      expect(crashes).to.deep.equal([]);
      expect(Object.values(result.found)).to.deep.equal([false, false, false, false]);
    }
    expect(codes.filter((code) => code === 'APP_FUNCTION_FAILED')).to.have.length(2);
  });
});
