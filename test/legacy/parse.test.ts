import { expect } from 'chai';
import { parseSettings } from '../../src/legacy/parse.js';
import { TARGET_RELEASES } from '../../src/legacy/releases.js';

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
      { path: '/x', origins: 'a', cors: undefined },
      {},
      () => undefined,
    ).otherOptions;
    expect({ ...others }).to.deep.equal({ path: '/x' });
    expect(Object.getPrototypeOf(others)).to.equal(null);
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
});
