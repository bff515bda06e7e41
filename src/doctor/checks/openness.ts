import { type Check, diagnosisOf, neededBy, pagesOf } from '../diagnosis.js';
import { isEngineAnswer, readPollingOpen } from '../engine-io.js';
import { corsCheck } from '../fetch/cors.js';
import { allowOriginOf, getHeader } from '../fetch/header-list.js';
import { identifyServer } from '../identify-server.js';
import { judge } from '../judge.js';
import type { Answer, Observation, Outcome, RequestKind } from '../observation.js';
import { isMeant, type Row, type Survey } from '../survey.js';
import { causesOf } from './causes.js';

/** How far a stranger's page gets over polling. */
type Openness = 'closed' | 'without-credentials' | 'with-credentials';

/** Can a page of that kind open sessions over polling and read them? If polling is off, it is closed. */
export function pollingOpenness({ rows }: Survey, role: 'foreign' | 'null'): Openness {
  const levels = rows
    .filter(({ page, request }) => page.role === role && request === 'polling-get')
    .map(({ observation: { outcome }, page: { origin } }): Openness => {
      if (outcome.kind !== 'answer' || readPollingOpen(outcome.body) === null) return 'closed';
      if (corsCheck({ origin, credentials: true }, outcome.headers) === null) return 'with-credentials';
      const isReadable = corsCheck({ origin, credentials: false }, outcome.headers) === null;
      return isReadable ? 'without-credentials' : 'closed';
    });
  if (levels.includes('with-credentials')) return 'with-credentials';
  return levels.includes('without-credentials') ? 'without-credentials' : 'closed';
}

/**
 * A stranger that the request opens for, although polling is closed to strangers, or carries no cookies although the
 * pages use them. WebSockets and scripts carry cookies.
 */
function openedBeside(survey: Survey, request: 'websocket' | 'jsonp'): string | undefined {
  const level = pollingOpenness(survey, 'foreign');
  if (level === 'with-credentials') return undefined;
  const opened = survey.rows.find(
    (row) =>
      isStranger(row) &&
      row.request === request &&
      row.judgement.verdict === 'allowed' &&
      (level === 'closed' || row.page.credentials),
  );
  return opened?.page.origin;
}

export const isStranger = ({ page: { role } }: Row): boolean => role === 'foreign' || role === 'null';

/**
 * The requests of strangers that no server decided, because a limit, an outage or a time-out came first. A page that should
 * connect got through with the same request, so nothing else reports it.
 */
export function undecidedStrangers({ rows }: Survey): readonly Row[] {
  const passes = new Set(
    rows
      .filter(({ page, judgement }) => isMeant(page) && judgement.verdict === 'allowed')
      .map(({ request }) => request),
  );
  // JSONP is only tried for strangers.
  if (passes.has('polling-get')) passes.add('jsonp');
  return rows.filter(
    (row) =>
      isStranger(row) &&
      OPENING.has(row.request) &&
      passes.has(row.request) &&
      isUndecided(row.observation.outcome),
  );
}

/** The requests that open a session. */
const OPENING: ReadonlySet<RequestKind> = new Set(['polling-get', 'websocket', 'jsonp']);

/** A closed connection is a decision: 1.4 refuses WebSockets so. */
function isUndecided(outcome: Outcome): boolean {
  if (outcome.kind === 'failure') return outcome.code === 'TIMEOUT' || !outcome.connected;
  return (
    outcome.kind === 'answer' && !isEngineAnswer(outcome) && (outcome.status === 429 || outcome.status >= 500)
  );
}

/** Is it unknown whether strangers can connect? */
const strangersUndecided: Check = (survey) => {
  const rows = undecidedStrangers(survey);
  const [first] = rows;
  if (first === undefined) return [];
  const { outcome } = first.observation;
  const answered =
    outcome.kind === 'answer' ? { who: identifyServer(outcome), status: outcome.status } : undefined;
  return [diagnosisOf('FOREIGN_ORIGINS_NOT_TESTED', { pages: pagesOf(rows), answered })];
};

/** Does a WebSocket open for strangers? It does with `cors` and without `allowRequest`. */
const websocketOpen: Check = (survey) => {
  const origin = openedBeside(survey, 'websocket');
  const needed = neededBy(survey);
  return origin === undefined ? [] : [diagnosisOf('WEBSOCKET_OPEN_TO_ANY_ORIGIN', { origin, needed })];
};

