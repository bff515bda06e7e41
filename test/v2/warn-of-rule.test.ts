import { expect } from 'chai';
import type { MissingOrigin, OriginRule } from '../../src/origins/policy.js';
import { warnOfRule } from '../../src/v2/warn-of-rule.js';
import { collectWarnings, line } from '../model/collect-warnings.js';

const LISTED: OriginRule = { kind: 'allow-list', keys: ['https://example.com:443'] };
const REFUSED = 'MISSING_ORIGIN_REFUSED origins';
const OPENED = 'MISSING_ORIGIN_NOW_ADMITTED missingOrigin';

describe('warnOfRule', () => {
  const cases: { desc: string; rule: OriginRule; missing?: MissingOrigin; lines: string[] }[] = [
    { desc: 'says nothing where everyone is admitted', rule: { kind: 'everyone' }, lines: [] },
    {
      desc: 'says nothing of missing origins where everyone is admitted',
      rule: { kind: 'everyone' },
      missing: 'allow',
      lines: [],
    },
    { desc: 'says that missing origins stay refused', rule: LISTED, lines: [REFUSED] },
    { desc: 'says that missing origins are let in', rule: LISTED, missing: 'allow', lines: [OPENED] },
    {
      desc: 'says that null and missing origins are admitted',
      rule: { kind: 'allow-list', keys: ['*:80'] },
      lines: ['NULL_ORIGIN_ADMITTED origins'],
    },
    {
      desc: 'opens nothing that was open',
      rule: { kind: 'allow-list', keys: ['*:80'] },
      missing: 'allow',
      lines: ['NULL_ORIGIN_ADMITTED origins'],
    },
    {
      desc: 'says that null alone is admitted',
      rule: { kind: 'literal-list', origins: ['null'], admitsNoOrigin: false },
      lines: ['NULL_ORIGIN_ADMITTED origins', REFUSED],
    },
    {
      desc: 'says that missing origins alone are admitted',
      rule: { kind: 'literal-list', origins: [], admitsNoOrigin: true },
      lines: ['MISSING_ORIGIN_ADMITTED origins'],
    },
    {
      desc: 'says that an empty list refuses everyone',
      rule: { kind: 'allow-list', keys: [] },
      lines: [REFUSED, 'ORIGINS_REFUSE_EVERYONE origins'],
    },
    {
      desc: 'says that an empty literal list refuses everyone',
      rule: { kind: 'literal-list', origins: [], admitsNoOrigin: false },
      lines: [REFUSED, 'ORIGINS_REFUSE_EVERYONE origins'],
    },
    {
      desc: 'does not say so of a literal list',
      rule: { kind: 'literal-list', origins: ['https://example.com'], admitsNoOrigin: false },
      lines: [REFUSED],
    },
    {
      desc: 'says that a text without a port refuses everyone',
      rule: { kind: 'substring-search', text: 'example.com' },
      lines: [REFUSED, 'ORIGINS_REFUSE_EVERYONE origins'],
    },
    {
      desc: 'does not say so of a text with a port',
      rule: { kind: 'substring-search', text: 'example.com:443' },
      lines: [REFUSED],
    },
    {
      desc: 'does not say so of a text with a wildcard port',
      rule: { kind: 'substring-search', text: 'example.com:*' },
      lines: [REFUSED],
    },
  ];
  for (const { desc, rule, missing = 'as-v2', lines } of cases) {
    it(desc, () => {
      const { warn, warnings } = collectWarnings();
      const settings = {
        from: '2.5.1',
        to: '4.8.4',
        semantics: 'documented',
        missingOrigin: missing,
        origins: { subject: 'origins', value: '' },
        replaced: [],
        handlePreflightRequest: undefined,
        allowRequest: undefined,
        otherOptions: {},
        hint: '',
        range: undefined,
      } as const;
      warnOfRule(rule, settings, 'scheme-host-port', warn);
      expect(warnings.map(line)).to.deep.equal(lines);
    });
  }
});
