import { expect } from 'chai';
import { Counts } from '../../src/observe/counts.js';
import type { Handshake } from '../../src/observe/handshake.js';

const from = (origin: string, more: Partial<Handshake> = {}): Handshake => ({
  ...{ origin, from: 'origin', transport: 'polling', protocol: 4 },
  ...more,
});

describe('Counts', () => {
  it('adds up transports, protocols and decisions of each origin', () => {
    const counts = new Counts(10, true);
    counts.add(from('https://a.example'), true, false, true);
    counts.add(from('https://a.example', { transport: 'jsonp', protocol: 3 }), false, false, true);
    counts.add(from('https://a.example', { from: 'referer' }), true, true, true);
    const { origins, since, ...rest } = counts.totals;
    expect(Date.parse(since)).to.be.closeTo(Date.now(), 10_000);
    expect(rest).to.deep.equal({
      ...{
        handshakes: 3,
        differences: 1,
        candidateDifferences: 1,
        others: 0,
        preflightHeaders: [],
      },
    });
    expect(
      origins.map((row) => [row.from, row.polling, row.jsonp, row.eio3, row.eio4, row.admitted, row.refused]),
    ).to.deep.equal([
      ['origin', 1, 1, 1, 1, 1, 1],
      ['referer', 1, 0, 0, 1, 1, 0],
    ]);
    expect(origins[0]?.translated).to.deep.equal({ admitted: 0, refused: 2 });
    expect(origins[0]?.candidate).to.deep.equal({ admitted: 2, refused: 0 });
  });

  it('has no candidate in its totals if there is none, and no translated decisions if there are none', () => {
    const counts = new Counts(10, false);
    counts.add(from('https://a.example'), true, null, undefined);
    expect(counts.totals).not.to.have.property('candidateDifferences');
    expect(counts.totals.origins[0]).not.to.have.property('candidate');
    expect(counts.totals.origins[0]?.translated).to.equal(null);
  });

  it('gives totals that later handshakes do not change', () => {
    const counts = new Counts(10, true);
    counts.add(from('https://a.example'), true, true, true);
    const { totals } = counts;
    const before = JSON.stringify(totals);
    counts.add(from('https://a.example'), true, true, true);
    expect(JSON.stringify(totals)).to.equal(before);
  });

  const origins = (counts: Counts) => counts.totals.origins.map(({ origin }) => origin);
  const refuse = (counts: Counts, origin: string) => counts.add(from(origin), false, false, false);

  it('keeps the first ones, and counts the handshakes of the others', () => {
    const counts = new Counts(2, true);
    for (const name of ['a', 'b', 'c', 'd']) counts.add(from(`https://${name}.example`), true, true, true);
    expect(origins(counts)).to.deep.equal(['https://a.example', 'https://b.example']);
    expect(counts.totals).to.include({ handshakes: 4, others: 2 });
  });

  for (const policy of ['server', 'translated', 'candidate']) {
    it(`makes room for an origin that the ${policy} allows, at the cost of the last one seen once and refused`, () => {
      const counts = new Counts(3, true);
      for (const name of ['a', 'b', 'c']) refuse(counts, `https://${name}.example`);
      const verdicts = ['server', 'translated', 'candidate'].map((name) => name === policy) as [
        boolean,
        boolean,
        boolean,
      ];
      expect(counts.add(from('https://new.example'), ...verdicts)).to.be.an('object');
      expect(origins(counts)).to.deep.equal([
        'https://a.example',
        'https://b.example',
        'https://new.example',
      ]);
      expect(counts.totals).to.include({ handshakes: 4, others: 1 });
    });
  }

  it('makes room for an origin that comes back, and keeps those that came back', () => {
    const counts = new Counts(2, true);
    for (const name of ['a', 'a', 'b', 'c', 'c', 'd', 'd']) refuse(counts, `https://${name}.example`);
    expect(origins(counts)).to.deep.equal(['https://a.example', 'https://c.example']);
    expect(counts.totals).to.include({ handshakes: 7, others: 4 });
  });

  it('is not filled by a million forged origins, nor loses one that is allowed or came back', () => {
    const counts = new Counts(100, true);
    const kept = ['https://allowed.example', 'https://again.example'];
    counts.add(from(kept[0] as string), true, true, true);
    for (let time = 0; time < 2; time++) refuse(counts, kept[1] as string);
    for (let number = 0; number < 1_000_000; number++) refuse(counts, `https://forged-${number}.example`);
    expect(counts.add(from('https://late.example'), true, true, true)).to.be.an('object');
    const listed = origins(counts);
    expect(listed).to.have.length(100);
    expect(listed).to.include.members([...kept, 'https://late.example', 'https://forged-0.example']);
    const { totals } = counts;
    const rows = totals.origins.reduce((sum, { admitted, refused }) => sum + admitted + refused, 0);
    expect(rows + totals.others).to.equal(totals.handshakes);
  }).timeout(20_000);

  it('continues totals, and leaves out rows that no longer fit', () => {
    const before = new Counts(10, true);
    for (const name of ['a', 'b', 'c']) before.add(from(`https://${name}.example`), true, false, false);
    before.addPreflight('x-token');
    const counts = new Counts(2, true, before.totals);
    counts.add(from('https://a.example'), true, false, false);
    expect(counts.totals).to.deep.include({
      ...{
        since: before.totals.since,
        handshakes: 4,
        differences: 4,
        candidateDifferences: 4,
        others: 1,
        preflightHeaders: ['x-token'],
      },
    });
    expect(counts.totals.origins[0]).to.deep.include({ admitted: 2, candidate: { admitted: 0, refused: 2 } });
  });

  it('keeps a hundred names of headers, and only valid ones', () => {
    const counts = new Counts(10, true);
    counts.addPreflight(' X-Token ,x-token,bad name,\u0007,');
    expect(counts.totals.preflightHeaders).to.deep.equal(['x-token']);
    counts.addPreflight(Array.from({ length: 500 }, (_, number) => `x-${number}`).join(','));
    expect(counts.totals.preflightHeaders).to.have.length(100);
  });
});
