import { expect } from 'chai';
import fc from 'fast-check';
import { decide } from '../../src/origins/decide.js';
import type { OriginRule } from '../../src/origins/policy.js';
import { type CorsOrigin, corsOrigin } from '../../src/v4/cors-origin.js';

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
    { desc: 'nothing for what is no key', rule: { kind: 'allow-list', keys: ['a.example'] }, origin: [] },
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

  it('does not hand out the list of the policy', () => {
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
      { desc: 'sends nothing where there is no Origin to reflect', value: undefined, allow: false },
    ];
    for (const { desc, value, allow } of texts) {
      it(desc, () => {
        expect(asked(origin, value)).to.equal(allow);
      });
    }
  });

  it('lets a browser read exactly where the handshake admits it', () => {
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

/** What a function says of an origin. */
function asked(origin: CorsOrigin, value: string | undefined): boolean | undefined {
  if (typeof origin !== 'function') throw new TypeError('cors.origin is no function');
  let answer: boolean | undefined;
  origin(value, (error, allow) => {
    expect(error).to.equal(null);
    answer = allow;
  });
  return answer;
}
