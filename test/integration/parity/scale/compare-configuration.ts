import type { Warning } from '../../../../src/index.js';
import { type Answer, ask } from '../ask.js';
import { mapLimited } from '../map-limited.js';
import { openSession } from '../open-session.js';
import type { ModernRelease } from '../releases.js';
import { type Decision, decisionsIn } from './decision.js';
import { explainDifference } from './explain-difference.js';
import { type GeneratedConfiguration, originsInForce } from './generated-configuration.js';
import { legacyProgram } from './legacy-program.js';
import type { Place } from './place.js';
import { asked, type ScaleQuestion } from './scale-question.js';
import { type Started, SUCCESSORS, type Successor, startOriginal, startSuccessor } from './successors.js';

/** The HTTP servers that the original and its successors run on. */
export type Places = Readonly<Record<'original' | Successor, Place>>;

/**
 * `malformed`: a header that no browser sends, which migrated code refuses. v2 read it as an origin, or (2.4.0) found it in a
 * string of several origins. No warning covers that. It may only be allowed if v2 allowed requests without an origin.
 */
export type Outcome = 'agree' | 'underWarning' | 'malformed' | 'silent';

/** One decision that differs, or does not. */
export interface Compared {
  readonly successor: Successor;
  readonly question: ScaleQuestion;
  readonly decision: Decision;
  readonly before: boolean;
  readonly outcome: Outcome;
  /** The warning that explains it. */
  readonly warning?: Warning;
}

/** The results of one configuration. */
export interface Comparison {
  readonly requests: number;
  readonly compared: readonly Compared[];
  readonly leftToPerson: boolean;
  readonly started: Readonly<Partial<Record<Successor, Started>>>;
}

/** Sends the same requests to the original and to its successors, and judges every difference. */
export async function compareConfiguration(
  places: Places,
  configuration: GeneratedConfiguration,
  questions: readonly ScaleQuestion[],
  to: ModernRelease,
): Promise<Comparison> {
  const program = legacyProgram(configuration);
  startOriginal(places.original, program, configuration.from);
  const started: Partial<Record<Successor, Started>> = {};
  for (const successor of SUCCESSORS) {
    const running = await startSuccessor(successor, places[successor], configuration, program, to);
    if (running !== undefined) started[successor] = running;
  }
  const original = await askAll(places.original, [3], configuration, questions);
  const admitted = await admittedPages(places.original, questions);
  const { admitted: admitsAnybody } = await ask(places.original, { kind: 'polling', eio: 3 });
  const compared: Compared[] = [];
  let requests = questions.length;
  for (const successor of SUCCESSORS) {
    const running = started[successor];
    if (running === undefined) continue;
    const answers = await askAll(places[successor], running.protocols, configuration, questions);
    requests += questions.length;
    for (const [index, question] of questions.entries()) {
      const [before, after] = [original[index], answers[index]] as [Answer | undefined, Answer | undefined];
      if (before === undefined || after === undefined) continue;
      // If v2 gave a page no session, the preflights that it allowed for that page were of no use.
      const isUseful = question.kind !== 'preflight' || admitted.has(question.request.origin);
      for (const one of judge(
        successor,
        configuration,
        running.warnings,
        question,
        before,
        after,
        admitsAnybody,
      )) {
        compared.push(one.before && !isUseful ? { ...one, outcome: 'agree' } : one);
      }
    }
  }
  return { requests, compared, leftToPerson: started.migrated === undefined, started };
}

/** Undefined for a preflight outside of a session if v2 had no handler: v2 only answered those within a session. */
async function askAll(
  place: Place,
  protocols: Started['protocols'],
  configuration: GeneratedConfiguration,
  questions: readonly ScaleQuestion[],
): Promise<(Answer | undefined)[]> {
  const isHandled = typeof configuration.handler?.value === 'function' && configuration.from !== '1.4';
  const isLeftToOthers = configuration.handler?.value === false && configuration.from !== '1.4';
  const needsSession = !isHandled && !isLeftToOthers;
  const pages = questions.flatMap(({ request }) => request.origin ?? []);
  const asksPreflights = questions.some(({ kind }) => kind === 'preflight');
  const { sid } = needsSession && asksPreflights ? await openSession(place, protocols[0], pages) : {};
  return mapLimited([...questions.entries()], 8, async ([index, question]) => {
    if (question.kind !== 'preflight')
      return ask(place, asked(question, protocols[index % protocols.length] as 3 | 4, sid));
    return needsSession && sid === undefined ? undefined : ask(place, asked(question, protocols[0], sid));
  });
}

/** The pages that send preflights and get a session on v2. */
async function admittedPages(
  place: Place,
  questions: readonly ScaleQuestion[],
): Promise<ReadonlySet<string>> {
  const pages = questions.flatMap(({ kind, request }) =>
    kind === 'preflight' ? (request.origin ?? []) : [],
  );
  const answers = await mapLimited(pages, 8, (origin) => ask(place, { kind: 'polling', eio: 3, origin }));
  return new Set(pages.filter((_page, i) => answers[i]?.admitted));
}

function judge(
  successor: Successor,
  configuration: GeneratedConfiguration,
  warnings: readonly Warning[],
  question: ScaleQuestion,
  before: Answer,
  after: Answer,
  admitsAnybody: boolean,
): Compared[] {
  const old = decisionsIn(question, before);
  return decisionsIn(question, after).flatMap((decision, i): Compared[] => {
    const was = (old[i] as Decision).allowed;
    const base = { successor, question, decision, before: was };
    if (decision.allowed === was || isOfNoUse(decision, before, after, configuration))
      return [{ ...base, outcome: 'agree' }];
    if (question.request.malformed && was && isWholeString(question, configuration))
      return [{ ...base, outcome: 'malformed' }];
    if (successor === 'migrated' && question.request.malformed && (was || admitsAnybody))
      return [{ ...base, outcome: 'malformed' }];
    const effect = decision.allowed ? 'opens' : 'closes';
    const difference = { about: decision.about, effect, request: question.request } as const;
    const warning = explainDifference(difference, configuration, warnings);
    return [
      { ...base, ...(warning === undefined ? { outcome: 'silent' } : { outcome: 'underWarning', warning }) },
    ];
  });
}

/** 2.4.0 compared a string as it was. No browser sends a header that repeats a whole list of origins. */
function isWholeString({ request }: ScaleQuestion, configuration: GeneratedConfiguration): boolean {
  return configuration.from === '2.4.0' && request.origin === originsInForce(configuration)?.value;
}

/**
 * Whether a page may read does not matter if the handshake was refused before and after. 1.4 let pages read refusals, and so
 * does v4 if the app's own `allowRequest` refuses, which a warning says.
 */
function isOfNoUse(
  { about, allowed }: Decision,
  before: Answer,
  after: Answer,
  { allowRequest }: GeneratedConfiguration,
): boolean {
  if (about !== 'read' || before.admitted || after.admitted) return false;
  return !allowed || allowRequest !== undefined;
}
