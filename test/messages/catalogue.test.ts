import { expect } from 'chai';
import { codemodTexts as catalogue } from '../../src/codemod/analyze/manual-review.js';
import type { WarningCode } from '../../src/messages/settings.js';

/** Codes that are never renamed. */
const CONTRACT = [
  'ALLOW_ALL_BY_DEFAULT',
  'ALLOW_ALL_EXPLICIT',
  'ORIGINS_IGNORED_BY_ALLOW_REQUEST',
  'ORIGIN_NEVER_MATCHED',
  'ORIGIN_NOW_ADMITTED',
  'SUBSTRING_MATCH_CLOSED',
  'NULL_ORIGIN_ADMITTED',
  'MISSING_ORIGIN_REFUSED',
  'ORIGINS_CALL_REPLACES_OPTION',
  'PREFLIGHT_FALSE_HAS_NO_EQUIVALENT',
  'PREFLIGHT_ORIGIN_DIFFERS',
  'PREFLIGHT_WILDCARD_WITH_CREDENTIALS',
  'LEGACY_CLIENTS_NEED_ALLOW_EIO3',
  'ALLOW_REQUEST_USES_THIS',
  'LEGACY_MEMBER',
  'V2_API_CHANGED',
  'ROOT_MIDDLEWARE_NO_LONGER_GUARDS_NAMESPACES',
  'REQUEST_RES_IS_GONE',
];

/** Arguments that are a choice. */
const CHOICES: Readonly<Partial<Record<WarningCode, object>>> = {
  APP_FUNCTION_FAILED: { name: 'allowRequest' },
};

/** Every argument of any text. */
const ARGS = {
  from: '2.5.1',
  to: '4.8.4',
  entry: 'ENTRY',
  origin: 'ORIGIN',
  origins: { named: ['ORIGIN', 'ORIGIN'], count: 3 },
  entries: { named: ['ENTRY'], count: 1 },
  reason: 'REASON',
  reasons: ['REASON'],
  isFromAssumed: true,
  error: 'ERROR',
  allowed: 'ALLOWED',
  replaced: ['REPLACED'],
  available: true,
  missingToo: true,
  seconds: 10,
  hint: ' HINT.',
  example: 'EXAMPLE',
  range: 'RANGE',
  others: ['OTHERS'],
  names: ['NAMES'],
  name: 'NAME',
  replacement: 'REPLACEMENT',
  found: 'FOUND',
  key: 'KEY',
  option: 'OPTION',
  settings: 'SETTINGS',
  why: 'WHY',
  exact: true,
  problem: 'PROBLEM',
  wrapper: 'WRAPPER',
  path: { kind: 'renamed', now: 'NOW' },
  where: 'WHERE',
  more: 1,
  release: '1.3.7',
  lines: [3, 8],
  isRewritten: true,
  namespaces: 'NAMESPACES',
  root: 'ROOT',
  member: 'json',
  call: 'CALL',
  change: 'added',
  readers: 'READERS',
  code: 'CODE',
  kind: 'construction',
};

const CODES = Object.keys(catalogue) as WarningCode[];

describe('catalogue', () => {
  it('has every code of the contract', () => {
    expect(CODES).to.include.members(CONTRACT);
  });

  it('rates settings that allow every origin as dangerous', () => {
    expect([catalogue.ALLOW_ALL_BY_DEFAULT.severity, catalogue.ALLOW_ALL_EXPLICIT.severity]).to.deep.equal([
      'danger',
      'danger',
    ]);
  });

  for (const code of CODES) {
    describe(code, () => {
      const { message, remedy } = catalogue[code] as {
        message(args: unknown): string;
        remedy(args: unknown): string;
      };

      it('is a statement in capitals', () => {
        expect(code).to.match(/^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/);
      });

      for (const args of [
        ARGS,
        { ...ARGS, available: false, missingToo: false, exact: false, isRewritten: false },
      ]) {
        it(`has texts without gaps (${args.available})`, () => {
          for (const text of [
            message({ ...args, ...CHOICES[code] }),
            remedy({ ...args, ...CHOICES[code] }),
          ]) {
            expect(text).not.to.match(/undefined|\[object|NaN/);
          }
        });
      }
    });
  }
});
