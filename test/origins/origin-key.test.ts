import { expect } from 'chai';
import fc from 'fast-check';
import {
  isWildcard,
  keysOf,
  parseOriginKey,
  serializedOrigins,
  substringKeysOf,
} from '../../src/origins/origin-key.js';
import { originParts } from '../../src/origins/origin-parts.js';

describe('keysOf', () => {
  it('gives the four forms that an entry may have', () => {
    expect(keysOf({ protocol: 'https:', host: 'example.com', port: '443' })).to.deep.equal([
      'https://example.com:443',
      'example.com:443',
      'example.com:*',
      '*:443',
    ]);
  });
});

describe('substringKeysOf', () => {
  it('leaves out the form with a scheme, which is found wherever host:port is', () => {
    const parts = { protocol: 'https:', host: 'example.com', port: '443' };
    expect(substringKeysOf(parts)).to.deep.equal(['example.com:443', 'example.com:*', '*:443']);
    expect(keysOf(parts)[0]).to.include(substringKeysOf(parts)[0]);
  });
});

describe('parseOriginKey', () => {
  const cases = [
    { key: 'https://example.com:443', protocol: 'https:', host: 'example.com', port: '443' },
    { key: 'example.com:443', protocol: '*', host: 'example.com', port: '443' },
    { key: 'example.com:*', protocol: '*', host: 'example.com', port: '*' },
    { key: '*:80', protocol: '*', host: '*', port: '80' },
    { key: '*://example.com:80', protocol: '*', host: 'example.com', port: '80' },
    { key: '*//example.com:80', protocol: '*', host: 'example.com', port: '80' },
    { key: '::1:3000', protocol: '*', host: '::1', port: '3000' },
    { key: 'http://::1:3000', protocol: 'http:', host: '::1', port: '3000' },
    { key: ':80', protocol: '*', host: '', port: '80' },
    { key: 'a\nb:80', protocol: '*', host: 'a\nb', port: '80' },
  ];
  for (const { key, ...parts } of cases) {
    it(`takes ${JSON.stringify(key)} apart`, () => {
      expect(parseOriginKey(key)).to.deep.equal(parts);
    });
  }

  for (const key of [
    '',
    '*',
    'example.com',
    'https://example.com',
    'example.com:',
    'example.com:80/',
    ':x',
  ]) {
    it(`finds no key in ${JSON.stringify(key)}`, () => {
      expect(parseOriginKey(key)).to.equal(undefined);
    });
  }
});

describe('isWildcard', () => {
  const cases = [
    { desc: 'any host on a port', key: '*:80', is: true },
    { desc: 'any port of a host', key: 'example.com:*', is: true },
    { desc: 'one host and port', key: 'example.com:80', is: false },
    { desc: 'a "*" for a host behind a scheme, which v2 took for a letter', key: 'https://*:443', is: false },
    { desc: 'a "*" within a host', key: '*.example.com:443', is: false },
  ];
  for (const { desc, key, is } of cases) {
    it(`is ${is} for ${desc}`, () => {
      expect(isWildcard(parseOriginKey(key) as NonNullable<ReturnType<typeof parseOriginKey>>)).to.equal(is);
    });
  }
});

describe('serializedOrigins', () => {
  const cases = [
    { key: 'https://example.com:443', origins: ['https://example.com', 'https://example.com:443'] },
    { key: 'http://example.com:80', origins: ['http://example.com', 'http://example.com:80'] },
    { key: 'http://example.com:443', origins: ['http://example.com:443'] },
    { key: 'https://example.com:80', origins: ['https://example.com:80'] },
    { key: 'capacitor://localhost:80', origins: ['capacitor://localhost', 'capacitor://localhost:80'] },
    {
      key: 'example.com:443',
      origins: ['https://example.com', 'https://example.com:443', 'http://example.com:443'],
    },
    {
      key: 'example.com:80',
      origins: ['https://example.com:80', 'http://example.com', 'http://example.com:80'],
    },
    { key: '::1:3000', origins: ['https://[::1]:3000', 'http://[::1]:3000'] },
    { key: 'http://2001:db8::1:80', origins: ['http://[2001:db8::1]', 'http://[2001:db8::1]:80'] },
    { key: 'http://::ffff:192.0.2.1:81', origins: ['http://[::ffff:192.0.2.1]:81'] },
    { key: 'http://x:abc:81', origins: ['http://x:abc:81'] },
    { key: 'http://abc:x:81', origins: ['http://abc:x:81'] },
    { key: 'http://abc:81', origins: ['http://abc:81'] },
    { key: 'example.com:*', origins: [] },
  ];
  for (const { key, origins } of cases) {
    it(`writes ${key} as ${origins.join(', ') || 'nothing, for its origins cannot be counted'}`, () => {
      expect(serializedOrigins(parseOriginKey(key) as never)).to.deep.equal(origins);
    });
  }

  it('writes origins that have the key they come from', () => {
    const host = fc.oneof(fc.domain(), fc.constantFrom('localhost', '127.0.0.1', '::1'));
    const protocol = fc.constantFrom('https:', 'http:', 'capacitor:', '*');
    const port = fc.oneof(fc.constantFrom('80', '443'), fc.integer({ min: 1, max: 65535 }).map(String));
    fc.assert(
      fc.property(protocol, host, port, (scheme, name, number) => {
        const key = `${scheme === '*' ? '' : `${scheme}//`}${name}:${number}`;
        const origins = serializedOrigins({ protocol: scheme, host: name, port: number });
        expect(origins).not.to.be.empty;
        for (const origin of origins) {
          const parts = originParts(origin);
          expect(parts && keysOf(parts), origin).to.include(key);
        }
      }),
      { numRuns: 500 },
    );
  });
});
