import { expect } from 'chai';
import { codemodTexts as catalogue } from '../../src/codemod/analyze/warning-of.js';
import type { WarningCode } from '../../src/messages/settings.js';

/** The codes that the contract has from the start. They are never renamed. */
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
];

/** Every argument that any text speaks of. */
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
  readers: 'READERS',
  code: 'CODE',
};

const CODES = Object.keys(catalogue) as WarningCode[];

describe('catalogue', () => {
  it('has every code of the contract', () => {
    expect(CODES).to.include.members(CONTRACT);
  });

  it('calls what lets everyone in dangerous', () => {
    expect([catalogue.ALLOW_ALL_BY_DEFAULT.severity, catalogue.ALLOW_ALL_EXPLICIT.severity]).to.deep.equal([
      'danger',
      'danger',
    ]);
  });

  const effects: Partial<Record<WarningCode, string>> = {
    ORIGIN_NOW_ADMITTED: 'opens',
    ALLOW_REQUEST_USES_THIS: 'opens',
    MISSING_ORIGIN_NOW_ADMITTED: 'opens',
    CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH: 'opens',
    ROOT_CONNECTION_LISTENERS_NOT_CALLED: 'opens',
    SUBSTRING_MATCH_CLOSED: 'closes',
    ORIGIN_NOT_PARSEABLE: 'closes',
    ORIGINS_NOW_REFUSE_EVERYONE: 'closes',
    PREFLIGHT_HANDLER_DID_NOT_END: 'closes',
    ORIGINS_FUNCTION_ERROR_NOW_REFUSES: 'closes',
    PREFLIGHT_FALSE_HAS_NO_EQUIVALENT: 'closes',
    LEGACY_CLIENTS_NEED_ALLOW_EIO3: 'closes',
    ORIGINS_LIST_UNREADABLE: 'closes',
    // What the codemod did to code, or what v4 makes of code that it left as it was.
    CORS_ORIGIN_NOW_MATCHES: 'opens',
    OPTIONS_NOT_READABLE: 'opens',
    LEGACY_CALL_THROWS: 'opens',
    ORIGINS_NOT_MIGRATED: 'opens',
    ORIGINS_OPTION_OUT_OF_REACH: 'opens',
    SERVER_NOT_FOLLOWED: 'opens',
    ORIGINS_CALL_ON_UNKNOWN_RECEIVER: 'opens',
    ORIGINS_READ_AT_RUN_TIME: 'opens',
    SETTING_REFUSED_BY_V2: 'opens',
    WRAPPER_NOT_MIGRATED: 'opens',
    PACKAGE_JSON_COMPANION_STOPS_GUARDING: 'opens',
    CORS_LIST_TAKES_EFFECT: 'closes',
    LEGACY_ORIGINS_TAKE_EFFECT: 'closes',
    CORS_WAS_IGNORED_BY_V2: 'closes',
    IO_SET_HAS_NO_EQUIVALENT: 'closes',
    ORIGINS_GETTER_IS_GONE: 'closes',
    PREFLIGHT_HANDLER_NOT_READABLE: 'closes',
    PREFLIGHT_OPTION_OUT_OF_REACH: 'closes',
    RUN_TIME_STRING_IS_SPLIT: 'closes',
    // What v4 makes of the program beside its settings.
    ROOT_MIDDLEWARE_NO_LONGER_GUARDS_NAMESPACES: 'opens',
    REQUEST_RES_IS_GONE: 'closes',
    V2_CLIENT_IN_THE_TREE: 'closes',
  };
  for (const code of CODES) {
    describe(code, () => {
      const { severity, effect, message, remedy } = catalogue[code] as {
        severity: string;
        effect: string;
        message(args: unknown): string;
        remedy(args: unknown): string;
      };

      it('is a statement in capitals', () => {
        expect(code).to.match(/^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/);
      });

      it('says how bad it is, and what becomes of requests', () => {
        expect(severity).to.be.oneOf(['danger', 'warning', 'info']);
        expect(effect).to.equal(effects[code] ?? 'none');
      });

      for (const args of [
        ARGS,
        { ...ARGS, available: false, missingToo: false, exact: false, isRewritten: false },
      ]) {
        it(`has whole sentences, with nothing left out (${args.available})`, () => {
          for (const text of [message(args), remedy(args)]) {
            expect(text).to.match(/^[^\s].*[.]$/s);
            expect(text).not.to.match(/undefined|\[object|NaN/);
          }
        });
      }
    });
  }
});
