import { expect } from 'chai';
import fc from 'fast-check';
import type { Warning } from '../../src/messages/warn.js';
import { isSameList, OriginList } from '../../src/v2/origin-list.js';
import { ruleOf } from '../../src/v2/origins.js';
import { eraOf } from '../../src/v2/releases.js';
import { collectWarnings, line } from '../messages/collect-warnings.js';

function translate(entries: readonly string[], from: string, list?: OriginList) {
  const { warn, warnings } = collectWarnings();
  const context = { from, era: eraOf(from), semantics: 'documented', subject: 'origins', warn } as const;
  return { rule: ruleOf(entries, context, list), warnings: warnings as readonly Warning[] };
}

/** Keys and origins, sorted: a list that changed may have them in another order. */
const sorted = (rule: object) =>
  Object.fromEntries(
    Object.entries(rule).map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value]),
  );

describe('OriginList', () => {
  const list = (from = '2.5.1') => new OriginList({ era: eraOf(from), semantics: 'documented' });

  it('reports only the entries that came', () => {
    const live = list();
    const report = (...entries: string[]) => translate(entries, '2.5.1', live).warnings.map(line);
    expect(report('https://a.example', '*')).to.deep.equal([
      'ORIGIN_NOW_ADMITTED origins[0]: "https://a.example"',
      'ORIGIN_NEVER_MATCHED origins[1]: "*"',
    ]);
    expect(report('https://a.example', '*')).to.deep.equal([]);
    expect(report('https://a.example', 'https://b.example', '*')).to.deep.equal([
      'ORIGIN_NOW_ADMITTED origins[1]: "https://b.example"',
    ]);
    expect(report('*')).to.deep.equal([]);
  });

  it('reports an origin that v2 matched by another entry once that entry is removed', () => {
    const live = list();
    const report = (...entries: string[]) => translate(entries, '2.5.1', live).warnings.map(line);
    expect(report('https://a.example', 'a.example:443')).to.deep.equal([]);
    expect(report('https://a.example')).to.deep.equal([
      'ORIGIN_NOW_ADMITTED origins[0]: "https://a.example"',
    ]);
  });

  it('keeps a key that another entry still has', () => {
    const live = list();
    translate(['https://a.example', 'https://a.example:443'], '2.5.1', live);
    expect(translate(['https://a.example:443'], '2.5.1', live).rule).to.deep.equal({
      kind: 'allow-list',
      keys: ['https://a.example:443'],
    });
  });

  it('reads only the entries that changed', () => {
    const live = list();
    const entries = Array.from({ length: 1000 }, (_, index) => `https://a${index}.example`);
    expect(live.update(entries).readings).to.have.length(1000);
    expect(live.update([...entries, 'https://b.example'])).to.include({ start: 1000 });
    expect(
      live.update(['https://c.example', ...entries.slice(1), 'https://b.example']).readings,
    ).to.have.length(1);
    expect(live.update([...entries, 'https://b.example']).readings).to.have.length(1);
    expect(live.update(entries.slice(0, -2)).readings).to.deep.equal([]);
    expect(live.keys).to.have.length(998);
  });

  it('has the same keys as a list that is read anew, after any changes', () => {
    const entry = fc.constantFrom(
      ...[
        'https://a.example',
        'https://a.example:443',
        'a.example:443',
        'a.example:*',
        '*:443',
        'HTTPS://A.example/',
      ],
      ...['*', '*:*', 'null', 'https://b.example', '*.a.example:443', 'http://b.example:80', 'x'],
    );
    const change = fc.array(entry, { maxLength: 6 });
    const from = fc.constantFrom('2.5.1', '2.0.4', '2.4.0');
    fc.assert(
      fc.property(from, fc.array(change, { minLength: 2, maxLength: 5 }), (release, states) => {
        const live = list(release);
        for (const entries of states) {
          const { rule } = translate(entries, release, live);
          expect(sorted(rule)).to.deep.equal(sorted(translate(entries, release).rule));
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('isSameList', () => {
  for (const [list, same] of [
    [['a', 'b'], true],
    [['b', 'a'], false],
    [['a'], false],
    [['a', 'b', 'c'], false],
  ] as const)
    it(`tells whether a,b is still the list: ${list} (${same})`, () => {
      expect(isSameList(list, ['a', 'b'])).to.equal(same);
    });
});
