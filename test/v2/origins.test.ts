import { expect } from 'chai';
import fc from 'fast-check';
import type { Semantics } from '../../src/origins/policy.js';
import type { KnownEntries } from '../../src/v2/entries.js';
import { isSameList, type OriginsContext, ruleOf } from '../../src/v2/origins.js';
import { collectWarnings, line } from '../messages/collect-warnings.js';

const H = 'https://example.com';

function readArray(entries: readonly string[], fields: Partial<OriginsContext> = {}) {
  const { warn, warnings } = collectWarnings();
  const context: OriginsContext = {
    from: '2.5.1',
    era: 'scheme-host-port',
    semantics: 'documented',
    subject: 'origins',
    warn,
    known: undefined,
    ...fields,
  };
  return { rule: ruleOf(entries, context), lines: warnings.map(line) };
}

describe('an array of origins', () => {
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
      lines: ['ORIGIN_NEVER_MATCHED origins[0]: "*.example.com:443"'],
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
      expect(readArray(entries, fields)).to.deep.equal({ rule: { kind: 'allow-list', keys }, lines });
    });
  }

  it('allows every origin by *:*, with any other entries', () => {
    expect(readArray(['*', '*:*'])).to.deep.equal({
      rule: { kind: 'everyone' },
      lines: ['ALLOW_ALL_EXPLICIT origins[1]: "*:*"'],
    });
  });
});

function readString(text: string, fields: Partial<OriginsContext> = {}) {
  const { warn, warnings } = collectWarnings();
  const context: OriginsContext = {
    from: '2.5.1',
    era: 'scheme-host-port',
    semantics: 'documented',
    subject: 'origins',
    warn,
    known: undefined,
    ...fields,
  };
  const rule = ruleOf(text, context);
  return { rule, warnings: warnings.map(({ code, subject }) => [code, subject?.replace('origins: ', '')]) };
}

