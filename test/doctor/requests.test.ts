import { expect } from 'chai';
import { limitConcurrency } from '../../src/doctor/requests.js';

describe('limitConcurrency', () => {
  it('runs as many at a time as it may, in order, past those that fail', async () => {
    const limit = limitConcurrency(2);
    const began: number[] = [];
    let running = 0;
    let most = 0;
    const results = await Promise.allSettled(
      [0, 1, 2, 3, 4].map((number) =>
        limit(async () => {
          began.push(number);
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setTimeout(resolve, 2));
          running -= 1;
          if (number === 1) throw new Error('no');
          return number;
        }),
      ),
    );
    expect([began, most]).to.deep.equal([[0, 1, 2, 3, 4], 2]);
    expect(results.map(({ status }) => status === 'fulfilled')).to.deep.equal([
      true,
      false,
      true,
      true,
      true,
    ]);
  });
});
