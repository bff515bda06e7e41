import { expect } from 'chai';
import { decide } from '../../src/origins/decide.js';
import type { Era, OriginHeaders, OriginRule, Semantics } from '../../src/origins/policy.js';
import { ruleText } from '../../src/print/rule-text.js';
import { DEFAULT_STYLE, inStyle } from '../../src/print/source-style.js';
import { allowRequestText } from '../../src/print/source-text.js';

const H = 'https://example.com';

type AllowRequest = (
  request: { headers: OriginHeaders },
  callback: (error: unknown, success: boolean) => void,
) => void;

/** The decision of the printed code. */
function printedDecision(
  rule: OriginRule,
  era: Era,
  semantics: Semantics,
): (headers: OriginHeaders) => boolean {
  const { origin, declarations } = ruleText(rule, { era, semantics }, DEFAULT_STYLE);
  const check = allowRequestText(origin, 'as-v2', DEFAULT_STYLE) as string;
  const source = inStyle(`${declarations.join('\n')}\nreturn {\n${check}\n};`, DEFAULT_STYLE);
  const { allowRequest } = new Function(source)() as { allowRequest: AllowRequest };
  return (headers) => {
    let admitted: boolean | undefined;
    allowRequest({ headers }, (_error, success) => {
      admitted = success;
    });
    return admitted as boolean;
  };
}

describe('ruleText', () => {
  const ASKED: OriginHeaders[] = [
    {},
    { origin: 'null' },
    ...[
      H,
      'http://example.com',
      `${H}:8443`,
      'http://a.example:81',
      'https://ample.com',
      `${H}.foreign.example`,
    ].flatMap((origin) => [{ origin }, { referer: `${origin}/chat` }]),
  ];
  const cases: { desc: string; rule: OriginRule; entries?: string; era?: Era; semantics?: Semantics }[] = [
    { desc: 'origins', rule: { kind: 'allow-list', keys: [`${H}:443`] }, entries: 'strings' },
    {
      desc: 'a host with any port',
      rule: { kind: 'allow-list', keys: ['example.com:*'] },
      entries: 'patterns',
    },
    { desc: 'both', rule: { kind: 'allow-list', keys: [`${H}:443`, 'a.example:*'] }, entries: 'both' },
    { desc: 'no origin', rule: { kind: 'allow-list', keys: [] }, entries: 'none' },
    { desc: 'null, and with it requests without an origin', rule: { kind: 'allow-list', keys: ['*:80'] } },
    {
      desc: 'the origins of 2.4.0',
      rule: { kind: 'literal-list', origins: [H], admitsNoOrigin: false },
      era: 'literal',
      entries: 'strings',
    },
    {
      desc: 'the empty list of 2.4.0',
      rule: { kind: 'literal-list', origins: [], admitsNoOrigin: true },
      era: 'literal',
      entries: 'none',
    },
    {
      desc: 'a text that is searched',
      rule: { kind: 'substring-search', text: `${H}:443 a.example:81` },
      semantics: 'exact',
    },
    {
      desc: 'a text that 2.0 searched',
      rule: { kind: 'substring-search', text: 'example.com:443' },
      era: 'host-port',
      semantics: 'exact',
    },
  ];
  for (const { desc, rule, entries, era = 'scheme-host-port', semantics = 'documented' } of cases) {
    it(`prints code that allows ${desc}, as the rule does`, () => {
      const admits = printedDecision(rule, era, semantics);
      for (const headers of ASKED)
        expect(admits(headers), JSON.stringify(headers)).to.equal(decide(rule, headers));
      if (entries !== undefined)
        expect(ruleText(rule, { era, semantics }, DEFAULT_STYLE).origin).to.include({ entries });
    });
  }

  it('declares nothing if any origin is allowed', () => {
    const everyone = ruleText({ kind: 'everyone' }, { era: 'host-port', semantics: 'exact' }, DEFAULT_STYLE);
    expect(everyone).to.deep.equal({ origin: { kind: 'everyone' }, declarations: [] });
  });
});
