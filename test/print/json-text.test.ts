import { expect } from 'chai';
import fc from 'fast-check';
import { jsonText } from '../../src/print/json-text.js';
import { DEFAULT_STYLE, inStyle } from '../../src/print/source-style.js';

const read = (value: unknown): unknown =>
  new Function(`return ${inStyle(jsonText(value, DEFAULT_STYLE), DEFAULT_STYLE)};`)();

describe('jsonText', () => {
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
      expect(jsonText(value, DEFAULT_STYLE)).to.equal(text);
      expect(JSON.stringify(read(value))).to.equal(JSON.stringify(value));
    });
  }

  it('puts each property of a long object on its own line', () => {
    const value = { a: 'x'.repeat(60), b: 'y'.repeat(60) };
    expect(jsonText(value, DEFAULT_STYLE)).to.equal(`{\n\ta: '${value.a}',\n\tb: '${value.b}',\n}`);
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
