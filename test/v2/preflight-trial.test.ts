import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import type { PreflightHandler } from '../../src/origins/policy.js';
import { tryPreflightHandler } from '../../src/v2/preflight-trial.js';

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
