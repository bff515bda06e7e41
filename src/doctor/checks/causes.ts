import { printable } from '../../output/printable.js';
import { type Diagnosis, diagnosisOf } from '../diagnosis.js';
import { isEngineIo, readEngineError, readPollingOpen } from '../engine-io.js';
import { getHeader } from '../fetch/header-list.js';
import { isRedirect } from '../fetch/preflight.js';
import { identifyServer, proxyOf } from '../identify-server.js';
import { isEngineRefusal } from '../judge.js';
import type { Answer, Observation } from '../observation.js';
import { type BlockedRow, isFailing, isMeant, type Row, type Survey, variesByOrigin } from '../survey.js';
import { pagesOf } from './blocked.js';
import {
  allowOriginOf,
  hasCredentials,
  indexOf,
  isEngineAnswer,
  isRefusal,
  isRightBehind,
} from './handwriting.js';

/**
 * Something between browser and server that the answers prove: no setting of the server would help. What each generation
 * writes is known (engine.io 3: lib/server.js, lib/transports/polling-xhr.js; engine.io 4 to 6: the `cors` package), so
 * another handwriting is another writer's.
 */
export interface Cause {
  readonly diagnosis: Diagnosis;
  /** Whether it is the reason for that row. */
  readonly explains: (row: BlockedRow) => boolean;
}

type FindCause = (survey: Survey) => readonly Cause[];

/** Every cause that the answers prove. Most checks read them, so they are found once for each survey. */
export function causesOf(survey: Survey): readonly Cause[] {
  const causes = found.get(survey) ?? CAUSES.flatMap((find) => find(survey));
  found.set(survey, causes);
  return causes;
}

const found = new WeakMap<Survey, readonly Cause[]>();

/** A server without any transport does not exist: if it calls each of them unknown, the query does not arrive. */
const queryLost: FindCause = (survey) => {
  const rows = survey.rows.filter(({ request }) => request === 'polling-get' || request === 'websocket');
  const isLost = ({ judgement }: Row): boolean =>
    judgement.verdict === 'blocked' && judgement.reason === 'TRANSPORT_DISABLED';
  if (new Set(rows.map(({ request }) => request)).size < 2 || !rows.every(isLost)) return [];
  return [
    { diagnosis: diagnosisOf('QUERY_NOT_PASSED_ON', { proxy: proxyOfAny(survey) }), explains: () => true },
  ];
};

/** v2 sends back the Origin that it received, in every answer but a refusal. */
const originLost: FindCause = (survey) => {
  if (survey.generation !== 'v2' || decidesByOrigin(survey)) return [];
  const answers = v2Answers(survey);
  const isDropped = answers.some(({ answer }) => allowOriginOf(answer) === '*' && !hasCredentials(answer));
  const rewritten = isDropped ? undefined : rewrittenTo(survey, answers);
  if (!isDropped && rewritten === undefined) return [];
  const value = rewritten === undefined ? null : printable(rewritten);
  return [
    {
      diagnosis: diagnosisOf('ORIGIN_NOT_PASSED_ON', { value, proxy: proxyOfAny(survey) }),
      explains: ({ request, judgement }) =>
        (request !== 'preflight' && !judgement.reason.startsWith('WEBSOCKET')) ||
        judgement.reason === 'CORSNotSupportingCredentials',
    },
  ];
};

/** One value, whichever page asks. v2 writes Credentials right before Origin; a header that a proxy adds comes last. */
function rewrittenTo({ rows }: Survey, answers: readonly V2Answer[]): string | undefined {
  const values = new Set(answers.map(({ answer }) => allowOriginOf(answer)));
  const [value] = values;
  const isFixed = values.size === 1 && answers.some(({ origin }) => origin !== value);
  const isNative = answers.every(({ answer }) => isRightBehind(answer, 'access-control-allow-credentials'));
  const isOnRefusals = rows.some(
    ({ observation: { outcome } }) =>
      outcome.kind === 'answer' && isRefusal(outcome) && allowOriginOf(outcome) !== null,
  );
  return isFixed && isNative && !isOnRefusals && value !== '*' ? (value ?? undefined) : undefined;
}

/** A header that v2 or the `cors` package writes was removed or overwritten. */
const allowOriginChanged: FindCause = (survey) => {
  // An Origin that did not arrive is another cause.
  if (originLost(survey).length > 0) return [];
  const failing = survey.rows
    .filter(isFailing)
    .filter(
      (row) =>
        row.request !== 'preflight' && row.request !== 'jsonp' && changedHeader(row, survey) !== undefined,
    );
  const [first] = failing;
  const header = first && changedHeader(first, survey);
  if (first === undefined || header === undefined) return [];
  const value = valueIn(first, header);
  return [
    {
      diagnosis: diagnosisOf('ALLOW_ORIGIN_CHANGED_ON_THE_WAY', {
        pages: pagesOf(failing),
        header,
        value: value === null ? null : printable(value),
        generation: survey.generation,
        proxy: proxyOfAny(survey),
      }),
      // A proxy that overwrites every answer overwrites preflights too.
      explains: (row) =>
        failing.includes(row) ||
        (row.request === 'preflight' && value !== null && valueIn(row, header) === value),
    },
  ];
};

