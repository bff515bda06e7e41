import { expect } from 'chai';
import type {
  AllowRequest,
  HandshakePolicy,
  Policy,
  PreflightAnswer,
  PreflightPolicy,
} from '../../src/origins/policy.js';
import { corsOptions } from '../../src/v4/cors.js';
import type { CorsDelegate, CorsOptions } from '../../src/v4/cors-origin.js';
import { type AskAboutHandshake, askOncePerHandshake } from '../../src/v4/origins-function.js';
import { collectWarnings, line } from '../messages/collect-warnings.js';
import { fakeRequest } from './fake-request.js';

const H = 'https://example.com';
const LISTED: HandshakePolicy = { kind: 'allow-list', keys: [`${H}:443`] };
const EVERYONE: HandshakePolicy = { kind: 'everyone' };
const OWN: HandshakePolicy = { kind: 'allow-request', allowRequest: (() => undefined) as AllowRequest };
const DEFAULT: PreflightPolicy = { kind: 'default' };
const LEFT: PreflightPolicy = { kind: 'left-to-others' };
const PLAIN = { methods: ['GET', 'POST'], allowedHeaders: ['Content-Type'], credentials: true };

function answered(fields: Partial<PreflightAnswer> = {}): PreflightPolicy {
  const answer: PreflightAnswer = {
    status: 200,
    allowOrigin: H,
    allowCredentials: true,
    allowMethods: ['PUT'],
    allowHeaders: ['x-a'],
    exposeHeaders: [],
    maxAge: undefined,
    ...fields,
  };
  return { kind: 'answer', answer };
}

const handled: PreflightPolicy = {
  kind: 'handler',
  handler: (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? 'none');
    response.setHeader('Access-Control-Allow-Headers', 'x-a');
    response.end();
  },
};

function translate(handshake: HandshakePolicy, preflight: PreflightPolicy, ask?: AskAboutHandshake) {
  const policy: Policy = {
    from: '2.5.1',
    to: '4.8.4',
    era: 'scheme-host-port',
    semantics: 'documented',
    missingOrigin: 'as-v2',
    handshake,
    preflight,
  };
  const { warn, warnings } = collectWarnings();
  return { cors: corsOptions(policy, ask, warn), warnings: warnings.map(line) };
}

/** What a delegate answers for a request. */
function delegated(cors: CorsOptions | CorsDelegate, request = fakeRequest()): CorsOptions | undefined {
  if (typeof cors !== 'function') throw new TypeError('cors is no delegate');
  let options: CorsOptions | undefined;
  cors(request, (error, given) => {
    expect(error).to.equal(null);
    options = given;
  });
  return options;
}

const PREFLIGHT = fakeRequest({ origin: 'https://a.example' }, { method: 'OPTIONS' });

