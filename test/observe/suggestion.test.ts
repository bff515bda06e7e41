import { expect } from 'chai';
import { translateCors } from '../../src/index.js';
import type { ObservedOrigin } from '../../src/observe/report.js';
import { withSuggestion } from '../../src/observe/suggestion.js';
import { compileDecision } from '../../src/origins/decide.js';
import type { OriginRule } from '../../src/origins/policy.js';
import { observed, stored } from './observed.js';

function suggested(
  rows: readonly ObservedOrigin[],
  release: string | null = '2.5.1',
  preflightHeaders: string[] = [],
) {
  const protocol = release?.startsWith('4.') ? 'v4' : 'v2';
  return withSuggestion(stored({ origins: rows, preflightHeaders, server: { release, protocol } }))
    .suggestion;
}

describe('the suggestion of a report', () => {
  const allowed = (origin: string | null, admitted = 1) => observed({ origin, admitted });

  it('lists the origins that the server allows, or was meant to, once each', () => {
    const { cors } = suggested([
      allowed('https://b.example'),
      observed({ origin: 'https://b.example', from: 'referer', admitted: 1 }),
      observed({ origin: 'https://a.example', refused: 1, translated: { admitted: 1, refused: 0 } }),
      observed({ origin: 'https://foreign.example', refused: 5, translated: { admitted: 0, refused: 5 } }),
      observed({ origin: 'https://tried.example', refused: 1, candidate: { admitted: 1, refused: 0 } }),
      allowed(null),
      allowed('(not an origin)'),
    ]);
    expect(cors).to.deep.equal({
      origin: ['https://a.example', 'https://b.example'],
      methods: ['GET', 'POST'],
      allowedHeaders: ['Content-Type'],
      credentials: true,
    });
  });

  it('lists suspicious origins separately', () => {
    const { origins, cors, suspicious } = suggested([
      ...[
        allowed('https://example.com', 9),
        allowed('https://exmple.com'),
        allowed('null'),
        allowed('http://10.0.0.1'),
      ],
    ]);
    expect(cors.origin).to.deep.equal(['https://example.com']);
    expect(origins.join()).not.to.match(/exmple|null|10\.0/);
    expect(suspicious.map(({ reason }) => reason)).to.have.members(['look-alike', 'null', 'ip']);
  });

  for (const release of ['1.4.8', '2.0.4', '2.1.1', '2.3.0', '2.4.0', '2.5.1']) {
    it(`is a list that ${release} matches`, () => {
      const pages = [
        'https://a.example',
        'http://b.example:3000',
        'capacitor://localhost',
        'http://[2001:db8::7]',
      ];
      // The last is a plain address, so it is not suggested.
      const { origins, cors } = suggested(
        pages.map((origin) => allowed(origin)),
        release,
      );
      const { policy } = translateCors({ origins }, { from: release, semantics: 'exact' });
      const allows = compileDecision(policy.handshake as OriginRule);
      expect(cors.origin).to.have.members(pages.slice(0, 3));
      expect(cors.origin.map((origin) => allows({ origin }))).to.deep.equal([true, true, true]);
    });
  }

  it('is a list of plain origins for v4, and one that all releases of v2 match if several run, or it is not known', () => {
    const entries = (release: string | null) => suggested([allowed('https://a.example')], release).origins;
    expect(entries('4.8.4')).to.deep.equal(['https://a.example']);
    expect(entries(null)).to.deep.equal(['https://a.example', 'https://a.example:443', 'a.example:443']);
  });

  it('allows the headers that preflights asked for, and v2 clients while there are any', () => {
    const { cors, allowEIO3 } = suggested([allowed('https://a.example')], '2.5.1', [
      'content-type',
      'x-token',
    ]);
    expect(cors.allowedHeaders).to.deep.equal(['Content-Type', 'x-token']);
    expect(allowEIO3).to.equal(false);
    expect(suggested([observed({ admitted: 1, eio3: 1 })]).allowEIO3).to.equal(true);
    expect(suggested([observed({ refused: 1, eio3: 1 })]).allowEIO3).to.equal(false);
  });
});
