import { createServer } from 'node:http';
import { expect } from 'chai';
import { parseLegacySettings, parseOptions, parseSettings } from '../../src/v2/parse.js';
import { TARGET_RELEASES } from '../../src/v2/releases.js';
import { type LegacyCorsSettings, LegacySettingsError } from '../../src/v2/settings.js';

const NEWEST = TARGET_RELEASES.published[TARGET_RELEASES.published.length - 1];

describe('parseSettings', () => {
  const targets: { desc: string; installed: string | undefined; to?: string; release: string | undefined }[] =
    [
      { desc: 'the release that is installed', installed: '4.5.0', release: '4.5.0' },
      { desc: 'the newest known if none is', installed: undefined, release: NEWEST },
      { desc: 'the newest known if v2 still is', installed: '2.5.1', release: NEWEST },
      { desc: 'the newest known if no release is', installed: 'next', release: NEWEST },
      { desc: 'the one named, whatever is installed', installed: '4.5.0', to: '4.1.0', release: '4.1.0' },
    ];
  for (const { desc, installed, to, release } of targets) {
    it(`translates to ${desc}`, () => {
      expect(parseSettings({}, { to }, () => installed).to).to.equal(release);
    });
  }

  it('does not look for an installed socket.io if a target is given', () => {
    parseSettings({}, { to: '4.0.0' }, () => expect.fail('looked'));
  });

  it('keeps the origins in force, and the names of those that were replaced', () => {
    const { origins, replaced } = parseSettings(
      { origins: 'a', originsCalls: ['b', 'c'] },
      {},
      () => undefined,
    );
    expect(origins).to.deep.equal({ subject: 'originsCalls[1]', value: 'c', known: undefined });
    expect(replaced).to.deep.equal(['origins', 'originsCalls[0]']);
  });

  it('keeps everything else, without a prototype that could be polluted', () => {
    const others = parseSettings(
      { path: '/x', origins: 'a', cors: undefined, ...JSON.parse('{ "__proto__": { "pingTimeout": 1 } }') },
      {},
      () => undefined,
    ).otherOptions;
    expect(Object.keys(others)).to.deep.equal(['path']);
    expect(others.path).to.equal('/x');
    expect(Object.getPrototypeOf(others)).to.equal(null);
  });

  it('has a hint only if origins is not set and an option with a similar name is', () => {
    const hintOf = (settings: LegacyCorsSettings) => parseSettings(settings, {}, () => undefined).hint;
    for (const name of ['origin', 'Origin', 'allowedOrigins', 'allowed_origins', '_origins'])
      expect(hintOf({ [name]: 'a' } as LegacyCorsSettings)).to.include(`"${name}"`);
    for (const name of ['originsOfAll', 'myorigins', 'path'])
      expect(hintOf({ [name]: 'a' } as LegacyCorsSettings)).to.equal(undefined);
    expect(hintOf({ origins: undefined })).to.include('undefined');
  });

  const handlers = [
    { desc: 'a handler', value: () => undefined, kept: true },
    { desc: 'false', value: false, kept: true },
    { desc: 'true', value: true, kept: false },
    { desc: 'null', value: null, kept: false },
  ] as const;
  for (const { desc, value, kept } of handlers) {
    it(`takes ${desc} for ${kept ? 'itself' : "v2's default"}`, () => {
      const { handlePreflightRequest } = parseSettings(
        { handlePreflightRequest: value },
        {},
        () => undefined,
      );
      expect(handlePreflightRequest).to.equal(kept ? value : undefined);
    });
  }

  const issuesOf = (settings: unknown, options?: unknown) => {
    try {
      parseSettings(settings as never, (options ?? {}) as never, () => undefined);
    } catch (error) {
      if (error instanceof LegacySettingsError) return error.issues;
      throw error;
    }
    return [];
  };

  const notOptions: { desc: string; value: unknown }[] = [
    { desc: 'a Map', value: new Map([['origins', 'a']]) },
    { desc: 'a Set', value: new Set(['origins']) },
    { desc: 'a promise', value: Promise.resolve({ origins: 'a' }) },
    { desc: 'a server', value: createServer() },
  ];
  for (const { desc, value } of notOptions) {
    it(`does not take ${desc} for an options object, which would allow every origin`, () => {
      const issues = issuesOf(value);
      expect(issues.map(({ path }) => path)).to.deep.equal(['settings']);
      expect(issues[0]?.message.toLowerCase()).to.include(desc.toLowerCase().replace(/^an? /, ''));
    });
  }

  it('takes an options object with members of its own', () => {
    expect(issuesOf({ listen: 'no function', path: '/x' })).to.deep.equal([]);
  });

  it('names every option of the translation that it does not know', () => {
    const [issue, ...others] = issuesOf({}, { semantic: 'exact', form: '2.0.0' });
    expect(others).to.deep.equal([]);
    expect(issue?.message).to.include('semantic, form');
  });

  it("validates the drop-in's own options as well, under their names", () => {
    const parse = (corsCompat: object) => () => parseSettings({}, corsCompat, () => undefined, 'corsCompat');
    expect(parse({ from: '2.3.0', acknowledge: ['ALLOW_ALL_BY_DEFAULT'] })).not.to.throw();
    expect(parse({ acknowledge: ['ALLOW_ALL_BY_DEFAULT', 1] })).to.throw(
      LegacySettingsError,
      'corsCompat.acknowledge: found an array of 2; expected an array of codes',
    );
  });

  it('takes each choice by its name', () => {
    for (const semantics of ['documented', 'exact'] as const)
      for (const missingOrigin of ['as-v2', 'allow'] as const)
        expect(parseSettings({}, { semantics, missingOrigin }, () => undefined)).to.include({
          semantics,
          missingOrigin,
        });
  });

  const ORIGINS = 'a string, an array of strings, or a function (origin, callback)';
  const accepted: [path: string, value: unknown, words: string][] = [
    ['origins', 3000, ORIGINS],
    ['origins', /x/, 'list the origins'],
    ['originsCalls', ['a', 3000], ORIGINS],
    ['originsCalls', 'a', 'an array with the arguments of the io.origins() calls'],
    ['handlePreflightRequest', 'a', 'a function (req, res), or false'],
    ['allowRequest', 'a', 'a function (req, callback)'],
    ['cors', {}, 'options.cors'],
  ];
  for (const [path, value, words] of accepted) {
    it(`says what is accepted for ${path}, given ${JSON.stringify(value)}`, () => {
      const issues = issuesOf({ [path]: value });
      expect(issues.map((issue) => issue.path.replace(/\[.*/, ''))).to.deep.equal([path]);
      expect(issues[0]?.message).to.include(words);
    });
  }

  const choices: [path: string, words: string][] = [
    ['from', 'Socket.IO from 1.4 up to, but not including, 3'],
    ['to', 'Socket.IO from 3 up to, but not including, 5'],
    ['semantics', "'documented' or 'exact'"],
    ['missingOrigin', "'as-v2' or 'allow'"],
  ];
  for (const [path, words] of choices) {
    it(`says what is accepted for ${path}`, () => {
      const issues = issuesOf({}, { [path]: 'neither' });
      expect(issues.map((issue) => issue.path)).to.deep.equal([path]);
      expect(issues[0]?.message).to.include('found the string "neither"; expected ').and.include(words);
    });
  }

  it('reports all problems of both arguments at once', () => {
    const settings = { origins: ['a', 1, /x/], originsCalls: [2], allowRequest: 3, cors: {} };
    const issues = issuesOf(settings, {
      from: '3.0.0',
      to: '2.5.1',
      semantics: 'x',
      missingOrigin: 'y',
      form: 1,
    });
    expect(issues.map(({ path }) => path)).to.have.members([
      ...['origins[1]', 'origins[2]', 'originsCalls[0]', 'allowRequest', 'cors'],
      ...['from', 'to', 'semantics', 'missingOrigin', 'options'],
    ]);
  });

  it('does not take a string for the options of the translation', () => {
    const [issue] = issuesOf({}, 'exact');
    expect(issue?.path).to.equal('options');
    expect(issue?.message).to.include('the string "exact"');
  });
});

describe('parseOptions', () => {
  it('resolves versions and ranges to releases, and fills in defaults', () => {
    expect(parseOptions({ from: '~2.0.0' }, () => '4.5.0')).to.deep.equal({
      from: '2.0.4',
      era: 'host-port',
      to: '4.5.0',
      semantics: 'documented',
      missingOrigin: 'as-v2',
      isFromAssumed: false,
      engine: undefined,
      range: undefined,
    });
  });

  it('names every option that is not understood', () => {
    const parse = () => parseOptions({ from: '5', semantics: 'loose', form: 1 } as never, () => undefined);
    expect(parse)
      .to.throw(LegacySettingsError)
      .with.property('issues')
      .that.satisfies((issues: readonly { path: string }[]) => {
        expect(issues.map(({ path }) => path)).to.deep.equal(['from', 'semantics', 'options']);
        return true;
      });
  });
});

describe('parseLegacySettings', () => {
  it('keeps the origins in force, the names of those that were replaced, and a hint if the option is not set', () => {
    expect(parseLegacySettings({ origins: undefined, originsCalls: ['a', ['b']] })).to.deep.include({
      origins: { subject: 'originsCalls[1]', value: ['b'], known: undefined },
      replaced: ['originsCalls[0]'],
      hint: 'origins was given as undefined: is a variable unset?',
    });
  });

  it('names every value that no v2 server accepted', () => {
    const parse = () => parseLegacySettings({ origins: ['a', 1] as never, originsCalls: ['b', null] });
    expect(parse)
      .to.throw(LegacySettingsError)
      .with.property('issues')
      .that.satisfies((issues: readonly { path: string }[]) => {
        expect(issues.map(({ path }) => path)).to.deep.equal(['origins[1]', 'originsCalls[1]']);
        return true;
      });
  });
});
