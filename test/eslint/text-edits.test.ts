import { expect } from 'chai';
import fc from 'fast-check';
import { type TextEdit, textEdits } from '../../src/eslint/text-edits.js';

const apply = (text: string, edits: readonly TextEdit[]) =>
  [...edits]
    .reverse()
    .reduce((now, { start, end, text: by }) => now.slice(0, start) + by + now.slice(end), text);

describe('textEdits', () => {
  it('gives nothing for what is equal', () => {
    expect(textEdits('a\nb\n', 'a\nb\n')).to.deep.equal([]);
  });

  it('gives an edit per place, without what both have', () => {
    expect(textEdits('one\ntwo\r\nthree\nfour', 'one\ntwo!\r\nthree\nfor')).to.deep.equal([
      { start: 7, end: 7, text: '!' },
      { start: 17, end: 18, text: '' },
    ]);
  });

  it('leads from any text to any other, by edits that stand apart and in order', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r\n', '\u2028', '😀') });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const edits = textEdits(before, after);
        expect(apply(before, edits)).to.equal(after);
        edits.slice(1).forEach(({ start }, index) => {
          expect(start).to.be.above(edits[index]?.end as number);
        });
      }),
    );
  });
});
