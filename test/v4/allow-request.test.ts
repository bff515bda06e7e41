import { expect } from 'chai';
import type { AllowRequest, HandshakePolicy, MissingOrigin, Policy } from '../../src/origins/policy.js';
import { allowRequestFor } from '../../src/v4/allow-request.js';
import { askOncePerHandshake } from '../../src/v4/origins-function.js';
import { fakeRequest } from './fake-request.js';

function policyOf(handshake: HandshakePolicy, missingOrigin: MissingOrigin = 'as-v2'): Policy {
  return {
    from: '2.5.1',
    to: '4.8.4',
    era: 'scheme-host-port',
    semantics: 'documented',
    missingOrigin,
    handshake,
    preflight: { kind: 'default' },
  };
}

const RULE: HandshakePolicy = { kind: 'allow-list', keys: ['https://example.com:443'] };

/** The arguments of each callback to Engine.IO. */
async function answersOf(
  allowRequest: AllowRequest | undefined,
  request = fakeRequest(),
): Promise<unknown[][]> {
  const answers: unknown[][] = [];
  allowRequest?.(request, (...answer) => answers.push(answer));
  await new Promise((resolve) => setImmediate(resolve));
  return answers;
}

describe('allowRequestFor', () => {
  it('is not there if no request is refused', () => {
    expect(allowRequestFor(policyOf({ kind: 'everyone' }), undefined)).to.equal(undefined);
  });

  it("calls the app's own check on the engine if it is given, else as v4 does", () => {
    const seen: unknown[] = [];
    const handshake: HandshakePolicy = {
      kind: 'allow-request',
      allowRequest(this: unknown, _request, callback) {
        seen.push(this);
        callback(null, true);
      },
    };
    const [engine, options] = [{}, {}];
    for (const given of [() => engine, undefined])
      allowRequestFor(policyOf(handshake), undefined, undefined, given)?.call(
        options as never,
        fakeRequest(),
        () => undefined,
      );
    expect(seen[0]).to.equal(engine);
    expect(seen[1]).to.equal(options);
  });

  const rules = [
    {
      desc: 'admits a listed origin',
      headers: { origin: 'https://example.com' },
      missing: 'as-v2',
      admitted: true,
    },
    {
      desc: 'admits by the Referer',
      headers: { referer: 'https://example.com/chat' },
      missing: 'as-v2',
      admitted: true,
    },
    {
      desc: 'refuses a foreign origin',
      headers: { origin: 'https://evil.example' },
      missing: 'as-v2',
      admitted: false,
    },
    {
      desc: 'refuses a foreign Referer',
      headers: { referer: 'https://evil.example/' },
      missing: 'as-v2',
      admitted: false,
    },
    { desc: 'refuses a missing origin', headers: {}, missing: 'as-v2', admitted: false },
    {
      desc: "admits a missing origin with missingOrigin 'allow'",
      headers: {},
      missing: 'allow',
      admitted: true,
    },
  ] as const;
  for (const { desc, headers, missing, admitted } of rules) {
    it(desc, async () => {
      const allowRequest = allowRequestFor(policyOf(RULE, missing), undefined);
      expect(await answersOf(allowRequest, fakeRequest(headers))).to.deep.equal([[null, admitted]]);
    });
  }

  it("asks the app's origins function", async () => {
    const handshake: HandshakePolicy = {
      kind: 'function',
      check: (origin, callback) => callback(`not ${origin}`, false),
      given: 'origin-or-referer',
      admitsWithError: false,
    };
    const allowRequest = allowRequestFor(policyOf(handshake), askOncePerHandshake(handshake, 'as-v2'));
    expect(await answersOf(allowRequest, fakeRequest({ origin: 'a' }))).to.deep.equal([['not a', false]]);
  });

  describe("with the app's own allowRequest", () => {
    const own: { desc: string; allowRequest: AllowRequest; answers: unknown[][] }[] = [
      { desc: 'admits as it does', allowRequest: (_r, cb) => cb(null, true), answers: [[null, true]] },
      {
        desc: 'refuses as it does, with its message',
        allowRequest: (_r, cb) => cb('no', false),
        answers: [['no', false]],
      },
      {
        desc: 'takes a truthy success for one',
        allowRequest: (_r, cb) => cb(null, 1 as never),
        answers: [[null, true]],
      },
      {
        desc: 'takes a missing success for a refusal',
        allowRequest: (_r, cb) => (cb as () => void)(),
        answers: [[null, false]],
      },
      {
        desc: 'passes on no message that is not a string',
        allowRequest: (_r, cb) => cb(new Error('no') as never, false),
        answers: [[null, false]],
      },
      {
        desc: 'calls back once',
        allowRequest: (_r, cb) => void [cb(null, true), cb(null, false)],
        answers: [[null, true]],
      },
      {
        desc: 'refuses if it throws',
        allowRequest: () => {
          throw new Error('boom');
        },
        answers: [[null, false]],
      },
      {
        desc: 'refuses if it rejects',
        allowRequest: async () => {
          throw new Error('boom');
        },
        answers: [[null, false]],
      },
      {
        desc: 'waits for it',
        allowRequest: (_r, cb) => void queueMicrotask(() => cb(null, true)),
        answers: [[null, true]],
      },
    ];
    for (const { desc, allowRequest, answers } of own) {
      it(desc, async () => {
        const guarded = allowRequestFor(policyOf({ kind: 'allow-request', allowRequest }), undefined);
        expect(await answersOf(guarded)).to.deep.equal(answers);
      });
    }

    it('gives it the request', async () => {
      const request = fakeRequest();
      const allowRequest: AllowRequest = (given, callback) => callback(null, given === request);
      const guarded = allowRequestFor(policyOf({ kind: 'allow-request', allowRequest }), undefined);
      expect(await answersOf(guarded, request)).to.deep.equal([[null, true]]);
    });
  });
});
