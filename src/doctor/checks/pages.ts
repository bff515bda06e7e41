import type { DiagnosisCode } from '../../messages/doctor.js';
import { printable } from '../../output/terminal.js';
import { spellingsOf } from '../clues.js';
import { blockedOf, type Check, type Diagnosis, diagnosisOf, neededBy } from '../diagnosis.js';
import { codeOf, readEngineError, readPollingOpen } from '../engine-io.js';
import { isRedirect } from '../fetch/cors.js';
import { allowOriginOf, getHeader, variesByOrigin } from '../fetch/header-list.js';
import { identifyServer, proxyOfAny } from '../identify-server.js';
import type { Answer, Observation } from '../observation.js';
import { type BlockedRow, isBlockedBy, isFailing, type Row, type Survey } from '../survey.js';
import { causesOf, decidesByOrigin } from './causes.js';

/**
 * Did the server's own check refuse a page that should connect? v2 answers so without CORS headers, and browsers then
 * complain about a missing header, which is not the cause.
 */
const handshakeRefused: Check = (survey) => {
  const refused = survey.rows
    .filter(isFailing)
    .filter((row) => isRefused(row) && causeOf(row, survey) === undefined);
  const isWhatever = (row: Row) => isRefusedWhateverOrigin(row.page.origin, survey);
  const [whatever, ...moreWhatever] = refused.filter(isWhatever);
  const [first, ...others] = refused.filter((row) => !isWhatever(row));
  return [
    ...(whatever === undefined
      ? []
      : [diagnosisOf('REFUSED_WHATEVER_ORIGIN', blockedOf([whatever, ...moreWhatever], survey))]),
    ...(first === undefined ? [] : [diagnosisOf('HANDSHAKE_REFUSED', refusalOf([first, ...others], survey))]),
  ];
};

const isRefused = (row: Row): boolean =>
  isBlockedBy(row, 'HANDSHAKE_REFUSED') || codeOf(row.observation) === 4;

/** Whether cors lists the page, so that its origin is not what the check refuses. A server that reflects lists none. */
function isRefusedWhateverOrigin(origin: string, { rows }: Survey): boolean {
  const named = rows.filter(({ request, page, observation: { outcome } }) => {
    return request === 'polling-get' && outcome.kind === 'answer' && allowOriginOf(outcome) === page.origin;
  });
  return (
    named.some((row) => row.page.origin === origin && isRefused(row)) &&
    !named.some(({ page }) => page.role === 'foreign')
  );
}

/** If the server allows another page or spelling, its check decides by origin; if it refuses all alike, that cannot be known. */
const refusalOf = (rows: readonly [Row, ...Row[]], survey: Survey) => ({
  ...blockedOf(rows, survey),
  isByOrigin:
    rows.some(({ page }) => listedFor(page.origin, survey).length > 0) ||
    survey.rows.some((row) => isAdmitted(row) && rows.every(({ page }) => page.origin !== row.page.origin)),
  isPollingAllowed:
    rows.every(({ request }) => request === 'websocket') &&
    survey.rows.some(
      (row) => row.request === 'polling-get' && row.page.origin === rows[0].page.origin && isAdmitted(row),
    ),
  proxy: proxyOfAny(survey),
});

/** Whether the check let the page's handshake pass. It may decide differently about the server's own page. */
const isAdmitted = ({ page, request, judgement, observation: { outcome } }: Row): boolean =>
  page.role !== 'own' &&
  (request === 'websocket'
    ? judgement.verdict === 'allowed'
    : outcome.kind === 'answer' && readPollingOpen(outcome.body) !== null);

/** Is a page redirected? Browsers may complain about a missing header instead, because they check redirects as well. */
const redirected: Check = (survey) => {
  const [first, ...others] = survey.rows.filter((row) => isFailing(row) && locationOf(row) !== undefined);
  if (first === undefined) return [];
  const location = locationOf(first) ?? null;
  const { pathname } = new URL(survey.url);
  // A redirect to another host, or from http to https, keeps the path.
  const isOtherPath = location !== null && !location.includes(pathname.replace(/\/$/, ''));
  return [
    diagnosisOf('CORSExternalRedirectNotAllowed', {
      ...blockedOf([first, ...others], survey),
      ...{ location, isOtherPath },
    }),
  ];
};

