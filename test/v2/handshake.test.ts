import { expect } from 'chai';
import type { Era, OriginsFunction } from '../../src/origins/policy.js';
import { readHandshake } from '../../src/v2/handshake.js';
import { parseSettings } from '../../src/v2/parse.js';
import type { LegacyCorsSettings, TranslateOptions } from '../../src/v2/settings.js';
import { collectWarnings, line } from '../model/collect-warnings.js';

const H = 'https://example.com';
const check: OriginsFunction = (_origin, callback) => callback(null, true);
const allowRequest = (_request: unknown, _callback: unknown) => undefined;

function read(settings: LegacyCorsSettings, options: TranslateOptions = {}, era: Era = 'scheme-host-port') {
  const { warn, warnings } = collectWarnings();
  const policy = readHandshake(
    parseSettings(settings, options, () => '4.8.4'),
    era,
    warn,
  );
  return { policy, lines: warnings.map(line) };
}

describe('readHandshake', () => {
  it("is the app's own allowRequest, whatever origins say", () => {
    expect(read({ allowRequest, origins: '*:*' })).to.deep.equal({
      policy: { kind: 'allow-request', allowRequest },
      lines: ['ORIGINS_IGNORED_BY_ALLOW_REQUEST origins', 'ALLOW_REQUEST_DECIDES_ALONE allowRequest'],
    });
  });

  it('names every origins that the own allowRequest sets aside', () => {
    expect(read({ allowRequest, origins: 'a', originsCalls: ['b', 'c'] }).lines).to.deep.equal([
      ...['origins', 'originsCalls[0]', 'originsCalls[1]'].map(
        (subject) => `ORIGINS_IGNORED_BY_ALLOW_REQUEST ${subject}`,
      ),
      'ALLOW_REQUEST_DECIDES_ALONE allowRequest',
    ]);
  });

  it('says nothing of origins beside allowRequest where there are none', () => {
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
        era: 'exact',
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
      desc: 'nobody from elsewhere by default on 2.4.0',
      settings: {},
      era: 'exact',
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
      era: 'exact',
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
    it(`admits by ${desc}`, () => {
      const { policy, lines: seen } = read(settings, {}, era);
      expect({ kind: policy.kind, lines: seen }).to.deep.equal({ kind, lines });
    });
  }
});
