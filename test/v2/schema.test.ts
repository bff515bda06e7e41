import { expect } from 'chai';
import { inspectValue } from '../../src/v2/schema.js';

describe('inspectValue', () => {
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const cases: { value: unknown; text: string }[] = [
    { value: undefined, text: 'undefined' },
    { value: null, text: 'null' },
    { value: [], text: 'an array of 0' },
    { value: [1, 2], text: 'an array of 2' },
    { value: /x/i, text: 'a regular expression (/x/i)' },
    { value: 'a "b"', text: 'the string "a \\"b\\""' },
    { value: function named() {}, text: 'a function (named)' },
    {
      value: (
        () => () =>
          undefined
      )(),
      text: 'a function',
    },
    { value: {}, text: 'an object' },
    { value: new Map(), text: 'an object' },
    { value: Object.create(null), text: 'an object' },
    { value: revoked.proxy, text: 'an object that cannot be read' },
    { value: 3000, text: 'a number (3000)' },
    { value: Number.NaN, text: 'a number (NaN)' },
    { value: true, text: 'a boolean (true)' },
    { value: 10n, text: 'a bigint (10)' },
    { value: Symbol('x'), text: 'a symbol (Symbol(x))' },
  ];
  for (const { value, text } of cases) {
    it(`says ${text}`, () => {
      expect(inspectValue(value)).to.equal(text);
    });
  }
});
