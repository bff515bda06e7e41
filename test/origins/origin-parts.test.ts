import { parse } from 'node:url';
import { expect } from 'chai';
import fc from 'fast-check';
import { defaultPort, isSerialized, originParts } from '../../src/origins/origin-parts.js';
import { headers } from '../model/arbitraries.js';

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
    // More than 255 letters are no host, however they are parted.
    { value: `https://${`${'a'.repeat(60)}.`.repeat(4)}www.example.com`, parts: ['https:', '', '443'] },
  ] as const;
  for (const { value, parts } of cases) {
    it(`takes ${value} apart into ${parts.join(' ')}`, () => {
      const [protocol, host, port] = parts;
      expect(originParts(value)).to.deep.equal({ protocol, host, port });
    });
  }

  it('has no parts for a value that url.parse throws on', () => {
    expect(originParts('http://[')).to.equal(undefined);
    expect(originParts('https://xn--iñvalid.com')).to.equal(undefined);
  });

  it('agrees with url.parse on whatever a client may send', () => {
    fc.assert(
      fc.property(headers, fc.webUrl(), fc.string({ unit: 'binary' }), ({ origin, referer }, url, noise) => {
        for (const value of [origin, referer, url, noise, `https://${noise}`]) {
          if (value) expect(originParts(value), value).to.deep.equal(partsOnV2(value));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees with url.parse on every origin near those it takes apart by itself', () => {
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
  it('is 443 for https alone, and 80 for every other scheme and for none', () => {
    expect(defaultPort('https:')).to.equal('443');
    for (const protocol of ['http:', 'wss:', 'capacitor:', '*', null])
      expect(defaultPort(protocol)).to.equal('80');
  });
});
