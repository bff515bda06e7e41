import type { ProxyName } from '../../messages/proxies.js';
import { printable } from '../../output/terminal.js';
import { type Cause, diagnosisOf, type FindCause, pagesOf } from '../diagnosis.js';
import { codeOf, isEngineAnswer, speaksEngineIo } from '../engine-io.js';
import { allowOriginOf, headerOf, isRedirect, variesByOrigin } from '../fetch.js';
import { identifyServer, proxyOf } from '../identify-server.js';
import { isEngineRefusal } from '../judge.js';
import { answerTo, type Seen, statusOf } from '../observation.js';
import { type BlockedRow, isBlockedBy, isFailing, isMeant, type Row, type Survey } from '../survey.js';
import { answersDiffer, cached } from './nodes.js';

/** Every cause that the answers prove. */
export const causesOf = (survey: Survey): readonly Cause[] => CAUSES.flatMap((find) => find(survey) ?? []);

/** Every server has a transport. If it calls each one unknown, the query does not arrive. */
const queryLost: FindCause = (survey) => {
  const rows = survey.rows.filter(({ request }) => request === 'polling-get' || request === 'websocket');
  const isLost = rows.every((row) => isBlockedBy(row, 'TRANSPORT_DISABLED'));
  if (new Set(rows.map(({ request }) => request)).size < 2 || !isLost) return undefined;
  return {
    diagnosis: diagnosisOf('QUERY_NOT_PASSED_ON', survey),
    explains: () => true,
  };
};

/** v2 sends back the Origin that it received, in every answer but a refusal. */
const originLost: FindCause = (survey) => {
  if (survey.generation !== 'v2' || decidesByOrigin(survey)) return undefined;
  const answers = [
    ...survey.observations,
    ...survey.clues.filter(({ purpose }) => purpose === 'identity'),
  ].filter(
    (one) =>
      (one.request === 'polling-get' || one.request === 'polling-post') &&
      one.page.role !== 'own' &&
      isEngineAnswer(one) &&
      codeOf(one) !== 4,
  );
  const isDropped = answers.some((one) => allowOriginOf(one) === '*' && allowCredentialsOf(one) === null);
  // One value, whichever page asks.
  const values = new Set(answers.map(allowOriginOf));
  const [value = null] = values;
  const isRewritten =
    values.size === 1 &&
    value !== null &&
    value !== '*' &&
    answers.some(({ page }) => page.origin !== value) &&
    answers.every(isWrittenByV2) &&
    !survey.rows.some((row) => codeOf(row) === 4 && allowOriginOf(row) !== null);
  if (!isDropped && !isRewritten) return undefined;
  return {
    diagnosis: diagnosisOf('ORIGIN_NOT_PASSED_ON', {
      value: isDropped || value === null ? null : printable(value),
      url: survey.url,
      proxy: survey.proxy,
    }),
    explains: ({ request, judgement }) =>
      (request !== 'preflight' && !judgement.reason.startsWith('WEBSOCKET')) ||
      judgement.reason === 'CORSNotSupportingCredentials',
  };
};

/** v2 writes Credentials right before Origin; a header that a proxy adds comes last. */
function isWrittenByV2(one: Seen): boolean {
  const at = indexOf(one, 'access-control-allow-origin');
  return answerTo(one)?.headers[at - 1]?.[0].toLowerCase() === 'access-control-allow-credentials';
}

/** A header that v2 or the `cors` package writes was removed or overwritten. */
const allowOriginChanged: FindCause = (survey) => {
  // An Origin that did not arrive is another cause.
  if (originLost(survey) !== undefined) return undefined;
  const failing = survey.rows
    .filter(isFailing)
    .filter(
      (row) =>
        row.request !== 'preflight' && row.request !== 'jsonp' && changedHeader(row, survey) !== undefined,
    );
  const [first] = failing;
  const header = first && changedHeader(first, survey);
  if (first === undefined || header === undefined) return undefined;
  const value = headerOf(first, header);
  return {
    diagnosis: diagnosisOf('ALLOW_ORIGIN_CHANGED_ON_THE_WAY', {
      pages: pagesOf(failing),
      header,
      value: value === null ? null : printable(value),
      generation: survey.generation,
      isCorsSeen: survey.observations.some((one) => isEngineAnswer(one) && variesByOrigin(one)),
      needed: survey.needed,
      url: survey.url,
      proxy: survey.proxy,
    }),
    // A proxy that overwrites every answer overwrites preflights too.
    explains: (row) =>
      failing.includes(row) ||
      (row.request === 'preflight' && value !== null && headerOf(row, header) === value),
  };
};

