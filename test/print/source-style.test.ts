import { expect } from 'chai';
import {
  bracketed,
  DEFAULT_STYLE,
  inStyle,
  literal,
  own,
  quoted,
  type SourceStyle,
} from '../../src/print/source-style.js';

const OTHER: SourceStyle = {
  quote: '"',
  semicolons: false,
  indent: '\t',
  eol: '\r\n',
  trailingCommas: false,
  typescript: true,
};

describe('inStyle', () => {
  const template = "const a = '*';\nif (a) {\n\tb('null');\n\n}";

  it('writes templates with the quotes, semicolons, indentation and line ends asked for', () => {
    expect(inStyle(template, DEFAULT_STYLE)).to.equal("const a = '*';\nif (a) {\n  b('null');\n\n}");
    expect(inStyle(template, OTHER)).to.equal('const a = "*"\r\nif (a) {\r\n\tb("null")\r\n\r\n}');
  });

  it('indents every line but the first and the empty ones', () => {
    expect(inStyle('a\n\tb\n\nc', DEFAULT_STYLE, '    ')).to.equal('a\n      b\n\n    c');
  });

  it("leaves the app's own code as it is", () => {
    const code = "x = '*';\n\ty";
    expect(inStyle(`f(${own(code)});\ng('*');`, OTHER)).to.equal(`f(${code})\r\ng("*")`);
  });

  it("indents the app's own code where it begins a line", () => {
    expect(inStyle(`f(\n\t${own('x')}\n)`, DEFAULT_STYLE, '  ')).to.equal('f(\n    x\n  )');
    expect(inStyle(`f(\n${own('x')}\n)`, DEFAULT_STYLE, '  ')).to.equal('f(\n  x\n  )');
  });
});

describe('literal', () => {
  const cases: [value: unknown, text: string][] = [
    ["it's", "'it\\'s'"],
    [3, '3'],
    [true, 'true'],
    [null, 'null'],
    [['a', /b/], "['a', /b/]"],
    [/^(?:a:\d+)$/, '/^a:\\d+$/'],
    [/^(?:a|b)$/, '/^(?:a|b)$/'],
  ];
  for (const [value, text] of cases) {
    it(`writes ${text}`, () => {
      expect(literal(value, DEFAULT_STYLE)).to.equal(text);
    });
  }
});

describe('quoted', () => {
  const TEXTS = ['', 'plain', `'"\`$\${x}\\`, 'a\nb\r\tc\0', '\u2028\u2029', 'bücher', '\ud800'];
  for (const quote of ["'", '"', '`'] as const) {
    it(`gives the text back when what is between ${quote} is run`, () => {
      for (const text of TEXTS) expect(new Function(`return ${quoted(text, quote)};`)()).to.equal(text);
    });
  }

  it('writes line ends that old engines took for such as escapes', () => {
    expect(quoted('\u2028\u2029', "'")).to.equal("'\\u2028\\u2029'");
  });

  it('escapes the quotes that are used, and no others', () => {
    expect(quoted(`'"`, "'")).to.equal(`'\\'"'`);
    expect(quoted(`'"`, '"')).to.equal(`"'\\""`);
    expect(quoted(`'"\``, '`')).to.equal('`\'"\\``');
  });
});

describe('bracketed', () => {
  it('takes one line where it fits, what is before it included', () => {
    const item = 'x'.repeat(98);
    expect(bracketed('[', [item], ']', DEFAULT_STYLE, 10)).to.equal(`[${item}]`);
    expect(bracketed('[', [item], ']', DEFAULT_STYLE, 11)).to.equal(`[\n\t${item},\n]`);
  });

  it('takes a line for each item where one breaks, with a comma at the end in the style', () => {
    const items = ['a: {\n\tb\n}', 'c'];
    expect(bracketed('{', items, '}', DEFAULT_STYLE)).to.equal('{\n\ta: {\n\t\tb\n\t},\n\tc,\n}');
    expect(bracketed('{', items, '}', OTHER)).to.equal('{\n\ta: {\n\t\tb\n\t},\n\tc\n}');
  });

  it('writes an empty list as brackets alone', () => {
    expect(bracketed('{', [], '}', DEFAULT_STYLE)).to.equal('{}');
  });
});
