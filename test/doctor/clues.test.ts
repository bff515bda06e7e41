import { expect } from 'chai';
import { lookAlikesOf, spellingsOf } from '../../src/doctor/clues.js';

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

  const others: readonly [origin: string, spelling: string][] = [
    ['http://localhost:3000', 'http://127.0.0.1:3000'],
    ['http://127.0.0.1:3000', 'http://localhost:3000'],
    ['http://[::1]:3000', 'http://localhost:3000'],
    ['http://localhost:5173', 'http://localhost'],
    ['https://xn--bcher-kva.example', 'https://bücher.example'],
    ['capacitor://localhost', 'http://localhost'],
    ['null', 'file://'],
  ];
  for (const [origin, spelling] of others) {
    it(`returns ${spelling} for ${origin}`, () => {
      expect(spellingsOf(origin)).to.include(spelling);
    });
  }

  it('returns nothing that cannot be sent in a header', () => {
    const spellings = spellingsOf('https://xn--kgbechtv.example');
    expect(spellings.filter((spelling) => /[^\x20-\xff]/.test(spelling))).to.deep.equal([]);
  });
});

describe('lookAlikesOf', () => {
  it('returns hosts that anyone can register, and that a part of the origin matches', () => {
    expect(lookAlikesOf('https://app.example.com')).to.deep.equal([
      ...['https://evilexample.com', 'https://app.example.com.evil.example'],
      ...['https://appxexample.com', 'https://xample.com'],
    ]);
    expect(lookAlikesOf('http://example.com:8080')).to.deep.equal([
      'http://evilexample.com:8080',
      'http://example.com.evil.example:8080',
      'http://xample.com:8080',
    ]);
  });

  for (const origin of [
    'http://localhost:3000',
    'http://127.0.0.1',
    'http://[::1]',
    'null',
    'capacitor://localhost',
  ])
    it(`returns none for ${origin}, which has no such host`, () => {
      expect(lookAlikesOf(origin)).to.deep.equal([]);
    });
});
