import { expect } from 'chai';
import type { Era, OriginsFunction } from '../../src/origins/policy.js';
import { parseSettings } from '../../src/v2/parse.js';
import type { LegacyCorsSettings, TranslateOptions } from '../../src/v2/settings.js';
import { readHandshake, toPolicy } from '../../src/v2/to-policy.js';
import { collectWarnings, line } from '../messages/collect-warnings.js';

const H = 'https://example.com';

describe('toPolicy', () => {
  it('has the meaning of the settings, and the release', () => {
    const settings = { origins: ['https://example.com'], handlePreflightRequest: false } as const;
    const options = { from: '2.4.0', to: '4.0.0', semantics: 'exact', missingOrigin: 'allow' } as const;
    expect(
      toPolicy(
        parseSettings(settings, options, () => undefined),
        () => undefined,
      ),
    ).to.deep.equal({
      from: '2.4.0',
      to: '4.0.0',
      era: 'literal',
      semantics: 'exact',
      missingOrigin: 'allow',
      handshake: { kind: 'literal-list', origins: ['https://example.com'], admitsNoOrigin: false },
      preflight: { kind: 'left-to-others' },
    });
  });

  it('is deeply frozen', () => {
    const policy = toPolicy(
      parseSettings({ origins: [`${H}:443`] }, {}, () => undefined),
      () => undefined,
    );
    const parts = [policy, policy.handshake, Reflect.get(policy.handshake, 'keys'), policy.preflight];
    expect(parts.map((part) => Object.isFrozen(part))).to.deep.equal([true, true, true, true]);
  });
});

const check: OriginsFunction = (_origin, callback) => callback(null, true);
const allowRequest = (_request: unknown, _callback: unknown) => undefined;

function read(settings: LegacyCorsSettings, options: TranslateOptions = {}, era: Era = 'scheme-host-port') {
  const { warn, warnings } = collectWarnings();
  const policy = readHandshake(
    parseSettings(settings, era === 'literal' ? { from: '2.4.0', ...options } : options, () => '4.8.4'),
    warn,
  );
  return { policy, lines: warnings.map(line) };
}

/** An arrow function that has another function's `this`. */
function arrowWithThis(this: unknown): unknown {
  return (_request: unknown, callback: (error: null, ok: boolean) => void) => callback(null, Boolean(this));
}

