import { expect } from 'chai';
import { parseUrl, readOrigin } from '../../src/doctor/origin.js';

describe('parseUrl', () => {
  it('returns a URL, or undefined if the text is none', () => {
    expect(parseUrl('https://example.com/chat')?.host).to.equal('example.com');
    expect(parseUrl('example.com')).to.be.undefined;
    expect(parseUrl('https://exa mple.com')).to.be.undefined;
  });

  // On Node 20 `URL.canParse` denies this one after about 9,000 calls.
  it('accepts a unicode host however often it is called', () => {
    const hosts = new Set(Array.from({ length: 30_000 }, () => parseUrl('https://bücher.example')?.host));
    expect([...hosts]).to.deep.equal(['xn--bcher-kva.example']);
  });
});

describe('readOrigin', () => {
  const origins: readonly [text: string, origin: string | undefined][] = [
    ['https://example.com', 'https://example.com'],
    ['HTTPS://Example.COM:443/chat?a#b', 'https://example.com'],
    ['http://localhost:3000/', 'http://localhost:3000'],
    ['https://münchen.example', 'https://xn--mnchen-3ya.example'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    ['null', 'null'],
    ['file:///home/a.html', 'null'],
    ['capacitor://localhost', 'capacitor://localhost'],
    ['chrome-extension://abcdef/popup.html', 'chrome-extension://abcdef'],
    ['*', undefined],
    ['example.com', undefined],
    ['localhost:3000', undefined],
    ['', undefined],
    ['https://', undefined],
    ['https://a b', undefined],
    ['https://a\r\nX: 1', undefined],
  ];
  for (const [text, origin] of origins) {
    it(`reads ${JSON.stringify(text)} as ${origin ?? 'no origin'}`, () => {
      expect(readOrigin(text)).to.equal(origin);
    });
  }
});
