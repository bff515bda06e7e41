import { expect } from 'chai';
import { compare } from '../../src/doctor/compare.js';
import type { Observation } from '../../src/doctor/observation.js';
import { survey } from '../../src/doctor/survey.js';
import { admits, answer, closed, connects, opens, page, seen } from './seen.js';

const compared = (before: readonly Observation[], after: readonly Observation[]) =>
  compare(survey(before), survey(after));

describe('compare', () => {
  const asked = page('asked');
  const foreign = page('foreign');

  it('says what opens and what closes, and nothing about the rest', () => {
    const before = [
      opens(asked),
      connects(asked),
      closed(foreign),
      seen('websocket', foreign, answer(400, [])),
    ];
    const after = [closed(asked), connects(asked), closed(foreign), connects(foreign)];
    expect(compared(before, after)).to.deep.equal([
      {
        origin: asked.origin,
        request: 'polling-get',
        old: 'allowed',
        new: 'blocked',
        effect: 'closes',
        code: 'CORSMissingAllowOrigin',
      },
      {
        origin: foreign.origin,
        request: 'websocket',
        old: 'blocked',
        new: 'allowed',
        effect: 'opens',
        code: 'WEBSOCKET_OPEN_TO_ANY_ORIGIN',
      },
    ]);
  });

  it('gives the reason of the old server if it was not the origin that it refused', () => {
    const failed = seen(
      'websocket',
      asked,
      answer(101, [], '', { socket: { messages: ['0{'], closed: true } }),
    );
    const codes = (before: readonly Observation[], after: readonly Observation[]) =>
      compared(before, after).map(({ code }) => code);
    expect(codes([opens(asked), failed], [opens(asked), connects(asked)])).to.deep.equal([
      'WEBSOCKET_FAILED',
    ]);
    expect(
      codes(
        [closed(asked), seen('websocket', asked, answer(400, [['Content-Type', 'text/html']]))],
        [opens(asked), connects(asked)],
      ),
    ).to.deep.equal(['ORIGIN_NOW_ADMITTED', 'ORIGIN_NOW_ADMITTED']);
    const dropped = seen('websocket', asked, {
      kind: 'failure',
      code: 'ECONNRESET',
      message: '',
      connected: true,
    });
    // 1.4 refuses an origin like this.
    expect(codes([closed(asked), dropped], [opens(asked), connects(asked)])).to.deep.equal([
      ...['ORIGIN_NOW_ADMITTED', 'ORIGIN_NOW_ADMITTED'],
    ]);
    expect(codes([opens(asked), dropped], [opens(asked), connects(asked)])).to.deep.equal([
      'WEBSOCKET_FAILED',
    ]);
  });

  it("compares a page with itself if it is one server's own and not the other's", () => {
    const own = { ...page('own'), origin: asked.origin };
    expect(compared([opens(own)], [closed(asked)])).to.have.length(1);
  });

  it('leaves out preflights that no browser would send', () => {
    const refused = (from: typeof asked) => seen('preflight', from, answer(400, []));
    const allowed = (from: typeof asked) =>
      seen('preflight', from, answer(204, [...admits(from), ['Access-Control-Allow-Headers', 'x-one']]));
    const withHeader = page('asked', [['x-one', '1']]);
    expect(compared([opens(asked), refused(asked)], [opens(asked), allowed(asked)])).to.deep.equal([]);
    expect(
      compared([opens(withHeader), refused(withHeader)], [opens(withHeader), allowed(withHeader)]),
    ).to.have.length(1);
  });
});
