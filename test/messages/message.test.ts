import { expect } from 'chai';
import { describeError } from '../../src/messages/message.js';

describe('describeError', () => {
  const cases = [
    { desc: 'the message of an error', error: new Error('boom'), text: 'boom' },
    { desc: 'the name of an error without a message', error: new RangeError(), text: 'RangeError' },
    { desc: 'a message of several lines on one', error: new Error('a\n  b\tc'), text: 'a b c' },
    { desc: 'a thrown string', error: 'boom', text: 'boom' },
    { desc: 'the kind of a thrown null', error: null, text: 'a thrown null' },
    { desc: 'the kind of a thrown undefined', error: undefined, text: 'a thrown undefined' },
    { desc: 'the kind of a thrown symbol', error: Symbol('x'), text: 'a thrown symbol' },
    {
      desc: 'the kind of a thrown object, and nothing that is in it',
      error: { token: 'x' },
      text: 'a thrown object',
    },
    {
      desc: 'the kind of a message that is not a string',
      error: Object.assign(new Error(), { message: 3 }),
      text: 'a thrown number',
    },
    {
      desc: 'nothing of an error whose message throws',
      error: Object.defineProperty(new Error(), 'message', {
        get() {
          throw new Error('worse');
        },
      }),
      text: 'a thrown object that cannot be read',
    },
  ];
  for (const { desc, error, text } of cases) {
    it(`gives ${desc}`, () => {
      expect(describeError(error)).to.equal(text);
    });
  }
});
