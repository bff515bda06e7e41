import { expect } from 'chai';
import type { Answer } from '../../src/doctor/observation.js';
import { adaptToRate, limitConcurrency } from '../../src/doctor/pace.js';
import { answer } from './seen.js';

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

describe('adaptToRate', () => {
  const allowed = answer(200, [], 'ok');
  const refused = answer(503, [], '<html>');
  /** Answers one after the other, the last one for ever. */
  const answering = (...answers: [Answer, ...Answer[]]) => {
    const asked = { times: 0, most: 0, running: 0 };
    const ask = async () => {
      const next = answers[Math.min(asked.times, answers.length - 1)] as Answer;
      asked.times += 1;
      asked.running += 1;
      asked.most = Math.max(asked.most, asked.running);
      await new Promise((resolve) => setImmediate(resolve));
      asked.running -= 1;
      return next;
    };
    return { asked, ask };
  };

  it('sends again what was refused, and returns both answers', async () => {
    const adapt = adaptToRate(1);
    const { asked, ask } = answering(allowed, refused, refused, allowed);
    expect(await adapt('polling-get', ask)).to.deep.equal({ outcome: allowed });
    expect(await adapt('polling-get', ask)).to.deep.equal({ outcome: allowed, refusedBefore: refused });
    expect(asked.times).to.equal(4);
  });

  it('sends one at a time after a refusal', async () => {
    const adapt = adaptToRate(1);
    const { asked, ask } = answering(allowed, refused, allowed);
    await adapt('polling-get', ask);
    await adapt('polling-get', ask);
    asked.most = 0;
    await Promise.all([1, 2, 3].map(() => adapt('polling-get', ask)));
    expect(asked.most).to.equal(1);
  });

  it('does not send again what is refused from the start', async () => {
    const { asked, ask } = answering(refused);
    expect(await adaptToRate(1)('polling-get', ask)).to.deep.equal({ outcome: refused });
    expect(asked.times).to.equal(1);
  });

  it('gives up a kind of request that is refused however slow it is', async () => {
    const adapt = adaptToRate(1);
    const { asked, ask } = answering(allowed, refused);
    await adapt('polling-get', ask);
    expect(await adapt('websocket', ask)).to.deep.equal({ outcome: refused });
    const before = asked.times;
    expect(await adapt('websocket', ask)).to.deep.equal({ outcome: refused });
    expect(asked.times).to.equal(before + 1);
  });

  it("takes Engine.IO's own refusal as it is", async () => {
    const own = answer(503, [], '{"code":4,"message":"Forbidden"}');
    const { ask } = answering(allowed, own, allowed);
    const adapt = adaptToRate(1);
    await adapt('polling-get', ask);
    expect(await adapt('polling-get', ask)).to.deep.equal({ outcome: own });
  });
});
