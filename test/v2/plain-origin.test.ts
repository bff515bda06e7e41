import { expect } from 'chai';
import fc from 'fast-check';
import { keysOf } from '../../src/origins/origin-key.js';
import { originParts } from '../../src/origins/origin-parts.js';
import { isSendable, plainOrigin } from '../../src/v2/plain-origin.js';
import { entry } from '../model/arbitraries.js';

describe('plainOrigin', () => {
  const plain = [
    { entry: 'https://example.com', key: 'https://example.com:443', serialized: 'https://example.com' },
    { entry: 'https://example.com/', key: 'https://example.com:443', serialized: 'https://example.com' },
    { entry: 'https://example.com:443/', key: 'https://example.com:443', serialized: 'https://example.com' },
    { entry: 'HTTPS://Example.COM', key: 'https://example.com:443', serialized: 'https://example.com' },
    { entry: 'https://example.com:80', key: 'https://example.com:80', serialized: 'https://example.com:80' },
    { entry: 'http://example.com', key: 'http://example.com:80', serialized: 'http://example.com' },
    { entry: 'http://example.com:80', key: 'http://example.com:80', serialized: 'http://example.com' },
    { entry: 'http://example.com:443', key: 'http://example.com:443', serialized: 'http://example.com:443' },
    { entry: 'http://localhost:3000', key: 'http://localhost:3000', serialized: 'http://localhost:3000' },
    {
      entry: 'http://example.com:65535',
      key: 'http://example.com:65535',
      serialized: 'http://example.com:65535',
    },
    // The browser's short forms of IPv4 are those of http and https alone.
    { entry: 'http://1.2', key: 'http://1.0.0.2:80', serialized: 'http://1.0.0.2' },
    { entry: 'https://1.2', key: 'https://1.0.0.2:443', serialized: 'https://1.0.0.2' },
    { entry: 'app://1.2', key: 'app://1.2:80', serialized: 'app://1.2' },
    { entry: 'x-https://1.2', key: 'x-https://1.2:80', serialized: 'x-https://1.2' },
    { entry: 'app://[0:0::1]', key: 'app://::1:80', serialized: 'app://[::1]' },
    { entry: 'http://example.com:0', key: 'http://example.com:0', serialized: 'http://example.com:0' },
    {
      entry: 'https://bücher.example',
      key: 'https://xn--bcher-kva.example:443',
      serialized: 'https://xn--bcher-kva.example',
    },
    { entry: 'http://[::1]:3000', key: 'http://::1:3000', serialized: 'http://[::1]:3000' },
    { entry: 'http://[0:0:0:0:0:0:0:1]', key: 'http://::1:80', serialized: 'http://[::1]' },
    { entry: 'capacitor://localhost', key: 'capacitor://localhost:80', serialized: 'capacitor://localhost' },
    {
      entry: 'chrome-extension://abc',
      key: 'chrome-extension://abc:80',
      serialized: 'chrome-extension://abc',
    },
  ];
  for (const { entry: text, ...origin } of plain) {
    it(`reads ${text} as ${origin.serialized}`, () => {
      expect(plainOrigin(text)).to.deep.equal(origin);
    });
  }

  const others = [
    ...['', '*', '*:*', 'null', 'example.com', 'example.com:443', '//example.com', 'https://', 'file://'],
    ...[
      'https://example.com/chat',
      'https://example.com//',
      'https://example.com?x',
      'https://example.com#x',
    ],
    ...['https://user@example.com', 'https://example.com:*', 'https://*.example.com', '*://example.com'],
    ...[
      'https://example.com:',
      'https://example.com:080',
      'https://example.com:123456',
      'https://exa%6dple.com',
    ],
    ...[
      ' https://example.com',
      'https://example.com ',
      'https://example.com,https://a.example',
      'https://exa mple',
    ],
    ...[
      'https://example.com\n',
      'http://[::1',
      'http://[xyz]',
      'http://[1:2]',
      'https://a\\b',
      '1https://a.example',
      'https://a.example:65536',
      'ws://a.example',
      'wss://a.example',
    ],
    ...['https://999.999.999.999', 'https://a.example|https://b.example', 'app://xn--iñvalid.com'],
  ];
  for (const text of others) {
    it(`does not read ${JSON.stringify(text)} as an origin`, () => {
      expect(plainOrigin(text)).to.equal(undefined);
    });
  }

  it('reads what it has written as the same origin', () => {
    fc.assert(
      fc.property(fc.oneof(entry, fc.webUrl({ withQueryParameters: false })), (text) => {
        const origin = plainOrigin(text);
        if (origin !== undefined) expect(plainOrigin(origin.serialized)).to.deep.equal(origin);
      }),
      { numRuns: 2000 },
    );
  });

  it('writes an origin that has its key, as v2 took origins apart', () => {
    const scheme = fc.constantFrom('https', 'http', 'HTTP', 'capacitor');
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6().map((ip) => `[${ip}]`),
      fc.constantFrom('localhost', 'bücher.example'),
    );
    const port = fc.oneof(
      fc.constant(''),
      fc.integer({ min: 1, max: 65535 }).map((number) => `:${number}`),
    );
    fc.assert(
      fc.property(scheme, host, port, fc.constantFrom('', '/'), (...parts) => {
        const [protocol, name, tail, slash] = parts;
        const origin = plainOrigin(`${protocol}://${name}${tail}${slash}`);
        const { key, serialized } = origin as NonNullable<typeof origin>;
        expect(keysOf(originParts(serialized) as never)[0]).to.equal(key);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('isSendable', () => {
  const cases = [
    { entry: 'https://example.com', is: true },
    { entry: 'http://[::1]:3000', is: true },
    { entry: 'null', is: true },
    { entry: 'file://', is: true },
    { entry: '', is: false },
    { entry: 'https://example.com:443', is: false },
    { entry: 'https://example.com/', is: false },
    { entry: 'example.com', is: false },
  ];
  for (const { entry: text, is } of cases) {
    it(`is ${is} for ${JSON.stringify(text)}`, () => {
      expect(isSendable(text)).to.equal(is);
    });
  }
});
