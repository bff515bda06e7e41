import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import type { PreflightAnswer, PreflightHandler } from '../../src/origins/policy.js';
import { answerPreflight } from '../../src/v4/answer-preflight.js';
import { fakeRequest } from '../model/fake-request.js';

const SERVER = { name: 'the HTTP server' };
const REQUEST = fakeRequest(
  { origin: 'https://a.example' },
  { method: 'OPTIONS', socket: { server: SERVER } },
);

/** What a handler answers, once every callback has run; none where it has not ended. */
async function answers(handler: PreflightHandler): Promise<(PreflightAnswer | undefined)[]> {
  const seen: (PreflightAnswer | undefined)[] = [];
  answerPreflight(handler, REQUEST, (answer) => seen.push(answer));
  await new Promise((resolve) => setImmediate(resolve));
  return seen;
}

describe('answerPreflight', () => {
  it('gives what the handler answered', async () => {
    const seen = await answers((request, response) => {
      response.writeHead(204, { 'Access-Control-Allow-Origin': request.headers.origin });
      response.end();
    });
    expect(seen.map((answer) => [answer?.status, answer?.allowOrigin])).to.deep.equal([
      [204, 'https://a.example'],
    ]);
  });

  it('calls the handler with the HTTP server as `this`, the request, and a response to it', async () => {
    const seen: unknown[] = [];
    await answers(function (this: unknown, request: IncomingMessage, response) {
      seen.push(this, request, response.req);
      response.end();
    });
    expect(seen).to.deep.equal([SERVER, REQUEST, REQUEST]);
  });

  const refused: { desc: string; handler: PreflightHandler }[] = [
    {
      desc: 'throws',
      handler: () => {
        throw new Error('boom');
      },
    },
    {
      desc: 'rejects',
      handler: async () => {
        throw new Error('boom');
      },
    },
    {
      desc: 'takes three parameters',
      handler: (_server, _request, response: never) => (response as { end(): void }).end(),
    },
  ];
  for (const { desc, handler } of refused) {
    it(`gives no answer where the handler ${desc}`, async () => {
      expect(await answers(handler)).to.deep.equal([undefined]);
    });
  }

  it('keeps the answer where the handler throws after it', async () => {
    const seen = await answers((_request, response) => {
      response.end();
      throw new Error('boom');
    });
    expect(seen.map((answer) => answer?.status)).to.deep.equal([200]);
  });

  it('answers once where the handler ends twice', async () => {
    const seen = await answers((_request, response) => response.end().end());
    expect(seen).to.have.length(1);
  });

  it('waits for a handler that ends later', async () => {
    const seen = await answers(async (_request, response) => {
      await Promise.resolve();
      response.setHeader('Access-Control-Allow-Origin', '*').end();
    });
    expect(seen.map((answer) => answer?.allowOrigin)).to.deep.equal(['*']);
  });

  describe('where time is up', () => {
    const real = { setTimeout, clearTimeout };
    let timers: { run: () => void; milliseconds: number; keepsProcess: boolean; cleared: boolean }[];
    beforeEach(() => {
      timers = [];
      globalThis.setTimeout = ((
        callback: (...args: unknown[]) => void,
        milliseconds: number,
        ...args: unknown[]
      ) => {
        const timer = {
          run: () => callback(...args),
          milliseconds,
          keepsProcess: true,
          cleared: false,
          unref: () => Object.assign(timer, { keepsProcess: false }),
        };
        timers.push(timer);
        return timer;
      }) as never;
      globalThis.clearTimeout = ((timer: { cleared: boolean }) => {
        timer.cleared = true;
      }) as never;
    });
    afterEach(() => Object.assign(globalThis, real));

    it('gives no answer for a handler that has not ended within 10 seconds', () => {
      const seen: unknown[] = [];
      answerPreflight(
        () => undefined,
        REQUEST,
        (answer) => seen.push(answer),
      );
      expect(seen).to.deep.equal([]);
      expect(timers).to.have.length(1);
      expect(timers[0]).to.include({ milliseconds: 10_000, keepsProcess: false, cleared: false });
      timers[0]?.run();
      expect(seen).to.deep.equal([undefined]);
    });

    it('drops an answer that comes later still', () => {
      const seen: unknown[] = [];
      let end = () => {};
      const handler: PreflightHandler = (_request, response) => {
        end = () => response.end();
      };
      answerPreflight(handler, REQUEST, (answer) => seen.push(answer));
      timers[0]?.run();
      end();
      expect(seen).to.deep.equal([undefined]);
    });

    it('lets the clock go once the handler has ended', () => {
      answerPreflight(
        (_request, response) => response.end(),
        REQUEST,
        () => undefined,
      );
      expect(timers.map(({ cleared }) => cleared)).to.deep.equal([true]);
    });
  });
});
