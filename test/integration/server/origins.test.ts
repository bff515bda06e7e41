import { createServer } from 'node:http';
import { expect } from 'chai';
import { LegacySettingsError, Server, type Warning } from '../../../src/server/index.js';
import { type Answer, ask } from '../parity/ask.js';
import { crashesDuring } from '../parity/crashes-during.js';
import { connect, echo } from './connect.js';
import { programs, type RunningProgram, SOCKET_IO, serve } from './start.js';

const GOOD = 'https://example.com';
const OTHER = 'https://example.org';
const silent = { onWarning: () => undefined };

describe('io.origins()', () => {
  const running = programs();
  afterEach(() => running.closeAll());

  const admits = async (program: RunningProgram, origin: string) => {
    const answers = await Promise.all(
      (['polling', 'websocket'] as const).map((kind) => ask(program, { kind, eio: 3, origin })),
    );
    const verdicts = new Set(answers.map((answer: Answer) => answer.admitted));
    expect(verdicts.size, 'both transports').to.equal(1);
    return verdicts.has(true);
  };

  for (const name of ['v2', 'drop-in'] as const) {
    describe(`on ${name}`, () => {
      const socketIo = SOCKET_IO[name];

      it('returns what was set last', () => {
        const list = [`${GOOD}:443`];
        expect(socketIo().origins()).to.equal('*:*');
        expect(socketIo({ origins: list }).origins()).to.equal(list);
        expect(socketIo({ origins: '' }).origins()).to.equal('*:*');
        const io = socketIo({ origins: list });
        expect(io.origins('a:*')).to.equal(io);
        expect(io.origins()).to.equal('a:*');
        const check = () => undefined;
        expect(io.origins(check).origins(list).origins(check).origins()).to.equal(check);
      });

      it('takes effect while serving, and the last call wins', async () => {
        const program = await running.start(socketIo, (socketIo, server) => socketIo(server));
        expect(await admits(program, GOOD)).to.equal(true);
        program.io.origins([`${OTHER}:443`]).origins([`${GOOD}:443`]);
        expect([await admits(program, GOOD), await admits(program, OTHER)]).to.deep.equal([true, false]);
        program.io.origins((origin, callback) => callback(null, origin === OTHER));
        expect([await admits(program, GOOD), await admits(program, OTHER)]).to.deep.equal([false, true]);
        program.io.origins('*:*');
        expect(await admits(program, GOOD)).to.equal(true);
        program.io.origins('');
        expect(await admits(program, GOOD)).to.equal(false);
      });

      it('takes effect on every HTTP server and path', async () => {
        const program = await running.start(socketIo, (socketIo, server) => {
          const io = socketIo(server);
          io.attach(server, { path: '/other' });
          return io;
        });
        const second = createServer();
        program.io.attach(second);
        const elsewhere = running.add(await serve(second, () => undefined)) as RunningProgram;
        const everywhere = [program, { ...program, path: '/other/' }, elsewhere];
        program.io.origins([`${GOOD}:443`]);
        for (const place of everywhere) {
          expect([await admits(place, GOOD), await admits(place, OTHER)]).to.deep.equal([true, false]);
        }
        program.io.origins([`${OTHER}:443`]);
        for (const place of everywhere) {
          expect([await admits(place, GOOD), await admits(place, OTHER)]).to.deep.equal([false, true]);
        }
      });

      it('follows the list that it was given, wherever the app changes it', async () => {
        const list = [`${GOOD}:443`];
        const program = await running.start(socketIo, (socketIo, server) =>
          socketIo(server, { origins: list }),
        );
        list.push(`${OTHER}:443`);
        expect([await admits(program, GOOD), await admits(program, OTHER)]).to.deep.equal([true, true]);
        list.shift();
        expect([await admits(program, GOOD), await admits(program, OTHER)]).to.deep.equal([false, true]);
        list[0] = `${GOOD}:443`;
        expect([await admits(program, GOOD), await admits(program, OTHER)]).to.deep.equal([true, false]);
      });

      it('leaves open sessions as they are', async () => {
        const program = await running.start(socketIo, (socketIo, server) => socketIo(server));
        echo(program.io);
        program.io.on('connection', () => program.io.origins([]));
        expect(await connect('2.5', program.url, 'polling', { origin: GOOD })).to.equal('polling');
        expect(await connect('2.5', program.url, 'polling', { origin: GOOD })).to.equal('refused');
      });
    });
  }

  it('lets the pages of open sessions go on reading when the list changes', async () => {
    const program = await running.start(Server, (socketIo, server) => socketIo(server));
    const { sid } = await ask(program, { kind: 'polling', eio: 4, origin: GOOD });
    program.io.origins([]);
    const preflight = await ask(program, {
      kind: 'preflight',
      eio: 4,
      origin: GOOD,
      method: 'POST',
      headerNames: ['content-type'],
      sid: sid as string,
    });
    expect(new Map(preflight.headers).get('access-control-allow-origin')).to.equal(GOOD);
    expect(new Map(preflight.headers).get('access-control-allow-headers')).to.equal('Content-Type');
  });

  for (const value of [undefined, null, false, 0, 443, {}, /x/, ['a', 1]]) {
    it(`throws for ${JSON.stringify(value) ?? 'undefined'}, and keeps the old origins`, async () => {
      const program = await running.start(Server, (socketIo, server) =>
        socketIo(server, { origins: [`${GOOD}:443`], corsCompat: silent }),
      );
      expect(() => program.io.origins(value as never))
        .to.throw(LegacySettingsError)
        .with.nested.property('issues[0].path')
        .that.matches(/^io\.origins\(\)/);
      expect(program.io.origins()).to.deep.equal([`${GOOD}:443`]);
      expect([await admits(program, GOOD), await admits(program, OTHER)]).to.deep.equal([true, false]);
    });
  }

  it('refuses every origin while a list cannot be read, warns once, and recovers', async () => {
    const warnings: Warning[] = [];
    const list: unknown[] = [`${GOOD}:443`];
    const program = await running.start(Server, (socketIo, server) =>
      socketIo(server, {
        origins: list as string[],
        corsCompat: { onWarning: (warning) => void warnings.push(warning), missingOrigin: 'allow' },
      }),
    );
    list.push(/x/);
    expect(await admits(program, GOOD)).to.equal(false);
    expect((await ask(program, { kind: 'polling', eio: 3 })).admitted).to.equal(false);
    expect(warnings.filter(({ code }) => code === 'ORIGINS_LIST_UNREADABLE')).to.have.length(1);
    list.pop();
    expect(await admits(program, GOOD)).to.equal(true);
  });

  it('refuses every origin while reading the list throws, and recovers', async () => {
    const list = [`${GOOD}:443`];
    const program = await running.start(Server, (socketIo, server) =>
      socketIo(server, { origins: list, corsCompat: silent }),
    );
    const value = list[0];
    Object.defineProperty(list, 0, {
      configurable: true,
      get: () => {
        throw new Error('boom');
      },
    });
    const { result, crashes } = await crashesDuring(() => admits(program, GOOD));
    expect({ result, crashes }).to.deep.equal({ result: false, crashes: [] });
    Object.defineProperty(list, 0, { value });
    expect(await admits(program, GOOD)).to.equal(true);
  });

  it('refuses if a function throws or rejects, takes the first of two answers, and keeps serving', async () => {
    const warnings: string[] = [];
    const program = await running.start(Server, (socketIo, server) =>
      socketIo(server, { corsCompat: { onWarning: ({ code }) => void warnings.push(code) } }),
    );
    const { crashes } = await crashesDuring(async () => {
      program.io.origins(() => {
        throw new Error('boom');
      });
      expect(await admits(program, GOOD)).to.equal(false);
      program.io.origins(async () => {
        throw new Error('boom');
      });
      expect(await admits(program, GOOD)).to.equal(false);
      program.io.origins((_origin, callback) => {
        callback(null, true);
        callback(null, false);
      });
      expect(await admits(program, GOOD)).to.equal(true);
    });
    expect(crashes).to.deep.equal([]);
    expect(warnings.filter((code) => code === 'APP_FUNCTION_FAILED')).to.have.length(1);
  });

  it("emits v4's connection_error for refused handshakes", async () => {
    const program = await running.start(Server, (socketIo, server) =>
      socketIo(server, { origins: [`${GOOD}:443`], corsCompat: silent }),
    );
    const errors: number[] = [];
    program.io.engine.on('connection_error', ({ code }: { code: number }) => errors.push(code));
    await admits(program, OTHER);
    expect(errors).to.deep.equal([4, 4]);
  });

  it('answers checkRequest, for an allowRequest that asks it', async () => {
    const program = await running.start(Server, (socketIo, server) => {
      const io = socketIo({ origins: [`${GOOD}:443`], corsCompat: silent });
      return io.attach(server, { allowRequest: (request, callback) => io.checkRequest(request, callback) });
    });
    expect([await admits(program, GOOD), await admits(program, OTHER)]).to.deep.equal([true, false]);
  });

  for (const name of ['v2', 'drop-in'] as const) {
    it(`decides by the origins that were in force when the handshake came, on ${name}`, async () => {
      for (const kind of ['polling', 'websocket'] as const) {
        const program = await running.start(SOCKET_IO[name], (socketIo, server) => socketIo(server));
        let answer: (() => void) | undefined;
        const isAsked = new Promise<void>((resolve) => {
          program.io.origins((_origin, callback) => {
            answer = () => callback(null, true);
            resolve();
          });
        });
        const pending = ask(program, { kind, eio: 3, origin: GOOD });
        await isAsked;
        program.io.origins([]);
        answer?.();
        const { admitted, headers } = await pending;
        expect(admitted).to.equal(true);
        if (kind === 'polling') expect(new Map(headers).get('access-control-allow-origin')).to.equal(GOOD);
        expect((await ask(program, { kind, eio: 3, origin: GOOD })).admitted).to.equal(false);
      }
    });
  }

  it('warns of every call that allows more than v2 did', () => {
    const told: Warning[] = [];
    const io = Server({ origins: [GOOD], corsCompat: { onWarning: (warning) => void told.push(warning) } });
    for (const origin of [OTHER, OTHER, 'https://third.example']) io.origins([origin]);
    const opened = told.filter(({ code }) => code === 'ORIGIN_NOW_ADMITTED').map(({ subject }) => subject);
    expect(opened).to.deep.equal([
      `origins[0]: "${GOOD}"`,
      `io.origins()[0]: "${OTHER}"`,
      'io.origins()[0]: "https://third.example"',
    ]);
  });
});
