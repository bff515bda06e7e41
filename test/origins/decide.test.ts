import { syncBuiltinESMExports } from 'node:module';
import url from 'node:url';
import { expect } from 'chai';
import fc from 'fast-check';
import { compileDecision, decide, originOrReferer } from '../../src/origins/decide.js';
import { bareKeysOf, keyOf, originParts } from '../../src/origins/origin.js';
import type { AllowList, MissingOrigin, OriginHeaders, OriginRule } from '../../src/origins/policy.js';
import { entry, headers } from '../v2/arbitraries.js';

const allowList = (...keys: string[]): AllowList => ({ kind: 'allow-list', keys });
const search = (text: string): OriginRule => ({ kind: 'substring-search', text });
const literal = (origins: string[], admitsNoOrigin = false): OriginRule => ({
  kind: 'literal-list',
  origins,
  admitsNoOrigin,
});

/** What `decide` answers, which must be what a compiled rule answers. */
function decided(rule: OriginRule, request: OriginHeaders, missingOrigin?: MissingOrigin): boolean {
  const admits = decide(rule, request, missingOrigin);
  expect(compileDecision(rule, missingOrigin)(request), 'compiled').to.equal(admits);
  return admits;
}

describe('decide', () => {
  const admitted: { desc: string; rule: OriginRule; headers: OriginHeaders }[] = [
    {
      desc: 'anyone if everyone is',
      rule: { kind: 'everyone' },
      headers: { origin: 'https://a.example' },
    },
    { desc: 'a request without headers if everyone is', rule: { kind: 'everyone' }, headers: {} },
    {
      desc: 'a listed origin',
      rule: allowList('https://example.com:443'),
      headers: { origin: 'https://example.com' },
    },
    {
      desc: 'a listed origin with its default port written',
      rule: allowList('https://example.com:443'),
      headers: { origin: 'https://example.com:443' },
    },
    {
      desc: 'a listed origin in upper case',
      rule: allowList('https://example.com:443'),
      headers: { origin: 'HTTPS://EXAMPLE.COM' },
    },
    {
      desc: 'any scheme, if the key has none',
      rule: allowList('example.com:443'),
      headers: { origin: 'http://example.com:443' },
    },
    {
      desc: 'any port, if the key says so',
      rule: allowList('example.com:*'),
      headers: { origin: 'https://example.com:8443' },
    },
    {
      desc: 'any host, if the key says so',
      rule: allowList('*:80'),
      headers: { origin: 'http://a.example' },
    },
    { desc: 'an IPv6 host', rule: allowList('::1:3000'), headers: { origin: 'http://[::1]:3000' } },
    {
      desc: 'a referring page without Origin',
      rule: allowList('https://example.com:443'),
      headers: { referer: 'https://example.com/chat?room=1' },
    },
    {
      desc: 'a referring page if Origin is empty',
      rule: allowList('https://example.com:443'),
      headers: { origin: '', referer: 'https://example.com/' },
    },
    { desc: 'a null origin by the key null:80', rule: allowList('null:80'), headers: { origin: 'null' } },
    { desc: 'a missing origin by the key *:80', rule: allowList('*:80'), headers: {} },
    {
      desc: 'a key with a scheme beside one without',
      rule: allowList('https://a.example:443', 'b.example:*'),
      headers: { origin: 'http://b.example:8080' },
    },
    {
      desc: 'an origin within a text',
      rule: search('https://example.com:443'),
      headers: { origin: 'https://ample.com' },
    },
    {
      desc: 'another scheme within a text',
      rule: search('https://example.com:443'),
      headers: { origin: 'http://example.com:443' },
    },
    {
      desc: 'the second origin of a text',
      rule: search('http://a.example:80,http://b.example:80'),
      headers: { origin: 'http://b.example' },
    },
    {
      desc: 'a wildcard port within a text',
      rule: search('https://example.com:*'),
      headers: { origin: 'http://example.com:8080' },
    },
    {
      desc: 'a wildcard host within a text',
      rule: search('*://*:3000'),
      headers: { origin: 'http://a.example:3000' },
    },
    {
      desc: 'a listed header, exactly',
      rule: literal(['https://example.com']),
      headers: { origin: 'https://example.com' },
    },
    {
      desc: 'a missing Origin if a literal list says so',
      rule: literal([], true),
      headers: { referer: 'https://a.example/' },
    },
  ];
  for (const { desc, rule, headers: request } of admitted) {
    it(`allows ${desc}`, () => {
      expect(decided(rule, request)).to.equal(true);
    });
  }

  const refused: { desc: string; rule: OriginRule; headers: OriginHeaders }[] = [
    {
      desc: 'an origin that is not listed',
      rule: allowList('https://example.com:443'),
      headers: { origin: 'https://other.example' },
    },
    {
      desc: 'an address in brackets, which v2 compared without them',
      rule: allowList('https://[::1]:443'),
      headers: { origin: 'https://[::1]' },
    },
    {
      desc: 'a host that is listed in upper case, which v2 compared in lower case',
      rule: allowList('https://Example.com:443'),
      headers: { origin: 'https://Example.com' },
    },
    {
      desc: 'a listed origin with another scheme',
      rule: allowList('https://example.com:443'),
      headers: { origin: 'http://example.com:443' },
    },
    {
      desc: 'a listed origin with another port',
      rule: allowList('https://example.com:443'),
      headers: { origin: 'https://example.com:8443' },
    },
    {
      desc: 'a host that begins as a listed one',
      rule: allowList('https://example.com:443', 'example.com:*'),
      headers: { origin: 'https://example.com.evil.example' },
    },
    {
      desc: 'a host that ends as a listed one',
      rule: allowList('https://example.com:443', 'example.com:*'),
      headers: { origin: 'https://evilexample.com' },
    },
    {
      desc: 'a listed host as the user of a referring page',
      rule: allowList('https://example.com:443'),
      headers: { referer: 'https://example.com:443@evil.example/' },
    },
    {
      desc: 'a listed referring page behind a foreign Origin',
      rule: allowList('https://example.com:443'),
      headers: { origin: 'https://evil.example', referer: 'https://example.com/' },
    },
    { desc: 'a missing origin', rule: allowList('https://example.com:443'), headers: {} },
    { desc: 'a null origin', rule: allowList('https://example.com:443'), headers: { origin: 'null' } },
    {
      desc: 'an empty referring page, which v2 did not parse',
      rule: allowList('*:80', 'null:80'),
      headers: { referer: '' },
    },
    { desc: 'what url.parse throws on', rule: allowList('*:80', '*:443'), headers: { origin: 'http://[' } },
    { desc: 'everyone by an empty list', rule: allowList(), headers: { origin: 'https://example.com' } },
    {
      desc: 'a host that goes on behind the text',
      rule: search('https://example.com:443'),
      headers: { origin: 'https://example.com.evil.example' },
    },
    {
      desc: 'what url.parse throws on, in a text',
      rule: search('*:80 *:443'),
      headers: { origin: 'http://[' },
    },
    {
      desc: 'everyone by a text without a port',
      rule: search('*'),
      headers: { origin: 'https://example.com' },
    },
    {
      desc: 'a default port that is written, by a literal list',
      rule: literal(['https://example.com']),
      headers: { origin: 'https://example.com:443' },
    },
    {
      desc: 'a missing Origin, by a literal list, with any Referer',
      rule: literal(['https://example.com']),
      headers: { referer: 'https://example.com' },
    },
    {
      desc: 'an empty Origin, by a literal list that has an empty entry',
      rule: literal(['']),
      headers: { origin: '' },
    },
    {
      desc: 'any Origin, by an empty literal list',
      rule: literal([], true),
      headers: { origin: 'https://example.com' },
    },
  ];
  for (const { desc, rule, headers: request } of refused) {
    it(`refuses ${desc}`, () => {
      expect(decided(rule, request)).to.equal(false);
    });
  }

  describe("with missingOrigin 'allow'", () => {
    const rule = allowList('https://example.com:443');
    const cases: { desc: string; headers: OriginHeaders; admits: boolean }[] = [
      { desc: 'admits a request with neither Origin nor Referer', headers: {}, admits: true },
      { desc: 'admits one if both are empty', headers: { origin: '', referer: '' }, admits: true },
      { desc: 'refuses a null origin', headers: { origin: 'null' }, admits: false },
      { desc: 'refuses a foreign Origin', headers: { origin: 'https://evil.example' }, admits: false },
      { desc: 'refuses a foreign Referer', headers: { referer: 'https://evil.example/' }, admits: false },
      { desc: 'admits a listed Origin', headers: { origin: 'https://example.com' }, admits: true },
    ];
    for (const { desc, headers: request, admits } of cases) {
      it(desc, () => {
        expect(decided(rule, request, 'allow')).to.equal(admits);
      });
    }
  });

  it('decides by an allow-list as if it looked for each key of the origin, for any keys and headers', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), headers, (keys, request) => {
        const parts = originParts(originOrReferer(request));
        const expected =
          originOrReferer(request) !== '' &&
          parts !== undefined &&
          [keyOf(parts), ...bareKeysOf(parts)].some((key) => keys.includes(key));
        expect(decided(allowList(...keys), request)).to.equal(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it('decides by a text as if it searched for each key of the origin, for any text and headers', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 5 }),
        fc.constantFrom(' ', ',', '|', ''),
        headers,
        (entries, by, request) => {
          const text = entries.join(by);
          const parts = originParts(originOrReferer(request));
          const expected =
            originOrReferer(request) !== '' &&
            parts !== undefined &&
            bareKeysOf(parts).some((key) => text.includes(key));
          expect(decided(search(text), request)).to.equal(expected);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('compileDecision', () => {
  it('reads the rule once, so later changes to its arrays have no effect', () => {
    const keys = ['https://example.com:443'];
    const admits = compileDecision(allowList(...keys));
    keys.push('https://evil.example:443');
    expect(admits({ origin: 'https://evil.example' })).to.equal(false);
  });

  describe('parses', () => {
    const real = url.parse;
    let parsed: string[];
    beforeEach(() => {
      parsed = [];
      url.parse = ((value: string) => {
        parsed.push(value);
        return real(value);
      }) as typeof url.parse;
      syncBuiltinESMExports();
    });
    afterEach(() => {
      url.parse = real;
      syncBuiltinESMExports();
    });

    const schemed = ['https://example.com:443', 'capacitor://localhost:80'];
    const cases = [
      {
        desc: 'nothing for a listed origin',
        rule: allowList(...schemed),
        origin: 'https://example.com',
        times: 0,
      },
      {
        desc: 'nothing for a listed app that came before',
        rule: allowList(...schemed),
        origin: 'capacitor://localhost',
        before: true,
        times: 0,
      },
      {
        desc: 'nothing for an app that a text lists and that came before',
        rule: search(schemed.join(', ')),
        origin: 'capacitor://localhost',
        before: true,
        times: 0,
      },
      {
        desc: 'once for an app that a text does not list',
        rule: search(schemed.join(', ')),
        origin: 'capacitor://evil.example',
        times: 1,
      },
      {
        desc: 'nothing for a foreign origin as browsers write it',
        rule: allowList(...schemed),
        origin: 'https://evil.example',
        times: 0,
      },
      {
        desc: 'once for a foreign app',
        rule: allowList(...schemed),
        origin: 'capacitor://evil.example',
        times: 1,
      },
      {
        desc: 'once for a host that only a wildcard can admit, in punycode',
        rule: allowList('*:3000'),
        origin: 'https://xn--bcher-kva.example:3000',
        times: 1,
      },
    ];
    for (const { desc, rule, origin, before = false, times } of cases) {
      it(desc, () => {
        const admits = compileDecision(rule);
        if (before) admits({ origin });
        parsed = [];
        admits({ origin });
        expect(parsed).to.deep.equal(Array(times).fill(origin));
      });
    }
  });
});

describe('originOrReferer', () => {
  const cases: { desc: string; headers: OriginHeaders; value: string }[] = [
    {
      desc: 'Origin',
      headers: { origin: 'https://a.example', referer: 'https://b.example/' },
      value: 'https://a.example',
    },
    {
      desc: 'Referer without Origin',
      headers: { referer: 'https://b.example/x' },
      value: 'https://b.example/x',
    },
    {
      desc: 'Referer if Origin is empty',
      headers: { origin: '', referer: 'https://b.example/' },
      value: 'https://b.example/',
    },
    { desc: '* without either', headers: {}, value: '*' },
    { desc: '* for a null Origin', headers: { origin: 'null', referer: 'https://b.example/' }, value: '*' },
    { desc: '* for a null Referer', headers: { referer: 'null' }, value: '*' },
    { desc: 'nothing for an empty Referer', headers: { referer: '' }, value: '' },
    { desc: '* for an empty Origin without Referer', headers: { origin: '' }, value: '*' },
  ];
  for (const { desc, headers: request, value } of cases) {
    it(`is ${desc}`, () => {
      expect(originOrReferer(request)).to.equal(value);
    });
  }
});