/** Without the query, which is the request's own, and without a password; null if the redirect names no place. */
function locationOf({ observation: { outcome } }: Row): string | null | undefined {
  if (outcome.kind !== 'answer' || !isRedirect(outcome.status)) return undefined;
  const location = getHeader(outcome.headers, 'location');
  return location === null ? null : printable(location.replace(/\?.*/s, '').replace(/\/\/.*@/s, '//'));
}

const REACH_IT_FIRST =
  'Get through to the Socket.IO server first, as described above: its settings cannot add what this answer lacks.';

/** The proven cause of a row. */
const causeOf = (row: BlockedRow, survey: Survey): Diagnosis | undefined =>
  causesOf(survey).find(({ explains }) => explains(row))?.diagnosis;

/** The code that a row follows from: a proven cause, a refusal, or another spelling that the server lists. */
function reasonBehind(row: BlockedRow, survey: Survey): DiagnosisCode | undefined {
  const cause = causeOf(row, survey);
  if (cause !== undefined) return cause.code;
  if (!FOLLOWS_FROM_LIST.has(row.judgement.reason)) return undefined;
  if (isRefused(row)) return 'HANDSHAKE_REFUSED';
  if (
    isBadRequest(row) &&
    survey.rows.some((other) => isFailing(other) && other.judgement.reason === 'REQUEST_REFUSED')
  )
    return 'REQUEST_REFUSED';
  return listedFor(row.page.origin, survey).length > 0 ? 'ORIGIN_NEAR_MISS' : undefined;
}

/** "Bad request": a middleware or a `cors.origin` function failed, before any header was written. */
const isBadRequest = ({ request, observation: { outcome } }: Row): boolean =>
  request === 'polling-get' && outcome.kind === 'answer' && readEngineError(outcome.body)?.code === 3;

const FOLLOWS_FROM_LIST: ReadonlySet<string> = new Set([
  'CORSMissingAllowOrigin',
  'CORSAllowOriginNotMatchingOrigin',
]);