describe('readHandshake', () => {
  it("is the app's own allowRequest, for any origins", () => {
    expect(read({ allowRequest, origins: '*:*' })).to.deep.equal({
      policy: { kind: 'allow-request', allowRequest },
      lines: ['ORIGINS_IGNORED_BY_ALLOW_REQUEST origins', 'ALLOW_REQUEST_DECIDES_ALONE allowRequest'],
    });
  });

  it('names every origins that the own allowRequest sets aside', () => {
    expect(read({ allowRequest, origins: 'a', originsCalls: ['b', 'c'] }).lines).to.deep.equal([
      'ORIGINS_IGNORED_BY_ALLOW_REQUEST origins, originsCalls[0], originsCalls[1]',
      'ALLOW_REQUEST_DECIDES_ALONE allowRequest',
    ]);
  });

  const uses: { desc: string; check: unknown; engine?: () => unknown; warned: boolean }[] = [
    {
      desc: 'a function',
      check(this: { clientsCount: number }, _request: unknown, callback: (error: null, ok: boolean) => void) {
        callback(null, this.clientsCount < 10);
      },
      warned: true,
    },
    {
      desc: 'a function, if the engine is given',
      check(this: { clientsCount: number }, _request: unknown, callback: (error: null, ok: boolean) => void) {
        callback(null, this.clientsCount < 10);
      },
      engine: () => undefined,
      warned: false,
    },
    { desc: 'an arrow function, whose own it is', check: arrowWithThis.call(undefined), warned: false },
    { desc: 'no function', check: allowRequest, warned: false },
  ];
  for (const { desc, check, engine, warned } of uses) {
    it(`warns of \`this\` in ${desc}: ${warned}`, () => {
      const { lines } = read(
        { allowRequest: check } as LegacyCorsSettings,
        engine === undefined ? {} : { engine },
      );
      expect(lines.includes('ALLOW_REQUEST_USES_THIS allowRequest')).to.equal(warned);
    });
  }

  for (const { desc, check, warned } of uses.filter(({ engine }) => engine === undefined)) {
    it(`warns of \`this\` in an origins setting that is ${desc}: ${warned}`, () => {
      const { lines } = read({ originsCalls: [check] } as LegacyCorsSettings);
      expect(lines.includes('ORIGINS_FUNCTION_USES_THIS originsCalls[0]')).to.equal(warned);
    });
  }

  it('names missingOrigin, which an own allowRequest sets aside', () => {
    expect(read({ allowRequest }, { missingOrigin: 'allow' }).lines).to.include(
      'ORIGINS_IGNORED_BY_ALLOW_REQUEST missingOrigin',
    );
  });

  it('does not mention origins beside allowRequest if there are none', () => {
    expect(read({ allowRequest }).lines).to.deep.equal(['ALLOW_REQUEST_DECIDES_ALONE allowRequest']);
  });

  const functions: { desc: string; options: TranslateOptions; era?: Era; fields: object; lines: string[] }[] =
    [
      {
        desc: 'documented',
        options: {},
        fields: { given: 'origin-or-referer', admitsWithError: false },
        lines: ['ORIGINS_FUNCTION_ERROR_NOW_REFUSES origins'],
      },
      {
        desc: 'exactly',
        options: { semantics: 'exact' },
        fields: { given: 'origin-or-referer', admitsWithError: true },
        lines: [],
      },
      {
        desc: 'on 2.4.0',
        options: { semantics: 'exact' },
        era: 'literal',
        fields: { given: 'origin', admitsWithError: true },
        lines: [],
      },
      {
        desc: 'with missing origins let in',
        options: { semantics: 'exact', missingOrigin: 'allow' },
        fields: { given: 'origin-or-referer', admitsWithError: true },
        lines: ['MISSING_ORIGIN_NOW_ADMITTED missingOrigin'],
      },
    ];
  for (const { desc, options, era, fields, lines } of functions) {
    it(`asks the app's function, ${desc}`, () => {
      expect(read({ origins: check }, options, era)).to.deep.equal({
        policy: { kind: 'function', check, ...fields },
        lines,
      });
    });
  }

  const rules: { desc: string; settings: LegacyCorsSettings; era?: Era; kind: string; lines: string[] }[] = [
    { desc: 'everyone by default', settings: {}, kind: 'everyone', lines: ['ALLOW_ALL_BY_DEFAULT'] },
    {
      desc: 'no other origin by default on 2.4.0',
      settings: {},
      era: 'literal',
      kind: 'literal-list',
      lines: ['MISSING_ORIGIN_ADMITTED'],
    },
    {
      desc: 'a list',
      settings: { origins: [`${H}:443`] },
      kind: 'allow-list',
      lines: ['MISSING_ORIGIN_REFUSED origins'],
    },
    {
      desc: 'a string',
      settings: { origins: `${H}:443` },
      kind: 'allow-list',
      lines: [`SUBSTRING_MATCH_CLOSED origins: "${H}:443"`, 'MISSING_ORIGIN_REFUSED origins'],
    },
    {
      desc: 'a list of headers on 2.4.0',
      settings: { origins: H },
      era: 'literal',
      kind: 'literal-list',
      lines: ['MISSING_ORIGIN_REFUSED origins'],
    },
    {
      desc: 'the last call',
      settings: { origins: '*:*', originsCalls: [[`${H}:443`]] },
      kind: 'allow-list',
      lines: ['ORIGINS_CALL_REPLACES_OPTION originsCalls[0]', 'MISSING_ORIGIN_REFUSED originsCalls[0]'],
    },
    {
      desc: 'a function that a call gave',
      settings: { origins: [H], originsCalls: [check] },
      kind: 'function',
      lines: [
        'ORIGINS_CALL_REPLACES_OPTION originsCalls[0]',
        'ORIGINS_FUNCTION_ERROR_NOW_REFUSES originsCalls[0]',
      ],
    },
  ];
  for (const { desc, settings, era, kind, lines } of rules) {
    it(`allows by ${desc}`, () => {
      const { policy, lines: seen } = read(settings, {}, era);
      expect({ kind: policy.kind, lines: seen }).to.deep.equal({ kind, lines });
    });
  }
});

