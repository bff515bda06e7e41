import { expect } from 'chai';
import type { Warning } from '../../src/messages/warn.js';
import { warningOf } from '../../src/messages/warn.js';
import { reporter } from '../../src/server/reporting.js';

const legacy = (member: string) => warningOf('LEGACY_MEMBER', { member, replacement: 'x' }, member);
const open = (subject: string) => warningOf('ROOT_CONNECTION_LISTENERS_NOT_CALLED', {}, subject);
const closed = (subject: string) => warningOf('ATTACH_ORIGINS_IGNORED', { isRemoved: false }, subject);

describe('the reporter', () => {
  const reported = (
    run: (report: ReturnType<typeof reporter>) => void,
    acknowledge: Warning['code'][] = [],
  ) => {
    const warnings: Warning[] = [];
    run(reporter({ acknowledge, onWarning: (warning) => void warnings.push(warning) }));
    return warnings.map(({ code, subject }) => `${code} ${subject}`);
  };

  it('reports each code once', () => {
    const run = (report: ReturnType<typeof reporter>) => {
      report(closed('a'));
      report(closed('b'));
    };
    expect(reported(run)).to.deep.equal(['ATTACH_ORIGINS_IGNORED a']);
  });

  it('reports a code that opens once for each setting, and LEGACY_MEMBER once for each member', () => {
    const run = (report: ReturnType<typeof reporter>) => {
      for (const subject of ['a', 'b', 'a']) {
        report(open(subject));
        report(legacy(subject));
      }
    };
    expect(reported(run)).to.deep.equal([
      'ROOT_CONNECTION_LISTENERS_NOT_CALLED a',
      'LEGACY_MEMBER a',
      'ROOT_CONNECTION_LISTENERS_NOT_CALLED b',
      'LEGACY_MEMBER b',
    ]);
  });

  it('leaves out acknowledged codes', () => {
    const run = (report: ReturnType<typeof reporter>) => {
      report(legacy('a'));
      report(closed('b'));
    };
    expect(reported(run, ['LEGACY_MEMBER'])).to.deep.equal(['ATTACH_ORIGINS_IGNORED b']);
  });
});
