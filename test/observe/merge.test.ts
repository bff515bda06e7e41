import { expect } from 'chai';
import { parseReport } from '../../src/observe/merge.js';
import type { StoredReport } from '../../src/observe/report.js';
import { merged, observed, stored } from './observed.js';

describe('parseReport', () => {
  it('reads a report that was written', () => {
    const report = stored({ candidateDifferences: 0, candidateSettings: 'abc' });
    expect(parseReport(JSON.stringify(report))).to.deep.equal(report);
    expect(parseReport(JSON.stringify(merged([report])))).to.be.an('object');
  });

  const row = observed({ admitted: 1 });
  const foreign: Record<string, unknown> = {
    'no JSON': '{ "version": 1,',
    'another form': { version: 2 },
    'another program': { name: 'socket.io', version: '2.5.1' },
    'a negative number': stored({ handshakes: -1 }),
    'half a number': stored({ handshakes: 1.5 }),
    'a text for a number': { ...stored(), others: '1' },
    'no list': { ...stored(), origins: {} },
    'a time that is none': stored({ since: 'yesterday' }),
    'a transport short': { ...stored(), origins: [{ ...row, jsonp: undefined }] },
    'a protocol of its own': { ...stored(), server: { release: null, protocol: 'v5' } },
    nothing: '',
    null: null,
    'a list': [],
  };
  for (const [name, value] of Object.entries(foreign)) {
    it(`takes no other file for a report: ${name}`, () => {
      expect(parseReport(typeof value === 'string' ? value : JSON.stringify(value))).to.equal(undefined);
    });
  }

  it('ignores properties that a program adds to Object.prototype', () => {
    const prototype = Object.prototype as unknown as Record<string, unknown>;
    prototype.version = 1;
    try {
      expect(parseReport('{}')).to.equal(undefined);
      expect(parseReport(JSON.stringify(stored()))).to.be.an('object');
    } finally {
      delete prototype.version;
    }
  });
});

describe('mergeReports', () => {
  const early = '2026-01-01T00:00:00.000Z';
  const late = '2026-03-01T00:00:00.000Z';

  it('adds up the rows of one origin and header, and all the totals', () => {
    const both = { translated: { admitted: 1, refused: 1 }, candidate: { admitted: 0, refused: 2 } };
    const one = stored({
      ...{
        handshakes: 2,
        differences: 1,
        candidateDifferences: 1,
        others: 3,
        preflightHeaders: ['x-b'],
        since: early,
      },
      origins: [observed({ admitted: 1, refused: 1, ...both, eio3: 2, eio4: 0, firstSeen: early })],
    });
    const other = stored({
      ...{ handshakes: 3, differences: 2, others: 1, preflightHeaders: ['x-a', 'x-b'], until: late },
      origins: [
        observed({ admitted: 2, translated: { admitted: 2, refused: 0 }, lastSeen: late }),
        observed({ from: 'referer', refused: 1 }),
      ],
    });
    const sum = merged([one, other]);
    expect(sum).to.deep.include({
      ...{ since: early, until: late, handshakes: 5, differences: 3, candidateDifferences: 1, others: 4 },
      preflightHeaders: ['x-a', 'x-b'],
    });
    expect(sum.origins).to.have.length(2);
    expect(sum.origins[0]).to.deep.include({
      ...{
        from: 'origin',
        admitted: 3,
        refused: 1,
        polling: 4,
        eio3: 2,
        eio4: 2,
        firstSeen: early,
        lastSeen: late,
      },
      ...{ translated: { admitted: 3, refused: 1 }, candidate: { admitted: 0, refused: 2 } },
    });
    expect(merged([other]).origins[0]).not.to.have.property('candidate');
    expect(merged([other])).not.to.have.property('candidateDifferences');
  });

  it('counts origins of few handshakes among the others, and does not suggest them', () => {
    const origins = [observed({ admitted: 5 }), observed({ origin: 'https://rare.example', admitted: 2 })];
    const sum = merged([stored({ handshakes: 8, others: 1, origins })], 3);
    expect(sum.origins.map(({ origin }) => origin)).to.deep.equal(['https://example.com']);
    expect(sum.others).to.equal(3);
    expect(sum.suggestion.cors.origin).to.deep.equal(['https://example.com']);
    expect(merged([stored({ origins })], 2).origins).to.have.length(2);
  });

  it('counts for the candidate settings of the latest report only, in any order', () => {
    const trying = (candidateSettings: string | undefined, until: string, refused: number) =>
      stored({
        ...{ until, candidateDifferences: refused },
        ...(candidateSettings === undefined ? {} : { candidateSettings }),
        origins: [observed({ admitted: 3, candidate: { admitted: 3 - refused, refused } })],
      });
    const reports = [trying('old', early, 3), trying('new', late, 1), trying('new', early, 0)];
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ].map((indices) => indices.map((index) => reports[index] as StoredReport))) {
      const sum = merged(order);
      expect(sum.candidateDifferences).to.equal(1);
      expect(sum.origins[0]).to.deep.include({ admitted: 9, candidate: { admitted: 5, refused: 1 } });
    }
    expect(merged([trying('one', early, 1), trying(undefined, late, 1)]).candidateDifferences).to.equal(2);
  });

  it('reads reports one after the other, and is nothing without any', () => {
    expect(merged([])).to.equal(undefined);
    function* reports() {
      for (let number = 0; number < 3; number++) yield stored();
    }
    expect(merged([...reports()])).to.deep.equal(merged(reports()));
  });

  it('is of the release that all processes run, and of v2 while one does', () => {
    const on = (release: string | null, protocol: 'v2' | 'v4') => stored({ server: { release, protocol } });
    expect(merged([on('2.5.1', 'v2'), on('2.5.1', 'v2')]).server).to.deep.equal({
      release: '2.5.1',
      protocol: 'v2',
    });
    expect(merged([on('2.5.1', 'v2'), on('2.3.0', 'v2')]).server).to.deep.equal({
      release: null,
      protocol: 'v2',
    });
    expect(merged([on('4.8.4', 'v4'), on('2.5.1', 'v2')]).server).to.deep.equal({
      release: '2.5.1',
      protocol: 'v2',
    });
  });
});
