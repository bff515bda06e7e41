import { expect } from 'chai';
import { readOption, readOptions, withPlainObjects } from '../../src/v2/read-options.js';
import { polluted } from '../polluted.js';

class Config {
  get origins() {
    return 'a';
  }
}

describe('readOptions', () => {
  const cases: { desc: string; options: unknown; copy: object }[] = [
    { desc: 'own options', options: { a: 1, b: undefined }, copy: { a: 1, b: undefined } },
    { desc: 'inherited options', options: Object.create({ a: 1 }), copy: { a: 1 } },
    { desc: 'a named accessor of a class', options: new Config(), copy: { origins: 'a' } },
    {
      desc: 'a named option that is not enumerable',
      options: Object.defineProperty({}, 'origins', { value: 'a' }),
      copy: { origins: 'a' },
    },
    { desc: 'none of a string', options: 'text', copy: {} },
    { desc: 'none of null', options: null, copy: {} },
    { desc: 'no __proto__', options: JSON.parse('{"__proto__":{"a":1}}'), copy: {} },
    {
      desc: 'an own option with a name that Object.prototype has',
      options: { toString: 1 },
      copy: { toString: 1 },
    },
  ];
  for (const { desc, options, copy } of cases) {
    it(`copies ${desc}`, () => {
      expect({ ...readOptions(options, ['origins']) }).to.deep.equal(copy);
    });
  }

  it('inherits nothing', () => {
    expect(Object.getPrototypeOf(readOptions({}, []))).to.equal(null);
  });

  it('reads each option once', () => {
    let reads = 0;
    const options = {
      get origins() {
        return ++reads;
      },
    };
    expect(readOptions(options, ['origins']).origins).to.equal(1);
    expect(reads).to.equal(1);
  });

  it('takes nothing from Object.prototype', () => {
    polluted('origins', () => {
      expect(Object.keys(readOptions({}, ['origins']))).to.deep.equal([]);
      expect(readOptions({ origins: 'own' }, ['origins']).origins).to.equal('own');
    });
  });
});

describe('readOption', () => {
  it('reads an option wherever it is, except from Object.prototype', () => {
    expect(readOption({ a: 1 }, 'a')).to.equal(1);
    expect(readOption(Object.create({ a: 1 }), 'a')).to.equal(1);
    expect(readOption({}, 'toString')).to.equal(undefined);
    expect(readOption({ toString: 1 }, 'toString')).to.equal(1);
    polluted('a', () => expect(readOption({}, 'a')).to.equal(undefined));
  });
});

describe('withPlainObjects', () => {
  it('hides properties that were added to Object.prototype, and restores them exactly', () => {
    polluted('added', () => {
      const before = Object.getOwnPropertyDescriptor(Object.prototype, 'added');
      expect(withPlainObjects(() => 'added' in {})).to.equal(false);
      expect(Object.getOwnPropertyDescriptor(Object.prototype, 'added')).to.deep.equal(before);
    });
  });

  it('puts it back if the code throws', () => {
    polluted('added', () => {
      const run = () =>
        withPlainObjects(() => {
          throw new Error('thrown');
        });
      expect(run).to.throw('thrown');
      expect('added' in {}).to.equal(true);
    });
  });
});
