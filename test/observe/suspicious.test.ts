import { expect } from 'chai';
import { suspicionsIn } from '../../src/observe/suspicious.js';
import { observed } from './observed.js';

describe('suspicionsIn', () => {
  const found = (...origins: readonly (readonly [origin: string | null, handshakes: number])[]) =>
    suspicionsIn(origins.map(([origin, admitted]) => observed({ origin, admitted }))).map(
      ({ origin, reason, like }) => [origin, reason, ...(like === undefined ? [] : [like])].join(' '),
    );

  it('names null, local files and plain IP addresses', () => {
    const suspicious = ['null', 'file://', 'http://192.168.1.7:3000', 'https://[::1]'];
    expect(found(...suspicious.map((origin) => [origin, 1] as const))).to.have.members([
      ...['null null', 'file:// file', 'http://192.168.1.7:3000 ip', 'https://[::1] ip'],
    ]);
    expect(found([null, 5], ['http://localhost:3000', 1], ['capacitor://localhost', 1])).to.deep.equal([]);
  });

  const frequent = 'https://example.com';
  for (const origin of [
    'https://ample.com',
    'https://myexample.com',
    'https://example.com.evil.net',
    'https://examp1e.com',
    'https://exarnple.com',
    'https://exmple.com',
    'https://examplee.com',
    'https://example.co',
    'https://ex-ample.com',
  ]) {
    it(`names look-alikes of a more frequent origin: ${origin}`, () => {
      expect(found([frequent, 10], [origin, 9])).to.deep.equal([`${origin} look-alike ${frequent}`]);
      expect(found([frequent, 9], [origin, 9])).to.deep.equal([]);
    });
  }

  for (const origin of [
    'http://example.com',
    'https://example.com:8443',
    'https://www.example.com',
    'https://api.example.com',
    'https://example.org',
    'https://shop.example.net',
    'https://other.io',
    'http://localhost:3000',
  ]) {
    it(`does not name other pages of an owner, or unrelated pages: ${origin}`, () => {
      expect(found([frequent, 10], [origin, 1])).to.deep.equal([]);
    });
  }

  it('does not name numbered hosts, or short names that differ in one letter', () => {
    expect(found(['https://shop1.example', 10], ['https://shop2.example', 1])).to.deep.equal([]);
    expect(found(['https://app.example', 10], ['https://api.example', 1])).to.deep.equal([]);
  });

  it('counts an origin once, in whichever header it was', () => {
    const origin = frequent;
    const rows = [
      observed({ origin, admitted: 3 }),
      observed({ origin, from: 'referer', admitted: 3 }),
      observed({ origin: 'https://exmple.com', admitted: 5 }),
    ];
    expect(suspicionsIn(rows).map(({ like }) => like)).to.deep.equal([frequent]);
  });
});
