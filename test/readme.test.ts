import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { fillRegions, regionsIn } from '../scripts/readme/fill-regions.js';
import { GENERATED_DOCUMENTS, generate } from '../scripts/readme/generate.js';
import { markdownTable } from '../scripts/readme/markdown-table.js';

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
