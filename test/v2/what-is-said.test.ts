import { expect } from 'chai';
import type { WarningCode } from '../../src/messages/settings.js';
import type { Warning } from '../../src/messages/warning.js';
import { parseSettings } from '../../src/v2/parse.js';
import type { LegacyCorsSettings, TranslateOptions } from '../../src/v2/settings.js';
import { toPolicy } from '../../src/v2/to-policy.js';
import { collectWarnings } from '../model/collect-warnings.js';

const H = 'https://example.com';
const FULL = `${H}:443`;

interface Row {
  readonly desc: string;
  readonly settings: LegacyCorsSettings;
  readonly options?: TranslateOptions;
  readonly code: WarningCode;
  readonly subject?: string;
  /** What the message and the remedy have to name. */
  readonly names?: readonly string[];
  /** What they must not say. */
  readonly silent?: readonly string[];
}

function said(settings: LegacyCorsSettings, options: TranslateOptions = {}): Warning[] {
  const { warn, warnings } = collectWarnings();
  toPolicy(
    parseSettings(settings, options, () => undefined),
    warn,
  );
  return warnings;
}

const exact = { semantics: 'exact' } as const;
const callback = (_request: unknown, _callback: unknown) => undefined;

/** What a warning says about the settings, apart from its code. */
const ROWS: readonly Row[] = [
  {
    desc: 'an own allowRequest beside missingOrigin',
    settings: { allowRequest: callback },
    options: { missingOrigin: 'allow' },
    code: 'ORIGINS_IGNORED_BY_ALLOW_REQUEST',
    subject: 'missingOrigin',
  },
  {
    desc: 'an own allowRequest that cannot answer',
    settings: { allowRequest: (() => undefined) as never },
    code: 'CALLBACK_PARAMETER_MISSING',
    subject: 'allowRequest',
  },
  {
    desc: 'an origins function that cannot answer',
    settings: { origins: (() => undefined) as never },
    code: 'CALLBACK_PARAMETER_MISSING',
    subject: 'origins',
  },
  {
    desc: 'origins from a variable that is not set',
    settings: { origins: undefined } as LegacyCorsSettings,
    code: 'ALLOW_ALL_BY_DEFAULT',
    names: ['2.5.1', 'origins was given as undefined', FULL],
    silent: ['did you mean'],
  },
  ...['origin', 'Origin', 'allowedOrigins', 'allowed_origins', '_origins'].map(
    (name): Row => ({
      desc: `the misspelling ${name}`,
      settings: { [name]: H } as LegacyCorsSettings,
      code: 'ALLOW_ALL_BY_DEFAULT',
      names: [`"${name}" is no setting of Socket.IO; did you mean origins?`],
      silent: ['a variable unset'],
    }),
  ),
  ...['originsOfAll', 'myorigins', 'path'].map(
    (name): Row => ({
      desc: `another setting, ${name}`,
      settings: { [name]: H } as LegacyCorsSettings,
      code: 'ALLOW_ALL_BY_DEFAULT',
      silent: [name, 'did you mean', 'a variable unset'],
    }),
  ),
  {
    desc: 'a range that spans checks',
    settings: { origins: [FULL] },
    options: { from: '>=2.0.0 <2.4.1' },
    code: 'FROM_RANGE_IS_AMBIGUOUS',
    subject: 'from: ">=2.0.0 <2.4.1"',
    names: ['2.4.0', '2.0.4', '2.3.0'],
  },
  {
    desc: 'a wildcard on the docs',
    settings: { origins: ['*:*'] },
    code: 'ALLOW_ALL_EXPLICIT',
    names: ['2.5.1', '*:*', FULL],
  },
  {
    desc: 'a wildcard in a string',
    settings: { origins: '*:*' },
    code: 'ALLOW_ALL_EXPLICIT',
    names: ['2.5.1', '*:*', FULL],
  },
  {
    desc: 'a wildcard, exactly, on 2.0',
    settings: { origins: ['*:*'] },
    options: { ...exact, from: '2.0.4' },
    code: 'ALLOW_ALL_EXPLICIT',
    names: ['2.0.4', 'example.com:443'],
    silent: [FULL],
  },
  {
    desc: 'an origin that was never matched',
    settings: { origins: [H] },
    code: 'ORIGIN_NOW_ADMITTED',
    names: ['2.5.1', H],
  },
  {
    desc: 'an origin that was never matched, in a string',
    settings: { origins: H },
    code: 'ORIGIN_NOW_ADMITTED',
    names: ['2.5.1', H],
  },
  {
    desc: 'a string that is searched no more',
    settings: { origins: FULL },
    code: 'SUBSTRING_MATCH_CLOSED',
    names: ['2.5.1', FULL],
    silent: [],
  },
  {
    desc: 'a string that admitted everyone by accident',
    settings: { origins: 'a*:*b' },
    code: 'SUBSTRING_MATCH_CLOSED',
    names: ['2.5.1', 'a*:*b'],
  },
  {
    desc: 'a string of which a part cannot be read',
    settings: { origins: `${FULL} ?a.example:80?` },
    code: 'ORIGIN_NOT_PARSEABLE',
    subject: 'origins: "?a.example:80?"',
    names: ['2.5.1', '"?a.example:80?"'],
  },
  {
    desc: 'a string that is searched as before',
    settings: { origins: FULL },
    options: exact,
    code: 'SUBSTRING_MATCH_KEPT',
    names: ['2.5.1', FULL],
  },
  {
    desc: 'null admitted',
    settings: { origins: ['*:80'] },
    code: 'NULL_ORIGIN_ADMITTED',
    subject: 'origins',
    names: ['2.5.1'],
  },
  {
    desc: 'nothing set on 2.4.0',
    settings: {},
    options: { from: '2.4.0', ...exact },
    code: 'MISSING_ORIGIN_ADMITTED',
    names: ['2.4.0'],
  },
  {
    desc: 'requests without an origin let in',
    settings: { origins: [FULL] },
    options: { missingOrigin: 'allow' },
    code: 'MISSING_ORIGIN_NOW_ADMITTED',
    subject: 'missingOrigin',
    names: ['2.5.1'],
  },
  {
    desc: 'requests without an origin or a Referer',
    settings: { origins: [FULL] },
    code: 'MISSING_ORIGIN_REFUSED',
    names: ['2.5.1', 'Referer'],
  },
  {
    desc: 'requests without an origin on 2.4.0, which looked at no Referer',
    settings: { origins: [H] },
    options: { from: '2.4.0', ...exact },
    code: 'MISSING_ORIGIN_REFUSED',
    names: ['2.4.0'],
    silent: ['Referer'],
  },
  {
    desc: 'a string of which nothing is left, though it admitted',
    settings: { origins: '?example.com:80?' },
    code: 'ORIGINS_NOW_REFUSE_EVERYONE',
    subject: 'origins',
    names: [FULL],
  },
  {
    desc: 'a string that never admitted',
    settings: { origins: 'true' },
    code: 'ORIGINS_REFUSE_EVERYONE',
    subject: 'origins',
    names: ['2.5.1', FULL],
  },
  {
    desc: 'a list of what was never admitted',
    settings: { origins: [`${FULL}/x`] },
    code: 'ORIGINS_REFUSE_EVERYONE',
    subject: 'origins',
    names: ['2.5.1', FULL],
  },
  {
    desc: 'a string that 2.4.0 never admitted',
    settings: { origins: 'a:80 b:81' },
    options: { from: '2.4.0', ...exact },
    code: 'ORIGINS_REFUSE_EVERYONE',
    subject: 'origins',
    names: ['2.4.0'],
  },
  {
    desc: 'an empty list',
    settings: { origins: [] },
    code: 'ORIGINS_REFUSE_EVERYONE',
    subject: 'origins',
    names: ['2.5.1', FULL],
  },
];

