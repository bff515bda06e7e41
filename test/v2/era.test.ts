import { expect } from 'chai';
import { eraOf, knowsPreflightHandlers } from '../../src/v2/era.js';

describe('eraOf', () => {
  const eras = {
    'host-port': ['1.4.0', '1.7.4', '2.0.0', '2.0.4'],
    'scheme-host-port': ['2.1.0', '2.3.0', '2.4.1', '2.5.1'],
    exact: ['2.4.0'],
  };
  for (const [era, releases] of Object.entries(eras)) {
    for (const release of releases) {
      it(`is ${era} for ${release}`, () => {
        expect(eraOf(release)).to.equal(era);
      });
    }
  }
});

describe('knowsPreflightHandlers', () => {
  it('is true from 2.0.0 on', () => {
    expect(['1.4.0', '1.7.4', '2.0.0', '2.5.1'].map(knowsPreflightHandlers)).to.deep.equal([
      false,
      false,
      true,
      true,
    ]);
  });
});
