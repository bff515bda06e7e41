import { expect } from 'chai';
import { Server } from 'socket.io';
import { type Translation, translateCors } from '../src/translate.js';
import { type LegacyCorsSettings, LegacySettingsError, type TranslateOptions } from '../src/v2/settings.js';
import { line } from './messages/collect-warnings.js';
import { v4Decision } from './v4/v4-decision.js';

const H = 'https://example.com';
const CLIENTS = 'LEGACY_CLIENTS_NEED_ALLOW_EIO3';
const MISSING = 'MISSING_ORIGIN_REFUSED origins';

/** The handler of the v2 docs. */
const docsHandler: NonNullable<Exclude<LegacyCorsSettings['handlePreflightRequest'], boolean>> = (
  _request,
  response,
) => {
  response.writeHead(200, {
    'Access-Control-Allow-Origin': H,
    'Access-Control-Allow-Methods': 'GET,POST',
    'Access-Control-Allow-Headers': 'my-custom-header',
    'Access-Control-Allow-Credentials': true as never,
  });
  response.end();
};

/** The warnings of a translation, one a line, without the one about v2 clients, which is always there. */
function linesOf({ warnings }: Translation): string[] {
  return warnings.map(line).filter((text) => text !== CLIENTS);
}

/** The paths and messages of the problems of settings. */
function issuesOf(settings: unknown, options?: unknown): { path: string; message: string }[] {
  try {
    translateCors(settings as LegacyCorsSettings, options as TranslateOptions);
  } catch (error) {
    if (error instanceof LegacySettingsError) return [...error.issues];
    throw error;
  }
  return [];
}

