import { expect } from 'chai';
import { settingsProblems } from '../../src/messages/settings-problems.js';

/** Those that take lists. */
const LISTS: Readonly<Record<string, readonly unknown[]>> = {
  choice: ['FOUND', ['a', 'b']],
  unknownOptions: [['FOUND'], ['a', 'b']],
};

describe('settingsProblems', () => {
  for (const [name, problem] of Object.entries(settingsProblems)) {
    it(`says for ${name} what was found and what is accepted`, () => {
      const text = (problem as (...args: unknown[]) => string)(...(LISTS[name] ?? ['FOUND', 'WORDS']));
      expect(text).to.match(/^found (?:the unknown )?FOUND; /);
      if (name !== 'cors') expect(text).to.include('expected ');
      expect(text).not.to.include('undefined ');
    });
  }

  it('lists the options that are known', () => {
    expect(settingsProblems.unknownOptions(['x', 'y'], ['a', 'b', 'c'])).to.equal(
      'found the unknown x, y; expected a, b or c',
    );
  });

  it('lists what may be chosen', () => {
    expect(settingsProblems.choice('x', ['a', 'b'])).to.equal("found x; expected 'a' or 'b'");
  });
});
