import { expect } from 'chai';
import fc from 'fast-check';
import { decide } from '../../src/origins/decide.js';
import { type OriginKey, parseOriginKey } from '../../src/origins/origin.js';
import type { OriginRule } from '../../src/origins/policy.js';
import { type CorsOrigin, corsOrigin, originPattern } from '../../src/v4/cors-origin.js';

describe('corsOrigin', () => {
  const cases: { desc: string; rule: OriginRule; origin: unknown }[] = [
    { desc: 'true for everyone', rule: { kind: 'everyone' }, origin: true },
    {
      desc: 'each listed origin as browsers write it',
      rule: {
        kind: 'allow-list',
        keys: ['https://a.example:443', 'http://b.example:3000', 'capacitor://localhost:80'],
      },
      origin: ['https://a.example', 'http://b.example:3000', 'capacitor://localhost'],
    },
    {
      desc: 'one pattern for a key without a scheme',
      rule: { kind: 'allow-list', keys: ['a.example:*'] },
      origin: [/^(?:[a-z][a-z\d+.-]*:\/\/a\.example(?::\d+)?)$/],
    },
    {
      desc: 'null beside the pattern of a key that admits it',
      rule: { kind: 'allow-list', keys: ['null:81', 'null:80'] },
      origin: [
        /^(?:[a-z][a-z\d+.-]*:\/\/null:81)$/,
        /^(?:(?!https:)[a-z][a-z\d+.-]*:\/\/null|[a-z][a-z\d+.-]*:\/\/null:80)$/,
        'null',
      ],
    },
    { desc: 'nothing for what is not a key', rule: { kind: 'allow-list', keys: ['a.example'] }, origin: [] },
    { desc: 'an empty list for an empty list', rule: { kind: 'allow-list', keys: [] }, origin: [] },
    {
      desc: 'the entries of a literal list as they are',
      rule: { kind: 'literal-list', origins: ['https://A.example', 'null'], admitsNoOrigin: false },
      origin: ['https://A.example', 'null'],
    },
  ];
  for (const { desc, rule, origin } of cases) {
    it(`is ${desc}`, () => {
      expect(corsOrigin(rule)).to.deep.equal(origin);
    });
  }

  it('does not return the list of the policy itself', () => {
    const rule = { kind: 'literal-list', origins: ['https://a.example'], admitsNoOrigin: false } as const;
    expect(corsOrigin(rule)).not.to.equal(rule.origins);
  });

  describe('for a long list', () => {
    const urls = (count: number) => Array.from({ length: count }, (_, index) => `https://h${index}.example`);
    const rules: { desc: string; ruleOf: (count: number) => OriginRule }[] = [
      {
        desc: 'of keys',
        ruleOf: (count) => ({ kind: 'allow-list', keys: urls(count).map((url) => `${url}:443`) }),
      },
      {
        desc: 'of literal origins',
        ruleOf: (count) => ({ kind: 'literal-list', origins: urls(count), admitsNoOrigin: true }),
      },
    ];
    for (const { desc, ruleOf } of rules) {
      it(`${desc}, is walked up to 100 entries, and asked about each origin beyond`, () => {
        expect(corsOrigin(ruleOf(100))).to.deep.equal(urls(100));
        expect(corsOrigin(ruleOf(101))).to.be.a('function');
        const admits = (origin: string | undefined) => asked(corsOrigin(ruleOf(101)), origin);
        expect([...urls(101), 'https://evil.example', undefined].map(admits)).to.deep.equal([
          ...Array(101).fill(true),
          ...[false, false],
        ]);
      });
    }
  });

  describe('for a text that is searched', () => {
    const origin = corsOrigin({ kind: 'substring-search', text: 'https://example.com:443 *:80' });
    const texts: { desc: string; value: string | undefined; allow: boolean }[] = [
      { desc: 'allows an origin that is found', value: 'https://example.com', allow: true },
      { desc: 'allows an origin whose end is found', value: 'https://ample.com', allow: true },
      { desc: 'allows a null origin that is found', value: 'null', allow: true },
      { desc: 'blocks any other', value: 'https://example.org', allow: false },
      { desc: 'sends nothing if there is no Origin to reflect', value: undefined, allow: false },
    ];
    for (const { desc, value, allow } of texts) {
      it(desc, () => {
        expect(asked(origin, value)).to.equal(allow);
      });
    }
  });

  it('lets a browser read exactly if the handshake is allowed', () => {
    const key = fc.constantFrom(
      ...[
        'https://a.example:443',
        'a.example:*',
        'b.example:80',
        '*:8080',
        'null:80',
        'http://b.example:8080',
      ],
    );
    const request = fc.constantFrom(
      ...[
        'https://a.example',
        'http://a.example',
        'http://a.example:8080',
        'http://b.example',
        'https://b.example',
      ],
      ...['https://b.example:80', 'https://c.example:8080', 'null', 'https://a.example.evil.example'],
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 3 }), request, (keys, origin) => {
        const rule: OriginRule = { kind: 'allow-list', keys };
        const matchers = corsOrigin(rule) as (string | RegExp)[];
        const reads = matchers.some((matcher) =>
          typeof matcher === 'string' ? matcher === origin : matcher.test(origin),
        );
        expect(reads).to.equal(decide(rule, { origin }));
      }),
    );
  });
});

/** What a function answers for an origin. */
function asked(origin: CorsOrigin, value: string | undefined): boolean | undefined {
  if (typeof origin !== 'function') throw new TypeError('cors.origin is not a function');
  let answer: boolean | undefined;
  origin(value, (error, allow) => {
    expect(error).to.equal(null);
    answer = allow;
  });
  return answer;
}

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

/** The hosts that are easily mistaken for another one. */
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
  it('matches exactly the origins that its key allows, as browsers write them', () => {
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
    it(`matches nothing by ${text} that only looks alike`, () => {
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
    it(`${is ? 'matches' : 'does not match'} ${origin} by ${text}`, () => {
      expect(patternOf(text).test(origin)).to.equal(is);
    });
  }

  it('answers the same when asked again, for it keeps no place', () => {
    const pattern = patternOf('example.com:*');
    expect(pattern.flags).to.equal('');
    expect([1, 2].map(() => pattern.test('https://example.com'))).to.deep.equal([true, true]);
  });

  it('takes every character of a host literally', () => {
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

  it('never backtracks: a repeated part cannot match the part after it', () => {
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
 * Finds the parts of a pattern that make it backtrack: a repeated group, or a repeated class that also matches the next
 * atom. A pattern without them matches in one pass for each of its alternatives.
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
