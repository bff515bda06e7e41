import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import type { PreflightHandler } from '../../src/origins/policy.js';
import { parseSettings } from '../../src/v2/parse.js';
import { readPreflight, takesServer, tryPreflightHandler } from '../../src/v2/preflight.js';
import { collectWarnings, line } from '../messages/collect-warnings.js';

describe('takesServer', () => {
  const cases: { desc: string; handler: unknown; expected: boolean }[] = [
    {
      desc: '(server, req, res)',
      handler: (_server: unknown, req: unknown, _res: unknown) => req,
      expected: true,
    },
    { desc: '(req, res)', handler: (req: unknown, _res: unknown) => req, expected: false },
    {
      desc: 'middleware, (req, res, next)',
      handler: (req: unknown, _res: unknown, _next: unknown) => req,
      expected: false,
    },
  ];
  for (const { desc, handler, expected } of cases) {
    it(`says ${expected} of ${desc}`, () => {
      expect(takesServer(handler as PreflightHandler)).to.equal(expected);
    });
  }
});

describe('tryPreflightHandler', () => {
  const looking: { desc: string; handler: PreflightHandler }[] = [
    { desc: 'a header', handler: (request, response) => response.end(request.headers.origin) },
    { desc: 'the method', handler: (request, response) => response.end(request.method) },
    {
      desc: 'whether there is a property',
      handler: (request, response) => response.end(String('url' in request)),
    },
    {
      desc: 'which properties there are',
      handler: (request, response) => response.end(Object.keys(request).join()),
    },
    {
      desc: 'one property as it is described',
      handler: (request, response) => void [Object.getOwnPropertyDescriptor(request, 'url'), response.end()],
    },
    {
      desc: 'the request by way of the response',
      handler: (_request, response) => response.end(response.req.url),
    },
    {
      desc: 'events of the request',
      handler: (request, response) => void request.on('end', () => response.end()),
    },
    {
      desc: 'the HTTP server',
      handler(this: { listening: boolean }, _request: IncomingMessage, response) {
        response.end(String(this.listening));
      },
    },
    { desc: 'a copy', handler: (request, response) => response.end(String({ ...request }.url)) },
  ];
  for (const { desc, handler } of looking) {
    it(`notices a look at ${desc}`, () => {
      expect(tryPreflightHandler(handler).looked).to.equal(true);
    });
  }

  it('notices nothing if the handler reads nothing', () => {
    const { looked, answer, thrown } = tryPreflightHandler((_request, response) => {
      response.writeHead(204, { 'Access-Control-Allow-Headers': 'x-a' });
      response.end();
    });
    expect({ looked, thrown, status: answer?.status, headers: answer?.allowHeaders }).to.deep.equal({
      looked: false,
      thrown: undefined,
      status: 204,
      headers: ['x-a'],
    });
  });

  it('gives the handler a preflight as browsers send it', () => {
    let seen: unknown;
    tryPreflightHandler(({ method, url, headers }) => {
      seen = { method, url, headers: { ...headers } };
    });
    expect(seen).to.deep.equal({
      method: 'OPTIONS',
      url: '/socket.io/?EIO=3&transport=polling',
      headers: {
        host: 'localhost',
        origin: 'https://origin.invalid',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'content-type',
      },
    });
  });

  const boom = new Error('boom');
  const failing: { desc: string; handler: PreflightHandler; thrown: unknown }[] = [
    {
      desc: 'throws',
      handler: () => {
        throw boom;
      },
      thrown: { error: boom },
    },
    {
      desc: 'throws undefined',
      handler: () => {
        throw undefined;
      },
      thrown: { error: undefined },
    },
    { desc: 'does nothing', handler: () => undefined, thrown: undefined },
    {
      desc: 'ends later',
      handler: (_request, response) => void setImmediate(() => response.end()),
      thrown: undefined,
    },
    { desc: 'rejects', handler: () => Promise.reject(boom), thrown: undefined },
  ];
  for (const { desc, handler, thrown } of failing) {
    it(`has no answer of one that ${desc}`, () => {
      expect(tryPreflightHandler(handler)).to.deep.equal({ looked: false, answer: undefined, thrown });
    });
  }
});

