import { expect } from 'chai';
import { warningOf } from '../../../src/codemod/analyze/warning-of.js';
import type { Warning } from '../../../src/index.js';
import { collectWarnings } from '../../model/collect-warnings.js';
import { type Difference, explainDifference } from './scale/explain-difference.js';
import type { GeneratedConfiguration } from './scale/generated-configuration.js';
import { data } from './scale/written.js';

/** The judge of the comparison at scale has to be harder to please than "some warning was given". */
describe('explainDifference', () => {
  const told = (...[code, args, subject]: Parameters<ReturnType<typeof collectWarnings>['warn']>) => {
    const { warn, warnings } = collectWarnings();
    warn(code, args, subject);
    return warnings;
  };
  const configured = (
    value: unknown,
    more: Partial<GeneratedConfiguration> = {},
  ): GeneratedConfiguration => ({
    from: '2.5',
    semantics: 'documented',
    missingOrigin: 'as-v2',
    style: 'option',
    origins: data(value),
    calls: [],
    handler: undefined,
    allowRequest: undefined,
    ...more,
  });
  const change = (effect: 'opens' | 'closes', origin?: string): Difference => ({
    about: 'enter',
    effect,
    request: { desc: '', ...(origin === undefined ? {} : { origin }) },
  });
  const explains = (difference: Difference, configuration: GeneratedConfiguration, warnings: Warning[]) =>
    explainDifference(difference, configuration, warnings) !== undefined;

  const admitted = told(
    'ORIGIN_NOW_ADMITTED',
    { from: '2.5.1', origins: { named: ['https://a.example'], count: 1 } },
    'origins[0]: "https://a.example"',
  );
  const closed = told(
    'SUBSTRING_MATCH_CLOSED',
    { from: '2.5.1', entry: 'https://a.example:443', everyone: false },
    'origins: "https://a.example:443"',
  );

  it('takes an origin that the warning names, and no other', () => {
    expect(explains(change('opens', 'https://a.example'), configured(['https://a.example']), admitted)).to.be
      .true;
    expect(explains(change('opens', 'https://b.example'), configured(['https://a.example']), admitted)).to.be
      .false;
    expect(explains(change('opens', 'http://a.example'), configured(['https://a.example']), admitted)).to.be
      .false;
  });

  it('takes no warning of the other effect', () => {
    expect(explains(change('closes', 'https://a.example'), configured(['https://a.example']), admitted)).to.be
      .false;
    expect(explains(change('opens', 'http://a.example:443'), configured('https://a.example:443'), closed)).to
      .be.false;
  });

  it('takes a closed substring for what was found in the string, and is no entry of it', () => {
    const configuration = configured('https://a.example:443 b.example:80 https://c.example:*');
    expect(explains(change('closes', 'https://example'), configuration, closed)).to.be.true;
    for (const listed of [
      'https://a.example',
      'http://b.example',
      'http://c.example:8080',
      'https://other.example',
    ]) {
      expect(explains(change('closes', listed), configuration, closed), listed).to.be.false;
    }
  });

  it('takes a string that is read at run time for the end of entries with a path, and of no others', () => {
    const split = [warningOf('RUN_TIME_STRING_IS_SPLIT', { from: '2.5.1' }, 'origins')];
    const configuration = configured('https://a.example:443/chat https://b.example:443/');
    expect(explains(change('closes', 'https://a.example'), configuration, split)).to.be.true;
    expect(explains(change('closes', 'https://b.example'), configuration, split)).to.be.false;
    expect(explains(change('closes', 'https://a.example'), configuration, closed)).to.be.false;
  });

  it('takes a missing origin only where it was asked for', () => {
    const warnings = told('MISSING_ORIGIN_NOW_ADMITTED', { from: '2.5.1' }, 'missingOrigin');
    expect(explains(change('opens'), configured([], { missingOrigin: 'allow' }), warnings)).to.be.true;
    expect(explains(change('opens'), configured([]), warnings)).to.be.false;
    expect(explains(change('opens', 'null'), configured([], { missingOrigin: 'allow' }), warnings)).to.be
      .false;
  });

  it('takes nothing for what is no URL', () => {
    const configuration = configured(['https://a.example']);
    expect(explains(change('opens', 'https://xn--a'), configuration, [...admitted, ...closed])).to.be.false;
  });

  it('takes no warning about protocols for one about origins', () => {
    const warnings = told('LEGACY_CLIENTS_NEED_ALLOW_EIO3', { to: '4.8.4', available: true });
    expect(explains(change('closes', 'https://a.example'), configured(['a.example:443']), warnings)).to.be
      .false;
  });
});
