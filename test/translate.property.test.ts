import { expect } from 'chai';
import fc from 'fast-check';
import { translateCors } from '../src/translate.js';
import { entry, headers, origins, release } from './v2/arbitraries.js';
import { v2Decision } from './v2/v2-decision.js';
import { v4Decision } from './v4/v4-decision.js';

const RUNS = Number(process.env.FC_RUNS ?? 20_000);

describe('translateCors, against the code of the releases themselves', function () {
  this.timeout(120_000);

  it("with semantics 'exact', decides every handshake as the release did", () => {
    fc.assert(
      fc.property(
        release,
        origins,
        fc.array(headers, { minLength: 5, maxLength: 5 }),
        (from, value, requests) => {
          const v2 = v2Decision(from, { origins: value });
          const v4 = v4Decision(translateCors({ origins: value }, { from, semantics: 'exact' }));
          for (const request of requests) {
            expect(v4(request), JSON.stringify(request)).to.equal(v2(request));
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("with semantics 'documented', never deviates without a warning of that effect", () => {
    fc.assert(
      fc.property(
        release,
        origins,
        fc.array(headers, { minLength: 5, maxLength: 5 }),
        (from, value, requests) => {
          const translation = translateCors({ origins: value }, { from });
          // v2 clients are refused by another rule, so their warning does not explain this difference.
          const effects = new Set(
            translation.warnings
              .filter(({ code }) => code !== 'LEGACY_CLIENTS_NEED_ALLOW_EIO3')
              .map(({ effect }) => effect),
          );
          const v2 = v2Decision(from, { origins: value });
          const v4 = v4Decision(translation);
          for (const request of requests) {
            const [before, after] = [v2(request), v4(request)];
            const effect = after === before ? undefined : after === 'admitted' ? 'opens' : 'closes';
            if (effect !== undefined)
              expect(effects, `${before} → ${after}: ${JSON.stringify(request)}`).to.include(effect);
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('reads io.origins(x) as v2 did: the last call wins', () => {
    fc.assert(
      fc.property(
        release,
        origins,
        fc.array(origins, { maxLength: 3 }),
        headers,
        (from, option, originsCalls, request) => {
          const settings = { origins: option, originsCalls };
          const v4 = v4Decision(translateCors(settings, { from, semantics: 'exact' }));
          expect(v4(request)).to.equal(v2Decision(from, settings)(request));
        },
      ),
      { numRuns: RUNS / 4 },
    );
  });

  it("lets 'documented' allow no origin that neither the release allowed nor an entry names", () => {
    fc.assert(
      fc.property(
        release,
        fc.array(entry, { minLength: 1, maxLength: 3 }),
        headers,
        (from, value, request) => {
          const before = v2Decision(from, { origins: value })(request);
          const after = v4Decision(translateCors({ origins: value }, { from }))(request);
          if (before === 'refused' && after === 'admitted') {
            const origin = canonical(request.origin || request.referer || '');
            // A header that is not an origin is read as loosely as on v2. No browser sends one.
            if (origin !== undefined) expect(value.map(canonical)).to.include(origin);
          }
        },
      ),
      { numRuns: RUNS },
    );
  });
});

/** An origin of any scheme, as the URL standard writes it. */
function canonical(text: string): string | undefined {
  try {
    const { protocol, host } = new URL(text.replace(/^(?!https?:)[a-z-]+:/i, (scheme) => `http:/${scheme}`));
    return `${protocol}//${host}`;
  } catch {
    return undefined;
  }
}
