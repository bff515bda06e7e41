import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { codesPage } from '../../scripts/docs/codes-page.js';
import { chapters } from '../../src/messages/docs/index.js';

describe('docs/codes.md', () => {
  it('is what `npm run docs` writes', () => {
    const page = readFileSync(new URL('../../docs/codes.md', import.meta.url), 'utf8');
    expect(page === codesPage(), 'out of date: run npm run docs').to.be.true;
  });

  it('has one section for each code', () => {
    const codes = chapters.flatMap((chapter) => chapter.codes.map(({ code }) => code));
    expect(new Set(codes)).to.have.property('size', codes.length);
    const titles = [...codesPage().matchAll(/^### (.+)$/gm)].map(([, title]) => title);
    expect(titles).to.deep.equal(codes);
  });
});
