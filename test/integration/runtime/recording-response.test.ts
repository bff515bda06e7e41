import { IncomingMessage, type ServerResponse } from 'node:http';
import { expect } from 'chai';
import fc from 'fast-check';
import type { PreflightAnswer } from '../../../src/origins/policy.js';
import { recordingResponse } from '../../../src/runtime/recording-response.js';
import { type Handler, openWire, type Wire } from './answer-on-the-wire.js';

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
  { desc: 'an invalid max age', handler: (res) => res.setHeader('Access-Control-Max-Age', '-1').end() },
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

describe('recordingResponse beside a real server', () => {
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
});