const valueIn = ({ observation: { outcome } }: Row, header: string): string | null =>
  outcome.kind === 'answer' ? getHeader(outcome.headers, header) : null;

function changedHeader(
  { page, observation: { outcome } }: Row,
  survey: Survey,
): 'Access-Control-Allow-Origin' | 'Access-Control-Allow-Credentials' | undefined {
  if (outcome.kind !== 'answer' || page.role === 'own' || !isEngineAnswer(outcome)) return undefined;
  const value = allowOriginOf(outcome);
  if (value?.includes(',')) return undefined;
  if (survey.generation === 'v2') {
    if (isRefusal(outcome)) return undefined;
    if (value !== page.origin) return 'Access-Control-Allow-Origin';
    const isTrue = getHeader(outcome.headers, 'access-control-allow-credentials') === 'true';
    return isTrue ? undefined : 'Access-Control-Allow-Credentials';
  }
  if (value === page.origin) return undefined;
  if (survey.generation !== 'v4' || !variesByOrigin(outcome.headers) || value === null) return undefined;
  // `cors` sends no Vary: Origin with `*`, and writes Allow-Origin before Vary.
  const isAddedLater = indexOf(outcome, 'access-control-allow-origin') > indexOf(outcome, 'vary');
  return value === '*' || isAddedLater ? 'Access-Control-Allow-Origin' : undefined;
}

/** A preflight whose answer is not in the server's handwriting. */
const preflightAnswered: FindCause = (survey) => {
  const failing = survey.rows.filter(isFailing).filter((row) => {
    const { outcome } = row.observation;
    if (row.request !== 'preflight' || outcome.kind !== 'answer') return false;
    return outcome.status < 300 && isForeignPreflight(outcome, survey);
  });
  const answer = answerOf(failing[0]);
  if (answer === undefined) return [];
  const diagnosis = diagnosisOf('PREFLIGHT_ANSWERED_ON_THE_WAY', {
    ...{ pages: pagesOf(failing), status: answer.status, who: identifyServer(answer) },
    proxy: proxyOf(answer),
  });
  return [{ diagnosis, explains: (row) => failing.includes(row) }];
};

function isForeignPreflight(answer: Answer, survey: Survey): boolean {
  if (readEngineError(answer.body)?.code === 2) return false;
  if (/<html|<!doctype/i.test(answer.body)) return true;
  const gets = survey.rows.flatMap(({ request, page: other, observation: { outcome } }) =>
    request === 'polling-get' && outcome.kind === 'answer' && other.role !== 'own' && isEngineAnswer(outcome)
      ? [{ origin: other.origin, answer: outcome }]
      : [],
  );
  if (gets.length === 0) return false;
  if (survey.generation === 'v2') {
    // Either a handler or a proxy answers. The `cors` package is no handler of v2, and a handler has no server name.
    const server = getHeader(answer.headers, 'server');
    const isOtherServer =
      server !== null && gets.every((get) => getHeader(get.answer.headers, 'server') !== server);
    return isOtherServer || isByCorsPackage(answer);
  }
  const hasCors = gets.some((get) => variesByOrigin(get.answer.headers));
  const hasNone = gets.every((get) => allowOriginOf(get.answer) === null) && !hasCors;
  // A function given as `cors` may allow any origin for preflights only.
  const isWildcard = allowOriginOf(answer) === '*' && answer.status === 204 && answer.body === '';
  const hasMethods = getHeader(answer.headers, 'access-control-allow-methods') !== null;
  // With `cors`, OPTIONS names methods and varies like GET; without it, Engine.IO answers OPTIONS with code 2.
  return !hasMethods || (hasCors && !variesByOrigin(answer.headers) && !isWildcard) || hasNone;
}

const isByCorsPackage = ({ headers }: Answer): boolean =>
  getHeader(headers, 'access-control-allow-methods') === 'GET,HEAD,PUT,PATCH,POST,DELETE';

/** A page of a proxy's own that refuses, although an Engine.IO server answers other requests. */
const refusedOnTheWay: FindCause = (survey) => {
  const refused = survey.rows.filter(isFailing).filter((row) => {
    const { outcome } = row.observation;
    return outcome.kind === 'answer' && isForeignRefusal(outcome, row, survey);
  });
  const answer = answerOf(refused[0]);
  if (answer === undefined) return [];
  const diagnosis = diagnosisOf('REFUSED_ON_THE_WAY', {
    pages: pagesOf(refused),
    requests: [...new Set(refused.map(({ request }) => METHODS[request]))],
    status: answer.status,
    who: identifyServer(answer),
    proxy: proxyOf(answer),
    isSeen: survey.isSocketIo,
    isByReferer: isRefusedByReferer(survey),
  });
  return [{ diagnosis, explains: (row) => refused.includes(row) }];
};

