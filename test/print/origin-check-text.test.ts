import { expect } from 'chai';
import fc from 'fast-check';
import type { Semantics } from '../../src/origins/policy.js';
import { entriesText, originCheckText, type RunTimeType } from '../../src/print/origin-check-text.js';
import { DEFAULT_STYLE } from '../../src/print/source-style.js';
import { eraOf } from '../../src/v2/releases.js';
import { origins } from '../v2/arbitraries.js';
import { type V2Release, v2Decision } from '../v2/v2-decision.js';

/** Evaluates the check that is printed for a value that is only known at run time. */
function printedCheck(value: unknown, from: V2Release, semantics: Semantics): (asked: string) => boolean {
  const era = eraOf(from);
  const type = typeof value === 'string' ? 'string' : 'array';
  const text = originCheckText('check', 'list', { era, semantics, typescript: false });
  const list = entriesText('value', type, semantics, DEFAULT_STYLE);
  return new Function('value', `const list = ${list};\n${text}\nreturn check;`)(value);
}

describe('originCheckText', () => {
  const scheme = fc.constantFrom('https', 'http', 'capacitor', 'chrome-extension');
  const host = fc.constantFrom(
    'example.com',
    'ample.com',
    'localhost',
    'a_b.example',
    '127.0.0.1',
    '[::1]',
    'xn--bcher-kva.example',
  );
  const port = fc.constantFrom('', ':80', ':443', ':3000', ':8080');
  const page = fc.tuple(scheme, host, port).map(([name, at, tail]) => `${name}://${at}${tail}`);

  it("with semantics 'exact', decides about pages as the releases did", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<V2Release>('1.4.8', '2.0.4', '2.1.1', '2.3.0', '2.5.1'),
        origins,
        fc.oneof(page, fc.constant('null')),
        (from, value, origin) => {
          const before = v2Decision(from, { origins: value })({ origin });
          expect(printedCheck(value, from, 'exact')(origin), JSON.stringify(value)).to.equal(
            before === 'admitted',
          );
        },
      ),
      { numRuns: 5000 },
    );
  });

  const rows: readonly [
    desc: string,
    value: unknown,
    semantics: Semantics,
    asked: string,
    admitted: boolean,
  ][] = [
    [
      'passes over a slash at the end, as a string did',
      'https://a.example:8443/',
      'documented',
      'https://a.example:8443/x',
      true,
    ],
    [
      'keeps a path refused that never matched',
      'https://a.example/x',
      'documented',
      'https://a.example',
      false,
    ],
    ['compares hosts in lower case', 'HTTPS://A.EXAMPLE:8443', 'exact', 'https://A.EXAMPLE:8443', false],
    ['reads hosts in lower case', ['a.example:8443'], 'exact', 'https://A.EXAMPLE:8443', true],
    ['takes no script for a page', 'https://example.com:443', 'exact', 'javascript://example.com:443', false],
    ['takes no bracket that is not opened', 'http://localhost:80', 'exact', 'http://localhost]', false],
    ['takes no bracket that is not closed', '[::1]:* x:3000', 'exact', 'http://[::1', false],
    ['takes no unset variable for a host', ['undefined:*', 'undefined:443'], 'exact', 'https://a!b', false],
    ['takes no entry that is unset for an origin', [undefined, ''], 'documented', 'https://a!b', false],
    ['takes no host with a space in it', 'http://example.com, id:*', 'exact', 'http://xample.com, id', false],
    [
      'takes no user for a host',
      ['evil.example:443'],
      'exact',
      'https://example.com@evil.example:443',
      false,
    ],
  ];
  for (const [desc, value, semantics, asked, admitted] of rows) {
    it(desc, () => {
      expect(printedCheck(value, '2.5.1', semantics)(asked)).to.equal(admitted);
    });
  }

  it('has a type for its parameter in TypeScript', () => {
    const options = { era: 'scheme-host-port', semantics: 'exact' } as const;
    const typed = originCheckText('check', 'list', { ...options, typescript: true });
    expect(typed).to.include('const check = (from: string) => {');
    expect(typed.replace('(from: string)', '(from)')).to.equal(
      originCheckText('check', 'list', { ...options, typescript: false }),
    );
  });

  it('reads the longest headers in linear time', () => {
    // A pattern that backtracks would not finish.
    const check = printedCheck(['a.example:443'], '2.5.1', 'exact');
    for (const part of ['a', ':', ':1', '.', '-', '[', ']', '/', 'a:', '1']) {
      expect(check(`https://${part.repeat(16_000)}x!`)).to.equal(false);
    }
  });
});

describe('entriesText', () => {
  const read = (value: unknown, type: RunTimeType, semantics: Semantics): unknown =>
    new Function('value', `return ${entriesText('value', type, semantics, DEFAULT_STYLE)};`)(value);
  const text = 'https://a.example/, b.example:3000|c.example:*';
  const entries = ['https://a.example', 'b.example:3000', 'c.example:*'];

  const cases: { desc: string; value: unknown; type: RunTimeType; semantics: Semantics; listed: unknown }[] =
    [
      { desc: 'a string', value: text, type: 'string', semantics: 'documented', listed: entries },
      { desc: 'an array', value: entries, type: 'array', semantics: 'documented', listed: entries },
      {
        desc: 'what turns out a string',
        value: text,
        type: 'unknown',
        semantics: 'documented',
        listed: entries,
      },
      {
        desc: 'what turns out an array',
        value: entries,
        type: 'unknown',
        semantics: 'documented',
        listed: entries,
      },
      { desc: 'a string exactly', value: text, type: 'string', semantics: 'exact', listed: text },
      {
        desc: 'what is unknown exactly',
        value: entries,
        type: 'unknown',
        semantics: 'exact',
        listed: entries,
      },
    ];
  for (const { desc, value, type, semantics, listed } of cases) {
    it(`reads ${desc}`, () => {
      expect(read(value, type, semantics)).to.deep.equal(listed);
    });
  }

  it('casts to a string in TypeScript, in case the type of the value is an array', () => {
    const typed = entriesText('value', 'unknown', 'documented', { typescript: true });
    expect(typed).to.include(': (value as string)');
    expect(typed.replace('(value as string)', 'value')).to.equal(
      entriesText('value', 'unknown', 'documented', { typescript: false }),
    );
  });
});