function preflightOf(handlePreflightRequest: PreflightHandler | false | undefined, from = '2.5.1') {
  const { warn, warnings } = collectWarnings();
  const settings = parseSettings({ handlePreflightRequest }, { from }, () => undefined);
  const { kind } = readPreflight(settings, warn);
  return { kind, lines: warnings.map(line), warnings };
}

const SUBJECT = 'handlePreflightRequest';
const boom = () => {
  throw new Error('boom');
};

describe('readPreflight', () => {
  const cases: {
    desc: string;
    handler: PreflightHandler | false | undefined;
    from?: string;
    kind: string;
    lines: string[];
  }[] = [
    { desc: "is Engine.IO's own without a handler", handler: undefined, kind: 'default', lines: [] },
    {
      desc: 'is left to others by false',
      handler: false,
      kind: 'left-to-others',
      lines: [`PREFLIGHT_FALSE_HAS_NO_EQUIVALENT ${SUBJECT}: false`],
    },
    {
      desc: 'is known of a handler that does not look',
      handler: (_request, response) => response.end(),
      kind: 'answer',
      lines: [],
    },
    {
      desc: 'is to be asked of a handler that looks',
      handler: (request, response) => response.end(request.url),
      kind: 'handler',
      lines: [],
    },
    {
      desc: 'is to be asked of a handler that has not ended',
      handler: () => undefined,
      kind: 'handler',
      lines: [`PREFLIGHT_HANDLER_DID_NOT_END ${SUBJECT}`],
    },
    {
      desc: 'is to be asked of a handler that throws',
      handler: boom,
      kind: 'handler',
      lines: [`PREFLIGHT_HANDLER_THROWS ${SUBJECT}`],
    },
    {
      desc: 'is to be asked of a handler with (req, res) that throws, for there is no third',
      handler: (_request, _response) => boom(),
      kind: 'handler',
      lines: [`PREFLIGHT_HANDLER_THROWS ${SUBJECT}`],
    },
    {
      desc: 'is to be asked, without a word, of one that looked and then threw, for another request may do',
      handler: (request) => request.url && boom(),
      kind: 'handler',
      lines: [],
    },
    {
      desc: 'is to be asked of a handler with three parameters that throws',
      handler: (_server, _request, response: never) => (response as { end(): void }).end(),
      kind: 'handler',
      lines: [`PREFLIGHT_HANDLER_THROWS ${SUBJECT}`],
    },
    {
      desc: 'is known of a handler with three parameters that does not throw',
      handler: (_request, response, _next: never) => response.end(),
      kind: 'answer',
      lines: [],
    },
    {
      desc: 'is the default before 2.0, which knew no handlers',
      handler: (_request, response) => response.end(),
      from: '1.7.4',
      kind: 'default',
      lines: [`PREFLIGHT_HANDLER_IGNORED ${SUBJECT}`],
    },
    {
      desc: 'is the default before 2.0, which knew no false',
      handler: false,
      from: '1.7.4',
      kind: 'default',
      lines: [`PREFLIGHT_HANDLER_IGNORED ${SUBJECT}`],
    },
    {
      desc: 'is the default without a word before 2.0 without a handler',
      handler: undefined,
      from: '1.7.4',
      kind: 'default',
      lines: [],
    },
  ];
  for (const { desc, handler, from, kind, lines } of cases) {
    it(desc, () => {
      const { warnings: _warnings, ...seen } = preflightOf(handler, from);
      expect(seen).to.deep.equal({ kind, lines });
    });
  }

  it('reports the error of a handler', () => {
    expect(preflightOf(boom).warnings[0]?.message).to.include('boom').and.include('2.5.1');
  });

  it('says that a handler takes (server, req, res) only of one that does', () => {
    const middleware = (_req: unknown, _res: unknown, _next: unknown) => boom();
    const typed = (_server: unknown, _req: unknown, _res: unknown) => boom();
    const messages = [middleware, typed].map((handler) => preflightOf(handler).warnings[0]?.message);
    expect(messages[0]).to.include('boom');
    expect(messages[1]).to.not.include('boom');
  });

  it('names the release that called a handler differently, or not at all', () => {
    const takesThree = (_server: unknown, _request: unknown, _response: never) => boom();
    expect(preflightOf(takesThree).warnings[0]?.message).to.include('2.5.1');
    expect(preflightOf(boom, '1.7.4').warnings[0]?.message).to.include('1.7.4');
  });
});
