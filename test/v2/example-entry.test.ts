import { expect } from 'chai';
import { exampleEntry } from '../../src/v2/example-entry.js';
import { v2Decision } from '../model/v2-decision.js';

describe('exampleEntry', () => {
  const eras = [
    { era: 'host-port', release: '2.0.4', entry: 'example.com:443' },
    { era: 'scheme-host-port', release: '2.5.1', entry: 'https://example.com:443' },
    { era: 'exact', release: '2.4.0', entry: 'https://example.com' },
  ] as const;
  for (const { era, release, entry } of eras) {
    it(`is what ${release} matched, exactly: ${entry}`, () => {
      expect(exampleEntry(era, 'exact')).to.equal(entry);
      expect(v2Decision(release, { origins: [entry] })({ origin: 'https://example.com' })).to.equal(
        'admitted',
      );
    });

    it(`is what the docs of ${release} write`, () => {
      expect(exampleEntry(era, 'documented')).to.equal('https://example.com:443');
    });
  }
});
