import { expect } from 'chai';
import { spellingsOf } from '../../src/doctor/clues.js';

describe('spellingsOf', () => {
  it('returns what people write instead of an origin, and other origins that they list by mistake', () => {
    expect(spellingsOf('https://example.com')).to.deep.equal([
      ...['https://example.com/', 'https://example.com:443', 'https://Example.com', 'https://EXAMPLE.COM'],
      ...['HTTPS://EXAMPLE.COM', 'http://example.com', 'https://www.example.com', 'example.com', '*'],
    ]);
    expect(spellingsOf('http://www.example.com')).to.include('http://example.com');
    expect(spellingsOf('http://example.com')).to.include('http://example.com:80');
  });

  it('adds no second port, and never gives the origin itself', () => {
    const spellings = spellingsOf('http://127.0.0.1:3000');
    expect(spellings).to.include('127.0.0.1:3000').and.not.include('http://127.0.0.1:3000');
    expect(spellings.filter((spelling) => /:\d+:\d+/.test(spelling))).to.deep.equal([]);
  });
});
