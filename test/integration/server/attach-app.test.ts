import { expect } from 'chai';
import { type AllowRequest, Server, type Warning } from '../../../src/server/index.js';

/** uWebSockets.js is not on npm. This app only keeps the handlers that are registered with it. */
const app = () => {
  const paths: string[] = [];
  const register = (path: string) => {
    paths.push(path);
    return server;
  };
  const server = { any: register, ws: register, get: register, publish: () => true, numSubscribers: () => 0 };
  return { server, paths };
};

const list = ['https://example.com:443'];
const REQUESTS = [{ origin: 'https://example.com' }, { origin: 'https://evil.example' }, {}];

describe('attachApp() of uWebSockets.js', () => {
  const warnings: Warning[] = [];
  const corsCompat = { onWarning: (warning: Warning) => void warnings.push(warning) };
  const made: Server[] = [];
  const make = (...args: Parameters<typeof Server>) => {
    const io = Server(...args);
    made.push(io);
    return io;
  };
  afterEach(async () => {
    warnings.length = 0;
    for (const io of made.splice(0)) if (io.engine !== undefined) await io.close();
  });

  const verdicts = (io: Server) =>
    Promise.all(
      REQUESTS.map(
        (headers) =>
          new Promise<boolean>((resolve) => {
            const { allowRequest } = io.engine.opts as { allowRequest: AllowRequest };
            allowRequest({ headers, method: 'GET', _query: {} } as never, (_error, success) =>
              resolve(success),
            );
          }),
      ),
    );

  it('asks the origins in force', async () => {
    const io = make({ origins: list, path: '/chat', pingTimeout: 7000, corsCompat });
    const { server, paths } = app();
    io.attachApp(server);
    expect(paths).to.include('/chat/');
    expect(io.engine.opts.pingTimeout).to.equal(7000);
    expect(await verdicts(io)).to.deep.equal([true, false, false]);
    io.origins([]);
    expect(await verdicts(io)).to.deep.equal([false, false, false]);
  });

  for (const where of ['constructor', 'attachApp'] as const) {
    it(`asks an allowRequest that was given to ${where}, and reports its errors`, async () => {
      const allowRequest: AllowRequest = ({ headers }, callback) => {
        if (headers.origin === undefined) throw new Error('boom');
        callback(null, headers.origin === 'https://evil.example');
      };
      const io = make({ corsCompat, ...(where === 'constructor' ? { allowRequest } : {}) });
      io.attachApp(app().server, where === 'attachApp' ? { allowRequest } : undefined);
      expect(await verdicts(io)).to.deep.equal([false, true, false]);
      const codes = warnings.map(({ code }) => code);
      expect(codes).to.include.members(['ALLOW_REQUEST_DECIDES_ALONE', 'APP_FUNCTION_FAILED']);
    });
  }

  it("asks an allowRequest beside v4's own cors", async () => {
    const allowRequest: AllowRequest = (_request, callback) => callback(null, false);
    const io = make({ cors: { origin: '*' }, allowRequest, corsCompat });
    io.attachApp(app().server);
    expect(await verdicts(io)).to.deep.equal([false, false, false]);
  });

  it('reports origins that are given there, which have no effect', () => {
    make({ corsCompat }).attachApp(app().server, { origins: list });
    expect(warnings.map(({ code }) => code)).to.include('ATTACH_ORIGINS_IGNORED');
  });
});
