import { expect } from 'chai';
import { parseSettings } from '../../src/v2/parse.js';
import { toPolicy } from '../../src/v2/to-policy.js';

describe('toPolicy', () => {
  it('says what the settings meant, and to which release', () => {
    const settings = { origins: ['https://example.com'], handlePreflightRequest: false } as const;
    const options = { from: '2.4.0', to: '4.0.0', semantics: 'exact', missingOrigin: 'allow' } as const;
    expect(
      toPolicy(
        parseSettings(settings, options, () => undefined),
        () => undefined,
      ),
    ).to.deep.equal({
      from: '2.4.0',
      to: '4.0.0',
      era: 'exact',
      semantics: 'exact',
      missingOrigin: 'allow',
      handshake: { kind: 'literal-list', origins: ['https://example.com'], admitsNoOrigin: false },
      preflight: { kind: 'left-to-others' },
    });
  });
});
