import { expect } from 'chai';
import { settingsProblems } from '../../src/messages/settings-problems.js';

describe('settingsProblems', () => {
  for (const [name, problem] of Object.entries(settingsProblems)) {
    it(`says for ${name} what was found and what is accepted`, () => {
      const text = (problem as (...args: unknown[]) => string)(
        'FOUND',
        name === 'choice' ? ['a', 'b'] : 'WORDS',
      );
      expect(text).to.match(/^found FOUND; /);
      if (name !== 'cors') expect(text).to.include('expected ');
      expect(text).not.to.include('undefined ');
    });
  }

  it('lists what may be chosen', () => {
    expect(settingsProblems.choice('x', ['a', 'b'])).to.equal("found x; expected 'a' or 'b'");
  });
});
