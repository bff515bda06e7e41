import { type Check, diagnosisOf, pagesOf } from '../diagnosis.js';
import { isEngineAnswer, openedBy } from '../engine-io.js';
import { allowOriginOf, corsCheck, headerOf } from '../fetch.js';
import { identifyServer } from '../identify-server.js';
import { judge } from '../judge.js';
import { answerTo, type Observation, type RequestKind, type Seen, statusOf } from '../observation.js';
import { isMeant, type Row, type Survey } from '../survey.js';

/** How far a page gets over polling: 0 nowhere, 1 to a session, 2 to one that it may read, 3 with cookies. */
type Access = 0 | 1 | 2 | 3;

function pollingAccess({ page: { origin }, outcome }: Pick<Observation, 'page' | 'outcome'>): Access {
  const answer = answerTo({ outcome });
  if (answer === undefined || openedBy({ outcome }) === null) return 0;
  if (corsCheck({ origin, credentials: true }, answer.headers) === null) return 3;
  return corsCheck({ origin, credentials: false }, answer.headers) === null ? 2 : 1;
}

/** How far pages of that kind get over polling. If polling is off, nowhere. */
export const accessOf = ({ rows }: Survey, role: 'foreign' | 'null'): Access =>
  Math.max(
    0,
    ...rows.filter(({ page, request }) => page.role === role && request === 'polling-get').map(pollingAccess),
  ) as Access;

/**
 * Does this request open a session for a stranger, although polling refuses strangers, or sends them without cookies
 * that the pages use? WebSockets and scripts always send cookies.
 */
const openedBeside =
  (request: 'websocket' | 'jsonp', code: 'WEBSOCKET_OPEN_TO_ANY_ORIGIN' | 'JSONP_OPEN'): Check =>
  (survey) => {
    const access = accessOf(survey, 'foreign');
    const opened = survey.rows.find(
      (row) =>
        isStranger(row) &&
        row.request === request &&
        row.judgement.verdict === 'allowed' &&
        (access < 2 || (access === 2 && row.page.credentials)),
    );
    return opened && diagnosisOf(code, { origin: opened.page.origin, needed: survey.needed });
  };

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
    (row) => isStranger(row) && OPENING.has(row.request) && passes.has(row.request) && isUndecided(row),
  );
}

/** The requests that open a session. */
const OPENING: ReadonlySet<RequestKind> = new Set(['polling-get', 'websocket', 'jsonp']);

/** A closed connection is a decision: 1.4 refuses WebSockets that way. */
function isUndecided({ outcome }: Seen): boolean {
  if (outcome.kind === 'failure') return outcome.code === 'TIMEOUT' || !outcome.connected;
  const status = statusOf({ outcome }) ?? 0;
  return !isEngineAnswer({ outcome }) && (status === 429 || status >= 500);
}

/** Is it unknown whether strangers can connect? */
const strangersUndecided: Check = (survey) => {
  const rows = undecidedStrangers(survey);
  const [first] = rows;
  if (first === undefined) return undefined;
  const status = statusOf(first);
  const answered = status === null ? undefined : { who: identifyServer(first), status };
  return diagnosisOf('FOREIGN_ORIGINS_NOT_TESTED', { pages: pagesOf(rows), answered });
};

/** Can any page open a session over polling, with credentials or without? */
const anyOrigin: Check = (survey) => {
  const access = accessOf(survey, 'foreign');
  const origin = survey.rows.find(({ page }) => page.role === 'foreign')?.page.origin ?? '';
  if (access < 2) return undefined;
  const code = access === 3 ? 'FOREIGN_ORIGIN_WITH_CREDENTIALS' : 'ANY_ORIGIN_ADMITTED';
  return diagnosisOf(code, { origin, needed: survey.needed });
};

/**
 * Is an origin allowed that only resembles a listed one? A look-alike is allowed if it gets what a foreign origin does
 * not: a session, or an answer that it may read.
 */
const lookAlike: Check = (survey, causes) => {
  // Another server may have allowed it.
  if (causes.some(({ diagnosis }) => diagnosis.code === 'ANSWERS_DIFFER')) return undefined;
  const admitted = survey.clues
    .filter((clue) => clue.purpose === 'look-alike')
    .filter((clue) => {
      const foreign = survey.observations.filter(
        ({ page, request }) => page.role === 'foreign' && request === clue.request,
      );
      return passageOf(clue) > Math.max(0, ...foreign.map(passageOf));
    })
    .map(({ page }) => page.origin);
  return admitted.length === 0
    ? undefined
    : diagnosisOf('LOOK_ALIKE_ORIGIN_ADMITTED', { admitted, needed: survey.needed });
};

/** How far a handshake gets, with cookies or without: 0 nowhere, 1 to a session, 2 to one that the page may read. */
function passageOf(handshake: Observation): number {
  if (handshake.request !== 'websocket') return Math.min(2, pollingAccess(handshake));
  return judge(handshake).verdict === 'allowed' ? 2 : 0;
}

/** Is the origin `null` allowed with credentials? If every origin is, that is reported already. */
const nullWithCredentials: Check = (survey) =>
  accessOf(survey, 'null') === 3 && accessOf(survey, 'foreign') < 3
    ? diagnosisOf('NULL_ORIGIN_WITH_CREDENTIALS', { needed: survey.needed })
    : undefined;

/**
 * Does the answer depend on the origin without telling caches?
 * https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches
 */
const missingVary: Check = (survey) => {
  const answered = survey.rows.filter((row) => row.request === 'polling-get' && answerTo(row));
  const isSilent = answered.some(
    (row) =>
      openedBy(row) !== null &&
      !['*', null].includes(allowOriginOf(row)) &&
      !/(?:^|,)\s*(?:origin|\*)\s*(?:,|$)/i.test(headerOf(row, 'vary') ?? '') &&
      !/\bno-store\b/i.test(headerOf(row, 'cache-control') ?? ''),
  );
  return isSilent && new Set(answered.map(allowOriginOf)).size > 1
    ? diagnosisOf('MISSING_VARY_ORIGIN', { needed: survey.needed })
    : undefined;
};

export const opennessChecks: readonly Check[] = [
  strangersUndecided,
  // With `cors` and without `allowRequest`, WebSockets open for strangers.
  openedBeside('websocket', 'WEBSOCKET_OPEN_TO_ANY_ORIGIN'),
  anyOrigin,
  lookAlike,
  nullWithCredentials,
  // A script has no Origin, at most a Referer.
  openedBeside('jsonp', 'JSONP_OPEN'),
  missingVary,
];
