import { expect } from 'chai';
import fc from 'fast-check';
import {
  bracketed,
  DEFAULT_STYLE,
  inStyle,
  literal,
  quoted,
  type SourceStyle,
  verbatim,
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

  it('writes templates with the given quotes, semicolons, indentation and line ends', () => {
    expect(inStyle(template, DEFAULT_STYLE)).to.equal("const a = '*';\nif (a) {\n  b('null');\n\n}");
    expect(inStyle(template, OTHER)).to.equal('const a = "*"\r\nif (a) {\r\n\tb("null")\r\n\r\n}');
  });

  it('indents every line but the first and the empty ones', () => {
    expect(inStyle('a\n\tb\n\nc', DEFAULT_STYLE, '    ')).to.equal('a\n      b\n\n    c');
  });

  it("leaves the app's own code as it is", () => {
    const code = "x = '*';\n\ty";
    expect(inStyle(`f(${verbatim(code)});\ng('*');`, OTHER)).to.equal(`f(${code})\r\ng("*")`);
  });

  it("indents the app's own code at the beginning of a line", () => {
    expect(inStyle(`f(\n\t${verbatim('x')}\n)`, DEFAULT_STYLE, '  ')).to.equal('f(\n    x\n  )');
    expect(inStyle(`f(\n${verbatim('x')}\n)`, DEFAULT_STYLE, '  ')).to.equal('f(\n  x\n  )');
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
    it(`evaluates to the same text between ${quote}`, () => {
      for (const text of TEXTS) expect(new Function(`return ${quoted(text, quote)};`)()).to.equal(text);
    });
  }

  it('escapes U+2028 and U+2029, which were line ends for old engines', () => {
    expect(quoted('\u2028\u2029', "'")).to.equal("'\\u2028\\u2029'");
  });

  it('escapes only the quotes that are used', () => {
    expect(quoted(`'"`, "'")).to.equal(`'\\'"'`);
    expect(quoted(`'"`, '"')).to.equal(`"'\\""`);
    expect(quoted(`'"\``, '`')).to.equal('`\'"\\``');
  });
});

describe('bracketed', () => {
  it('takes one line if it fits, with the text before it', () => {
    const item = 'x'.repeat(98);
    expect(bracketed('[', [item], ']', DEFAULT_STYLE, 10)).to.equal(`[${item}]`);
    expect(bracketed('[', [item], ']', DEFAULT_STYLE, 11)).to.equal(`[\n\t${item},\n]`);
  });

  it('takes one line per item if an item has several lines, with a trailing comma if the style has it', () => {
    const items = ['a: {\n\tb\n}', 'c'];
    expect(bracketed('{', items, '}', DEFAULT_STYLE)).to.equal('{\n\ta: {\n\t\tb\n\t},\n\tc,\n}');
    expect(bracketed('{', items, '}', OTHER)).to.equal('{\n\ta: {\n\t\tb\n\t},\n\tc\n}');
  });

  it('writes an empty list as brackets only', () => {
    expect(bracketed('{', [], '}', DEFAULT_STYLE)).to.equal('{}');
  });
});

const read = (value: unknown): unknown =>
  new Function(`return ${inStyle(literal(value, DEFAULT_STYLE), DEFAULT_STYLE)};`)();

describe('literal, of objects and arrays', () => {
  const cases = [
    {
      desc: 'an object on one line',
      value: { path: '/x', serveClient: false },
      text: "{ path: '/x', serveClient: false }",
    },
    { desc: 'an array of what JSON has', value: ['a', 1, true, null], text: "['a', 1, true, null]" },
    { desc: 'empty ones', value: { list: [], options: {} }, text: '{ list: [], options: {} }' },
    { desc: 'keys that are no names', value: { 'a-b': 1, 2: 3 }, text: "{ '2': 3, 'a-b': 1 }" },
    {
      desc: 'a key that would set the prototype',
      value: JSON.parse('{ "__proto__": { "admin": true } }'),
      text: "{ ['__proto__']: { admin: true } }",
    },
  ];
  for (const { desc, value, text } of cases) {
    it(`writes ${desc}`, () => {
      expect(literal(value, DEFAULT_STYLE)).to.equal(text);
      expect(JSON.stringify(read(value))).to.equal(JSON.stringify(value));
    });
  }

  it('puts each property of a long object on its own line', () => {
    const value = { a: 'x'.repeat(60), b: 'y'.repeat(60) };
    expect(literal(value, DEFAULT_STYLE)).to.equal(`{\n\ta: '${value.a}',\n\tb: '${value.b}',\n}`);
  });

  it('evaluates to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(read(value))).to.equal(JSON.stringify(value));
      }),
      { numRuns: 300 },
    );
  });
});
