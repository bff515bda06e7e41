import { expect } from 'chai';
import { LegacySettingsError, Server } from '../../../src/server/index.js';
import { ask } from '../parity/ask.js';
import { crashesDuring } from '../parity/crashes-during.js';
import { connect, echo } from './connect.js';
import { programs, SOCKET_IO } from './start.js';

const GOOD = 'https://example.com';
const silent = { onWarning: () => undefined };

/** What is printed to console.error while something runs. */
function printed(run: () => void): string[] {
  const { error } = console;
  const lines: string[] = [];
  console.error = (...args: unknown[]) => lines.push(args.join(' '));
  try {
    run();
  } finally {
    console.error = error;
  }
  return lines;
}

describe('io.set()', () => {
  const running = programs();
  afterEach(() => running.closeAll());

  for (const name of ['v2', 'drop-in'] as const) {
    describe(`on ${name}`, () => {
      const start = () => running.start(SOCKET_IO[name], (socketIo, server) => socketIo(server));

      it('is chainable, and sets origins', async () => {
        const { io } = await start();
        expect(io.set('origins', 'a:*')).to.equal(io);
        expect(io.origins()).to.equal('a:*');
      });

      for (const [key, value] of [
        ['log level', 1],
        ['origins', ''],
        ['origins', undefined],
        ['authorization', null],
        ['toString', 1],
      ] as const) {
        it(`prints the error of v2 for '${key}' with ${String(value) || "''"}`, async () => {
          const { io } = await start();
          expect(printed(() => io.set(key, value))).to.deep.equal([
            `Option %s is not valid. Please refer to the README. ${key}`,
          ]);
        });
      }

      it('sets the timings and transports of the engine', async () => {
        const program = await start();
        program.io
          .set('heartbeat timeout', 7000)
          .set('heartbeat interval', 9000)
          .set('transports', ['polling'])
          .set('destroy buffer size', 10);
        const { body } = await ask(program, { kind: 'polling', eio: 3, origin: GOOD });
        expect(body).to.match(/"pingInterval":9000,"pingTimeout":7000/);
        expect((await ask(program, { kind: 'websocket', eio: 3, origin: GOOD })).admitted).to.equal(false);
      });

      it('moves a server that is not attached yet with resource', async () => {
        const program = await running.start(
          SOCKET_IO[name],
          (socketIo, server) => socketIo().set('resource', '/chat').attach(server),
          '/chat/',
        );
        expect((await ask(program, { kind: 'polling', eio: 3, origin: GOOD })).admitted).to.equal(true);
      });

      it('asks an authorization function', async () => {
        const program = await start();
        echo(program.io);
        program.io.set(
          'authorization',
          ({ headers }: { headers: { origin: string } }, answer: (error: unknown, ok: boolean) => void) =>
            answer(null, headers.origin === GOOD),
        );
        expect(await connect('2.5', program.url, 'polling', { origin: GOOD })).to.equal('polling');
        expect(await connect('2.5', program.url, 'polling', { origin: 'http://b.example' })).to.equal(
          'refused',
        );
      });
    });
  }

  it('refuses if an authorization function throws, and keeps serving', async () => {
    const codes: string[] = [];
    const program = await running.start(Server, (socketIo, server) =>
      socketIo(server, { corsCompat: { onWarning: ({ code }) => void codes.push(code) } }),
    );
    program.io.set('authorization', () => {
      throw new Error('boom');
    });
    const { result, crashes } = await crashesDuring(() => connect('4.8', program.url, 'polling', {}));
    expect(result).to.equal('refused');
    expect(crashes).to.deep.equal([]);
    expect(codes).to.include('APP_FUNCTION_FAILED');
  });

  it('refuses if an authorization function calls back something that is not a string, and keeps serving', async () => {
    const program = await running.start(Server, (socketIo, server) =>
      socketIo(server, { corsCompat: silent }),
    );
    program.io.set('authorization', (_request: unknown, answer: (error: unknown, ok: boolean) => void) =>
      answer(Object.create(null), true),
    );
    const { result, crashes } = await crashesDuring(() => connect('4.8', program.url, 'polling', {}));
    expect({ result, crashes }).to.deep.equal({ result: 'refused', crashes: [] });
  });

  it('applies to the next attach() if there is no engine yet', async () => {
    const program = await running.start(Server, (socketIo, server) =>
      socketIo({ corsCompat: silent }).set('heartbeat timeout', '7000').attach(server),
    );
    expect((await ask(program, { kind: 'polling', eio: 4 })).body).to.include('"pingTimeout":7000');
  });

  for (const [key, value] of [
    ['transports', undefined],
    ['transports', [1]],
    ['heartbeat timeout', 'soon'],
    ['heartbeat interval', -1],
    ['resource', undefined],
    ['authorization', 'secret'],
    ['origins', 443],
  ] as const) {
    it(`refuses '${key}' with ${JSON.stringify(value)}`, () => {
      expect(() => Server({ corsCompat: silent }).set(key, value)).to.throw(LegacySettingsError);
    });
  }

  for (const [name, release] of [
    ['v2', '2.5'],
    ['drop-in', '2.5'],
    ['drop-in', '4.8'],
  ] as const) {
    it(`authorizes for every namespace: ${name}, a client of ${release}`, async () => {
      const program = await running.start(SOCKET_IO[name], (socketIo, server) => socketIo(server));
      const { io } = program;
      let asked = 0;
      io.of('/before');
      io.of(/^\/dynamic-before/);
      io.set(
        'authorization',
        ({ headers }: { headers: { origin: string } }, answer: (error: unknown, ok: boolean) => void) => {
          asked++;
          answer(null, headers.origin === GOOD);
        },
      );
      io.of('/after');
      io.of(/^\/dynamic-after/);
      for (const namespace of ['/before', '/after', '/dynamic-before', '/dynamic-after']) {
        echo(io.of(namespace));
        const url = program.url + namespace;
        expect(await connect(release, url, 'polling', { origin: GOOD }), namespace).to.equal('polling');
        // v2 sent nothing to a client of a namespace that it had refused at the root.
        expect(await connect(release, url, 'polling', { origin: 'http://b.example' })).to.be.oneOf([
          'refused',
          'timeout',
        ]);
      }
      expect(asked, 'once for each connection').to.equal(8);
    });
  }
});