describe('a string of origins', () => {
  const CLOSED = 'SUBSTRING_MATCH_CLOSED';
  const cases: {
    desc: string;
    text: string;
    keys: string[];
    warnings: (text: string) => [string, string][];
  }[] = [
    { desc: 'reads one entry', text: `${H}:443`, keys: [`${H}:443`], warnings: (text) => [[CLOSED, text]] },
    {
      desc: 'reads entries separated by commas, bars and white space',
      text: `${H}:443, http://a.example:80|b.example:81\thttp://c.example:82`,
      keys: [`${H}:443`, 'http://a.example:80', 'b.example:81', 'http://c.example:82'],
      warnings: (text) => [[CLOSED, text]],
    },
    {
      desc: 'admits what the docs promised',
      text: H,
      keys: [`${H}:443`],
      warnings: (text) => [['ORIGIN_NOW_ADMITTED', text]],
    },
    {
      desc: 'says nothing new of what a part of it admitted',
      text: `${H}:443/`,
      keys: [`${H}:443`],
      warnings: (text) => [[CLOSED, text]],
    },
    {
      desc: 'keeps any scheme with a wildcard port',
      text: `${H}:*`,
      keys: ['example.com:*'],
      warnings: (text) => [[CLOSED, text]],
    },
    {
      desc: 'keeps any scheme with a wildcard host',
      text: 'http://*:3000',
      keys: ['*:3000'],
      warnings: (text) => [[CLOSED, text]],
    },
    {
      desc: 'keeps any scheme with a wildcard scheme',
      text: '*://example.com:443',
      keys: ['example.com:443'],
      warnings: (text) => [[CLOSED, text]],
    },
    {
      desc: 'keeps any scheme with a wildcard in the scheme',
      text: '*x://example.com:443',
      keys: ['example.com:443'],
      warnings: (text) => [[CLOSED, text]],
    },
    {
      desc: 'allows no origin by a host behind a path',
      text: 'a/b:80',
      keys: [],
      warnings: (text) => [
        [CLOSED, text],
        ['ORIGIN_NOT_PARSEABLE', text],
      ],
    },
    {
      desc: 'says what it cannot read, though v2 may have found something in it',
      text: `${H}:443 ?a.example:80?`,
      keys: [`${H}:443`],
      warnings: (text) => [
        [CLOSED, text],
        ['ORIGIN_NOT_PARSEABLE', '?a.example:80?'],
      ],
    },
    {
      desc: 'drops a path, which v2 did not compare',
      text: `${H}:443/chat`,
      keys: [`${H}:443`],
      warnings: (text) => [[CLOSED, text]],
    },
    {
      desc: 'keeps the host of that very name by a wildcard within it, and says that v2 searched it',
      text: '*.example.com:443',
      keys: ['*.example.com:443'],
      warnings: (text) => [
        [CLOSED, text],
        ['ORIGIN_NOT_PARSEABLE', text],
      ],
    },
    {
      desc: 'keeps a lone star refused',
      text: '*',
      keys: [],
      warnings: (text) => [['ORIGIN_NEVER_MATCHED', text]],
    },
    {
      desc: 'keeps a bare host refused',
      text: 'example.com',
      keys: [],
      warnings: (text) => [['ORIGIN_NEVER_MATCHED', text]],
    },
    {
      desc: 'keeps a bare host refused, beside what matched',
      text: `${H}:443 example.com`,
      keys: [`${H}:443`],
      warnings: (text) => [
        [CLOSED, text],
        ['ORIGIN_NEVER_MATCHED', 'example.com'],
      ],
    },
    {
      desc: 'says nothing new of an origin that v2 found in another entry',
      text: `${H} thexample.com:443 http://a.example ba.example:8080 http://b.example b.example:* http://c.example:81 *:81`,
      keys: [
        ...[`${H}:443`, 'thexample.com:443', 'http://a.example:80', 'ba.example:8080', 'http://b.example:80'],
        ...['b.example:*', 'http://c.example:81', '*:81'],
      ],
      warnings: (text) => [[CLOSED, text]],
    },
    ...['example.com:44', 'www.example.com:80', 'example.com.org:443', '*:44'].map((other) => ({
      desc: `admits what the docs promised beside ${other}, which v2 did not find it in`,
      text: `${H} ${other}`,
      keys: [`${H}:443`, other],
      warnings: (text: string): [string, string][] => [
        [CLOSED, text],
        ['ORIGIN_NOW_ADMITTED', H],
      ],
    })),
    { desc: 'refuses everyone by an empty text', text: '', keys: [], warnings: () => [] },
    {
      desc: 'lists each key once',
      text: `${H}:443,${H}`,
      keys: [`${H}:443`],
      warnings: (text) => [[CLOSED, text]],
    },
  ];
  for (const { desc, text, keys, warnings } of cases) {
    it(desc, () => {
      expect(readString(text)).to.deep.equal({
        rule: { kind: 'allow-list', keys },
        warnings: warnings(text).map(([code, entry]) => [code, JSON.stringify(entry)]),
      });
    });
  }

  for (const text of ['*:*', 'http://*:*', '*://*:*', 'http://*:*/chat', `${H}:443 *:*`]) {
    for (const semantics of ['documented', 'exact'] as const) {
      it(`allows every origin by ${text}, ${semantics}`, () => {
        expect(readString(text, { semantics })).to.deep.equal({
          rule: { kind: 'everyone' },
          warnings: [['ALLOW_ALL_EXPLICIT', JSON.stringify(text)]],
        });
      });
    }
  }

  it('allows every origin by *:* within a name with exact semantics only', () => {
    for (const [text, keys] of [
      ['a*:*b', []],
      ['a*:*', ['a*:*']],
      ['*:*b', []],
    ] as const) {
      expect(readString(text, { semantics: 'exact' }).rule).to.deep.equal({ kind: 'everyone' });
      expect(readString(text).rule).to.deep.equal({ kind: 'allow-list', keys });
      expect(readString(text).warnings.map(([code]) => code)).to.include('SUBSTRING_MATCH_CLOSED');
    }
  });

  it('keeps the text to be searched, exactly', () => {
    expect(readString(`${H}:443`, { semantics: 'exact' })).to.deep.equal({
      rule: { kind: 'substring-search', text: `${H}:443` },
      warnings: [['SUBSTRING_MATCH_KEPT', JSON.stringify(`${H}:443`)]],
    });
  });

  it('says nothing of a text that cannot match, exactly', () => {
    expect(readString('*', { semantics: 'exact' })).to.deep.equal({
      rule: { kind: 'substring-search', text: '*' },
      warnings: [],
    });
  });

  it('quotes the first 200 letters of a long text', () => {
    const text = `${H}:443, `.repeat(10).slice(0, 201);
    expect(readString(text).warnings[0]).to.deep.equal([CLOSED, `"${text.slice(0, 200)}…"`]);
    expect(readString(text.slice(0, 200)).warnings[0]).to.deep.equal([CLOSED, `"${text.slice(0, 200)}"`]);
  });
});

describe('origins on 2.4.0', () => {
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
      desc: 'does not report entries that are in the list',
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
      lines: [`ORIGIN_NOW_ADMITTED origins: "${H}", origins: "http://a.example"`],
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
      const rule = ruleOf(value, {
        from: '2.4.0',
        era: 'literal',
        semantics,
        subject: 'origins',
        warn,
        known: undefined,
      });
      expect(rule).to.deep.equal({ kind: 'literal-list', origins, admitsNoOrigin });
      expect(warnings.map(line)).to.deep.equal(lines);
    });
  }
});

