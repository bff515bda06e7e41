import { expect } from 'chai';
import fc from 'fast-check';
import { decide } from '../../src/origins/decide.js';
import { type OriginKey, parseOriginKey } from '../../src/origins/origin-key.js';
import { originPattern } from '../../src/v4/origin-pattern.js';

const patternOf = (key: string) => originPattern(parseOriginKey(key) as OriginKey);

const host = fc.oneof(
  fc.domain(),
  fc.constantFrom('example.com', 'localhost', 'a_b.example', 'a-b.example', '::1', '127.0.0.1', '*', 'null'),
);
const port = fc.oneof(
  fc.constantFrom('*', '80', '443', '3000', '300', '30001'),
  fc.integer({ min: 1, max: 65535 }).map(String),
);
const key = fc
  .tuple(host, port)
  .map((parts) => parts.join(':'))
  .filter((text) => text !== '*:*');

/** The hosts that are easily mistaken for a given one. */
const near = (name: string) => [
  name,
  `${name}.evil.example`,
  `evil${name}`,
  `evil.${name}`,
  name.replace('.', 'x'),
  name.slice(1),
  `${name}.`,
];

describe('originPattern', () => {
  it('admits exactly the origins that its key admits, as browsers write them', () => {
    const scheme = fc.constantFrom('https:', 'http:', 'capacitor:', 'chrome-extension:', 'app+x.y-z1:');
    const written = fc.oneof(port, fc.constant('')).map((text) => (/^\d/.test(text) ? `:${text}` : ''));
    fc.assert(
      fc.property(key, host, scheme, written, fc.nat(6), (text, other, protocol, tail, index) => {
        const { host: own } = parseOriginKey(text) as OriginKey;
        for (const name of [other, own, near(own)[index] as string]) {
          const origin = `${protocol}//${name.includes(':') ? `[${name}]` : name}${tail}`;
          // No host that browsers send is empty, begins with a dot or is a mere wildcard.
          if (/\/\/(?:\.|\*|:|$|\[(?!::1\]))/.test(origin)) continue;
          const expected = decide({ kind: 'allow-list', keys: [text] }, { origin });
          expect(patternOf(text).test(origin), `${text} on ${origin}`).to.equal(expected);
        }
      }),
      { numRuns: 3000 },
    );
  });

  const refused = [
    'https://example.com.evil.example',
    'https://evilexample.com',
    'https://sub.example.com',
    'https://examplexcom',
    'https://example.com@evil.example',
    'https://evil.example/https://example.com',
    'https://evil.example#https://example.com',
    'https://example.com/',
    'https://example.com\n',
    '\nhttps://example.com',
    'a https://example.com',
    'https://example.com:',
    'https://example.com:x',
    'https://EXAMPLE.COM',
    '1https://example.com',
    '://example.com',
    'null',
    '',
  ];
  for (const text of ['example.com:*', 'example.com:443', 'example.com:80', 'example.com:3000']) {
    it(`admits by ${text} nothing that merely looks alike`, () => {
      const pattern = patternOf(text);
      expect(refused.filter((origin) => pattern.test(origin))).to.deep.equal([]);
    });
  }

  const cases = [
    { key: 'example.com:*', origin: 'https://example.com', is: true },
    { key: 'example.com:*', origin: 'http://example.com:8080', is: true },
    { key: 'example.com:443', origin: 'https://example.com', is: true },
    { key: 'example.com:443', origin: 'http://example.com:443', is: true },
    { key: 'example.com:443', origin: 'http://example.com', is: false },
    { key: 'example.com:80', origin: 'http://example.com', is: true },
    { key: 'example.com:80', origin: 'capacitor://example.com', is: true },
    { key: 'example.com:80', origin: 'https://example.com:80', is: true },
    { key: 'example.com:80', origin: 'https://example.com', is: false },
    { key: 'example.com:3000', origin: 'http://example.com:3000', is: true },
    { key: 'example.com:3000', origin: 'http://example.com:30001', is: false },
    { key: '*:3000', origin: 'http://[::1]:3000', is: true },
    { key: '*:3000', origin: 'http://a.example:3000', is: true },
    { key: '*:80', origin: 'https://a.example', is: false },
    { key: '::1:*', origin: 'http://[::1]:3000', is: true },
    { key: '::1:*', origin: 'http://[::2]:3000', is: false },
  ];
  for (const { key: text, origin, is } of cases) {
    it(`${is ? 'admits' : 'refuses'} ${origin} by ${text}`, () => {
      expect(patternOf(text).test(origin)).to.equal(is);
    });
  }

  it('answers the same when asked again, for it keeps no place', () => {
    const pattern = patternOf('example.com:*');
    expect(pattern.flags).to.equal('');
    expect([1, 2].map(() => pattern.test('https://example.com'))).to.deep.equal([true, true]);
  });

  it('takes every letter of a host for itself', () => {
    const letters = fc
      .string({ unit: 'binary-ascii', minLength: 1, maxLength: 8 })
      .filter((text) => !/[:*]/.test(text));
    fc.assert(
      fc.property(letters, letters, (name, other) => {
        const pattern = originPattern({ protocol: '*', host: name, port: '3000' });
        expect(pattern.test(`http://${name}:3000`)).to.equal(true);
        if (other !== name) expect(pattern.test(`http://${other}:3000`)).to.equal(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('never goes back: what is repeated cannot match what follows it', () => {
    fc.assert(
      fc.property(key, (text) => {
        expect(ambiguities(patternOf(text))).to.deep.equal([]);
      }),
      { numRuns: 300 },
    );
  });

  it('would notice a pattern that goes back', () => {
    expect(ambiguities(/^[a-z]*abc$/)).to.deep.equal(['[a-z]* before a']);
    expect(ambiguities(/^(?:\d+)?5$/)).to.deep.equal(['\\d+ before 5']);
    expect(ambiguities(/^(?:a[b])+$/)).to.deep.equal([')+ repeats a group']);
  });
});

/**
 * What makes a pattern go back, by its structure: a group that is repeated, or a repeated class whose next atom it
 * matches too. A pattern without either matches in one pass for each of its alternatives.
 */
function ambiguities({ source }: RegExp): string[] {
  const atoms = source.match(/\\.|\[(?:\\.|[^\]\\])*\]|\(\?[:!]|[\s\S]/g) ?? [];
  return atoms.flatMap((atom, index) => {
    if (atom !== '*' && atom !== '+') return [];
    const repeated = atoms[index - 1] as string;
    if (repeated === ')') return [`)${atom} repeats a group`];
    const next = atoms.slice(index + 1).find((candidate) => !['(?:', ')', '?'].includes(candidate)) as string;
    const ends = next === '$' || next === '|';
    const clash = !ends && new RegExp(`^${repeated}$`).test(next.replace(/^\\(?=\W)/, ''));
    return clash ? [`${repeated}${atom} before ${next}`] : [];
  });
}
