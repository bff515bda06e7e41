import { expect } from 'chai';
import fc from 'fast-check';
import { explainSettings } from '../../../src/explain/explain-settings.js';
import type { OriginHeaders } from '../../../src/origins/policy.js';
import { translateCors } from '../../../src/translate.js';
import { settings, translateOptions } from '../../explain/arbitraries.js';
import { origins } from '../../v2/arbitraries.js';
import { ask, type Question } from '../parity/ask.js';
import { mayRead, maySend } from '../parity/browser.js';
import {
  exactVersion,
  LEGACY_RELEASES,
  type LegacyRelease,
  MODERN_RELEASES,
  type ModernRelease,
} from '../parity/releases.js';
import { type RunningServer, startLegacy, startModern } from '../parity/servers.js';
import { pageHeaders } from './page-headers.js';
import { startSource } from './run-source.js';

/** A twentieth of `FC_RUNS`, because each run starts two servers. */
const RUNS = Math.ceil(Number(process.env.FC_RUNS ?? 800) / 20);
const SEED = Number(process.env.FC_SEED ?? 1);

interface Case {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly from: LegacyRelease;
  readonly to: ModernRelease;
  readonly semantics: 'documented' | 'exact';
  readonly missingOrigin: 'as-v2' | 'allow';
}

const cases: fc.Arbitrary<Case> = fc.record({
  settings: fc.oneof(
    fc.record({ origins }),
    fc.record({ origins, originsCalls: fc.array(origins, { maxLength: 2 }) }),
    fc.constant({}),
  ),
  from: fc.constantFrom(...LEGACY_RELEASES),
  to: fc.constantFrom(...MODERN_RELEASES),
  semantics: fc.constantFrom('documented' as const, 'exact' as const),
  missingOrigin: fc.constantFrom('as-v2' as const, 'allow' as const),
});

describe('explain, compared with real servers,', function () {
  this.timeout(600_000);

  it('prints a correct table and server, over polling and WebSocket', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ settings, from, to, ...options }) => {
        const { table, source } = explainSettings(settings, {
          ...{ from: exactVersion(from), to: exactVersion(to), ...options },
        });
        const legacy = await startLegacy(from, settings);
        const modern = await startSource(source, to);
        try {
          for (const { origin, v2, v4 } of table) {
            expect(await words(legacy, 3, origin), `v2 for ${origin}`).to.deep.equal([v2, v2]);
            expect(await words(modern, 4, origin), `v4 for ${origin} by\n${source}`).to.deep.equal([v4, v4]);
          }
        } finally {
          await Promise.all([legacy.close(), modern.close()]);
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('prints code whose answers let browsers read what the translation lets them read', async () => {
    await fc.assert(
      fc.asyncProperty(
        settings,
        translateOptions,
        fc.array(pageHeaders, { minLength: 4, maxLength: 4 }),
        async (given, options, pages) => {
          const { source } = explainSettings(given, options);
          const printed = await startSource(source);
          const translated = await startModern('4.8', translateCors(given as never, options).options);
          try {
            for (const question of pages.flatMap(questions)) {
              const [one, other] = await Promise.all([
                answerOf(printed, question),
                answerOf(translated, question),
              ]);
              expect(one, `${JSON.stringify(question)} by\n${source}`).to.deep.equal(other);
            }
          } finally {
            await Promise.all([printed.close(), translated.close()]);
          }
        },
      ),
      { numRuns: RUNS, seed: SEED },
    );
  });
});

/** The results of a handshake over polling, and of one over WebSocket. */
function words(server: RunningServer, eio: 3 | 4, origin: string | null): Promise<string[]> {
  const caller = origin === null ? {} : { origin };
  return Promise.all(
    (['polling', 'websocket'] as const).map(async (kind) =>
      (await ask(server, { kind, eio, ...caller })).admitted ? 'admitted' : 'refused',
    ),
  );
}

function questions(headers: OriginHeaders): Question[] {
  const caller = headers as { origin?: string; referer?: string };
  return [
    { kind: 'polling', eio: 4, ...caller },
    { kind: 'websocket', eio: 4, ...caller },
    { kind: 'preflight', eio: 4, method: 'POST', headerNames: ['content-type'], ...caller },
  ];
}

/** Whether a browser may connect, and what it may read or send. */
async function answerOf(server: RunningServer, question: Question) {
  const answer = await ask(server, question);
  const { admitted } = answer;
  const { origin } = question;
  if (origin === undefined) return { admitted };
  return [true, false].map((credentials) =>
    question.kind === 'preflight'
      ? { sends: maySend(answer, { ...question, origin, credentials }) }
      : { admitted, reads: mayRead(answer, origin, credentials) },
  );
}
