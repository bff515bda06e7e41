import { expect } from 'chai';
import { codesPage } from '../../scripts/docs/codes-page.js';
import { writtenDocuments } from '../../scripts/docs/written.js';
import { paragraphsOf } from '../../src/explain/explain-code.js';
import { chapters } from '../../src/messages/docs/index.js';

describe('the generated documents', () => {
  for (const { path, before, after } of writtenDocuments()) {
    it(`${path} is what \`npm run docs\` writes`, () => {
      expect(before === after, 'out of date: run npm run docs').to.be.true;
    });
  }
});

describe('docs/codes.md', () => {
  it('has one section for each code', () => {
    const codes = chapters.flatMap((chapter) => chapter.codes.map(({ code }) => code));
    expect(new Set(codes)).to.have.property('size', codes.length);
    const titles = [...codesPage().matchAll(/^### (.+)$/gm)].map(([, title]) => title);
    expect(titles).to.deep.equal(codes);
  });

  it('names the cause of each code, and a fix', () => {
    for (const reference of chapters.flatMap(({ codes }) => codes)) {
      const labels = paragraphsOf(reference).flatMap(({ label }) => label ?? []);
      expect(labels, reference.code).to.include.members(['Cause', 'Fix']);
    }
  });

  it('leaves no gap where a message mentions a value', () => {
    for (const { code, message, remedy } of chapters.flatMap(({ codes }) => codes))
      expect(`${message}\n${remedy}`, code).not.to.match(/undefined|\[object|NaN/);
  });

  it('does not give the summary of a code as its cause', () => {
    const repeated = chapters.flatMap(({ codes }) => codes.filter(({ summary, cause }) => summary === cause));
    expect(repeated.map(({ code }) => code)).to.deep.equal([]);
  });
});