describe('translateCors', () => {
  it('starts no server that is given the whole translation, and so no options', () => {
    const translation = translateCors({ origins: [`${H}:443`] });
    expect(() => new Server(translation as object)).to.throw(TypeError, '.options');
    expect(Object.keys(translation)).to.have.members(['options', 'warnings', 'policy']);
  });

  it("gives the example of v2's docs as the one that v4's docs have", () => {
    const { options } = translateCors({ origins: [H], handlePreflightRequest: docsHandler });
    expect(options.cors).to.deep.equal({
      origin: [H],
      methods: ['GET', 'POST'],
      allowedHeaders: ['my-custom-header'],
      credentials: true,
    });
  });

  describe('allow-all', () => {
    const open: { desc: string; settings: LegacyCorsSettings; warning: string }[] = [
      { desc: 'nothing configured', settings: {}, warning: 'ALLOW_ALL_BY_DEFAULT' },
      ...['', null, false, 0, undefined].map((origins) => ({
        desc: `origins: ${JSON.stringify(origins)}`,
        settings: { origins } as LegacyCorsSettings,
        warning: 'ALLOW_ALL_BY_DEFAULT',
      })),
      { desc: "'*:*'", settings: { origins: '*:*' }, warning: 'ALLOW_ALL_EXPLICIT origins: "*:*"' },
      {
        desc: "['*:*'] beside others",
        settings: { origins: [H, '*:*'] },
        warning: 'ALLOW_ALL_EXPLICIT origins[1]: "*:*"',
      },
      {
        desc: "'http://*:*'",
        settings: { origins: 'http://*:*' },
        warning: 'ALLOW_ALL_EXPLICIT origins: "http://*:*"',
      },
      {
        desc: "io.origins('*:*')",
        settings: { originsCalls: ['*:*'] },
        warning: 'ALLOW_ALL_EXPLICIT originsCalls[0]: "*:*"',
      },
    ];
    for (const { desc, settings, warning } of open) {
      it(`reflects every origin with credentials, and says that it is dangerous: ${desc}`, () => {
        const translation = translateCors(settings);
        expect(translation.options.cors).to.include({ origin: true, credentials: true });
        expect(translation.options).not.to.have.property('allowRequest');
        expect(linesOf(translation)).to.deep.equal([warning]);
        expect(translation.warnings[0]).to.include({ severity: 'danger', effect: 'none' });
        expect(translation.policy.handshake).to.deep.equal({ kind: 'everyone' });
      });
    }

    for (const settings of [{}, { origins: '*:*' }, { origins: ['*:*'] }]) {
      it(`refuses cross-origin requests from 2.4.0, which did: ${JSON.stringify(settings)}`, () => {
        const translation = translateCors(settings, { from: '2.4.0' });
        expect(v4Decision(translation)({ origin: H })).to.equal('refused');
        expect(translation.options.cors).not.to.have.property('origin', true);
        expect(linesOf(translation).join()).not.to.include('ALLOW_ALL');
      });
    }
  });

  describe('does not change', () => {
    it('the input, which may be deeply frozen', () => {
      const settings = deepFreeze({
        origins: [H, 'example.com:*'],
        originsCalls: [['http://localhost:3000']],
        handlePreflightRequest: docsHandler,
        allowRequest: null,
        transports: ['websocket'],
        nested: { deep: [1] },
      });
      const options = deepFreeze({ from: '^2.3.0', to: '^4.0.0', semantics: 'exact' as const });
      expect(linesOf(translateCors(settings, options))).to.include(
        'ORIGINS_CALL_REPLACES_OPTION originsCalls[0]',
      );
    });

    it('the input, no part of which is in the result', () => {
      const origins = [H];
      const { options, policy } = translateCors({ origins }, { from: '2.4.0', semantics: 'exact' });
      const given = (options.cors as { origin: string[] }).origin;
      given.push('https://evil.example');
      expect(origins).to.deep.equal([H]);
      expect(policy.handshake).to.deep.include({ origins: [H] });
    });

    it('every other option, by identity', () => {
      const others = {
        path: '/chat',
        adapter: () => undefined,
        perMessageDeflate: { threshold: 10 },
        transports: ['websocket'],
        pingTimeout: undefined,
        allowEIO3: true,
      };
      const { options } = translateCors({ ...others, origins: [H] });
      expect(Object.keys(options).sort()).to.deep.equal(
        [...Object.keys(others), 'allowRequest', 'cors'].sort(),
      );
      for (const [key, value] of Object.entries(others))
        expect((options as Record<string, unknown>)[key]).to.equal(value);
    });

    it('options that are inherited, as v2 read them too', () => {
      const { options, policy } = translateCors(
        Object.create({ path: '/chat', origins: ['https://a.example:443'] }),
      );
      expect(options).to.include({ path: '/chat' });
      expect(policy.handshake).to.deep.equal({ kind: 'allow-list', keys: ['https://a.example:443'] });
    });

    it('an option called __proto__, which is like any other', () => {
      const settings = JSON.parse('{"__proto__":{"polluted":true}}');
      const { options } = translateCors(settings);
      expect(Object.getPrototypeOf(options)).to.equal(Object.prototype);
      expect(({} as Record<string, unknown>).polluted).to.equal(undefined);
    });
  });

  it('any option but those that it translates, which it leaves out', () => {
    const settings = { origins: [H], originsCalls: [[H]], handlePreflightRequest: docsHandler };
    expect(Object.keys(translateCors(settings).options).sort()).to.deep.equal(['allowRequest', 'cors']);
  });

  describe('originsCalls', () => {
    const cases: { desc: string; settings: LegacyCorsSettings; subject?: string; replaced?: string }[] = [
      {
        desc: 'lets a call win over the option',
        settings: { origins: '*:*', originsCalls: [[`${H}:443`]] },
        subject: 'originsCalls[0]',
        replaced: ': origins.',
      },
      {
        desc: 'lets the last of the calls win',
        settings: { originsCalls: ['*:*', 'https://a.example:443', [`${H}:443`]] },
        subject: 'originsCalls[2]',
        replaced: ': originsCalls[0], originsCalls[1].',
      },
      { desc: 'replaces no option that is falsy', settings: { origins: '', originsCalls: [[`${H}:443`]] } },
      { desc: 'changes nothing if there is none', settings: { origins: [`${H}:443`], originsCalls: [] } },
    ];
    for (const { desc, settings, subject, replaced } of cases) {
      it(desc, () => {
        const { warnings, policy } = translateCors(settings);
        expect(policy.handshake).to.deep.equal({ kind: 'allow-list', keys: [`${H}:443`] });
        const warning = warnings.find(({ code }) => code === 'ORIGINS_CALL_REPLACES_OPTION');
        expect(warning?.subject).to.equal(subject);
        if (replaced) expect(warning?.message).to.include(replaced);
      });
    }

    it("refuses every origin after io.origins('')", () => {
      const translation = translateCors({ originsCalls: [''] });
      expect(linesOf(translation)).to.include('ORIGINS_REFUSE_EVERYONE originsCalls[0]');
      expect(v4Decision(translation)({ origin: H })).to.equal('refused');
    });
  });

  describe('from and to', () => {
    const releases = [
      { from: undefined, release: '2.5.1', era: 'scheme-host-port' },
      { from: '2.5.1', release: '2.5.1', era: 'scheme-host-port' },
      { from: '^2.3.0', release: '2.5.1', era: 'scheme-host-port' },
      { from: '~2.4.0', release: '2.4.1', era: 'scheme-host-port' },
      { from: '2.4.0', release: '2.4.0', era: 'literal' },
      { from: 'v2.4.0', release: '2.4.0', era: 'literal' },
      { from: '2.4', release: '2.4.1', era: 'scheme-host-port' },
      { from: '2.x', release: '2.5.1', era: 'scheme-host-port' },
      { from: '~2.0.0', release: '2.0.4', era: 'host-port' },
      { from: '^1.4.0', release: '1.7.4', era: 'host-port' },
      { from: '1.4.0', release: '1.4.0', era: 'host-port' },
    ];
    for (const { from, release, era } of releases) {
      it(`reads from ${from} as ${release}, of the era ${era}`, () => {
        expect(translateCors({}, { from }).policy).to.include({ from: release, era });
      });
    }

    const targets = [
      { to: '^4.0.0', release: '4.8.4' },
      { to: '4.0.0', release: '4.0.0' },
      { to: '~3.0.0', release: '3.0.5' },
      { to: '3', release: '3.1.2' },
    ];
    for (const { to, release } of targets) {
      it(`reads to ${to} as ${release}`, () => {
        expect(translateCors({}, { to }).policy.to).to.equal(release);
      });
    }

    it('translates to the installed socket.io by default', () => {
      expect(translateCors({}).policy.to).to.equal('4.8.4');
    });
  });

  describe('what no v2 server accepted', () => {
    const bad: { desc: string; settings: unknown; options?: unknown; path: string; found: string }[] = [
      { desc: 'a number', settings: { origins: 3000 }, path: 'origins', found: 'a number (3000)' },
      { desc: 'true', settings: { origins: true }, path: 'origins', found: 'a boolean (true)' },
      { desc: 'an object', settings: { origins: {} }, path: 'origins', found: 'an object' },
      { desc: 'a symbol', settings: { origins: Symbol('x') }, path: 'origins', found: 'a symbol' },
      {
        desc: 'a regular expression',
        settings: { origins: /x/ },
        path: 'origins',
        found: 'a regular expression (/x/)',
      },
      {
        desc: 'a number in an array',
        settings: { origins: [H, 3000] },
        path: 'origins[1]',
        found: 'a number (3000)',
      },
      {
        desc: 'a regular expression in an array',
        settings: { origins: [/x/] },
        path: 'origins[0]',
        found: 'a regular expression (/x/)',
      },
      {
        desc: 'undefined in an array',
        settings: { origins: [undefined] },
        path: 'origins[0]',
        found: 'undefined',
      },
      { desc: 'a hole in an array', settings: { origins: Array(1) }, path: 'origins[0]', found: 'undefined' },
      {
        desc: 'an array in an array',
        settings: { origins: [[H]] },
        path: 'origins[0]',
        found: 'an array of 1',
      },
      {
        desc: 'io.origins(undefined)',
        settings: { originsCalls: [undefined] },
        path: 'originsCalls[0]',
        found: 'undefined',
      },
      {
        desc: 'io.origins(false)',
        settings: { originsCalls: [[H], false] },
        path: 'originsCalls[1]',
        found: 'a boolean (false)',
      },
      {
        desc: 'io.origins(/x/)',
        settings: { originsCalls: [/x/] },
        path: 'originsCalls[0]',
        found: 'a regular expression',
      },
      {
        desc: 'io.origins([1])',
        settings: { originsCalls: [[H, 1]] },
        path: 'originsCalls[0][1]',
        found: 'a number (1)',
      },
      {
        desc: 'calls that are no array',
        settings: { originsCalls: H },
        path: 'originsCalls',
        found: `the string "${H}"`,
      },
      {
        desc: 'a preflight handler that is not a function',
        settings: { handlePreflightRequest: 'yes' },
        path: 'handlePreflightRequest',
        found: 'the string "yes"',
      },
      {
        desc: 'a preflight handler that is 0',
        settings: { handlePreflightRequest: 0 },
        path: 'handlePreflightRequest',
        found: 'a number (0)',
      },
      {
        desc: 'an allowRequest that is not a function',
        settings: { allowRequest: true },
        path: 'allowRequest',
        found: 'a boolean (true)',
      },
      {
        desc: 'cors beside origins',
        settings: { origins: [H], cors: { origin: H } },
        path: 'cors',
        found: 'an object',
      },
      { desc: 'settings that are a string', settings: H, path: 'settings', found: `the string "${H}"` },
      { desc: 'settings that are an array', settings: [H], path: 'settings', found: 'an array of 1' },
      {
        desc: 'options that are a string',
        settings: {},
        options: '2.5.1',
        path: 'options',
        found: 'the string "2.5.1"',
      },
      ...['', ' ', 'two', '1.3.0', '3.0.0', '<1.4', 'latest', '2.4.0-beta', '^4.0.0'].map((from) => ({
        desc: `from ${JSON.stringify(from)}`,
        settings: {},
        options: { from },
        path: 'from',
        found: `the string ${JSON.stringify(from)}`,
      })),
      { desc: 'from 2.5', settings: {}, options: { from: 2.5 }, path: 'from', found: 'a number (2.5)' },
      { desc: 'from null', settings: {}, options: { from: null }, path: 'from', found: 'null' },
      ...['', 'four', '2.5.1', '5.0.0', '^2.0.0'].map((to) => ({
        desc: `to ${JSON.stringify(to)}`,
        settings: {},
        options: { to },
        path: 'to',
        found: `the string ${JSON.stringify(to)}`,
      })),
      {
        desc: 'semantics that do not exist',
        settings: {},
        options: { semantics: 'strict' },
        path: 'semantics',
        found: 'the string "strict"',
      },
      {
        desc: 'a missingOrigin that does not exist',
        settings: {},
        options: { missingOrigin: true },
        path: 'missingOrigin',
        found: 'a boolean (true)',
      },
    ];
    for (const { desc, settings, options, path, found } of bad) {
      it(`is an error that names the place and the value: ${desc}`, () => {
        const issues = issuesOf(settings, options);
        expect(issues.map((issue) => issue.path)).to.deep.equal([path]);
        expect(issues[0]?.message)
          .to.match(/^found /)
          .and.include(`found ${found}`);
      });
    }

    it('is reported all at once', () => {
      const settings = {
        origins: [H, 1, /x/],
        originsCalls: [undefined, [null]],
        handlePreflightRequest: {},
        allowRequest: 'x',
        cors: {},
      };
      const options = { from: 'two', to: 'four', semantics: 'x', missingOrigin: 'x' };
      expect(issuesOf(settings, options).map(({ path }) => path)).to.have.members([
        ...['origins[1]', 'origins[2]', 'originsCalls[0]', 'originsCalls[1][0]', 'handlePreflightRequest'],
        ...['allowRequest', 'cors', 'from', 'to', 'semantics', 'missingOrigin'],
      ]);
    });

    it('is a TypeError whose message lists all problems', () => {
      expect(() => translateCors({ origins: 3 as never }, { from: 'two' }))
        .to.throw(TypeError, /origins: found a number \(3\)[\s\S]*from: found the string "two"/)
        .with.property('name', 'LegacySettingsError');
    });
  });

  const accepted: { desc: string; settings: unknown; options?: unknown }[] = [
    ...[true, null, undefined].map((value) => ({
      desc: `handlePreflightRequest: ${value}`,
      settings: { handlePreflightRequest: value },
    })),
    { desc: 'allowRequest: null', settings: { allowRequest: null } },
    { desc: 'allowRequest: false', settings: { allowRequest: false } },
    { desc: 'cors: undefined', settings: { cors: undefined } },
    { desc: 'no settings', settings: undefined },
    { desc: 'null for settings', settings: null },
    { desc: 'null for options', settings: {}, options: null },
    { desc: 'settings without a prototype', settings: Object.create(null) },
    {
      desc: 'options that are undefined',
      settings: {},
      options: { from: undefined, to: undefined, semantics: undefined, missingOrigin: undefined },
    },
  ];
  for (const { desc, settings, options } of accepted) {
    it(`takes v2's default for ${desc}`, () => {
      const translation = translateCors(settings as LegacyCorsSettings, options as TranslateOptions);
      const { cors, ...others } = translation.options;
      expect(others).to.deep.equal({});
      expect(cors).to.deep.equal({
        origin: true,
        methods: ['GET', 'POST'],
        allowedHeaders: ['Content-Type'],
        credentials: true,
      });
      expect(linesOf(translation)).to.deep.equal(['ALLOW_ALL_BY_DEFAULT']);
      expect(translation.policy).to.include({ semantics: 'documented', missingOrigin: 'as-v2' });
    });
  }

  describe('warns', () => {
    const cases: {
      desc: string;
      settings: LegacyCorsSettings;
      options?: TranslateOptions;
      lines: string[];
    }[] = [
      {
        desc: "of the docs' example, which 2.5.1 refused",
        settings: { origins: [H] },
        lines: [`ORIGIN_NOW_ADMITTED origins[0]: "${H}"`, MISSING],
      },
      {
        desc: "of the docs' example if it stays refused",
        settings: { origins: [H] },
        options: { semantics: 'exact' },
        lines: [`ORIGIN_NEVER_MATCHED origins[0]: "${H}"`, MISSING, 'ORIGINS_REFUSE_EVERYONE origins'],
      },
      {
        desc: 'of nothing much for an origin with its port',
        settings: { origins: [`${H}:443`] },
        lines: [MISSING],
      },
      {
        desc: 'of an origin with its port that 2.0.4 refused',
        settings: { origins: [`${H}:443`] },
        options: { from: '2.0.4' },
        lines: [`ORIGIN_NOW_ADMITTED origins[0]: "${H}:443"`, MISSING, 'MAX_HTTP_BUFFER_SIZE_SHRINKS'],
      },
      {
        desc: 'of a string, whose parts no longer match',
        settings: { origins: `${H}:443` },
        lines: [`SUBSTRING_MATCH_CLOSED origins: "${H}:443"`, MISSING],
      },
      {
        desc: 'of a string, whose parts go on to match',
        settings: { origins: `${H}:443` },
        options: { semantics: 'exact' },
        lines: [`SUBSTRING_MATCH_KEPT origins: "${H}:443"`, MISSING],
      },
      {
        desc: 'of a lone star',
        settings: { origins: '*' },
        lines: ['ORIGIN_NEVER_MATCHED origins: "*"', MISSING, 'ORIGINS_REFUSE_EVERYONE origins'],
      },
      {
        desc: 'of any host on port 80',
        settings: { origins: ['*:80'] },
        lines: ['NULL_ORIGIN_ADMITTED origins'],
      },
      {
        desc: 'of an empty list',
        settings: { origins: [] },
        lines: [MISSING, 'ORIGINS_REFUSE_EVERYONE origins'],
      },
      {
        desc: 'of an empty list on 2.4.0',
        settings: { origins: [] },
        options: { from: '2.4.0' },
        lines: ['MISSING_ORIGIN_ADMITTED origins', 'MAX_HTTP_BUFFER_SIZE_SHRINKS'],
      },
      {
        desc: 'of missing origins that are let in',
        settings: { origins: [`${H}:443`] },
        options: { missingOrigin: 'allow' },
        lines: ['MISSING_ORIGIN_NOW_ADMITTED missingOrigin'],
      },
      {
        desc: 'of a function',
        settings: { origins: (_origin, callback) => callback(null, true) },
        lines: ['ORIGINS_FUNCTION_ERROR_NOW_REFUSES origins'],
      },
      {
        desc: 'of nothing for a function that is followed exactly',
        settings: { origins: (_origin, callback) => callback(null, true) },
        options: { semantics: 'exact' },
        lines: [],
      },
      {
        desc: 'of origins beside allowRequest',
        settings: {
          origins: [H],
          originsCalls: ['*:*'],
          allowRequest: (_request, callback) => callback(null, true),
        },
        lines: [
          'ORIGINS_IGNORED_BY_ALLOW_REQUEST origins, originsCalls[0]',
          'ALLOW_REQUEST_DECIDES_ALONE allowRequest',
        ],
      },
      {
        desc: 'of handlePreflightRequest: false',
        settings: { origins: [`${H}:443`], handlePreflightRequest: false },
        lines: [MISSING, 'PREFLIGHT_FALSE_HAS_NO_EQUIVALENT handlePreflightRequest: false'],
      },
      {
        desc: 'of a handler that allows another origin than origins does',
        settings: { origins: ['https://a.example:443'], handlePreflightRequest: docsHandler },
        lines: [MISSING, 'PREFLIGHT_ORIGIN_DIFFERS handlePreflightRequest'],
      },
      {
        desc: 'of a target that forgets its options',
        settings: { origins: [`${H}:443`] },
        options: { to: '3.0.0' },
        lines: [MISSING, 'CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH'],
      },
    ];
    for (const { desc, settings, options, lines } of cases) {
      it(desc, () => {
        expect(linesOf(translateCors(settings, options))).to.deep.equal(lines);
      });
    }

    it('of v2 clients, unless allowEIO3 is on', () => {
      expect(translateCors({}).warnings.map(line)).to.include(CLIENTS);
      expect(translateCors({ allowEIO3: true }).warnings.map(line)).to.not.include(CLIENTS);
    });
  });

  it('has a policy of plain data, functions aside', () => {
    const check = () => undefined;
    const handler = docsHandler;
    const settings: LegacyCorsSettings[] = [
      {},
      { origins: [H, '*:80'], handlePreflightRequest: handler },
      { origins: `${H}:443` },
      { origins: check, handlePreflightRequest: false },
      { allowRequest: check, handlePreflightRequest: (request, response) => response.end(request.url) },
    ];
    for (const each of settings)
      for (const options of [{}, { semantics: 'exact' }, { from: '2.4.0' }] as const) {
        const { policy } = translateCors(each, options);
        expect(strangers(policy)).to.deep.equal([]);
        expect(policy).to.deep.equal(translateCors(each, options).policy);
      }
  });
});

/** The parts of a value that are neither plain objects, arrays, functions nor primitives. */
function strangers(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype) return [value];
  return Object.values(value).flatMap(strangers);
}

/** Freezes a value with all that it holds, so that changing it throws. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const key of Reflect.ownKeys(value)) deepFreeze(Reflect.get(value, key));
  return value;
}
