import { expect } from 'chai';
import { translateCors } from '../../src/index.js';
import { forCommand, forPage } from '../../src/messages/wording.js';

describe('forCommand and forPage', () => {
  const { warnings } = translateCors({ origins: ['https://example.com'] });
  const { remedy = '' } = warnings.find(({ code }) => code === 'ORIGIN_NOW_ADMITTED') ?? {};

  it('name an option as the place does that shows the message', () => {
    expect(remedy).to.include("semantics: 'exact'");
    expect(forCommand(remedy)).to.include('--semantics exact').and.not.include('semantics:');
    expect(forPage(remedy)).to.include('Matching: exact').and.not.include('semantics:');
  });
});
