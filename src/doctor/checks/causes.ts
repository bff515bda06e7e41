import type { ProxyName } from '../../messages/proxies.js';
import { printable } from '../../output/terminal.js';
import { type Cause, diagnosisOf, type FindCause, neededBy, pagesOf } from '../diagnosis.js';
import { isEngineAnswer, isEngineIo, isRefusal, readEngineError } from '../engine-io.js';
import { isRedirect } from '../fetch/cors.js';
import { allowOriginOf, getHeader, variesByOrigin } from '../fetch/header-list.js';
import { identifyServer, proxyOf, proxyOfAny } from '../identify-server.js';
import { isEngineRefusal } from '../judge.js';
import type { Answer } from '../observation.js';
import { isFailing, isMeant, type Row, type Survey } from '../survey.js';
import { answersDiffer, cached } from './nodes.js';

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
        isCorsSeen: survey.observations.some(
          ({ outcome }) => outcome.kind === 'answer' && isEngineAnswer(outcome) && variesByOrigin(outcome),
        ),
        needed: neededBy(survey),
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

/** The order of headers that come through it proves nothing. */
const REORDERS: ProxyName = 'Cloudflare';

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
  if (survey.generation !== 'v4' || value === null) return undefined;
  // `cors` writes Allow-Origin before Vary, and both before Engine.IO's own headers. It sends no Vary: Origin with `*`.
  const isVarying = variesByOrigin(outcome);
  const follower = indexOf(outcome, isVarying ? 'vary' : 'cache-control');
  const isAddedLater =
    follower >= 0 &&
    indexOf(outcome, 'access-control-allow-origin') > follower &&
    proxyOf(outcome) !== REORDERS;
  return isAddedLater || (value === '*' && isVarying) ? 'Access-Control-Allow-Origin' : undefined;
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
    // Either a handler or a proxy answers. The `cors` package is not a handler of v2, and a handler has no server name.
    const server = getHeader(answer.headers, 'server');
    const isOtherServer =
      server !== null && gets.every((get) => getHeader(get.answer.headers, 'server') !== server);
    return isOtherServer || isByCorsPackage(answer);
  }
  const hasCors = gets.some((get) => variesByOrigin(get.answer));
  const hasNone = gets.every((get) => allowOriginOf(get.answer) === null) && !hasCors;
  // A function given as `cors` may allow any origin for preflights only.
  const isWildcard = allowOriginOf(answer) === '*' && answer.status === 204 && answer.body === '';
  const hasMethods = getHeader(answer.headers, 'access-control-allow-methods') !== null;
  // With `cors`, OPTIONS names methods and varies like GET; without it, Engine.IO answers OPTIONS with code 2.
  return !hasMethods || (hasCors && !variesByOrigin(answer) && !isWildcard) || hasNone;
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
    isWithoutCors: allowOriginOf(answer) === null && refused.some(({ request }) => request !== 'websocket'),
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

const CAUSES: readonly FindCause[] = [
  answersDiffer,
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
export const decidesByOrigin = ({ rows }: Survey): boolean => {
  const sockets = rows.filter(({ request }) => request === 'websocket');
  const isAllowed = ({ judgement }: Row) => judgement.verdict === 'allowed';
  return (
    // To v2, an Origin of null is the same as none.
    sockets.some((row) => isMeant(row.page) && row.page.origin !== 'null' && isAllowed(row)) &&
    sockets.some((row) => !isMeant(row.page) && !isAllowed(row))
  );
};

const answerOf = (row: Row | undefined): Answer | undefined =>
  row?.observation.outcome.kind === 'answer' ? row.observation.outcome : undefined;

const hasCredentials = ({ headers }: Answer): boolean =>
  getHeader(headers, 'access-control-allow-credentials') !== null;

/** The position of a header. `Vary` may be sent twice; the one with Origin counts. */
function indexOf({ headers }: Answer, name: string): number {
  const isIt = ([other, value]: readonly [string, string]) =>
    other.toLowerCase() === name && (name !== 'vary' || /origin/i.test(value));
  return headers.findIndex(isIt);
}

const isRightBehind = (answer: Answer, name: string): boolean => {
  const at = indexOf(answer, 'access-control-allow-origin');
  return at > 0 && answer.headers[at - 1]?.[0].toLowerCase() === name;
};
