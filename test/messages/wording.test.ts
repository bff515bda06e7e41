import { expect } from 'chai';
import { translateCors } from '../../src/index.js';
import { forCommand, forPage } from '../../src/messages/wording.js';

describe('forCommand and forPage', () => {
  const { warnings } = translateCors({ origins: ['https://example.com'] });
  const { remedy = '' } = warnings.find(({ code }) => code === 'ORIGIN_NOW_ADMITTED') ?? {};

  it('name options as in the command and on the page', () => {
    expect(remedy).to.include("semantics: 'exact'");
    expect(forCommand(remedy)).to.include('--semantics exact').and.not.include('semantics:');
    expect(forPage(remedy)).to.include('Matching: exact').and.not.include('semantics:');
  });

  it('name no option of the drop-in server', () => {
    const [{ message = '' } = {}] = translateCors({}).warnings;
    expect(message).to.include('corsCompat');
    expect(forCommand(message)).to.include('--from 2.4.0').and.not.include('corsCompat');
    expect(forPage(message)).to.not.include('corsCompat');
  });

  it('leave code as it is', () => {
    const code = "corsCompat: { semantics: 'exact', missingOrigin: 'allow' }";
    expect(forCommand(`Add ${code}, or use semantics: 'exact'.`)).to.equal(
      `Add ${code}, or use --semantics exact.`,
    );
    expect(forPage(code)).to.equal(code);
  });
});