describe('a long list of origins', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `https://a${index}.example`);

  it('has one warning for each kind, which names some entries and counts all', () => {
    const { warn, warnings } = collectWarnings();
    const context = {
      from: '2.5.1',
      era: 'scheme-host-port',
      semantics: 'documented',
      subject: 'origins',
      warn,
      known: undefined,
    } as const;
    ruleOf(
      [...many, ...many.map((origin) => `${origin}/path`), '*.a.example:443', '*.b.example:443'],
      context,
    );
    expect(warnings.map(({ code }) => code)).to.deep.equal(['ORIGIN_NOW_ADMITTED', 'ORIGIN_NEVER_MATCHED']);
    const [admitted, never] = warnings;
    expect(admitted?.message).to.include('10000 origins').and.include('https://a0.example');
    expect(admitted?.subject).to.include('origins[4]: "https://a4.example" and 9995 more');
    expect(never?.message).to.include('10002 entries').and.include('and 9997 more');
  });

  it('has one warning for each kind in a string, too', () => {
    const { warn, warnings } = collectWarnings();
    const context = {
      from: '2.5.1',
      era: 'scheme-host-port',
      semantics: 'documented',
      subject: 'origins',
      warn,
      known: undefined,
    } as const;
    ruleOf([...many, '?a:80?', '?b:81?'].join(' '), context);
    expect(warnings.map(({ code }) => code)).to.deep.equal([
      'SUBSTRING_MATCH_CLOSED',
      'ORIGIN_NOW_ADMITTED',
      'ORIGIN_NOT_PARSEABLE',
    ]);
  });
});

describe('a list of origins that changes', () => {
  it('has only its new entries reported', () => {
    const known: KnownEntries = new Map();
    const report = (...entries: string[]) => readArray(entries, { known }).lines;
    expect(report('https://a.example', '*')).to.deep.equal([
      'ORIGIN_NOW_ADMITTED origins[0]: "https://a.example"',
      'ORIGIN_NEVER_MATCHED origins[1]: "*"',
    ]);
    expect(report('https://a.example', '*')).to.deep.equal([]);
    expect(report('https://a.example', 'https://b.example', '*')).to.deep.equal([
      'ORIGIN_NOW_ADMITTED origins[1]: "https://b.example"',
    ]);
    expect(report('*')).to.deep.equal([]);
  });

  const matching: [era: OriginsContext['era'], entry: string, matched: string][] = [
    ['host-port', 'https://a.example', 'a.example:443'],
    ['scheme-host-port', 'https://a.example', 'a.example:443'],
    ['scheme-host-port', 'https://a.example', 'https://a.example:443'],
    ['literal', 'https://a.example:443', 'https://a.example'],
  ];
  for (const [era, entry, matched] of matching) {
    it(`has ${entry} reported once ${matched} is gone, by which v2 matched it (${era})`, () => {
      const known: KnownEntries = new Map();
      const report = (...entries: string[]) => readArray(entries, { era, known }).lines;
      expect(report(entry, matched)).to.deep.equal([]);
      expect(report(entry)).to.deep.equal([`ORIGIN_NOW_ADMITTED origins[0]: "${entry}"`]);
    });
  }

  it('means the same as a list that is read anew, after any changes', () => {
    const entry = fc.constantFrom(
      ...['https://a.example', 'https://a.example:443', 'a.example:443', 'a.example:*', '*:443'],
      ...['HTTPS://A.example/', '*', '*:*', 'null', 'https://b.example', '*.a.example:443', 'x'],
    );
    const states = fc.array(fc.array(entry, { maxLength: 6 }), { minLength: 2, maxLength: 5 });
    const era = fc.constantFrom<OriginsContext['era']>('scheme-host-port', 'host-port', 'literal');
    fc.assert(
      fc.property(era, states, (era, lists) => {
        const known: KnownEntries = new Map();
        for (const list of lists)
          expect(readArray(list, { era, known }).rule).to.deep.equal(readArray(list, { era }).rule);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('isSameList', () => {
  for (const [list, same] of [
    [['a', 'b'], true],
    [['b', 'a'], false],
    [['a'], false],
    [['a', 'b', 'c'], false],
  ] as const)
    it(`tells whether a,b is still the list: ${list} (${same})`, () => {
      expect(isSameList(list, ['a', 'b'])).to.equal(same);
    });
});