describe('toPolicy warns of a rule', () => {
  const REFUSED = 'MISSING_ORIGIN_REFUSED origins';
  const OPENED = 'MISSING_ORIGIN_NOW_ADMITTED missingOrigin';
  const exact = { semantics: 'exact' } as const;
  const literal = { from: '2.4.0', ...exact } as const;
  const listed = { origins: ['https://example.com:443'] };
  const cases: { desc: string; settings: LegacyCorsSettings; options?: TranslateOptions; lines: string[] }[] =
    [
      {
        desc: 'which allows every origin, whatever missingOrigin says',
        settings: { origins: '*:*' },
        options: { missingOrigin: 'allow' },
        lines: ['ALLOW_ALL_EXPLICIT origins: "*:*"'],
      },
      { desc: 'which refuses requests without an origin', settings: listed, lines: [REFUSED] },
      {
        desc: 'which allows requests without an origin now',
        settings: listed,
        options: { missingOrigin: 'allow' },
        lines: [OPENED],
      },
      {
        desc: 'which allows null and missing origins',
        settings: { origins: ['*:80'] },
        lines: ['NULL_ORIGIN_ADMITTED origins'],
      },
      {
        desc: 'which allows missing origins anyway',
        settings: { origins: ['*:80'] },
        options: { missingOrigin: 'allow' },
        lines: ['NULL_ORIGIN_ADMITTED origins'],
      },
      {
        desc: 'which allows null on 2.4.0',
        settings: { origins: ['null'] },
        options: literal,
        lines: ['NULL_ORIGIN_ADMITTED origins', REFUSED],
      },
      {
        desc: 'which allows only missing origins, on 2.4.0',
        settings: { origins: [] },
        options: literal,
        lines: ['MISSING_ORIGIN_ADMITTED origins'],
      },
      {
        desc: 'which is an empty list',
        settings: { origins: [] },
        lines: [REFUSED, 'ORIGINS_REFUSE_EVERYONE origins'],
      },
      {
        desc: 'which refuses every request on 2.4.0',
        settings: { originsCalls: [''] },
        options: { from: '2.4.0' },
        lines: ['MISSING_ORIGIN_REFUSED originsCalls[0]', 'ORIGINS_REFUSE_EVERYONE originsCalls[0]'],
      },
      {
        desc: 'which lists an origin on 2.4.0',
        settings: { origins: ['https://example.com'] },
        options: literal,
        lines: [REFUSED],
      },
      {
        desc: 'which searches a text without a port',
        settings: { origins: 'example.com' },
        options: exact,
        lines: [REFUSED, 'ORIGINS_REFUSE_EVERYONE origins'],
      },
      {
        desc: 'which searches a text with a port',
        settings: { origins: 'example.com:443' },
        options: exact,
        lines: ['SUBSTRING_MATCH_KEPT origins: "example.com:443"', REFUSED],
      },
      {
        desc: 'which searches a text with a wildcard port',
        settings: { origins: 'example.com:*' },
        options: exact,
        lines: ['SUBSTRING_MATCH_KEPT origins: "example.com:*"', REFUSED],
      },
      {
        desc: 'of which nothing is left, although v2 found an origin in it',
        settings: { origins: '?example.com:80?' },
        lines: [
          'SUBSTRING_MATCH_CLOSED origins: "?example.com:80?"',
          'ORIGIN_NOT_PARSEABLE origins: "?example.com:80?"',
          REFUSED,
        ],
      },
      {
        desc: 'of a range whose releases check origins differently',
        settings: listed,
        options: { from: '>=2.0.0 <2.4.1' },
        lines: [
          'FROM_RANGE_IS_AMBIGUOUS from: ">=2.0.0 <2.4.1"',
          'ORIGIN_NOW_ADMITTED origins[0]: "https://example.com:443"',
          REFUSED,
        ],
      },
      {
        desc: 'of a range whose releases check origins alike',
        settings: listed,
        options: { from: '^2.5.0' },
        lines: [REFUSED],
      },
      {
        desc: 'of a function that cannot answer',
        settings: { origins: (() => undefined) as never },
        options: exact,
        lines: ['CALLBACK_PARAMETER_MISSING origins'],
      },
      {
        desc: 'of an own allowRequest that cannot answer',
        settings: { allowRequest: (() => undefined) as never },
        lines: ['CALLBACK_PARAMETER_MISSING allowRequest', 'ALLOW_REQUEST_DECIDES_ALONE allowRequest'],
      },
    ];
  for (const { desc, settings, options, lines } of cases) {
    it(desc, () => {
      const { warn, warnings } = collectWarnings();
      toPolicy(
        parseSettings(settings, options ?? {}, () => undefined),
        warn,
      );
      expect(warnings.map(line)).to.deep.equal(lines);
    });
  }
});