/** What blocks pages that should connect, by the browsers' names: once for each reason and cause. */
const failingRequests: Check = (survey) => {
  const { rows, observations, isSocketIo } = survey;
  // If nothing came from that path at all, other checks say why.
  if (observations.every(({ outcome }) => outcome.kind !== 'answer')) return [];
  const groups = new Map<string, [BlockedRow, ...BlockedRow[]]>();
  for (const row of rows.filter(isFailing)) {
    const cause = reasonBehind(row, survey);
    // Browsers give no reason for a WebSocket, and none but CORS for a request, so the cause says all.
    if (cause !== undefined && (row.request === 'websocket' || !row.judgement.reason.startsWith('CORS')))
      continue;
    const key = JSON.stringify([row.judgement, cause]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].flatMap((group) => {
    const cause = reasonBehind(group[0], survey);
    const remedy = cause === undefined ? REACH_IT_FIRST : `This follows from ${cause}: fix that.`;
    const diagnoses = explain(group, survey);
    return isSocketIo && cause === undefined
      ? diagnoses
      : diagnoses.map((diagnosis) => ({ ...diagnosis, remedy }));
  });
};

function explain(rows: [BlockedRow, ...BlockedRow[]], survey: Survey): readonly Diagnosis[] {
  const [{ judgement, observation }] = rows;
  const { outcome } = observation;
  const value = typeof judgement.value === 'string' ? printable(judgement.value) : null;
  const at = { ...blockedOf(rows, survey), value, proxy: proxyOfAny(survey) };
  switch (judgement.reason) {
    case 'CORSMissingAllowOrigin': {
      const hasCors =
        survey.generation === 'v4' &&
        outcome.kind === 'answer' &&
        variesByOrigin(outcome) &&
        reasonBehind(rows[0], survey) === undefined;
      return [diagnosisOf(judgement.reason, { ...at, hasCors, isOriginSeen: decidesByOrigin(survey) })];
    }
    case 'PROTOCOL_UNSUPPORTED':
    case 'WEBSOCKET_FAILED':
      return [diagnosisOf('WEBSOCKET_FAILED', { ...at, detail: howItEnded(observation) })];
    case 'WEBSOCKET_NOT_PASSED_ON': {
      // If no Socket.IO server was found at all, there is nothing to pass on to. Only an answer is judged so.
      if (survey.generation === undefined) return [];
      const isPollingOff = survey.rows.some(
        (row) => row.request === 'polling-get' && isBlockedBy(row, 'TRANSPORT_DISABLED'),
      );
      const who = identifyServer(outcome as Answer);
      return [diagnosisOf(judgement.reason, { ...at, isPollingOff, who })];
    }
    case 'REQUEST_REFUSED':
      return [diagnosisOf(judgement.reason, { ...at, said: printable((outcome as Answer).body) })];
    case 'CORSExternalRedirectNotAllowed':
    case 'HANDSHAKE_REFUSED':
    case 'TRANSPORT_DISABLED':
    case 'NO_SESSION':
    case 'NOT_SOCKET_IO':
    case 'SESSION_UNKNOWN':
      // Checks of their own report these.
      return [];
    default:
      return [diagnosisOf(judgement.reason, at)];
  }
}

function howItEnded({ outcome }: Observation): string {
  if (outcome.kind === 'failure') return printable(`${outcome.code}, ${outcome.message}`);
  if (outcome.kind === 'not-sent' || outcome.socket === undefined)
    return 'the handshake is not one that browsers accept';
  if (outcome.socket.closed) return 'it opened and was closed at once';
  const [first] = outcome.socket.messages;
  return first === undefined
    ? 'it opened, but no packet came'
    : `it opened, and said "${printable(first, 60)}"`;
}

/** Is another spelling of a blocked origin allowed? Then the server lists that one. */
const nearMiss: Check = (survey) =>
  survey.meant.flatMap((origin) => {
    const listed = listedFor(origin, survey);
    if (listed.length === 0) return [];
    const causes = survey.rows
      .filter((row) => row.page.origin === origin && row.request === 'polling-get')
      .filter(isFailing)
      .map((row) => causeOf(row, survey)?.code);
    const isProxy = causes.includes('REFUSED_ON_THE_WAY');
    // A proxy that changes the origin or its header makes spellings look listed.
    if (!isProxy && causes.some((cause) => cause !== undefined)) return [];
    return [diagnosisOf('ORIGIN_NEAR_MISS', { origin, listed, isProxy, needed: neededBy(survey) })];
  });

/** The spellings of an origin that the server allows. */
const listedFor = (origin: string, { clues, generation }: Survey): readonly string[] =>
  clues
    .filter(({ purpose }) => purpose === 'near-miss')
    .map(({ page }) => page.origin)
    // To v2, "*" is the same as no Origin.
    .filter(
      (spelling) => spellingsOf(origin).includes(spelling) && (spelling !== '*' || generation === 'v4'),
    );

/** Is the server's own page refused, because it is served with a policy that keeps its Referer back? */
const ownPageWithoutReferer: Check = ({ clues, rows }) => {
  const bare = clues.find(({ purpose, page }) => purpose === 'no-referer' && page.role === 'own');
  const front = clues.find(({ purpose }) => purpose === 'front-page')?.outcome;
  if (bare?.outcome.kind !== 'answer' || readEngineError(bare.outcome.body)?.code !== 4) return [];
  if (front?.kind !== 'answer' || referrerPolicyOf(front) !== 'no-referrer') return [];
  const own = rows.find(({ page }) => page.role === 'own');
  return own === undefined ? [] : [diagnosisOf('OWN_PAGE_WITHOUT_REFERER', { origin: own.page.origin })];
};

/** The last one that browsers know: https://w3c.github.io/webappsec-referrer-policy/#parse-referrer-policy-from-header */
const referrerPolicyOf = ({ headers }: Answer): string | undefined =>
  (getHeader(headers, 'referrer-policy') ?? '')
    .toLowerCase()
    .split(',')
    .map((policy) => policy.trim())
    .filter((policy) => POLICIES.has(policy))
    .at(-1);

const POLICIES: ReadonlySet<string> = new Set([
  ...['no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin'],
  ...['origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url'],
]);

export const pageChecks: readonly Check[] = [
  (survey) => causesOf(survey).map(({ diagnosis }) => diagnosis),
  handshakeRefused,
  redirected,
  failingRequests,
  nearMiss,
  ownPageWithoutReferer,
];