const METHODS: Readonly<Record<Row['request'], string>> = {
  'polling-get': 'GET',
  'polling-post': 'POST',
  preflight: 'OPTIONS',
  websocket: 'WebSocket handshakes',
  jsonp: 'GET',
};

/** Unauthorized, Forbidden, Proxy Authentication Required, Too Many Requests, Unavailable For Legal Reasons. */
const REFUSALS: ReadonlySet<number> = new Set([401, 403, 407, 429, 451]);

/** Method Not Allowed, Content Too Large, Not Implemented: of one kind of request. */
const METHOD_REFUSALS: ReadonlySet<number> = new Set([...REFUSALS, 405, 413, 501, 503]);

function isForeignRefusal(answer: Answer, { request }: Row, { isSocketIo, generation }: Survey): boolean {
  if (isEngineAnswer(answer) || isRedirect(answer.status)) return false;
  if (request === 'polling-get') return (isSocketIo ? METHOD_REFUSALS : REFUSALS).has(answer.status);
  if (!isSocketIo || isEngineRefusal(answer)) return false;
  // A handler of v2 may answer a preflight with any status, but writes no page.
  if (request === 'preflight' && generation === 'v2' && !/</.test(answer.body)) return false;
  return METHOD_REFUSALS.has(answer.status);
}

/** Whether the same page gets Engine.IO's answer if it sends no Referer. */
const isRefusedByReferer = ({ clues }: Survey): boolean =>
  clues.some(
    ({ purpose, page, outcome }) =>
      purpose === 'no-referer' &&
      page.role === 'asked' &&
      outcome.kind === 'answer' &&
      isEngineIo(outcome.body),
  );

/** Two handshakes that got the same session. */
const cached: FindCause = ({ observations, clues }) => {
  const handshakes = [...observations, ...clues].filter(({ request }) => request === 'polling-get');
  const first = new Map<string, Observation>();
  for (const handshake of handshakes) {
    const { outcome } = handshake;
    const sid = outcome.kind === 'answer' ? readPollingOpen(outcome.body)?.sid : undefined;
    if (sid === undefined) continue;
    if (first.has(sid)) {
      const answer = outcome as Answer;
      return [
        {
          diagnosis: diagnosisOf('CACHED_ON_THE_WAY', { proxy: proxyOf(answer) }),
          explains: ({ judgement }) => CACHE_EFFECTS.has(judgement.reason),
        },
      ];
    }
    first.set(sid, handshake);
  }
  return [];
};

const CACHE_EFFECTS: ReadonlySet<string> = new Set(['SESSION_UNKNOWN', 'CORSAllowOriginNotMatchingOrigin']);

const CAUSES: readonly FindCause[] = [
  queryLost,
  originLost,
  allowOriginChanged,
  preflightAnswered,
  refusedOnTheWay,
  cached,
];

interface V2Answer {
  readonly origin: string;
  readonly answer: Answer;
}

/** The answers of v2 that name the Origin, if one was sent. */
const v2Answers = ({ observations, clues }: Survey): readonly V2Answer[] =>
  [...observations, ...clues.filter(({ purpose }) => purpose === 'identity')].flatMap(
    ({ request, page, outcome }) =>
      (request === 'polling-get' || request === 'polling-post') &&
      page.role !== 'own' &&
      outcome.kind === 'answer' &&
      isEngineAnswer(outcome) &&
      !isRefusal(outcome)
        ? [{ origin: page.origin, answer: outcome }]
        : [],
  );

/** Whether WebSockets, which carry no Referer, are decided by their Origin: then it does arrive. */
const decidesByOrigin = ({ rows }: Survey): boolean => {
  const sockets = rows.filter(({ request }) => request === 'websocket');
  const isAllowed = ({ judgement }: Row) => judgement.verdict === 'allowed';
  return (
    sockets.some((row) => isMeant(row.page) && isAllowed(row)) &&
    sockets.some((row) => !isMeant(row.page) && !isAllowed(row))
  );
};

const answerOf = (row: Row | undefined): Answer | undefined =>
  row?.observation.outcome.kind === 'answer' ? row.observation.outcome : undefined;

/** The proxy in front of the server, by any answer. */
export const proxyOfAny = ({ observations }: Survey): ReturnType<typeof proxyOf> =>
  observations
    .map(({ outcome }) => (outcome.kind === 'answer' ? proxyOf(outcome) : undefined))
    .find((proxy) => proxy !== undefined);