/** A proxy that reorders headers, so that their order proves nothing. */
const REORDERS: ProxyName = 'Cloudflare';

function changedHeader(
  row: Row,
  { generation }: Survey,
): 'Access-Control-Allow-Origin' | 'Access-Control-Allow-Credentials' | undefined {
  const value = allowOriginOf(row);
  if (row.page.role === 'own' || !isEngineAnswer(row) || value?.includes(',')) return undefined;
  if (generation === 'v2') {
    if (codeOf(row) === 4) return undefined;
    if (value !== row.page.origin) return 'Access-Control-Allow-Origin';
    return allowCredentialsOf(row) === 'true' ? undefined : 'Access-Control-Allow-Credentials';
  }
  if (generation !== 'v4' || value === row.page.origin || value === null) return undefined;
  // `cors` writes Allow-Origin before Vary, and both before Engine.IO's own headers. It sends no Vary: Origin with `*`.
  const isVarying = variesByOrigin(row);
  const follower = indexOf(row, isVarying ? 'vary' : 'cache-control');
  const isAddedLater =
    follower >= 0 && indexOf(row, 'access-control-allow-origin') > follower && proxyOf(row) !== REORDERS;
  return isAddedLater || (value === '*' && isVarying) ? 'Access-Control-Allow-Origin' : undefined;
}

/** A preflight whose answer does not have the headers that Socket.IO writes. */
const preflightAnswered: FindCause = (survey) => {
  const failing = survey.rows
    .filter(isFailing)
    .filter(
      (row) => row.request === 'preflight' && (statusOf(row) ?? 300) < 300 && isForeignPreflight(row, survey),
    );
  const [first] = failing;
  if (first === undefined) return undefined;
  const args = { pages: pagesOf(failing), ...authorOf(first) };
  return {
    diagnosis: diagnosisOf('PREFLIGHT_ANSWERED_ON_THE_WAY', args),
    explains: (row) => failing.includes(row),
  };
};

/** The sender of an answer. */
const authorOf = (row: Row) => ({
  status: statusOf(row) ?? 0,
  who: identifyServer(row),
  url: row.url,
  proxy: proxyOf(row),
});

function isForeignPreflight(row: BlockedRow, { rows, generation }: Survey): boolean {
  const { status, body } = answerTo(row) ?? { status: 0, body: '' };
  if (codeOf(row) === 2) return false;
  if (/<html|<!doctype/i.test(body)) return true;
  const gets = rows.filter(
    (get) => get.request === 'polling-get' && get.page.role !== 'own' && isEngineAnswer(get),
  );
  if (gets.length === 0) return false;
  const methods = headerOf(row, 'access-control-allow-methods');
  if (generation === 'v2') {
    // Either a handler or a proxy answers. The `cors` package is not a handler of v2, and a handler has no server name.
    const server = headerOf(row, 'server');
    const isOtherServer = server !== null && gets.every((get) => headerOf(get, 'server') !== server);
    return isOtherServer || methods === METHODS_OF_CORS_PACKAGE;
  }
  const hasCors = gets.some(variesByOrigin);
  const hasNone = gets.every((get) => allowOriginOf(get) === null) && !hasCors;
  // A function given as `cors` may allow any origin for preflights only.
  const isWildcard = allowOriginOf(row) === '*' && status === 204 && body === '';
  // With `cors`, OPTIONS names methods and varies like GET; without it, Engine.IO answers OPTIONS with code 2.
  return methods === null || (hasCors && !variesByOrigin(row) && !isWildcard) || hasNone;
}

const METHODS_OF_CORS_PACKAGE = 'GET,HEAD,PUT,PATCH,POST,DELETE';

