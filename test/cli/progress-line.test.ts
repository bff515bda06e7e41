import { expect } from 'chai';
import { progressLine } from '../../src/cli/progress-line.js';

function shownOn(isTTY: boolean, all: number): string[] {
  const written: string[] = [];
  const line = progressLine({ isTTY, write: (text: string) => written.push(text) });
  line.show(1, all);
  line.show(2, all);
  line.clear();
  return written;
}

describe('the progress line', () => {
  it('is shown on a terminal, not with each file, and is gone in the end', () => {
    expect(shownOn(true, 500)).to.deep.equal(['\r\x1b[K1 of 500 files', '\r\x1b[K']);
  });

  it('is not shown elsewhere, nor where little is to be done', () => {
    expect(shownOn(false, 500)).to.deep.equal([]);
    expect(shownOn(true, 499)).to.deep.equal([]);
  });
});
