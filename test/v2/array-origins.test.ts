import { expect } from 'chai';
import { arrayOrigins } from '../../src/v2/array-origins.js';
import type { OriginsContext } from '../../src/v2/origins-context.js';
import { collectWarnings, line } from '../model/collect-warnings.js';

const H = 'https://example.com';

function read(entries: readonly string[], fields: Partial<OriginsContext> = {}) {
  const { warn, warnings } = collectWarnings();
  const context: OriginsContext = {
    from: '2.5.1',
    era: 'scheme-host-port',
    semantics: 'documented',
    subject: 'origins',
    warn,
    ...fields,
  };
  return { rule: arrayOrigins(entries, context), lines: warnings.map(line) };
}

describe('arrayOrigins', () => {
  const cases: {
    desc: string;
    entries: string[];
    fields?: Partial<OriginsContext>;
    keys: string[];
    lines: string[];
  }[] = [
    { desc: "lists an origin in v2's own notation", entries: [`${H}:443`], keys: [`${H}:443`], lines: [] },
    {
      desc: 'admits an origin as the docs write it',
      entries: [H],
      keys: [`${H}:443`],
      lines: [`ORIGIN_NOW_ADMITTED origins[0]: "${H}"`],
    },
    {
      desc: 'does not, exactly',
      entries: [H],
      fields: { semantics: 'exact' },
      keys: [],
      lines: [`ORIGIN_NEVER_MATCHED origins[0]: "${H}"`],
    },
    {
      desc: 'says nothing new of an origin that another entry admits',
      entries: [H, `${H}:443`],
      keys: [`${H}:443`],
      lines: [],
    },
    {
      desc: 'says nothing new of an origin that a wildcard admits',
      entries: ['*:443', H],
      keys: ['*:443', `${H}:443`],
      lines: [],
    },
    { desc: 'lists each key once', entries: [`${H}:443`, `${H}:443/`], keys: [`${H}:443`], lines: [] },
    {
      desc: 'keeps wildcards',
      entries: ['example.com:*', '*:80'],
      keys: ['example.com:*', '*:80'],
      lines: [],
    },
    {
      desc: 'keeps what a wildcard within a host meant',
      entries: ['*.example.com:443'],
      keys: ['*.example.com:443'],
      lines: ['ORIGIN_WILDCARD_IS_LITERAL origins[0]: "*.example.com:443"'],
    },
    {
      desc: 'names the entry that never matched',
      entries: [`${H}:443`, '*'],
      keys: [`${H}:443`],
      lines: ['ORIGIN_NEVER_MATCHED origins[1]: "*"'],
    },
    {
      desc: 'names the setting',
      entries: ['*'],
      fields: { subject: 'originsCalls[2]' },
      keys: [],
      lines: ['ORIGIN_NEVER_MATCHED originsCalls[2][0]: "*"'],
    },
    {
      desc: 'admits a scheme that 2.0 did not compare',
      entries: [`${H}:443`],
      fields: { era: 'host-port' },
      keys: [`${H}:443`],
      lines: [`ORIGIN_NOW_ADMITTED origins[0]: "${H}:443"`],
    },
    {
      desc: 'does not, exactly, on 2.0',
      entries: [`${H}:443`],
      fields: { era: 'host-port', semantics: 'exact' },
      keys: [],
      lines: [`ORIGIN_NEVER_MATCHED origins[0]: "${H}:443"`],
    },
    {
      desc: 'knows keys without a scheme on 2.0',
      entries: ['example.com:443', H],
      fields: { era: 'host-port' },
      keys: ['example.com:443', `${H}:443`],
      lines: [],
    },
    { desc: 'refuses everyone by an empty list', entries: [], keys: [], lines: [] },
  ];
  for (const { desc, entries, fields, keys, lines } of cases) {
    it(desc, () => {
      expect(read(entries, fields)).to.deep.equal({ rule: { kind: 'allow-list', keys }, lines });
    });
  }

  it('admits everyone by *:*, whatever stands beside it', () => {
    expect(read(['*', '*:*'])).to.deep.equal({
      rule: { kind: 'everyone' },
      lines: ['ALLOW_ALL_EXPLICIT origins[1]: "*:*"'],
    });
  });
});
