import { expect } from 'chai';
import {
  counted,
  paintWith,
  plainCell as plain,
  printable,
  table,
  wrapped,
} from '../../src/output/terminal.js';

describe('printable', () => {
  for (const [text, shown] of [
    ['https://example.com', 'https://example.com'],
    ['\x1b[2Jgone', '\\u001b[2Jgone'],
    ['a\r\nb\0', 'a\\u000d\\u000ab\\u0000'],
    ['safe\u202eelpmaxe', 'safe\\u202eelpmaxe'],
    ['x'.repeat(200), `${'x'.repeat(160)}…`],
  ] as const)
    it(`shows ${JSON.stringify(text).slice(0, 40)} without its control characters, and cut`, () => {
      expect(printable(text)).to.equal(shown);
    });
});

describe('table', () => {
  const red = (text: string) => ({ text, show: paintWith(true).red });

  it('aligns columns by their text, not by its colours, and leaves the last column as it is', () => {
    expect(
      table([
        [red('a'), plain('b')],
        [plain('long'), plain('c')],
      ]),
    ).to.deep.equal(['\x1b[31ma\x1b[39m     b', 'long  c']);
  });

  it('takes rows of different lengths, and none', () => {
    expect(table([[plain('a')], [plain('b'), plain('c')]])).to.deep.equal(['a', 'b  c']);
    expect(table([])).to.deep.equal([]);
  });
});

describe('paintWith', () => {
  it('adds no escapes without colours', () => {
    const paint = paintWith(false);
    expect([paint.red('a'), paint.bold('b')]).to.deep.equal(['a', 'b']);
  });
});

describe('wrapped', () => {
  const word = 'x'.repeat(49);

  it('breaks between words, so that no line is longer than 100 characters', () => {
    expect(wrapped(`${word} ${word}x y`)).to.deep.equal([`${word} ${word}x`, 'y']);
    expect(wrapped(`${word} ${word}xy`)).to.deep.equal([word, `${word}xy`]);
  });

  it('indents all lines but the first, and leaves a word that is too long on a line of its own', () => {
    const long = 'y'.repeat(120);
    expect(wrapped(`- ${long} z`, '  ')).to.deep.equal(['-', `  ${long}`, '  z']);
  });
});

describe('counted', () => {
  for (const [number, text] of [
    [0, '0 files'],
    [1, '1 file'],
    [1234, '1,234 files'],
  ] as const)
    it(`writes ${text}`, () => {
      expect(counted(number, 'file')).to.equal(text);
    });
});
