import { parse } from 'node:url';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  bareKeysOf,
  defaultPort,
  isSendable,
  isSerialized,
  keyOf,
  originParts,
  parseOriginKey,
  plainOrigin,
  serializedOrigins,
} from '../../src/origins/origin.js';
import { entry, headers } from '../v2/arbitraries.js';

describe('keyOf and bareKeysOf', () => {
  it('give the four forms that an entry may have', () => {
    const parts = { protocol: 'https:', host: 'example.com', port: '443' };
    expect(keyOf(parts)).to.equal('https://example.com:443');
    expect(bareKeysOf(parts)).to.deep.equal(['example.com:443', 'example.com:*', '*:443']);
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
    it(`splits ${JSON.stringify(key)}`, () => {
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
          expect(parts && [keyOf(parts), ...bareKeysOf(parts)], origin).to.include(key);
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** What v2 made of a value; `parse` is Node's, as `checkRequest` called it. */
function partsOnV2(value: string) {
  try {
    const { protocol, hostname, port } = parse(value);
    return {
      protocol: `${protocol}`,
      host: `${hostname}`,
      port: port ?? (protocol === 'https:' ? '443' : '80'),
    };
  } catch {
    return undefined;
  }
}

describe('originParts', () => {
  const cases = [
    { value: 'https://example.com', parts: ['https:', 'example.com', '443'] },
    { value: 'http://example.com', parts: ['http:', 'example.com', '80'] },
    { value: 'https://example.com:80', parts: ['https:', 'example.com', '80'] },
    { value: 'http://localhost:3000', parts: ['http:', 'localhost', '3000'] },
    { value: 'http://127.0.0.1', parts: ['http:', '127.0.0.1', '80'] },
    { value: 'https://xn--bcher-kva.example', parts: ['https:', 'xn--bcher-kva.example', '443'] },
    { value: 'HTTPS://Example.COM', parts: ['https:', 'example.com', '443'] },
    { value: 'https://bücher.example', parts: ['https:', 'xn--bcher-kva.example', '443'] },
    { value: 'http://[::1]:3000', parts: ['http:', '::1', '3000'] },
    { value: 'https://example.com/chat?room=1', parts: ['https:', 'example.com', '443'] },
    { value: 'capacitor://localhost', parts: ['capacitor:', 'localhost', '80'] },
    { value: 'chrome-extension://id', parts: ['chrome-extension:', 'id', '80'] },
    { value: '*', parts: ['null', 'null', '80'] },
    { value: 'file://', parts: ['file:', '', '80'] },
    // More than 255 letters are no host, even with dots between them.
    { value: `https://${`${'a'.repeat(60)}.`.repeat(4)}www.example.com`, parts: ['https:', '', '443'] },
  ] as const;
  for (const { value, parts } of cases) {
    it(`splits ${value} into ${parts.join(' ')}`, () => {
      const [protocol, host, port] = parts;
      expect(originParts(value)).to.deep.equal({ protocol, host, port });
    });
  }

  it('has no parts for a value that url.parse throws on', () => {
    expect(originParts('http://[')).to.equal(undefined);
    expect(originParts('https://xn--iñvalid.com')).to.equal(undefined);
  });

  it('agrees with url.parse on anything that a client may send', () => {
    fc.assert(
      fc.property(headers, fc.webUrl(), fc.string({ unit: 'binary' }), ({ origin, referer }, url, noise) => {
        for (const value of [origin, referer, url, noise, `https://${noise}`]) {
          if (value) expect(originParts(value), value).to.deep.equal(partsOnV2(value));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees with url.parse on every origin close to those that it splits itself', () => {
    const label = fc.stringMatching(/^[a-zA-Z\d-]{1,70}$/);
    const labels = fc.array(label, { minLength: 1, maxLength: 10 }).map((parts) => parts.join('.'));
    const port = fc.oneof(fc.constant(''), fc.stringMatching(/^:\d{0,6}$/));
    fc.assert(
      fc.property(fc.constantFrom('https://', 'http://', 'https:/'), labels, port, (scheme, host, tail) => {
        const value = scheme + host + tail;
        expect(originParts(value), value).to.deep.equal(partsOnV2(value));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('isSerialized', () => {
  const cases = [
    { value: 'https://example.com', is: true },
    { value: 'http://localhost:3000', is: true },
    { value: `https://${'a'.repeat(63)}.example`, is: true },
    { value: `https://${'a'.repeat(64)}.example`, is: false },
    { value: 'https://xn--bcher-kva.example', is: false },
    { value: 'https://Example.com', is: false },
    { value: 'https://example.com/', is: false },
    { value: 'https://example.com:', is: false },
    { value: 'https://-example.com', is: false },
    { value: 'https://example.com.', is: false },
    { value: 'capacitor://localhost', is: false },
    { value: 'a https://example.com', is: false },
    { value: 'https://example.com\n', is: false },
  ];
  for (const { value, is } of cases) {
    it(`${is ? 'takes' : 'does not take'} ${JSON.stringify(value)} for an origin as browsers write it`, () => {
      expect(isSerialized(value)).to.equal(is);
    });
  }
});

describe('defaultPort', () => {
  it('is 443 only for https, and 80 for every other scheme and for none', () => {
    expect(defaultPort('https:')).to.equal('443');
    for (const protocol of ['http:', 'wss:', 'capacitor:', '*', null])
      expect(defaultPort(protocol)).to.equal('80');
  });
});

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
    // Browsers shorten IPv4 addresses only for http and https.
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

  it('reads its own output as the same origin', () => {
    fc.assert(
      fc.property(fc.oneof(entry, fc.webUrl({ withQueryParameters: false })), (text) => {
        const origin = plainOrigin(text);
        if (origin !== undefined) expect(plainOrigin(origin.serialized)).to.deep.equal(origin);
      }),
      { numRuns: 2000 },
    );
  });

  it("writes an origin that has its key, by v2's way of splitting origins", () => {
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
        if (origin === undefined) {
          // Browsers leave the host of such a scheme as it is, and v2 did not.
          expect(protocol).not.to.match(/^https?$/i);
          expect(name).to.match(/[A-Z]|[^ -~]/);
          return;
        }
        const { key, serialized } = origin;
        expect(keyOf(originParts(serialized) as never)).to.equal(key);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('plainOrigin of an app', () => {
  it('is its origin if the host is the same for browsers and for v2', () => {
    expect(plainOrigin('capacitor://localhost')).to.deep.equal({
      key: 'capacitor://localhost:80',
      serialized: 'capacitor://localhost',
    });
    expect(plainOrigin('capacitor://Example.COM')).to.equal(undefined);
    expect(plainOrigin('capacitor://bücher.example')).to.equal(undefined);
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
