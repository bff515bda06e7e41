import { expect } from 'chai';
import type { HandshakePolicy, Policy } from '../../src/origins/policy.js';
import {
  checkOptions,
  inShapesOfV4,
  otherServerOptions,
  warnOfBufferSize,
} from '../../src/v4/server-options.js';
import { collectWarnings, line } from '../messages/collect-warnings.js';
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

describe('inShapesOfV4', () => {
  const woot = { name: 'woot', path: '/', httpOnly: true, sameSite: 'strict' };
  const cases: { desc: string; options: object; from?: string; shaped: object; lines?: string[] }[] = [
    {
      desc: 'leaves other options alone',
      options: { path: '/x', a: undefined },
      shaped: { path: '/x', a: undefined },
    },
    { desc: 'names a cookie', options: { cookie: 'woot' }, shaped: { cookie: woot } },
    {
      desc: 'leaves SameSite out before 2.3, which sent none',
      options: { cookie: 'woot' },
      from: '2.2.0',
      shaped: { cookie: { ...woot, sameSite: false } },
    },
    {
      desc: 'leaves the path and HttpOnly out before 1.6, which sent none',
      options: { cookie: 'woot' },
      from: '1.5.1',
      shaped: { cookie: { name: 'woot', path: '', httpOnly: false, sameSite: false } },
    },
    {
      desc: 'keeps a path that was given before 1.6',
      options: { cookie: 'woot', cookiePath: '/x' },
      from: '1.4.8',
      shaped: { cookie: { name: 'woot', path: '/x', httpOnly: false, sameSite: false } },
    },
    {
      desc: 'gives the default name to a cookie of which only the path is given',
      options: { cookiePath: '/x' },
      shaped: { cookie: { ...woot, name: 'io', path: '/x' } },
    },
    {
      desc: 'leaves HttpOnly out without a path, as v2 did',
      options: { cookiePath: false },
      shaped: { cookie: { name: 'io', path: '', httpOnly: false, sameSite: 'strict' } },
    },
    {
      desc: 'leaves HttpOnly out if it was switched off',
      options: { cookieHttpOnly: false },
      shaped: { cookie: { ...woot, name: 'io', httpOnly: false } },
    },
    {
      desc: 'adds nothing to a cookie that is an object',
      options: { cookie: { name: 'woot', path: '/x' } },
      shaped: { cookie: { name: 'woot', path: '/x', httpOnly: false, sameSite: false } },
    },
    { desc: 'keeps false', options: { cookie: false, cookiePath: '/x' }, shaped: { cookie: false } },
    {
      desc: 'drops the name of an engine',
      options: { wsEngine: 'uws' },
      shaped: {},
      lines: ['WS_ENGINE_NAME_IGNORED wsEngine'],
    },
    {
      desc: "drops the name of v2's default engine",
      options: { wsEngine: 'ws' },
      shaped: {},
      lines: ['WS_ENGINE_NAME_IGNORED wsEngine'],
    },
    { desc: 'drops an engine that is not set, which ends v4', options: { wsEngine: undefined }, shaped: {} },
    { desc: 'keeps an engine that is a class', options: { wsEngine: Map }, shaped: { wsEngine: Map } },
  ];
  for (const { desc, options, from = '2.5.1', shaped, lines = [] } of cases) {
    it(desc, () => {
      const { warn, warnings } = collectWarnings();
      expect(inShapesOfV4(options as Record<string, unknown>, from, warn)).to.deep.equal(shaped);
      expect(warnings.map(line)).to.deep.equal(lines);
    });
  }
});

describe('warnOfBufferSize', () => {
  const cases = [
    { from: '2.4.1', options: {}, warned: true },
    { from: '1.4.8', options: { maxHttpBufferSize: 0 }, warned: true },
    { from: '2.5.0', options: {}, warned: false },
    { from: '2.3.0', options: { maxHttpBufferSize: 1e7 }, warned: false },
  ];
  for (const { from, options, warned } of cases) {
    it(`${warned ? 'warns' : 'says nothing'} for ${from} with ${JSON.stringify(options)}`, () => {
      const { warn, warnings } = collectWarnings();
      warnOfBufferSize(options, from, warn);
      expect(warnings.map(line)).to.deep.equal(warned ? ['MAX_HTTP_BUFFER_SIZE_SHRINKS'] : []);
    });
  }
});
