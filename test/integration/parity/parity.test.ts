import { expect } from 'chai';
import { translateCors, type Warning } from '../../../src/index.js';
import { type Answer, ask } from './ask.js';
import { type Configuration, STATIC_CONFIGURATIONS } from './configurations.js';
import { crashesDuring } from './crashes-during.js';
import { eraOf } from './era-of.js';
import { ALLOW_REQUEST_CONFIGURATIONS, FUNCTION_ORIGIN_CONFIGURATIONS } from './function-configurations.js';
import { type Decision, judgeDecision, judgeReadability } from './judge-decision.js';
import { mapLimited } from './map-limited.js';
import { type HandshakeQuestion, questionsFor } from './questions.js';
import { exactVersion, LEGACY_RELEASES, type LegacyRelease, type ModernRelease } from './releases.js';
import { type RunningServer, startLegacy, startModern } from './servers.js';

const CALLED = [...FUNCTION_ORIGIN_CONFIGURATIONS, ...ALLOW_REQUEST_CONFIGURATIONS];
const ALL = [...STATIC_CONFIGURATIONS, ...CALLED];

/** A translation to try. */
interface Plan {
  readonly to: ModernRelease;
  readonly semantics: 'exact' | 'documented';
  /** Ask the telling questions alone. */
  readonly brief?: true;
}

const EXACT: Plan = { to: '4.8', semantics: 'exact' };
const DOCUMENTED: Plan = { to: '4.8', semantics: 'documented' };

/** The requests that every release is compared by. They show that 2.1 and 2.3 check as 2.5 does, and 1.4 as 2.0. */
const PLANS: Readonly<
  Record<LegacyRelease, { configurations: readonly Configuration[]; plans: readonly Plan[] }>
> = {
  '1.4': { configurations: ALL, plans: [EXACT] },
  '2.0': { configurations: ALL, plans: [EXACT, { ...DOCUMENTED, brief: true }] },
  '2.1': { configurations: STATIC_CONFIGURATIONS, plans: [EXACT] },
  '2.3': { configurations: STATIC_CONFIGURATIONS, plans: [EXACT] },
  '2.4.0': { configurations: ALL, plans: [EXACT, { ...DOCUMENTED, brief: true }] },
  '2.5': {
    configurations: ALL,
    plans: [
      EXACT,
      DOCUMENTED,
      { ...EXACT, to: '4.0', brief: true },
      { ...DOCUMENTED, to: '4.0', brief: true },
    ],
  },
};

describe('parity: who gets in', function () {
  this.timeout(20_000);

  for (const release of LEGACY_RELEASES) {
    describe(`from socket.io ${release}`, () => {
      const { configurations, plans } = PLANS[release];
      for (const configuration of configurations) {
        it(configuration.desc, async () => {
          const { asked, problems } = await compare(release, configuration, plans);
          expect(asked).to.be.greaterThan(20);
          if (problems.length > 0)
            expect.fail(`socket.io ${release}: ${configuration.desc}\n${problems.join('\n')}`);
        });
      }
    });
  }
});

async function compare(
  release: LegacyRelease,
  configuration: Configuration,
  plans: readonly Plan[],
): Promise<{ asked: number; problems: string[] }> {
  const questions = questionsFor(configuration, release);
  const v2 = await decideOnV2(release, configuration, questions);
  const problems: string[] = [];
  let asked = 0;
  for (const plan of plans) {
    const { options, warnings } = translateCors(configuration.settings, {
      ...configuration.options,
      from: exactVersion(release),
      to: exactVersion(plan.to),
      semantics: plan.semantics,
    });
    const chosen = plan.brief ? questions.filter(({ telling }) => telling) : questions;
    const { result: v4, crashes } = await crashesDuring(async () =>
      askAll(await startModern(plan.to, options), 4, chosen),
    );
    for (const crash of new Set(crashes)) problems.push(`  ${plan.semantics} → ${plan.to} dies: ${crash}`);
    for (const question of chosen) {
      const answer = v4.get(question) as Answer;
      const decision = { question, v2: v2.get(question) === true, v4: answer.admitted };
      const problem =
        (answer.failure === 'timeout' ? 'v4 never answers' : undefined) ??
        judgeDecision(decision, configuration, plan.semantics, warnings) ??
        judgeReadability(decision, answer, configuration);
      asked++;
      if (problem) problems.push(describeProblem(plan, decision, problem, warnings));
    }
  }
  return { asked, problems };
}

async function decideOnV2(
  release: LegacyRelease,
  { settings, insteadOfV2 }: Configuration,
  questions: readonly HandshakeQuestion[],
): Promise<Map<HandshakeQuestion, boolean>> {
  if (!insteadOfV2) {
    const answers = await askAll(await startLegacy(release, settings), 3, questions);
    return new Map([...answers].map(([question, { admitted }]) => [question, admitted]));
  }
  return new Map(
    questions.map((question) => {
      // The arguments with which v2 calls an origins function.
      const { origin, referer } = question.request;
      const value = origin || referer || '*';
      const argument = eraOf(release) === 'exact' ? origin : value === 'null' ? '*' : value;
      return [question, insteadOfV2(argument)];
    }),
  );
}

async function askAll(
  server: RunningServer,
  eio: 3 | 4,
  questions: readonly HandshakeQuestion[],
): Promise<Map<HandshakeQuestion, Answer>> {
  try {
    const answers = await mapLimited(questions, 8, async (question) => {
      const { origin, referer } = question.request;
      const caller = {
        ...(origin === undefined ? {} : { origin }),
        ...(referer === undefined ? {} : { referer }),
      };
      return [question, await ask(server, { kind: question.kind, eio, ...caller })] as const;
    });
    return new Map(answers);
  } finally {
    await server.close();
  }
}

function describeProblem(
  { to, semantics }: Plan,
  { question: { request, kind }, v2, v4 }: Decision,
  problem: string,
  warnings: readonly Warning[],
): string {
  const answer = (admitted: boolean) => (admitted ? 'admitted' : 'refused');
  const listed = warnings.map(({ code, effect }) => `${code} (${effect})`).join(', ') || 'none';
  return `  ${semantics} → ${to}, ${kind}, ${request.desc}: v2 ${answer(v2)}, v4 ${answer(v4)}: ${problem}; warnings: ${listed}`;
}
