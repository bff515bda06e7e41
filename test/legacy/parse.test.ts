import { createServer } from 'node:http';
import { expect } from 'chai';
import { LegacySettingsError } from '../../src/legacy/legacy-settings-error.js';
import { parseSettings } from '../../src/legacy/parse.js';
import { TARGET_RELEASES } from '../../src/legacy/releases.js';
import type { LegacyCorsSettings } from '../../src/legacy/settings.js';

const NEWEST = TARGET_RELEASES.published[TARGET_RELEASES.published.length - 1];

describe('parseSettings', () => {
  const targets: { desc: string; installed: string | undefined; to?: string; release: string | undefined }[] =
    [
      { desc: 'the release that is installed', installed: '4.5.0', release: '4.5.0' },
      { desc: 'the newest known where none is', installed: undefined, release: NEWEST },
      { desc: 'the newest known where v2 still is', installed: '2.5.1', release: NEWEST },
      { desc: 'the newest known where no release is', installed: 'next', release: NEWEST },
      { desc: 'the one named, whatever is installed', installed: '4.5.0', to: '4.1.0', release: '4.1.0' },
    ];
  for (const { desc, installed, to, release } of targets) {
    it(`translates to ${desc}`, () => {
      expect(parseSettings({}, { to }, () => installed).to).to.equal(release);
    });
  }

  it('does not look what is installed where a target is named', () => {
    parseSettings({}, { to: '4.0.0' }, () => expect.fail('looked'));
  });

  it('keeps what is in force, and the names of what was replaced', () => {
    const { origins, replaced } = parseSettings(
      { origins: 'a', originsCalls: ['b', 'c'] },
      {},
      () => undefined,
    );
    expect(origins).to.deep.equal({ subject: 'originsCalls[1]', value: 'c' });
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

  it('has a hint where origins is not set but something like it is, and none else', () => {
    const hintOf = (settings: LegacyCorsSettings) => parseSettings(settings, {}, () => undefined).hint;
    expect(hintOf({ origin: 'a' } as LegacyCorsSettings)).to.include('did you mean origins?');
    expect(hintOf({ path: '/x' })).to.equal('');
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
      parseSettings(settings as never, options as never, () => undefined);
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
    it(`does not take ${desc} for an options object, which would admit everyone`, () => {
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

  it('does not take a string for the options of the translation', () => {
    const [issue] = issuesOf({}, 'exact');
    expect(issue?.path).to.equal('options');
    expect(issue?.message).to.include('the string "exact"');
  });
});
