import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import type { PreflightAnswer, PreflightHandler } from '../../src/origins/policy.js';
import { actualOptions } from '../../src/v4/cors.js';
import type { CorsOrigin } from '../../src/v4/cors-origin.js';
import {
  allFields,
  answerPreflight,
  DEFAULT_PREFLIGHT,
  isSameAnswer,
  preflightOptions,
  warnOfAnswer,
} from '../../src/v4/preflight.js';
import { collectWarnings, line } from '../messages/collect-warnings.js';
import { fakeRequest } from './fake-request.js';

const SERVER = { name: 'the HTTP server' };
const REQUEST = fakeRequest(
  { origin: 'https://a.example' },
  { method: 'OPTIONS', socket: { server: SERVER } },
);

/** What a handler answers, after all callbacks have run; undefined if it has not ended. */
async function answers(handler: PreflightHandler): Promise<(PreflightAnswer | undefined)[]> {
  const seen: (PreflightAnswer | undefined)[] = [];
  answerPreflight(handler, REQUEST, (answer) => seen.push(answer));
  await new Promise((resolve) => setImmediate(resolve));
  return seen;
}

describe('answerPreflight', () => {
  it("calls back with the handler's answer", async () => {
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
    it(`has no answer if the handler ${desc}`, async () => {
      expect(await answers(handler)).to.deep.equal([undefined]);
    });
  }

  it('keeps the answer if the handler throws after it', async () => {
    const seen = await answers((_request, response) => {
      response.end();
      throw new Error('boom');
    });
    expect(seen.map((answer) => answer?.status)).to.deep.equal([200]);
  });

  it('answers once if the handler ends twice', async () => {
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

  describe('after the time limit', () => {
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

    it('has no answer if the handler has not ended within 10 seconds', () => {
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

    it('drops an answer that comes later', () => {
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

    it('clears the timer when the handler has ended', () => {
      answerPreflight(
        (_request, response) => response.end(),
        REQUEST,
        () => undefined,
      );
      expect(timers.map(({ cleared }) => cleared)).to.deep.equal([true]);
    });
  });
});

const H = 'https://example.com';

const CASES: {
  desc: string;
  answer: Partial<PreflightAnswer>;
  origin: CorsOrigin;
  same: boolean;
  warning?: string;
}[] = [
  { desc: 'one origin and its handler', answer: {}, origin: [H], same: true },
  {
    desc: 'exposed headers',
    answer: { exposeHeaders: ['x-a'] },
    origin: [H],
    same: true,
    warning: 'PREFLIGHT_EXPOSED_HEADERS_TAKE_EFFECT',
  },
  {
    desc: 'no credentials',
    answer: { allowCredentials: false },
    origin: [H],
    same: false,
    warning: 'PREFLIGHT_CREDENTIALS_DIFFER',
  },
  {
    desc: 'no credentials, and exposed headers',
    answer: { allowCredentials: false, exposeHeaders: ['x-a'] },
    origin: [H],
    same: false,
    warning: 'PREFLIGHT_CREDENTIALS_DIFFER',
  },
  {
    desc: 'another origin',
    answer: { allowOrigin: 'https://a.example' },
    origin: [H],
    same: false,
    warning: 'PREFLIGHT_ORIGIN_DIFFERS',
  },
  {
    desc: 'no origin',
    answer: { allowOrigin: undefined },
    origin: [H],
    same: false,
    warning: 'PREFLIGHT_ORIGIN_DIFFERS',
  },
  {
    desc: 'one of two origins',
    answer: {},
    origin: [H, 'https://a.example'],
    same: false,
    warning: 'PREFLIGHT_ORIGIN_DIFFERS',
  },
  {
    desc: 'an origin that a pattern admits',
    answer: {},
    origin: [/^https:/],
    same: false,
    warning: 'PREFLIGHT_ORIGIN_DIFFERS',
  },
  { desc: 'everyone', answer: {}, origin: true, same: false, warning: 'PREFLIGHT_ORIGIN_DIFFERS' },
  { desc: 'no origin', answer: {}, origin: [], same: false, warning: 'PREFLIGHT_ORIGIN_DIFFERS' },
  {
    desc: '"*" without credentials',
    answer: { allowOrigin: '*', allowCredentials: false },
    origin: true,
    same: false,
    warning: 'PREFLIGHT_ORIGIN_DIFFERS',
  },
  {
    desc: '"*" with credentials',
    answer: { allowOrigin: '*' },
    origin: [H],
    same: false,
    warning: 'PREFLIGHT_WILDCARD_WITH_CREDENTIALS',
  },
];

describe('warnOfAnswer and isSameAnswer', () => {
  for (const { desc, answer, origin, same, warning } of CASES) {
    it(`${same ? 'take' : 'do not take'} the answers for the same, ${warning ? `with ${warning}` : 'without a warning'}: ${desc}`, () => {
      const full: PreflightAnswer = {
        status: 200,
        allowOrigin: H,
        allowCredentials: true,
        allowMethods: [],
        allowHeaders: [],
        exposeHeaders: [],
        maxAge: undefined,
        ...answer,
      };
      const { warn, warnings } = collectWarnings();
      warnOfAnswer(full, origin, warn);
      expect(warnings.map(line)).to.deep.equal(warning ? [`${warning} handlePreflightRequest`] : []);
      expect(isSameAnswer(full, origin)).to.equal(same);
    });
  }
});

const ANSWER: PreflightAnswer = {
  status: 200,
  allowOrigin: 'https://example.com',
  allowCredentials: true,
  allowMethods: [],
  allowHeaders: [],
  exposeHeaders: [],
  maxAge: undefined,
};

const FIELDS = { methods: ['GET', 'POST'], allowedHeaders: [] };

describe('actualOptions', () => {
  it('allows credentials, as every response of v2 did', () => {
    expect(actualOptions(true)).to.deep.equal({ origin: true, credentials: true });
    expect(actualOptions(false)).to.deep.equal({ origin: false, credentials: true });
  });

  it('keeps the fields it is given', () => {
    expect(actualOptions(['https://a.example'], DEFAULT_PREFLIGHT)).to.deep.equal({
      origin: ['https://a.example'],
      methods: ['GET', 'POST'],
      allowedHeaders: ['Content-Type'],
      credentials: true,
    });
  });
});

describe('allFields', () => {
  const cases: { desc: string; answer: Partial<PreflightAnswer>; fields: object }[] = [
    {
      desc: 'names the safelisted methods and no header if the handler names none',
      answer: {},
      fields: FIELDS,
    },
    {
      desc: 'names the methods of the handler',
      answer: { allowMethods: ['PUT'] },
      fields: { ...FIELDS, methods: ['PUT'] },
    },
    {
      desc: 'names the headers of the handler',
      answer: { allowHeaders: ['x-a', 'x-b'] },
      fields: { ...FIELDS, allowedHeaders: ['x-a', 'x-b'] },
    },
    { desc: 'keeps a max age', answer: { maxAge: 600 }, fields: { ...FIELDS, maxAge: 600 } },
    { desc: 'keeps a max age of 0', answer: { maxAge: 0 }, fields: { ...FIELDS, maxAge: 0 } },
    {
      desc: 'names exposed headers',
      answer: { exposeHeaders: ['x-a'] },
      fields: { ...FIELDS, exposedHeaders: ['x-a'] },
    },
    { desc: 'leaves out the status 200', answer: { status: 200 }, fields: FIELDS },
    { desc: 'leaves out the status 204', answer: { status: 204 }, fields: FIELDS },
    {
      desc: 'keeps another status',
      answer: { status: 403 },
      fields: { ...FIELDS, optionsSuccessStatus: 403 },
    },
  ];
  for (const { desc, answer, fields } of cases) {
    it(desc, () => {
      expect(allFields({ ...ANSWER, ...answer })).to.deep.equal(fields);
    });
  }

  it('does not return the lists of the policy themselves', () => {
    const answer = { ...ANSWER, allowMethods: ['PUT'], allowHeaders: ['x-a'], exposeHeaders: ['x-b'] };
    const { methods, allowedHeaders, exposedHeaders } = allFields(answer);
    expect(methods).not.to.equal(answer.allowMethods);
    expect(allowedHeaders).not.to.equal(answer.allowHeaders);
    expect(exposedHeaders).not.to.equal(answer.exposeHeaders);
  });
});

describe('preflightOptions', () => {
  it('sends the origin and the credentials that the handler sent', () => {
    expect(preflightOptions({ ...ANSWER, allowCredentials: false })).to.deep.equal({
      ...FIELDS,
      origin: 'https://example.com',
      credentials: false,
    });
  });

  it('leaves out exposed headers, which browsers ignore in a preflight', () => {
    expect(preflightOptions({ ...ANSWER, exposeHeaders: ['x-a'] })).not.to.have.property('exposedHeaders');
  });

  it('fails the preflight if the handler allowed no origin', () => {
    expect(preflightOptions({ ...ANSWER, allowOrigin: undefined })).to.deep.equal({ origin: false });
  });

  it('fails the preflight if there is no answer', () => {
    expect(preflightOptions(undefined)).to.deep.equal({ origin: false });
  });
});
