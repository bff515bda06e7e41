import { expect } from 'chai';
import { parseUrl } from '../../src/doctor/parse-url.js';

describe('parseUrl', () => {
  it('gives a URL, or undefined where the text is none', () => {
    expect(parseUrl('https://example.com/chat')?.host).to.equal('example.com');
    expect(parseUrl('example.com')).to.be.undefined;
    expect(parseUrl('https://exa mple.com')).to.be.undefined;
  });

  // On Node 20 `URL.canParse` denies this one after some 9,000 calls.
  it('says the same of a unicode host however often it is asked', () => {
    const hosts = new Set(Array.from({ length: 30_000 }, () => parseUrl('https://bücher.example')?.host));
    expect([...hosts]).to.deep.equal(['xn--bcher-kva.example']);
  });
});
