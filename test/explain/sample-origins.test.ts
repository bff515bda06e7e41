import { expect } from 'chai';
import { sampleOrigins } from '../../src/explain/sample-origins.js';

/** The listed samples of an entry. */
const listed = (entry: string) =>
  sampleOrigins([entry]).flatMap(({ origin, what }) => (what === 'listed' ? [origin] : []));

describe('sampleOrigins', () => {
  for (const [entry, origin] of [
    ['https://example.com:443', 'https://example.com'],
    ['https://Example.COM/', 'https://example.com'],
    ['example.com:443', 'https://example.com'],
    ['example.com:3000', 'http://example.com:3000'],
    ['example.com:*', 'https://example.com'],
    ['*.example.com:443', 'https://any.example.com'],
    ['*:3000', 'http://any.example:3000'],
    ['::1:3000', 'http://[::1]:3000'],
    ['capacitor://localhost', 'capacitor://localhost'],
  ] as const)
    it(`tries ${origin} for ${entry}`, () => {
      expect(listed(entry)).to.deep.equal([origin]);
    });

  for (const entry of ['', 'null:80', 'https://', 'a b'])
    it(`has no page for ${JSON.stringify(entry)}`, () => {
      expect(listed(entry)).to.deep.equal([]);
    });

  it('tries lookalikes of a name, and only another scheme and port of an address', () => {
    const kinds = (entry: string) => sampleOrigins([entry]).map(({ what }) => what);
    const others = ['foreign', 'null', 'none'];
    expect(kinds('https://example.com')).to.deep.equal([
      ...[
        'listed',
        'other-scheme',
        'other-port',
        'subdomain',
        'host-behind',
        'host-in-front',
        'tail-of-host',
      ],
      ...others,
    ]);
    expect(kinds('http://127.0.0.1:3000')).to.deep.equal(['listed', 'other-scheme', 'other-port', ...others]);
  });

  it('has each origin once', () => {
    const origins = sampleOrigins(['https://a.example', 'https://a.example:443']).map(({ origin }) => origin);
    expect(new Set(origins).size).to.equal(origins.length);
  });
});
