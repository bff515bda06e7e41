import { createServer, type Server as HttpServer } from 'node:http';
import { expect } from 'chai';
import {
  type AllowRequest,
  type CompatServerOptions,
  LegacySettingsError,
  Server,
  type Warning,
} from '../../../src/server/index.js';
import { ask } from '../parity/ask.js';
import { crashesDuring } from '../parity/crashes-during.js';
import { programs } from './start.js';

const GOOD = 'https://example.com';
const FOREIGN = 'https://evil.example';

describe("v4's own cors", () => {
  const running = programs();
  afterEach(() => running.closeAll());

  it('works as on v4 without settings of v2, with a warning about what it does not check', async () => {
    const warnings: Warning[] = [];
    const program = await running.start(Server, (socketIo, server) =>
      socketIo(server, {
        cors: { origin: GOOD },
        allowRequest: ({ headers }, callback) => callback(null, headers.origin !== FOREIGN),
        pingTimeout: 7000,
        corsCompat: { onWarning: (warning) => void warnings.push(warning) },
      }),
    );
    const good = await ask(program, { kind: 'polling', eio: 4, origin: GOOD });
    expect(new Map(good.headers).get('access-control-allow-origin')).to.equal(GOOD);
    expect(good.body).to.include('"pingTimeout":7000');
    expect((await ask(program, { kind: 'websocket', eio: 3, origin: FOREIGN })).admitted).to.equal(false);
    expect(warnings.map(({ code }) => code)).to.deep.equal([
      'CORS_OPTION_BYPASSES_COMPAT',
      'ALLOW_EIO3_ON_BY_DEFAULT',
    ]);
  });

  it("serves on a later attach as v4's does", async () => {
    const program = await running.start(Server, (socketIo, server) =>
      socketIo({ cors: { origin: GOOD }, corsCompat: { onWarning: () => undefined } }).attach(server),
    );
    const { headers } = await ask(program, { kind: 'polling', eio: 4, origin: FOREIGN });
    expect(new Map(headers).get('access-control-allow-origin')).to.equal(GOOD);
  });

  const cors = { origin: GOOD };
  for (const [desc, construct] of [
    ['origins', () => Server({ cors, origins: [GOOD] })],
    ['handlePreflightRequest', () => Server({ cors, handlePreflightRequest: false })],
    ['io.origins()', () => Server({ cors, corsCompat: { onWarning: () => undefined } }).origins([GOOD])],
    [
      "io.set('origins')",
      () => Server({ cors, corsCompat: { onWarning: () => undefined } }).set('origins', '*:*'),
    ],
    [
      'a preflight handler at attach',
      () =>
        Server({ cors, corsCompat: { onWarning: () => undefined } }).attach(createServer(), {
          handlePreflightRequest: false,
        }),
    ],
  ] as const) {
    it(`is refused beside ${desc}: it would not be clear which counts`, () => {
      expect(construct).to.throw(LegacySettingsError);
    });
  }

  it('refuses if allowRequest throws or rejects, tells onWarning, and keeps serving', async () => {
    for (const allowRequest of [
      () => {
        throw new Error('boom');
      },
      async () => {
        throw new Error('boom');
      },
    ]) {
      for (const cors of [{ origin: GOOD }, undefined, null, false] as const) {
        const codes: string[] = [];
        const options = {
          cors,
          allowRequest,
          corsCompat: { onWarning: (w: Warning) => void codes.push(w.code) },
        };
        const program = await running.start(Server, (socketIo, server) =>
          socketIo(server, options as CompatServerOptions),
        );
        const { result, crashes } = await crashesDuring(() =>
          ask(program, { kind: 'websocket', eio: 4, origin: GOOD }),
        );
        expect(crashes).to.deep.equal([]);
        expect(result.admitted).to.equal(false);
        expect(codes).to.include('APP_FUNCTION_FAILED');
      }
    }
  });

  it('works beside options that v2 took as names', async () => {
    const codes: string[] = [];
    const corsCompat = { onWarning: ({ code }: Warning) => void codes.push(code) };
    const names = { wsEngine: 'uws', cookie: 'sid' };
    for (const bootstrap of [
      (socketIo: typeof Server, server: HttpServer) =>
        socketIo(server, { cors: { origin: GOOD }, corsCompat, ...names }),
      (socketIo: typeof Server, server: HttpServer) =>
        socketIo({ cors: { origin: GOOD }, corsCompat }).attach(server, { ...names }),
    ]) {
      const program = await running.start(Server, bootstrap);
      expect((await ask(program, { kind: 'websocket', eio: 4, origin: GOOD })).admitted).to.equal(true);
      expect(program.io.engine.opts.cookie).to.include({ name: 'sid' });
    }
    expect(codes).to.include('WS_ENGINE_NAME_IGNORED');
  });

  it('does not forget a checkRequest that the app put in place', async () => {
    class Guarded extends Server {
      override checkRequest(...[, callback]: Parameters<AllowRequest>) {
        callback(null, false);
      }
    }
    const program = await running.start(
      Server,
      (_socketIo, server) =>
        new Guarded(server, { cors: { origin: GOOD }, corsCompat: { onWarning: () => undefined } }),
    );
    expect((await ask(program, { kind: 'polling', eio: 4, origin: GOOD })).admitted).to.equal(false);
  });
});
