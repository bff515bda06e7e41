import { expect } from 'chai';
import { type CompatServerOptions, Server, type Warning } from '../../../src/server/index.js';
import { crashesDuring } from '../parity/crashes-during.js';
import { connect } from './connect.js';
import { programs } from './start.js';

type Next = (error?: Error) => void;

const FAILING: readonly (readonly [desc: string, middleware: (subject: unknown, next: Next) => unknown])[] = [
  [
    'throws',
    () => {
      throw new Error('boom');
    },
  ],
  ['rejects', () => Promise.reject(new Error('boom'))],
  [
    'throws after it has called back',
    (_subject, next) => {
      next(new Error('no'));
      throw new Error('boom');
    },
  ],
];

/** Where programs put a middleware, and the namespace that it guards. */
const PLACES: readonly (readonly [
  desc: string,
  path: string,
  put: (io: Server, middleware: never) => unknown,
])[] = [
  ['of the server', '/', (io, middleware) => io.use(middleware)],
  ['of a namespace', '/chat', (io, middleware) => io.of('/chat').use(middleware)],
  ['of dynamic namespaces', '/chat', (io, middleware) => io.of(/^\/chat$/).use(middleware)],
];

describe('a middleware that fails refuses, and the server keeps running', () => {
  const running = programs();
  afterEach(() => running.closeAll());

  async function started(warnings: Warning[], options: CompatServerOptions = {}) {
    const corsCompat = { onWarning: (warning: Warning) => void warnings.push(warning) };
    return running.start(Server, (make, server) => make(server, { ...options, corsCompat }));
  }

  for (const [place, path, put] of PLACES) {
    for (const [desc, middleware] of FAILING) {
      it(`${place}: one that ${desc}`, async () => {
        const warnings: Warning[] = [];
        const program = await started(warnings);
        put(program.io, middleware as never);
        for (const release of ['2.5', '4.8'] as const) {
          const { result, crashes } = await crashesDuring(() =>
            connect(release, program.url + path, 'websocket', {}),
          );
          expect({ result, crashes }).to.deep.equal({ result: 'refused', crashes: [] });
        }
        expect(warnings.map(({ code }) => code)).to.include('APP_FUNCTION_FAILED');
      });
    }
  }

  for (const [desc, match] of [
    ['throws', () => FAILING[0]?.[1](undefined, () => undefined)],
    ['rejects', () => Promise.reject(new Error('boom'))],
  ] as const) {
    it(`of io.of(), a function that ${desc}`, async () => {
      const warnings: Warning[] = [];
      const program = await started(warnings);
      program.io.of(match as never);
      for (const release of ['2.5', '4.8'] as const) {
        const { result, crashes } = await crashesDuring(() =>
          connect(release, `${program.url}/chat`, 'websocket', {}),
        );
        expect({ result, crashes }).to.deep.equal({ result: 'refused', crashes: [] });
      }
      expect(warnings.map(({ code }) => code)).to.include('APP_FUNCTION_FAILED');
    });
  }

  it('of the server, whose error has data that cannot be sent', async () => {
    const program = await started([]);
    const data: { self?: object } = {};
    data.self = data;
    program.io.use((_socket, next) => next(Object.assign(new Error('no'), { data })));
    for (const release of ['2.5', '4.8'] as const) {
      const { result, crashes } = await crashesDuring(() => connect(release, program.url, 'websocket', {}));
      expect({ result, crashes }).to.deep.equal({ result: 'refused', crashes: [] });
    }
  });

  it("of the events of a v2 client, whose error has data that cannot be sent, which the server's listeners get", async () => {
    const program = await started([]);
    const data: { self?: object } = {};
    data.self = data;
    const refusal = Object.assign(new Error('no'), { data });
    const heard = new Promise((resolve) => {
      program.io.on('connection', (socket) => {
        socket.use((_event, next) => void setImmediate(() => next(refusal)));
        socket.on('error', resolve);
      });
    });
    const { result, crashes } = await crashesDuring(async () => {
      void connect('2.5', program.url, 'websocket', {});
      return heard;
    });
    expect(crashes).to.deep.equal([]);
    expect(result).to.equal(refusal);
  });

  it("of the server, beside v4's own cors", async () => {
    const program = await started([], { cors: { origin: true } });
    program.io.use(() => {
      throw new Error('boom');
    });
    const { result, crashes } = await crashesDuring(() => connect('4.8', program.url, 'websocket', {}));
    expect({ result, crashes }).to.deep.equal({ result: 'refused', crashes: [] });
  });

  for (const release of ['2.5', '4.8'] as const) {
    it(`of the events of a client of ${release}, which are not handled`, async () => {
      const warnings: Warning[] = [];
      const program = await started(warnings);
      const refused = new Promise((resolve) => {
        program.io.on('connection', (socket) => {
          let handled = 0;
          socket.use(() => {
            throw new Error('boom');
          });
          socket.on('echo', () => handled++);
          socket.on('error', () => resolve(handled));
        });
      });
      const { result, crashes } = await crashesDuring(async () => {
        void connect(release, program.url, 'websocket', {});
        return refused;
      });
      expect({ result, crashes }).to.deep.equal({ result: 0, crashes: [] });
      expect(warnings.map(({ code }) => code)).to.include('APP_FUNCTION_FAILED');
    });
  }
});