describe('the warnings about settings', () => {
  for (const { desc, settings, options, code, subject, names = [], silent = [] } of ROWS) {
    it(`name the facts about ${desc}`, () => {
      const warnings = said(settings, options);
      const found = warnings.find((each) => each.code === code);
      expect(warnings.map((each) => each.code)).to.include(code);
      if (subject !== undefined) expect(found?.subject).to.equal(subject);
      const text = `${found?.message} ${found?.remedy}`;
      for (const name of names) expect(text).to.include(name);
      for (const name of silent) expect(text).not.to.include(name);
    });
  }

  it('leave no gap in any sentence', () => {
    const entries = [
      H,
      FULL,
      '*:*',
      '*',
      '*.example.com:443',
      `${FULL}/`,
      '',
      'null:80',
      'wss://example.com',
    ];
    const values = [undefined, ...entries, [], ...entries.map((entry) => [entry]), callback];
    const codes = new Set<string>();
    for (const origins of values)
      for (const from of ['2.0.4', '2.4.0', '2.5.1', '>=2.0.0 <3'])
        for (const semantics of ['documented', 'exact'] as const)
          for (const missingOrigin of ['as-v2', 'allow'] as const)
            for (const { code, subject, ...texts } of said(
              { ...(origins === undefined ? {} : { origins: origins as never }), originsCalls: [] },
              { from, semantics, missingOrigin },
            )) {
              codes.add(code);
              for (const text of Object.values({ ...texts, subject: subject ?? '' }))
                expect(text, code).not.to.match(/\bundefined\b|\bNaN\b|\[object/);
            }
    expect(codes.size).to.be.above(10);
  });

  it('do not mention a range whose releases check alike', () => {
    expect(said({ origins: [FULL] }, { from: '^2.5.0' }).map(({ code }) => code)).not.to.include(
      'FROM_RANGE_IS_AMBIGUOUS',
    );
  });

  it('come with a policy that is deeply frozen', () => {
    const policy = toPolicy(
      parseSettings({ origins: [FULL] }, {}, () => undefined),
      () => undefined,
    );
    const parts = [policy, policy.handshake, Reflect.get(policy.handshake, 'keys'), policy.preflight];
    expect(parts.map((part) => Object.isFrozen(part))).to.deep.equal([true, true, true, true]);
    expect(parts[2]).to.deep.equal([FULL]);
  });
});
