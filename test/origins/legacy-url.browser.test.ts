import { parse } from 'node:url';
import { expect } from 'chai';
import fc from 'fast-check';
import { parseUrl } from '../../src/origins/legacy-url.browser.js';
import { headers } from '../v2/arbitraries.js';

type Parse = (value: string) => {
  readonly protocol: string | null;
  readonly hostname: string | null;
  readonly port: string | null;
};

/** The result of a parser for a value, or that it throws. */
function partsBy(parser: Parse, value: string) {
  try {
    const { protocol, hostname, port } = parser(value);
    return { protocol, hostname, port };
  } catch {
    return 'throws';
  }
}

describe('the replacement of url.parse in browsers', () => {
  const values = [
    ...['https://example.com', 'http://localhost:3000', 'HTTPS://Example.COM:443/', 'file://', 'null', '*'],
    ...[
      'http://[::1]:3000',
      'http://[::1',
      'http://[\0:1]:80',
      'http://a[b:3',
      'http://a[::1]:3',
      '[::1]:80',
      'http://[]',
      'http://[a b]:1',
    ],
    ...['a:b:80', 'localhost:3000', 'example.com:443', 'foo:80', 'http:a', 'HTTP:a', 'mailto:x', 'a.b:'],
    ...['//a@b:3', '//a:3', '/\\a', 'http:\\\\a\\b', 'http://a@b@c:80', 'http://a@b?@c', 'http://%@b:1'],
    ...[
      'http://a:80:90',
      'http://:80',
      'http://x:y',
      'http://a b:1',
      'http://a\tb:1',
      "http://a'b:1",
      'a\\b',
    ],
    ...[
      'javascript://a:1',
      'javascript:alert(1)',
      'ws://a:1',
      'chrome-extension://id',
      'capacitor://localhost',
    ],
    ...[
      '  \t http://a:80 \n  ',
      '/path',
      '//host/path',
      '/path?query',
      '///a',
      '//a@bcd:3',
      '//a?b@c:3',
      '//a?b@c#d@e',
      '//a@b?c@d:3',
      '//a b?c@d:3',
      '///a?b@c:3',
      '/a?b@c:3',
      'gopher:a',
      'wss:a',
      'ws:a',
    ],
    ...[
      'xhttps:a:80',
      'https+x:a:80',
      'xjavascript:a:80',
      'javascript+x:a:80',
      'a?b\\c#d\\e',
      'http://a:b\nc:80',
    ],
    ...['https://bücher.example', 'https://xn--bcher-kva.example', 'https://xn--iñvalid.com', 'https://ß.de'],
    ...[
      ' http://a ',
      'http://a\x01\x02',
      'http://a:80\x01\x02',
      'http://',
      '\ufeffhttp://a',
      'http://a\u00a0',
      'http://a#@b',
      'http://a?\\b',
      `http://${'a'.repeat(256)}`,
      `http://${'a'.repeat(255)}:80`,
      `http://${'a'.repeat(254)}:80`,
    ],
  ];
  for (const value of values) {
    it(`reads ${JSON.stringify(value.slice(0, 60))} as url.parse does`, () => {
      expect(partsBy(parseUrl, value)).to.deep.equal(partsBy(parse, value));
    });
  }

  it('names the invalid URL', () => {
    for (const url of ['http://a[b:3', 'http://[\0:1]:80'])
      expect(() => parseUrl(url)).to.throw(TypeError, `Invalid URL: ${url}`);
  });

  it('agrees with Node on anything that a client may send or a person may write', () => {
    const noise = fc.stringMatching(/^[a-zA-Z0-9.:/\\@#?%[\]*,;|'"<> \t\n{}^`_~+-]{0,20}$/);
    fc.assert(
      fc.property(headers, fc.webUrl(), noise, ({ origin, referer }, url, text) => {
        for (const value of [origin, referer, url, text, `https://${text}`, `//${text}`, `x-y:${text}`]) {
          if (value && !value.includes('xn--'))
            expect(partsBy(parseUrl, value), value).to.deep.equal(partsBy(parse, value));
        }
      }),
      { numRuns: 1000 },
    );
  });
});
