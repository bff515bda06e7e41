import { expect } from 'chai';
import { saidBefore } from '../../src/messages/said-before.js';
import { warningOf } from '../../src/messages/warn.js';

const opening = (subject: string) =>
  warningOf('ORIGIN_NOW_ADMITTED', { from: '2.5.1', origins: { named: ['https://x'], count: 1 } }, subject);

describe('what was said before', () => {
  it('is each code, whatever it was about', () => {
    const wasSaid = saidBefore();
    const never = (subject: string) => warningOf('ORIGINS_IGNORED_BY_ALLOW_REQUEST', {}, subject);
    expect([never('a'), never('b'), never('a')].map(wasSaid)).to.deep.equal([false, true, true]);
  });

  it('is each setting, where more requests are admitted for it', () => {
    const wasSaid = saidBefore();
    expect([opening('a'), opening('b'), opening('a')].map(wasSaid)).to.deep.equal([false, false, true]);
  });

  it('is forgotten after a hundred others, so that memory stays bounded', () => {
    const wasSaid = saidBefore();
    for (let i = 0; i <= 100; i++) expect(wasSaid(opening(`origins[${i}]`))).to.equal(false);
    expect(wasSaid(opening('origins[100]'))).to.equal(true);
    expect(wasSaid(opening('origins[0]'))).to.equal(false);
  });
});
