import { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import fc from 'fast-check';
import type { PreflightAnswer } from '../../src/origins/policy.js';
import { preflightAnswer, recordingResponse } from '../../src/runtime/recording-response.js';
import { type Handler, openWire, type Wire } from '../model/answer-on-the-wire.js';

const REQUEST = new IncomingMessage(null as never);

/** What is recorded when a handler runs. */
function recorded(handler: Handler): PreflightAnswer | undefined | 'throws' {
  const { response, answer } = recordingResponse(REQUEST);
  try {
    handler(REQUEST, response);
  } catch {
    return 'throws';
  }
  return answer();
}

const ACAO = 'Access-Control-Allow-Origin';
const ACAC = 'Access-Control-Allow-Credentials';
const ACAH = 'Access-Control-Allow-Headers';
const ACAM = 'Access-Control-Allow-Methods';
const H = 'https://example.com';

const SHAPES: { desc: string; handler: (response: ServerResponse) => void }[] = [
  { desc: 'end() alone', handler: (res) => res.end() },
  { desc: 'end() with a body', handler: (res) => res.end('ok') },
  { desc: 'end() with a body and an encoding', handler: (res) => res.end('b2s=', 'base64') },
  { desc: 'end() with a callback', handler: (res) => res.end(() => undefined) },
  { desc: 'write() and end()', handler: (res) => res.setHeader(ACAO, H).write('a') && res.end('b') },
  { desc: 'end() twice', handler: (res) => res.setHeader(ACAO, H).end().end() },
  { desc: 'writeHead() alone', handler: (res) => res.writeHead(204).end() },
  {
    desc: 'writeHead() with an object',
    handler: (res) => res.writeHead(200, { [ACAO]: H, [ACAC]: 'true' }).end(),
  },
  { desc: 'writeHead() with a reason', handler: (res) => res.writeHead(200, 'Fine', { [ACAO]: H }).end() },
  {
    desc: 'writeHead() with a reason alone',
    handler: (res) => res.setHeader(ACAO, H).writeHead(202, 'Fine').end(),
  },
  {
    desc: 'writeHead() with a flat array',
    handler: (res) => res.writeHead(200, [ACAO, H, ACAC, 'true']).end(),
  },
  {
    desc: 'writeHead() with an array of odd length',
    handler: (res) => res.writeHead(200, [ACAO, H, ACAC]).end(),
  },
  {
    desc: 'writeHead() with pairs',
    handler: (res) =>
      res
        .writeHead(200, [
          [ACAO, H],
          [ACAH, 'x-a'],
        ] as never)
        .end(),
  },
  {
    desc: 'writeHead() with one header twice',
    handler: (res) => res.writeHead(200, [ACAO, 'https://a.example', ACAO, H]).end(),
  },
  { desc: 'writeHead() with an empty array', handler: (res) => res.writeHead(200, []).end() },
  { desc: 'writeHead() with null', handler: (res) => res.writeHead(200, null as never).end() },
  {
    desc: 'writeHead() with headers behind an undefined reason',
    handler: (res) => res.writeHead(200, undefined as never, { [ACAO]: H, [ACAH]: 'x-a' }).end(),
  },
  {
    desc: 'writeHead() with an undefined header',
    handler: (res) => res.writeHead(200, { [ACAO]: undefined }).end(),
  },
  {
    desc: 'writeHead() over setHeader()',
    handler: (res) =>
      res
        .setHeader(ACAO, 'https://a.example')
        .writeHead(200, { [ACAO.toLowerCase()]: H })
        .end(),
  },
  {
    desc: 'writeHead() beside setHeader()',
    handler: (res) =>
      res
        .setHeader(ACAO, H)
        .writeHead(200, { [ACAH]: 'x-a, x-b' })
        .end(),
  },
  {
    desc: 'writeHead() with a list of values',
    handler: (res) => res.writeHead(200, { [ACAH]: ['x-a', 'x-b'] }).end(),
  },
  { desc: 'writeHead() twice', handler: (res) => res.writeHead(200).writeHead(204).end() },
  { desc: 'writeHead() with a bad status', handler: (res) => res.writeHead(20).end() },
  {
    desc: 'writeHead() over statusCode',
    handler: (res) => Object.assign(res, { statusCode: 403 }).writeHead(200).end(),
  },
  { desc: 'statusCode', handler: (res) => Object.assign(res, { statusCode: 403 }).end() },
  { desc: 'a bad statusCode', handler: (res) => Object.assign(res, { statusCode: 'no' }).end() },
  { desc: 'statusCode as a string', handler: (res) => Object.assign(res, { statusCode: '202' }).end() },
  { desc: 'setHeader() in lower case', handler: (res) => res.setHeader(ACAO.toLowerCase(), H).end() },
  { desc: 'setHeader() in upper case', handler: (res) => res.setHeader(ACAO.toUpperCase(), H).end() },
  {
    desc: 'setHeader() twice',
    handler: (res) => res.setHeader(ACAO, 'https://a.example').setHeader(ACAO, H).end(),
  },
  { desc: 'setHeader() with a list', handler: (res) => res.setHeader(ACAM, ['GET', 'PUT, PATCH']).end() },
  { desc: 'setHeader() with a number', handler: (res) => res.setHeader('Access-Control-Max-Age', 600).end() },
  { desc: 'setHeader() with a boolean', handler: (res) => res.setHeader(ACAC, true as never).end() },
  { desc: 'setHeader() with a bad value', handler: (res) => res.setHeader(ACAO, 'a\nb').end() },
  { desc: 'setHeader() with undefined', handler: (res) => res.setHeader(ACAO, undefined as never).end() },
  { desc: 'setHeader() after end()', handler: (res) => void res.end().setHeader(ACAO, H) },
  { desc: 'appendHeader()', handler: (res) => res.appendHeader(ACAH, 'x-a').appendHeader(ACAH, 'x-b').end() },
  {
    desc: 'removeHeader()',
    handler: (res) => {
      res.setHeader(ACAO, H);
      res.removeHeader(ACAO);
      res.end();
    },
  },
  {
    desc: 'flushHeaders() and end()',
    handler: (res) => {
      res.setHeader(ACAO, H);
      res.flushHeaders();
      res.end();
    },
  },
  { desc: 'credentials that are not "true"', handler: (res) => res.setHeader(ACAC, 'True').end() },
  { desc: 'a max age that is none', handler: (res) => res.setHeader('Access-Control-Max-Age', '-1').end() },
  {
    desc: 'a max age with a fraction',
    handler: (res) => res.setHeader('Access-Control-Max-Age', '1.5').end(),
  },
  { desc: 'an empty list of headers', handler: (res) => res.setHeader(ACAH, ' , ').end() },
  {
    desc: 'exposed headers',
    handler: (res) => res.setHeader('Access-Control-Expose-Headers', 'x-a,x-b').end(),
  },
  { desc: 'end() with what is no chunk', handler: (res) => res.end({} as never) },
];

describe('recordingResponse', () => {
  let wire: Wire;
  before(async () => {
    wire = await openWire();
  });
  after(() => wire.close());

  describe('records the part of the answer that a browser reads:', () => {
    for (const { desc, handler } of SHAPES) {
      it(desc, async () => {
        const shape: Handler = (_request, response) => handler(response);
        expect(recorded(shape)).to.deep.equal(await wire.answer(shape));
      });
    }

    it('for any calls of a handler', async () => {
      const name = fc.constantFrom(
        ...[ACAO, ACAC, ACAH, ACAM, 'Access-Control-Expose-Headers', 'Access-Control-Max-Age'].flatMap(
          (header) => [header, header.toLowerCase()],
        ),
      );
      const value = fc.constantFrom<string | string[]>(H, '*', 'true', 'x-a', 'x-a,x-b', 'GET', '60', [
        'a',
        'b',
      ]);
      const status = fc.constantFrom(200, 204, 403);
      const pairs = fc.uniqueArray(fc.tuple(name, value), {
        maxLength: 3,
        selector: ([header]) => header.toLowerCase(),
      });
      const call = fc.oneof(
        fc.record({ call: fc.constant('setHeader' as const), name, value }),
        fc.record({ call: fc.constant('appendHeader' as const), name, value }),
        fc.record({ call: fc.constant('removeHeader' as const), name }),
        fc.record({ call: fc.constant('statusCode' as const), status }),
        fc.record({ call: fc.constant('writeHead' as const), status, pairs, reason: fc.boolean() }),
        fc.record({ call: fc.constant('end' as const) }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(call, { maxLength: 6 }), async (calls) => {
          const handler: Handler = (_request, res) => {
            for (const step of calls) {
              // appendHeader() adds to the array that setHeader() was given.
              if (step.call === 'setHeader') res.setHeader(step.name, [step.value].flat());
              else if (step.call === 'appendHeader') res.appendHeader(step.name, [step.value].flat());
              else if (step.call === 'removeHeader') res.removeHeader(step.name);
              else if (step.call === 'statusCode') res.statusCode = step.status;
              else if (step.call === 'end') res.end();
              else if (step.reason) res.writeHead(step.status, 'Why', Object.fromEntries(step.pairs));
              else res.writeHead(step.status, Object.fromEntries(step.pairs));
            }
            res.end();
          };
          expect(recorded(handler)).to.deep.equal(await wire.answer(handler));
        }),
        { numRuns: 300 },
      );
    });
  });

  it('has no answer if the response was not ended', () => {
    expect(recorded((_request, response) => response.setHeader(ACAO, H))).to.equal(undefined);
  });

  it('has the request as response.req', () => {
    expect(recordingResponse(REQUEST).response.req).to.equal(REQUEST);
  });

  it('is a ServerResponse whose methods can be chained', () => {
    const { response } = recordingResponse(REQUEST);
    expect(response).to.be.instanceOf(ServerResponse);
    expect(response.writeHead(200)).to.equal(response);
    expect(response.end()).to.equal(response);
  });

  it('has the headers that were given to it, and no others', () => {
    const headersAfter = (call: (response: ServerResponse) => void) => {
      const { response } = recordingResponse(REQUEST);
      call(response);
      return response.getHeaderNames();
    };
    expect(headersAfter((res) => res.writeHead(204))).to.deep.equal([]);
    expect(headersAfter((res) => res.writeHead(204, [ACAO, H]))).to.deep.equal([ACAO.toLowerCase()]);
    expect(headersAfter((res) => res.writeHead(204, 'Fine', { [ACAO]: H }))).to.deep.equal([
      ACAO.toLowerCase(),
    ]);
  });

  it('calls back when the response is ended, and not before', () => {
    const { response, whenEnded } = recordingResponse(REQUEST);
    let calls = 0;
    whenEnded(() => {
      calls++;
    });
    expect(calls).to.equal(0);
    response.end();
    expect(calls).to.equal(1);
  });

  it('calls back at once if the response has been ended', () => {
    const { response, whenEnded } = recordingResponse(REQUEST);
    response.end();
    let calls = 0;
    whenEnded(() => {
      calls++;
    });
    expect(calls).to.equal(1);
  });

  it('calls back when the response is destroyed, which answers nothing', () => {
    const { response, answer, whenEnded } = recordingResponse(REQUEST);
    let calls = 0;
    whenEnded(() => {
      calls++;
    });
    expect(response.destroy()).to.equal(response);
    expect(calls).to.equal(1);
    expect(answer()).to.equal(undefined);
  });

  it("has the client's address of the real socket, and none without a socket", () => {
    const socket = { remoteAddress: '192.0.2.1', remoteFamily: 'IPv4', remotePort: 4711, encrypted: true };
    const request = Object.assign(new IncomingMessage(null as never), { socket });
    const { response } = recordingResponse(request);
    expect(response.socket).to.include(socket);
    socket.remoteAddress = '192.0.2.2';
    expect(response.socket?.remoteAddress).to.equal('192.0.2.2');
    expect(recordingResponse(REQUEST).response.socket?.remoteAddress).to.equal(undefined);
  });

  it('accepts everything that is written, so that a handler waiting for it continues', async () => {
    const { response } = recordingResponse(REQUEST);
    for (let written = 0; written < 3; written++)
      await new Promise<void>((resolve, reject) =>
        response.write('x'.repeat(100_000), (error) => (error ? reject(error) : resolve())),
      );
    expect(response.headersSent).to.equal(true);
  });

  it('can be destroyed if nothing waits for its end', () => {
    const { response, answer } = recordingResponse(REQUEST);
    expect(() => response.destroy()).not.to.throw();
    expect(answer()).to.equal(undefined);
  });

  it('has not ended if end() threw', () => {
    const { response, answer } = recordingResponse(REQUEST);
    expect(() => response.end({} as never)).to.throw(TypeError);
    expect(answer()).to.equal(undefined);
  });

  it('survives a handler that writes after the end', async () => {
    const { response, answer } = recordingResponse(REQUEST);
    response.setHeader(ACAO, H);
    response.end();
    response.write('late');
    response.end('later');
    // Node emits the error in a later tick; without a listener it would end the process.
    await new Promise((resolve) => setImmediate(resolve));
    expect(answer()?.allowOrigin).to.equal(H);
  });
});

const read = (headers: Readonly<Record<string, string>>) =>
  preflightAnswer(204, (name) => headers[name.replace('access-control-', '')]);

describe('preflightAnswer', () => {
  it('reads an answer that says nothing', () => {
    expect(read({})).to.deep.equal({
      status: 204,
      allowOrigin: undefined,
      allowCredentials: false,
      allowMethods: [],
      allowHeaders: [],
      exposeHeaders: [],
      maxAge: undefined,
    });
  });

  it('trims values and the entries of lists, as browsers do', () => {
    expect(
      read({
        'allow-origin': '\t https://example.com ',
        'allow-credentials': ' true',
        'allow-methods': ' GET ,, PUT,',
        'allow-headers': 'x-a,x-b ',
        'expose-headers': ' x-c',
        'max-age': ' 600 ',
      }),
    ).to.deep.equal({
      status: 204,
      allowOrigin: 'https://example.com',
      allowCredentials: true,
      allowMethods: ['GET', 'PUT'],
      allowHeaders: ['x-a', 'x-b'],
      exposeHeaders: ['x-c'],
      maxAge: 600,
    });
  });

  const credentials = ['TRUE', 'True', 'true, true', 'false', '1', ''];
  for (const value of credentials) {
    it(`takes ${JSON.stringify(value)} for no credentials`, () => {
      expect(read({ 'allow-credentials': value }).allowCredentials).to.equal(false);
    });
  }

  const ages: readonly (readonly [string, number | undefined])[] = [
    ['0', 0],
    ['-1', -1],
    ['86400', 86400],
    ['1.5', undefined],
    ['1e3', undefined],
    ['600s', undefined],
    ['x600', undefined],
    ['', undefined],
  ];
  for (const [value, maxAge] of ages) {
    it(`reads Access-Control-Max-Age: ${JSON.stringify(value)} as ${maxAge}`, () => {
      expect(read({ 'max-age': value }).maxAge).to.equal(maxAge);
    });
  }
});
