import { createRequire } from 'node:module';
import { expect } from 'chai';
import satisfies from 'semver/functions/satisfies.js';
import sort from 'semver/functions/sort.js';
import {
  eraOf,
  exampleEntry,
  knowsPreflightHandlers,
  LEGACY_RELEASES,
  resolveRelease,
  TARGET_RELEASES,
} from '../../src/v2/releases.js';
import { V2_PACKAGES, v2Decision } from './v2-decision.js';

describe('resolveRelease', () => {
  const cases = [
    { text: '2.5.1', release: '2.5.1' },
    { text: '=2.4.0', release: '2.4.0' },
    { text: ' 2.4.0 ', release: '2.4.0' },
    { text: '2.9.9', release: '2.9.9' },
    { text: '^2.3.0', release: '2.5.1' },
    { text: '2.3.0 || 2.4.0', release: '2.4.0' },
    { text: '*', release: '2.5.1' },
    { text: '>=2', release: '2.5.1' },
    { text: '<2', release: '1.7.4' },
    { text: '1.3.9', release: undefined },
    { text: '3.0.0', release: undefined },
    { text: '3.0.0-rc1', release: undefined },
    { text: '^3.0.0', release: undefined },
    { text: '', release: undefined },
    { text: '\t', release: undefined },
    { text: 'latest', release: undefined },
    { text: '2.'.repeat(10_000), release: undefined },
    { text: '2.x.y', release: undefined },
  ];
  for (const { text, release } of cases) {
    it(`resolves ${JSON.stringify(text.slice(0, 20))} to ${release ?? 'nothing'}`, () => {
      expect(resolveRelease(text, LEGACY_RELEASES)).to.equal(release);
    });
  }
});

it('resolveRelease knows a line of releases that it never heard of', () => {
  const line = { range: '*', words: 'any', published: ['1.0.0', '1.1.0'] };
  expect(resolveRelease('^1.0.0', line)).to.equal('1.1.0');
  expect(resolveRelease('^1.0.0', line)).to.equal('1.1.0');
  expect(resolveRelease('~1.0.0', line)).to.equal('1.0.0');
});

for (const [name, line] of Object.entries({ LEGACY_RELEASES, TARGET_RELEASES })) {
  describe(name, () => {
    it('lists only releases of its range, each once, the newest last', () => {
      const { published, range } = line;
      expect(published.filter((release) => !satisfies(release, range))).to.deep.equal([]);
      expect([...published]).to.deep.equal(sort([...new Set(published)]));
    });
  });
}

describe('LEGACY_RELEASES', () => {
  it('knows every release that is tested against', () => {
    expect(LEGACY_RELEASES.published).to.include.members(Object.keys(V2_PACKAGES));
  });
});

describe('TARGET_RELEASES', () => {
  const newest = [
    ...['3.0.5', '3.1.2', '4.0.2', '4.1.3', '4.2.0', '4.3.2', '4.4.1', '4.5.4', '4.6.2', '4.7.5', '4.8.4'],
  ];
  for (const release of newest) {
    const minor = release.split('.', 2).join('.');
    it(`knows ${release} for the newest of ${minor}`, () => {
      expect(resolveRelease(`~${minor}.0`, TARGET_RELEASES)).to.equal(release);
    });
  }
});

describe('eraOf', () => {
  const eras = {
    'host-port': ['1.4.0', '1.7.4', '2.0.0', '2.0.4'],
    'scheme-host-port': ['2.1.0', '2.3.0', '2.4.1', '2.5.1'],
    literal: ['2.4.0'],
  };
  for (const [era, releases] of Object.entries(eras)) {
    for (const release of releases) {
      it(`is ${era} for ${release}`, () => {
        expect(eraOf(release)).to.equal(era);
      });
    }
  }
});

describe('knowsPreflightHandlers', () => {
  it('is true from 2.0.0 on', () => {
    expect(['1.4.0', '1.7.4', '2.0.0', '2.5.1'].map(knowsPreflightHandlers)).to.deep.equal([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('exampleEntry', () => {
  const eras = [
    { era: 'host-port', release: '2.0.4', entry: 'example.com:443' },
    { era: 'scheme-host-port', release: '2.5.1', entry: 'https://example.com:443' },
    { era: 'literal', release: '2.4.0', entry: 'https://example.com' },
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

const require = createRequire(import.meta.url);

describe('the exports of socket.io', () => {
  // So a file with `new Server(…)` is written for v3 or v4.
  for (const release of [
    'socket.io-1.4',
    'socket.io-2.0',
    'socket.io-2.1',
    'socket.io-2.3',
    'socket.io-2.5',
  ]) {
    it(`include listen, but no Server, in ${release}`, async () => {
      expect(require(release)).not.to.have.property('Server');
      expect(require(release)).to.have.property('listen');
      expect(Object.keys((await import(release)) as object)).not.to.include('Server');
    });
  }

  it('include Server, but no listen, in v4', () => {
    expect(require('socket.io')).to.have.property('Server');
    expect(require('socket.io')).not.to.have.property('listen');
  });
});
