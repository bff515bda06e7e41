import { expect } from 'chai';
import { createDedupe } from '../../src/messages/emit.js';
import { warningOf } from '../../src/messages/warn.js';

const opening = (subject: string) =>
  warningOf('ORIGIN_NOW_ADMITTED', { from: '2.5.1', origins: { named: ['https://x'], count: 1 } }, subject);

describe('createDedupe', () => {
  it('lets each code through once, for any subject', () => {
    const wasSaid = createDedupe();
    const never = (subject: string) => warningOf('ORIGINS_IGNORED_BY_ALLOW_REQUEST', {}, subject);
    expect([never('a'), never('b'), never('a')].map(wasSaid)).to.deep.equal([false, true, true]);
  });

  it('lets a code that opens through once per setting', () => {
    const wasSaid = createDedupe();
    expect([opening('a'), opening('b'), opening('a')].map(wasSaid)).to.deep.equal([false, false, true]);
  });

  it('forgets a setting after a hundred others, so that memory stays bounded', () => {
    const wasSaid = createDedupe();
    for (let i = 0; i <= 100; i++) expect(wasSaid(opening(`origins[${i}]`))).to.equal(false);
    expect(wasSaid(opening('origins[100]'))).to.equal(true);
    expect(wasSaid(opening('origins[0]'))).to.equal(false);
  });
});