/** Does JSONP open for strangers? A script carries no Origin, at most a Referer. */
const jsonpOpen: Check = (survey) => {
  const origin = openedBeside(survey, 'jsonp');
  const needed = neededBy(survey);
  return origin === undefined ? [] : [diagnosisOf('JSONP_OPEN', { origin, needed })];
};

/** Does any page get in over polling, with credentials or without? */
const anyOrigin: Check = (survey) => {
  const level = pollingOpenness(survey, 'foreign');
  const origin = survey.rows.find(({ page }) => page.role === 'foreign')?.page.origin ?? '';
  if (level === 'closed') return [];
  const code = level === 'with-credentials' ? 'FOREIGN_ORIGIN_WITH_CREDENTIALS' : 'ANY_ORIGIN_ADMITTED';
  return [diagnosisOf(code, { origin, needed: neededBy(survey) })];
};

/**
 * Is an origin allowed that only resembles a listed one? A look-alike gets in if it gets what a foreign origin does not:
 * a session, or an answer that it may read.
 */
const lookAlike: Check = (survey) => {
  // Another server may have allowed it.
  if (causesOf(survey).some(({ diagnosis }) => diagnosis.code === 'ANSWERS_DIFFER')) return [];
  const admitted = survey.clues
    .filter((clue) => clue.purpose === 'look-alike')
    .filter((clue) => {
      const foreign = survey.observations.filter(
        ({ page, request }) => page.role === 'foreign' && request === clue.request,
      );
      return accessOf(clue) > Math.max(0, ...foreign.map(accessOf));
    })
    .map(({ page }) => page.origin);
  return admitted.length === 0
    ? []
    : [diagnosisOf('LOOK_ALIKE_ORIGIN_ADMITTED', { admitted, needed: neededBy(survey) })];
};

/** How far a handshake gets: 0 nowhere, 1 to a session, 2 to one that the page may read. */
function accessOf(observation: Observation): 0 | 1 | 2 {
  const { request, page, outcome } = observation;
  if (request === 'websocket') return judge(observation).verdict === 'allowed' ? 2 : 0;
  if (outcome.kind !== 'answer' || readPollingOpen(outcome.body) === null) return 0;
  return corsCheck({ origin: page.origin, credentials: false }, outcome.headers) === null ? 2 : 1;
}

/** Is the origin `null` allowed with credentials? If every origin is, that is reported already. */
const nullWithCredentials: Check = (survey) =>
  pollingOpenness(survey, 'null') === 'with-credentials' &&
  pollingOpenness(survey, 'foreign') !== 'with-credentials'
    ? [diagnosisOf('NULL_ORIGIN_WITH_CREDENTIALS', { needed: neededBy(survey) })]
    : [];

/**
 * Does the answer depend on the origin without telling caches?
 * https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches
 */
const missingVary: Check = (survey) => {
  const answers = survey.rows.flatMap(({ request, observation: { outcome } }) =>
    request === 'polling-get' && outcome.kind === 'answer' ? [outcome] : [],
  );
  const origins = new Set(answers.map(allowOriginOf));
  const isSilent = answers.some(
    (answer) => opens(answer) && namesOrigin(answer) && !saysVary(answer) && !isNeverKept(answer),
  );
  return origins.size > 1 && isSilent
    ? [diagnosisOf('MISSING_VARY_ORIGIN', { needed: neededBy(survey) })]
    : [];
};

const opens = ({ body }: Answer): boolean => readPollingOpen(body) !== null;

const namesOrigin = (answer: Answer): boolean => !['*', null].includes(allowOriginOf(answer));

const saysVary = ({ headers }: Answer): boolean =>
  /(?:^|,)\s*(?:origin|\*)\s*(?:,|$)/i.test(getHeader(headers, 'vary') ?? '');

const isNeverKept = ({ headers }: Answer): boolean =>
  /\bno-store\b/i.test(getHeader(headers, 'cache-control') ?? '');

export const opennessChecks: readonly Check[] = [
  strangersUndecided,
  websocketOpen,
  anyOrigin,
  lookAlike,
  nullWithCredentials,
  jsonpOpen,
  missingVary,
];
