import { createServer } from 'node:http';
import { expect } from 'chai';
import { observe } from '../../../src/observe/index.js';
import { ask } from './ask.js';
import { close, construct, dropIn, type Io, isLegacy, portOf, RELEASES, type Release } from './servers.js';

type Answer = (error: unknown, success: boolean) => void;
type Check = (this: unknown, request: { headers: { origin?: string } }, answer: Answer) => void;

/** The members of an engine, of v2 or v4, that apps put checks into. */
interface Engine {
  allowRequest?: Check;
  opts?: { allowRequest?: Check };
  verify: unknown;
}

const ORIGINS = ['https://example.com:443', 'example.com:443', 'https://example.com'];
const LISTED = { Origin: 'https://example.com' };
const FOREIGN = { Origin: 'https://evil.example' };
const polling = (headers: Record<string, string>) => ({ transport: 'polling', eio: 3, headers }) as const;

const engineOf = (io: Io) => io.engine as unknown as Engine;
const ownerOf = (io: Io) => engineOf(io).opts ?? engineOf(io);

/** The properties of a server and its engine, with their functions, and the listeners for requests. */
const seen = (io: Io) => {
  const of = (object: object = {}) =>
    Reflect.ownKeys(object).map((key) => {
      const { value, ...rest } = Object.getOwnPropertyDescriptor(object, key) as PropertyDescriptor;
      return { key, ...rest, value: typeof value === 'function' ? value : typeof value };
    });
  return [of(io), of(io.engine), [...(io.httpServer?.listeners('request') ?? [])]];
};

describe('a server that is observed', () => {
  const servers: Io[] = [];
  const started = (io: Io) => {
    servers.push(io);
    return io;
  };
  afterEach(async () => {
    for (const io of servers.splice(0)) if (io.engine) await close(io);
  });

  for (const release of Object.keys(RELEASES) as Release[]) {
    const options = () =>
      isLegacy(release) ? { origins: ORIGINS, serveClient: false } : { serveClient: false };
    const make = () => started(construct(release)(createServer(), options()));

    describe(release, () => {
      it('is restored exactly', async () => {
        const io = make();
        const port = await portOf(io);
        const before = seen(io);
        const observations = [observe(io), observe(io)];
        await ask(port, polling(LISTED));
        expect(seen(io)).not.to.deep.equal(before);
        for (const observation of observations) observation.stop();
        expect(seen(io)).to.deep.equal(before);
      });

      it('is left as it was if it is not attached yet', () => {
        const io = started(construct(release)(options()));
        const before = seen(io);
        observe(io).stop();
        expect(seen(io)).to.deep.equal(before);
      });

      it('has every observer count each handshake once, and none after stop()', async () => {
        const io = make();
        const [one, other] = [observe(io), observe(io)];
        const port = await portOf(io);
        await ask(port, polling(LISTED));
        expect(one.stop().handshakes).to.equal(1);
        await ask(port, polling(LISTED));
        expect(other.stop().handshakes).to.equal(2);
        await ask(port, polling(LISTED));
        expect([one.report().handshakes, other.report().handshakes]).to.deep.equal([1, 2]);
      });

      it('counts with a check that is installed later, and leaves it in place', async () => {
        const io = make();
        const observation = observe(io);
        const port = await portOf(io);
        const check: Check = (_request, answer) => answer(null, false);
        ownerOf(io).allowRequest = check;
        await ask(port, polling(LISTED));
        const { origins } = observation.stop();
        expect(origins[0]).to.include({ admitted: 0, refused: 1 });
        expect(ownerOf(io).allowRequest).to.equal(check);
      });

      it('counts once if the app wraps its own check', async () => {
        const io = make();
        const observation = observe(io);
        const port = await portOf(io);
        const before = ownerOf(io).allowRequest;
        ownerOf(io).allowRequest = function (request, answer) {
          if (request.headers.origin === FOREIGN.Origin || before === undefined) answer(null, false);
          else before.call(this, request, answer);
        };
        for (const headers of [LISTED, FOREIGN]) await ask(port, polling(headers));
        expect(observation.stop().handshakes).to.equal(2);
      });

      it('leaves a verify() in place that was put in front of its own, and counts no longer', async () => {
        const io = make();
        const observation = observe(io);
        const port = await portOf(io);
        const engine = engineOf(io) as { verify: (...args: unknown[]) => unknown };
        const { verify } = engine;
        let calls = 0;
        const front = function (this: unknown, ...args: unknown[]) {
          calls++;
          return verify.apply(this, args);
        };
        engine.verify = front;
        await ask(port, polling(LISTED));
        expect(observation.stop().handshakes).to.equal(1);
        expect(engine.verify).to.equal(front);
        const again = observe(io);
        await ask(port, polling(LISTED));
        expect([calls, again.stop().handshakes, observation.report().handshakes]).to.deep.equal([2, 1, 1]);
        expect(engine.verify).to.equal(front);
      });

      it('counts requests without a session only, and none that fails before the check', async () => {
        const io = make();
        const observation = observe(io);
        const port = await portOf(io);
        for (const query of ['&sid=unknown', '&transport=pigeon'])
          await ask(port, { ...polling(LISTED), query });
        expect(observation.report().handshakes).to.equal(0);
      });

      it('counts on both HTTP servers, in either order of attaching', async () => {
        const io = started(construct(release)(options()));
        const observation = observe(io);
        const ports: number[] = [];
        for (let number = 0; number < 2; number++) {
          io.attach(createServer(), {});
          ports.push(await portOf(io));
          servers.push({ ...io, engine: io.engine, httpServer: io.httpServer } as Io);
        }
        for (const port of ports) await ask(port, polling(LISTED));
        expect(observation.stop().handshakes).to.equal(2);
      });

      it('is counted on an earlier engine once a client has connected there', async () => {
        const io = started(construct(release)(options()));
        io.attach(createServer(), { allowEIO3: true });
        const first = await portOf(io);
        servers.push({ ...io, engine: io.engine, httpServer: io.httpServer } as Io);
        io.attach(createServer(), {});
        const observation = observe(io);
        // The client of v2 enters the default namespace with its handshake.
        for (let number = 0; number < 2; number++) {
          await ask(first, polling(LISTED));
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        expect(observation.stop().handshakes).to.equal(1);
      });

      it('has the headers that preflights ask for in the report', async () => {
        const io = make();
        const observation = observe(io);
        const port = await portOf(io);
        const headers = { ...LISTED, 'Access-Control-Request-Headers': 'X-Token,content-type, ,bad header' };
        await ask(port, { transport: 'preflight', eio: 3, headers });
        expect(observation.stop().preflightHeaders).to.deep.equal(['content-type', 'x-token']);
      });
    });
  }

  it('sees preflights that a handler of the app answers, on the drop-in, too', async () => {
    const handlePreflightRequest = (_request: unknown, response: { end(): void }) => response.end();
    for (const io of [
      started(construct('2.5.1')(createServer(), { handlePreflightRequest })),
      started(dropIn({ handlePreflightRequest })),
    ]) {
      const observation = observe(io);
      const headers = { ...LISTED, 'Access-Control-Request-Headers': 'x-token' };
      await ask(await portOf(io), { transport: 'preflight', eio: 3, headers });
      expect(observation.stop().preflightHeaders).to.deep.equal(['x-token']);
    }
  });
});