/** A page of a proxy's own that refuses, although an Engine.IO server answers other requests. */
const refusedOnTheWay: FindCause = (survey) => {
  const refused = survey.rows.filter(isFailing).filter((row) => isForeignRefusal(row, survey));
  const [first] = refused;
  if (first === undefined) return undefined;
  const diagnosis = diagnosisOf('REFUSED_ON_THE_WAY', {
    ...authorOf(first),
    pages: pagesOf(refused),
    requests: [...new Set(refused.map(({ request }) => METHODS[request]))],
    isSeen: survey.isSocketIo,
    // The same page gets Engine.IO's answer if it sends no Referer.
    isByReferer: survey.clues.some(
      (clue) => clue.purpose === 'no-referer' && clue.page.role === 'asked' && speaksEngineIo(clue),
    ),
    isWithoutCors: allowOriginOf(first) === null && refused.some(({ request }) => request !== 'websocket'),
  });
  return { diagnosis, explains: (row) => refused.includes(row) };
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

function isForeignRefusal(row: Row, { isSocketIo, generation }: Survey): boolean {
  const answer = answerTo(row);
  if (answer === undefined || isEngineAnswer(row) || isRedirect(answer.status)) return false;
  if (row.request === 'polling-get') return (isSocketIo ? METHOD_REFUSALS : REFUSALS).has(answer.status);
  if (!isSocketIo || isEngineRefusal(row)) return false;
  // A handler of v2 may answer a preflight with any status, but writes no page.
  if (row.request === 'preflight' && generation === 'v2' && !answer.body.includes('<')) return false;
  return METHOD_REFUSALS.has(answer.status);
}

/** WebSockets reach Socket.IO, and polling reaches something else: a proxy that only passes upgrades on. */
const pollingElsewhere: FindCause = (survey) => {
  const { rows, isSocketIo, url } = survey;
  const gets = rows.filter(isFailing).filter(({ request }) => request === 'polling-get');
  const others = gets.filter((row) => {
    const status = statusOf(row);
    return status !== null && !isRedirect(status) && !isEngineAnswer(row) && !isForeignRefusal(row, survey);
  });
  const [first] = others;
  const isOpen = rows.some(
    ({ request, judgement }) => request === 'websocket' && judgement.verdict === 'allowed',
  );
  // A poll of a session may get another answer than the handshake.
  const isPolled = survey.observations.some((one) => one.request === 'polling-get' && isEngineAnswer(one));
  if (first === undefined || !isSocketIo || !isOpen || isPolled) return undefined;
  const { status, who } = authorOf(first);
  if (/0\{"sid":"/.test(answerTo(first)?.body ?? '')) return undefined;
  return {
    diagnosis: diagnosisOf('NOT_SOCKET_IO', { url, who, status, isChanged: false, isPollingOnly: true }),
    explains: (row) => row.request !== 'websocket',
  };
};

const CAUSES: readonly FindCause[] = [
  answersDiffer,
  queryLost,
  originLost,
  allowOriginChanged,
  preflightAnswered,
  refusedOnTheWay,
  cached,
  pollingElsewhere,
];

/** Whether WebSockets, which have no Referer, are decided by their Origin. If so, it arrives. */
export function decidesByOrigin({ rows }: Survey): boolean {
  const sockets = rows.filter(({ request }) => request === 'websocket');
  const isAllowed = ({ judgement }: Row) => judgement.verdict === 'allowed';
  return (
    // To v2, an Origin of null is the same as none.
    sockets.some((row) => isMeant(row.page) && row.page.origin !== 'null' && isAllowed(row)) &&
    sockets.some((row) => !isMeant(row.page) && !isAllowed(row))
  );
}

const allowCredentialsOf = (one: Seen): string | null => headerOf(one, 'access-control-allow-credentials');

/** The position of a header. `Vary` may be sent twice; the one with Origin counts. */
const indexOf = (one: Seen, name: string): number =>
  (answerTo(one)?.headers ?? []).findIndex(
    ([other, value]) => other.toLowerCase() === name && (name !== 'vary' || /origin/i.test(value)),
  );
