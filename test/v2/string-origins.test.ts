import { expect } from 'chai';
import type { OriginsContext } from '../../src/v2/origins-context.js';
import { listedEntries, stringOrigins } from '../../src/v2/string-origins.js';
import { collectWarnings } from '../model/collect-warnings.js';

const H = 'https://example.com';

function read(text: string, fields: Partial<OriginsContext> = {}) {
  const { warn, warnings } = collectWarnings();
  const context: OriginsContext = {
    from: '2.5.1',
    era: 'scheme-host-port',
    semantics: 'documented',
    subject: 'origins',
    warn,
    ...fields,
  };
  const rule = stringOrigins(text, context);
  return { rule, warnings: warnings.map(({ code, subject }) => [code, subject?.replace('origins: ', '')]) };
}

describe('stringOrigins', () => {
  const CLOSED = 'SUBSTRING_MATCH_CLOSED';
  const cases: {
    desc: string;
    text: string;
    keys: string[];
    warnings: (text: string) => [string, string][];
  }[] = [
    { desc: 'reads one entry', text: `${H}:443`, keys: [`${H}:443`], warnings: (text) => [[CLOSED, text]] },
    {
      desc: 'reads entries parted by commas, bars and white space',
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
      desc: 'admits nobody by a host behind a path',
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
      desc: 'keeps the host of that very name by a wildcard within it',
      text: '*.example.com:443',
      keys: ['*.example.com:443'],
      warnings: (text) => [
        [CLOSED, text],
        ['ORIGIN_WILDCARD_IS_LITERAL', text],
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
      expect(read(text)).to.deep.equal({
        rule: { kind: 'allow-list', keys },
        warnings: warnings(text).map(([code, entry]) => [code, JSON.stringify(entry)]),
      });
    });
  }

  for (const text of ['*:*', 'http://*:*', '*://*:*', 'http://*:*/chat', `${H}:443 *:*`]) {
    for (const semantics of ['documented', 'exact'] as const) {
      it(`admits everyone by ${text}, ${semantics}`, () => {
        expect(read(text, { semantics })).to.deep.equal({
          rule: { kind: 'everyone' },
          warnings: [['ALLOW_ALL_EXPLICIT', JSON.stringify(text)]],
        });
      });
    }
  }

  it('admits everyone by *:* within a name exactly, and closes that otherwise', () => {
    for (const [text, keys] of [
      ['a*:*b', []],
      ['a*:*', ['a*:*']],
      ['*:*b', []],
    ] as const) {
      expect(read(text, { semantics: 'exact' }).rule).to.deep.equal({ kind: 'everyone' });
      expect(read(text).rule).to.deep.equal({ kind: 'allow-list', keys });
      expect(read(text).warnings.map(([code]) => code)).to.include('SUBSTRING_MATCH_CLOSED');
    }
  });

  it('keeps the text to be searched, exactly', () => {
    expect(read(`${H}:443`, { semantics: 'exact' })).to.deep.equal({
      rule: { kind: 'substring-search', text: `${H}:443` },
      warnings: [['SUBSTRING_MATCH_KEPT', JSON.stringify(`${H}:443`)]],
    });
  });

  it('says nothing of a text that cannot match, exactly', () => {
    expect(read('*', { semantics: 'exact' })).to.deep.equal({
      rule: { kind: 'substring-search', text: '*' },
      warnings: [],
    });
  });

  it('quotes the first 200 letters of a long text', () => {
    const text = `${H}:443, `.repeat(10).slice(0, 201);
    expect(read(text).warnings[0]).to.deep.equal([CLOSED, `"${text.slice(0, 200)}…"`]);
    expect(read(text.slice(0, 200)).warnings[0]).to.deep.equal([CLOSED, `"${text.slice(0, 200)}"`]);
  });
});

describe('listedEntries', () => {
  it('parts a text by white space, commas and bars, however many', () => {
    expect(listedEntries(' a , b||c\n\td')).to.deep.equal(['a', 'b', 'c', 'd']);
    expect(listedEntries('')).to.deep.equal([]);
  });
});