describe('corsOptions', () => {
  const plain = [
    { desc: 'an allow-list', handshake: LISTED, preflight: DEFAULT, cors: { ...PLAIN, origin: [H] } },
    {
      desc: 'an allow-list whose preflights were left to others',
      handshake: LISTED,
      preflight: LEFT,
      cors: { origin: [H], preflightContinue: true, credentials: true },
    },
    { desc: 'everyone', handshake: EVERYONE, preflight: DEFAULT, cors: { ...PLAIN, origin: true } },
    {
      desc: "the app's own allowRequest",
      handshake: OWN,
      preflight: DEFAULT,
      cors: { ...PLAIN, origin: true },
    },
    {
      desc: 'a handler that allows the one listed origin',
      handshake: LISTED,
      preflight: answered(),
      cors: { origin: [H], methods: ['PUT'], allowedHeaders: ['x-a'], credentials: true },
    },
  ];
  for (const { desc, handshake, preflight, cors } of plain) {
    it(`is one plain object for ${desc}`, () => {
      expect(translate(handshake, preflight)).to.deep.equal({ cors, warnings: [] });
    });
  }

  it('warns of exposed headers, which take effect in the plain object', () => {
    const { cors, warnings } = translate(LISTED, answered({ exposeHeaders: ['x-b'] }));
    expect(cors).to.have.deep.property('exposedHeaders', ['x-b']);
    expect(warnings).to.deep.equal(['PREFLIGHT_EXPOSED_HEADERS_TAKE_EFFECT handlePreflightRequest']);
  });

  describe('with a handler that allows another origin than handshakes do', () => {
    const { cors, warnings } = translate(LISTED, answered({ allowOrigin: '*', allowCredentials: false }));

    it('warns', () => {
      expect(warnings).to.deep.equal(['PREFLIGHT_ORIGIN_DIFFERS handlePreflightRequest']);
    });

    it('answers preflights as the handler did', () => {
      expect(delegated(cors, PREFLIGHT)).to.deep.equal({
        origin: '*',
        methods: ['PUT'],
        allowedHeaders: ['x-a'],
        credentials: false,
      });
    });

    it('answers every other request as v2 did', () => {
      expect(delegated(cors)).to.deep.equal({ origin: [H], credentials: true });
      expect(delegated(cors, fakeRequest({}, { method: 'POST' }))).to.deep.equal({
        origin: [H],
        credentials: true,
      });
    });
  });

  describe('with a handler that reads the request', () => {
    const { cors, warnings } = translate(LISTED, handled);

    it('runs it for a preflight', () => {
      expect(delegated(cors, PREFLIGHT)).to.deep.equal({
        origin: 'https://a.example',
        methods: ['GET', 'POST'],
        allowedHeaders: ['x-a'],
        credentials: false,
      });
      expect(warnings).to.deep.equal([]);
    });

    it('does not run it for any other request', () => {
      expect(delegated(cors, fakeRequest({ origin: 'https://a.example' }))).to.deep.equal({
        origin: [H],
        credentials: true,
      });
    });
  });

  it('warns beside an origins function only of what is wrong for all of its answers', () => {
    const handshake: HandshakePolicy = {
      kind: 'function',
      check: () => undefined,
      given: 'origin-or-referer',
      admitsWithError: false,
    };
    const warningsOf = (preflight: PreflightPolicy) =>
      translate(handshake, preflight, () => undefined).warnings;
    expect(warningsOf(answered({ allowOrigin: 'https://a.example' }))).to.deep.equal([]);
    expect(warningsOf(answered({ allowOrigin: '*' }))).to.deep.equal([
      'PREFLIGHT_WILDCARD_WITH_CREDENTIALS handlePreflightRequest',
    ]);
  });

  describe('with an origins function', () => {
    const handshake: HandshakePolicy = {
      kind: 'function',
      check: (origin, callback) => callback(null, origin === H),
      given: 'origin-or-referer',
      admitsWithError: false,
    };
    const ask = askOncePerHandshake(handshake, 'as-v2');
    const { cors } = translate(handshake, DEFAULT, ask);

    it('reflects the origin of an allowed handshake', () => {
      expect(delegated(cors, fakeRequest({ origin: H }))).to.deep.equal({ origin: true, credentials: true });
    });

    it('reflects nothing to a handshake that it refuses', () => {
      expect(delegated(cors, fakeRequest({ origin: 'https://evil.example' }))).to.deep.equal({
        origin: false,
        credentials: true,
      });
    });

    const unasked = [
      { desc: 'reflects every origin within a session', request: { _query: { sid: 'x' } }, origin: true },
      { desc: 'reflects it for what is no handshake', request: { method: 'POST' }, origin: true },
      { desc: 'reflects it for an unknown transport', request: { _query: { transport: 'x' } }, origin: true },
      { desc: "reflects none for the client's script", request: { _query: undefined }, origin: false },
    ];
    for (const { desc, request, origin } of unasked) {
      it(`does not ask, and ${desc}`, () => {
        const silent = translate(handshake, DEFAULT, () => expect.fail('asked'));
        expect(delegated(silent.cors, fakeRequest({ origin: H }, request))).to.deep.equal({
          origin,
          credentials: true,
        });
      });
    }

    it('asks if the session id is empty, because that is a handshake', () => {
      const request = fakeRequest(
        { origin: 'https://evil.example' },
        { _query: { sid: '', transport: 'websocket' } },
      );
      expect(delegated(cors, request)).to.deep.equal({ origin: false, credentials: true });
    });

    const preflights = [
      { desc: 'by default', preflight: DEFAULT, options: { ...PLAIN, origin: true } },
      {
        desc: 'that were left to others',
        preflight: LEFT,
        options: { origin: true, preflightContinue: true, credentials: true },
      },
      {
        desc: 'that have one answer',
        preflight: answered(),
        options: { origin: H, methods: ['PUT'], allowedHeaders: ['x-a'], credentials: true },
      },
      {
        desc: 'that a handler answers',
        preflight: handled,
        options: {
          origin: 'https://a.example',
          methods: ['GET', 'POST'],
          allowedHeaders: ['x-a'],
          credentials: false,
        },
      },
    ];
    for (const { desc, preflight, options } of preflights) {
      it(`does not ask about preflights ${desc}`, () => {
        const silent = translate(handshake, preflight, () => expect.fail('asked'));
        expect(delegated(silent.cors, PREFLIGHT)).to.deep.equal(options);
      });
    }
  });
});
