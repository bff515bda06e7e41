import { expect } from 'chai';
import type { HandshakePolicy, Policy } from '../../src/origins/policy.js';
import { checkOptions, otherServerOptions } from '../../src/v4/server-options.js';
import { collectWarnings } from '../messages/collect-warnings.js';
import { fakeRequest } from './fake-request.js';

function translate(fields: Partial<Policy> = {}, others: Record<string, unknown> = {}) {
  const policy: Policy = {
    from: '2.5.1',
    to: '4.8.4',
    era: 'scheme-host-port',
    semantics: 'documented',
    missingOrigin: 'as-v2',
    handshake: { kind: 'everyone' },
    preflight: { kind: 'default' },
    ...fields,
  };
  const { warn, warnings } = collectWarnings();
  const options = checkOptions(policy, { engine: undefined, otherOptions: others }, warn);
  return { options, codes: warnings.map(({ code }) => code), warnings };
}

describe('checkOptions', () => {
  it('has no allowRequest if no request is refused', () => {
    expect(translate().options).not.to.have.property('allowRequest');
  });

  it('has an allowRequest if some requests are refused', () => {
    const { options } = translate({ handshake: { kind: 'allow-list', keys: [] } });
    expect(options.allowRequest).to.be.a('function');
  });

  it('asks an origins function once for cors and allowRequest together', () => {
    let asked = 0;
    const handshake: HandshakePolicy = {
      kind: 'function',
      check: (_origin, callback) => {
        asked++;
        callback(null, true);
      },
      given: 'origin-or-referer',
      admitsWithError: false,
    };
    const { options } = translate({ handshake });
    const request = fakeRequest({ origin: 'https://example.com' });
    const seen: unknown[] = [];
    if (typeof options.cors === 'function') options.cors(request, (_error, cors) => seen.push(cors?.origin));
    options.allowRequest?.(request, (_message, success) => seen.push(success));
    expect({ asked, seen }).to.deep.equal({ asked: 1, seen: [true, true] });
  });

  const clients = [
    { desc: 'warns that v2 clients are refused', others: {}, to: '4.8.4', warned: true },
    { desc: 'warns if allowEIO3 is off', others: { allowEIO3: false }, to: '4.8.4', warned: true },
    { desc: 'is silent if allowEIO3 is on', others: { allowEIO3: true }, to: '4.8.4', warned: false },
    {
      desc: 'warns if allowEIO3 is on and the target does not know it',
      others: { allowEIO3: true },
      to: '3.0.5',
      warned: true,
    },
  ];
  for (const { desc, others, to, warned } of clients) {
    it(desc, () => {
      expect(translate({ to }, others).codes.includes('LEGACY_CLIENTS_NEED_ALLOW_EIO3')).to.equal(warned);
    });
  }

  it('recommends an upgrade if the target does not know allowEIO3', () => {
    const remedy = (to: string) => translate({ to }).warnings[0]?.remedy;
    expect(remedy('3.0.5')).to.include('3.1.0');
    expect(remedy('3.1.0')).to.not.include('3.1.0');
  });

  it('warns if the target forgets these options on attach', () => {
    expect(translate({ to: '3.0.1' }).codes).to.include('CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH');
    expect(translate({ to: '3.0.2' }).codes).to.not.include('CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH');
  });
});

describe('otherServerOptions', () => {
  it('passes options through unchanged, and says nothing of them', () => {
    const { warn, warnings } = collectWarnings();
    const others = { path: '/x', adapter: () => undefined, pingTimeout: undefined };
    expect(otherServerOptions({ otherOptions: others, from: '2.5.1' }, warn)).to.deep.equal(others);
    expect(warnings).to.deep.equal([]);
  });
});
