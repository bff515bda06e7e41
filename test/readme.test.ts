import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { benchmarksOf } from '../scripts/readme/benchmarks.js';
import { fillRegions, regionsIn } from '../scripts/readme/fill-regions.js';
import { GENERATED_DOCUMENTS, generate } from '../scripts/readme/generate.js';
import { markdownTable } from '../scripts/readme/markdown-table.js';
import { proofOf } from '../scripts/readme/proof.js';

describe('the documents', function () {
  this.timeout(60_000);

  for (const document of GENERATED_DOCUMENTS) {
    it(`${document} is what npm run readme makes of it, the servers asked anew`, async () => {
      const { before, after } = await generate(document);
      expect(regionsIn(before)).to.not.be.empty;
      expect(after).to.equal(before);
    });
  }

  it('README.md links to titles and files that exist', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const links = [...readme.matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)].filter(
      ([, path]) => !path?.startsWith('http'),
    );
    expect(links).to.not.be.empty;
    for (const [, path, anchor] of links) {
      const text = path ? readFileSync(new URL(`../${path}`, import.meta.url), 'utf8') : readme;
      const titles = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replace(/[^\p{L}\p{N}\s_-]/gu, '')
          .replace(/\s/g, '-'),
      );
      if (anchor !== undefined) expect(titles).to.include(anchor);
    }
  });
});

describe('fillRegions', () => {
  const text = 'a\n<!-- generated: one -->\nold\n<!-- /generated -->\nb\n';

  it('puts new content between the markers, and nowhere else', () => {
    const filled = fillRegions(text, { one: 'new $1' });
    expect(filled).to.equal('a\n<!-- generated: one -->\n\nnew $1\n\n<!-- /generated -->\nb\n');
    expect(fillRegions(filled, { one: 'new $1' })).to.equal(filled);
  });

  it('refuses a region that nobody generates', () => {
    expect(() => fillRegions(text, { two: '' })).to.throw('one');
  });
});

describe('what is generated from results', () => {
  const counts = {
    configurations: 1000,
    decisions: 20_000,
    agree: 19_000,
    underWarning: 990,
    malformed: 10,
    silent: 0,
  };
  const parity = { ...counts, releases: ['2.0.4', '2.5.1'], targets: ['4.0.0', '4.8.4'] };
  const browser = {
    chromium: '140.0',
    servers: 30,
    questions: 900,
    agreed: 899,
    knownDifferences: 1,
    clientCases: 40,
  };
  const row = { name: 'ours ÷ theirs', ratio: 0.25, goal: '≤ 0.3', met: true, how: 'medians' };

  it('says the numbers', () => {
    const text = proofOf(parity, browser);
    expect(text).to.include(
      '1,000 configurations, 2 releases of v2 (2.0.4 to 2.5.1) against 2 of v4 (4.0.0 to 4.8.4), 20,000 decisions: 19,000 as on v2, 990 otherwise under a warning that says so, 10 headers that no browser sends, which are read otherwise (they are refused, or v2 already let in whoever names no origin), 0 otherwise without a warning.',
    );
    expect(text).to.include('Chromium 140.0, 30 servers, 900 requests: 899 judged alike, 1 otherwise, for');
  });

  it('says which goals were met, and which were missed', () => {
    expect(
      benchmarksOf([row, { ...row, met: false }, { ...row, goal: '' }])
        .split('\n')
        .slice(2),
    ).to.deep.equal([
      '| ours ÷ theirs | 0.25 | ≤ 0.3 | met |',
      '| ours ÷ theirs | 0.25 | ≤ 0.3 | **missed** |',
      '| ours ÷ theirs | 0.25 |  |  |',
    ]);
  });

  it('invents none where nothing was measured', () => {
    expect(proofOf(undefined, undefined)).to.not.match(/\d{2}/);
    expect(benchmarksOf(undefined)).to.not.match(/\d/);
  });
});

describe('markdownTable', () => {
  it('keeps a bar inside its cell', () => {
    expect(
      markdownTable([
        ['a', 'b'],
        ['x | y', 'z'],
      ]),
    ).to.equal('| a | b |\n| --- | --- |\n| x \\| y | z |');
  });
});
