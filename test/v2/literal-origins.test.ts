import { expect } from 'chai';
import type { Semantics } from '../../src/origins/policy.js';
import { literalOrigins } from '../../src/v2/literal-origins.js';
import { collectWarnings, line } from '../model/collect-warnings.js';

const H = 'https://example.com';

describe('literalOrigins', () => {
  const cases: {
    desc: string;
    value: string | string[];
    semantics?: Semantics;
    origins: string[];
    admitsNoOrigin?: true;
    lines: string[];
  }[] = [
    { desc: 'lists an origin as browsers send it', value: [H], origins: [H], lines: [] },
    { desc: 'lists it exactly, too', value: [H], semantics: 'exact', origins: [H], lines: [] },
    {
      desc: 'admits an origin with its port left out',
      value: [`${H}:443`],
      origins: [H, `${H}:443`],
      lines: [`ORIGIN_NOW_ADMITTED origins[0]: "${H}:443"`],
    },
    {
      desc: 'does not, exactly',
      value: [`${H}:443`],
      semantics: 'exact',
      origins: [`${H}:443`],
      lines: [`ORIGIN_NEVER_MATCHED origins[0]: "${H}:443"`],
    },
    {
      desc: 'says nothing new of what stands in the list',
      value: [H, `${H}/`],
      origins: [H, `${H}/`],
      lines: [],
    },
    { desc: 'knows a null origin', value: ['null'], origins: ['null'], lines: [] },
    { desc: 'takes a string for one entry', value: H, origins: [H], lines: [] },
    {
      desc: 'reads a string as the entries it lists',
      value: `${H} http://a.example`,
      origins: [H, 'http://a.example'],
      lines: [`ORIGIN_NOW_ADMITTED origins: "${H}"`, 'ORIGIN_NOW_ADMITTED origins: "http://a.example"'],
    },
    {
      desc: 'takes such a string for one entry, exactly',
      value: `${H} http://a.example`,
      semantics: 'exact',
      origins: [`${H} http://a.example`],
      lines: [`ORIGIN_NEVER_MATCHED origins: "${H} http://a.example"`],
    },
    {
      desc: 'knows no wildcard',
      value: ['*:*'],
      origins: ['*:*'],
      lines: ['ORIGIN_NEVER_MATCHED origins[0]: "*:*"'],
    },
    {
      desc: 'drops what is neither listed nor an origin',
      value: `${H} *`,
      origins: [H],
      lines: [`ORIGIN_NOW_ADMITTED origins: "${H}"`, 'ORIGIN_NEVER_MATCHED origins: "*"'],
    },
    {
      desc: 'admits requests without Origin by an empty list',
      value: [],
      origins: [],
      admitsNoOrigin: true,
      lines: [],
    },
    { desc: 'refuses them by an empty string', value: '', origins: [], lines: [] },
    { desc: 'lists each origin once', value: [H, H], origins: [H], lines: [] },
  ];
  for (const { desc, value, semantics = 'documented', origins, admitsNoOrigin = false, lines } of cases) {
    it(desc, () => {
      const { warn, warnings } = collectWarnings();
      const rule = literalOrigins(value, {
        from: '2.4.0',
        era: 'exact',
        semantics,
        subject: 'origins',
        warn,
      });
      expect(rule).to.deep.equal({ kind: 'literal-list', origins, admitsNoOrigin });
      expect(warnings.map(line)).to.deep.equal(lines);
    });
  }
});
