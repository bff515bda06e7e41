import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { expect } from 'chai';
import express from 'express';
import { Server } from '../../../src/server/index.js';
import { type Answer, ask } from '../parity/ask.js';
import { crashesDuring } from '../parity/crashes-during.js';
import { type Bootstrap, programs, type RunningProgram, SOCKET_IO } from './start.js';

const PREFLIGHT = {
  kind: 'preflight',
  eio: 3,
  method: 'GET',
  headerNames: ['my-custom-header'],
  timeoutMs: 300,
} as const;
const GOOD = 'https://example.com';
const FOREIGN = 'https://evil.example';

const origins = [`${GOOD}:443`];
const silent = { onWarning: () => undefined };

/** What the docs of v2 show. */
const asDocumented = (_req: IncomingMessage, res: ServerResponse) => {
  res.writeHead(200, {
    'Access-Control-Allow-Origin': GOOD,
    'Access-Control-Allow-Methods': 'GET,POST',
    'Access-Control-Allow-Headers': 'my-custom-header',
    'Access-Control-Allow-Credentials': 'true',
  });
  res.end();
};

const told = ({ status, headers, body, failure }: Answer) => ({ status, headers, body, failure });

describe('handlePreflightRequest', () => {
  const running = programs();
  afterEach(() => running.closeAll());

  const both = (bootstrap: Bootstrap) =>
    Promise.all([running.start(SOCKET_IO.v2, bootstrap), running.start(SOCKET_IO['drop-in'], bootstrap)]);

  it('is called with the HTTP server and (req, res) for any origin, and nothing else runs', async () => {
    const calls: unknown[][] = [];
    const [v2, dropIn] = await both((socketIo, server) =>
      socketIo(server, {
        origins,
        handlePreflightRequest(this: unknown, ...args: unknown[]) {
          const [req, res] = args as [IncomingMessage, ServerResponse];
          calls.push([this === server, args.length, req.method, req.headers.origin]);
          asDocumented(req, res);
        },
      }),
    );
    const outcomes = async (program: RunningProgram) => {
      calls.length = 0;
      const answers = [];
      for (const origin of [GOOD, FOREIGN]) answers.push(told(await ask(program, { ...PREFLIGHT, origin })));
      answers.push(told(await ask(program, { ...PREFLIGHT, origin: GOOD, sid: 'nobody' })));
      return { answers, calls: [...calls] };
    };
    const expected = await outcomes(v2);
    expect(expected.calls).to.have.length(3);
    expect(await outcomes(dropIn)).to.deep.equal(expected);
  });

  it('that takes (server, req, res) is reported at the start, and middleware that takes (req, res, next) is not', () => {
    const reported = (handler: unknown) => {
      const codes: string[] = [];
      const corsCompat = { onWarning: ({ code }: { code: string }) => void codes.push(code) };
      const options = { origins, handlePreflightRequest: handler, corsCompat } as object;
      Server(createServer(), options);
      return codes.includes('PREFLIGHT_HANDLER_THROWS');
    };
    const handlers = {
      async method(_server: unknown, _req: unknown, _res: unknown) {},
    };
    expect([
      reported((_server: unknown, _req: unknown, _res: unknown) => undefined),
      reported(handlers.method),
      reported((_req: unknown, _res: unknown, _next: unknown) => undefined),
      reported(asDocumented),
    ]).to.deep.equal([true, true, false, false]);
  });

  it('is not called before there is a preflight', async () => {
    let calls = 0;
    const program = await running.start(Server, (socketIo, server) =>
      socketIo(server, { corsCompat: silent, handlePreflightRequest: () => void calls++ }),
    );
    await ask(program, { kind: 'polling', eio: 4, origin: GOOD });
    await ask(program, { kind: 'websocket', eio: 4, origin: GOOD });
    expect(calls).to.equal(0);
  });

  it('sees OPTIONS under the path, and no other request', async () => {
    const seen: (string | undefined)[] = [];
    const [v2, dropIn] = await both((socketIo, server) =>
      socketIo(server, {
        path: '/chat/',
        handlePreflightRequest: (req, res) => {
          seen.push(req.url);
          asDocumented(req, res);
        },
      }),
    );
    const outcomes = async (program: RunningProgram) => {
      seen.length = 0;
      const statuses = [];
      for (const path of ['/chat/', '/chat/x', '/chatter/', '/chat', '/socket.io/', '/']) {
        const answer = await ask({ ...program, path }, { ...PREFLIGHT, origin: GOOD });
        statuses.push(answer.status);
      }
      return { statuses, seen: [...seen] };
    };
    const expected = await outcomes(v2);
    expect(expected.seen).to.have.length(2);
    expect(await outcomes(dropIn)).to.deep.equal(expected);
  });

  it('counts for preflights only: origins decide who may connect', async () => {
    const [v2, dropIn] = await both((socketIo, server) =>
      socketIo(server, {
        origins,
        handlePreflightRequest: (_req, res) => {
          res.writeHead(200, { 'Access-Control-Allow-Origin': '*' });
          res.end();
        },
      }),
    );
    for (const program of [v2, dropIn]) {
      for (const kind of ['polling', 'websocket'] as const) {
        expect((await ask(program, { kind, eio: 3, origin: FOREIGN })).admitted).to.equal(false);
        expect((await ask(program, { kind, eio: 3, origin: GOOD })).admitted).to.equal(true);
      }
    }
  });

  it('that throws answers 500 without its headers, says so once, and the server lives on', async () => {
    const codes: string[] = [];
    const failing = [
      (_req: IncomingMessage, res: ServerResponse) => {
        res.setHeader('Access-Control-Allow-Origin', FOREIGN);
        throw new Error('boom');
      },
      async () => {
        throw new Error('boom');
      },
      (_server: unknown, _req: unknown, res: ServerResponse) => res.end(),
    ];
    for (const handlePreflightRequest of failing) {
      const program = await running.start(Server, (socketIo, server) =>
        socketIo(server, {
          handlePreflightRequest: handlePreflightRequest as never,
          corsCompat: { onWarning: ({ code }) => void codes.push(code) },
        }),
      );
      const { result, crashes } = await crashesDuring(async () => [
        await ask(program, { ...PREFLIGHT, origin: FOREIGN }),
        await ask(program, { ...PREFLIGHT, origin: FOREIGN }),
        await ask(program, { kind: 'polling', eio: 3, origin: GOOD }),
      ]);
      expect(crashes).to.deep.equal([]);
      expect(result.map(({ status }) => status)).to.deep.equal([500, 500, 200]);
      expect(result[0]?.headers).to.deep.equal([]);
    }
    expect(codes.filter((code) => code === 'APP_FUNCTION_FAILED')).to.have.length(3);
  });

  it('that writes on after its end is reported, and the server lives on', async () => {
    const codes: string[] = [];
    const program = await running.start(Server, (socketIo, server) =>
      socketIo(server, {
        handlePreflightRequest: (_req, res) => {
          res.end('mine');
          res.write('more');
        },
        corsCompat: { onWarning: ({ code }) => void codes.push(code) },
      }),
    );
    const { result, crashes } = await crashesDuring(() => ask(program, { ...PREFLIGHT, origin: FOREIGN }));
    expect(result.body).to.equal('mine');
    expect(crashes).to.deep.equal([]);
    expect(codes).to.include('APP_FUNCTION_FAILED');
  });

  it('that throws after it has begun to answer is cut off', async () => {
    const program = await running.start(Server, (socketIo, server) =>
      socketIo(server, {
        corsCompat: silent,
        handlePreflightRequest: (_req, res) => {
          res.write('half');
          throw new Error('boom');
        },
      }),
    );
    const { crashes } = await crashesDuring(() => ask(program, { ...PREFLIGHT, origin: GOOD }));
    expect(crashes).to.deep.equal([]);
    expect((await ask(program, { kind: 'polling', eio: 3, origin: GOOD })).admitted).to.equal(true);
  });

  it('is unknown to releases before 2.0', async () => {
    const codes: string[] = [];
    const program = await running.start(Server, (socketIo, server) =>
      socketIo(server, {
        handlePreflightRequest: asDocumented,
        corsCompat: { from: '1.7.4', onWarning: ({ code }) => void codes.push(code) },
      }),
    );
    expect(codes).to.include('PREFLIGHT_HANDLER_IGNORED');
    const { headers } = await ask(program, { ...PREFLIGHT, origin: GOOD });
    expect(new Map(headers).get('access-control-allow-headers')).to.equal('Content-Type');
  });

  describe('false', () => {
    /** An Express app that answers preflights for everything, as one with `cors()` does. */
    const withExpress =
      (prepare: (app: express.Express) => void): Bootstrap =>
      (socketIo) => {
        const app = express();
        prepare(app);
        return socketIo(createServer(app), { origins, handlePreflightRequest: false, serveClient: false });
      };
    const cors: express.RequestHandler = (req, res, next) => {
      if (req.method !== 'OPTIONS') return next();
      res
        .set({ 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'x-app' })
        .sendStatus(204);
    };

    const start = async (name: 'v2' | 'drop-in', bootstrap: Bootstrap) =>
      running.start(SOCKET_IO[name], bootstrap);

    for (const name of ['v2', 'drop-in'] as const) {
      it(`passes OPTIONS on to the listeners that were there before, on ${name}`, async () => {
        const program = await start(
          name,
          withExpress((app) => app.use(cors)),
        );
        const answer = await ask(program, { ...PREFLIGHT, origin: FOREIGN });
        expect(answer.status).to.equal(204);
        expect(new Map(answer.headers).get('access-control-allow-headers')).to.equal('x-app');
        expect((await ask(program, { kind: 'polling', eio: 3, origin: GOOD })).admitted).to.equal(true);
        expect((await ask(program, { kind: 'polling', eio: 3, origin: FOREIGN })).admitted).to.equal(false);
      });

      it(`passes them on to all of those, on ${name}`, async () => {
        const seen: string[] = [];
        const program = await start(name, (socketIo, server) => {
          server.removeAllListeners('request');
          server.on('request', function first(this: unknown) {
            seen.push(this === server ? 'first' : 'lost');
          });
          server.on('request', (_req, res) => {
            seen.push('second');
            res.writeHead(204).end();
          });
          return socketIo(server, { handlePreflightRequest: false });
        });
        await ask(program, { ...PREFLIGHT, origin: GOOD });
        expect(seen).to.deep.equal(['first', 'second']);
      });

      it(`passes them on to the server of a port, which has no listener, on ${name}`, async () => {
        const program = await start(name, (socketIo) => socketIo('0', { handlePreflightRequest: false }));
        expect((await ask(program, { ...PREFLIGHT, origin: GOOD })).status).to.equal(404);
      });

      it(`leaves a second path on the same server to itself, on ${name}`, async () => {
        const program = await start(name, (socketIo, server) => {
          const io = socketIo(server, { handlePreflightRequest: asDocumented });
          return io.attach(server, { path: '/other', handlePreflightRequest: false });
        });
        const statuses = [];
        for (const path of ['/socket.io/', '/other/', '/elsewhere/']) {
          statuses.push((await ask({ ...program, path }, { ...PREFLIGHT, origin: GOOD })).status);
        }
        expect(statuses).to.deep.equal([200, 404, 404]);
      });
    }
  });

  describe('true, null or nothing', () => {
    for (const handlePreflightRequest of [true, null, undefined]) {
      it(`${handlePreflightRequest} allows Content-Type for allowed origins`, async () => {
        const program = await running.start(Server, (socketIo, server) =>
          socketIo(server, { origins, handlePreflightRequest, corsCompat: silent }),
        );
        const answers = await Promise.all(
          [GOOD, FOREIGN].map((origin) => ask(program, { ...PREFLIGHT, origin })),
        );
        const allowed = answers.map(({ headers }) => new Map(headers).get('access-control-allow-origin'));
        expect(allowed).to.deep.equal([GOOD, undefined]);
        expect(new Map(answers[0]?.headers).get('access-control-allow-headers')).to.equal('Content-Type');
      });
    }
  });
});
