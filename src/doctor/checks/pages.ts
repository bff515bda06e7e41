import type { DiagnosisCode } from '../../messages/doctor.js';
import { printable } from '../../output/terminal.js';
import { spellingsOf } from '../clues.js';
import { blockedOf, type Cause, type Check, type Diagnosis, diagnosisOf } from '../diagnosis.js';
import { codeOf, isRefusedByPython, openedBy } from '../engine-io.js';
import { allowOriginOf, headerOf, isRedirect, variesByOrigin } from '../fetch.js';
import { identifyServer } from '../identify-server.js';
import { answerTo, type Seen, statusOf } from '../observation.js';
import { type BlockedRow, isBlockedBy, isFailing, type Row, type Survey } from '../survey.js';
import { decidesByOrigin } from './causes.js';

/**
 * Did the server's own check refuse a page that should connect? v2's refusals have no CORS headers, so browsers complain
 * about a missing header, which is not the cause.
 */
const handshakeRefused: Check = (survey, causes) => {
  const refused = survey.rows
    .filter(isFailing)
    .filter((row) => isRefused(row) && causeOf(row, causes) === undefined);
  const isListed = (row: Row) => isListedByCors(row.page.origin, survey);
  const listed = blockedOf(refused.filter(isListed), survey);
  const others = refused.filter((row) => !isListed(row));
  const rest = blockedOf(others, survey);
  return [
    ...(listed === undefined ? [] : [diagnosisOf('REFUSED_WHATEVER_ORIGIN', listed)]),
    ...(rest === undefined
      ? []
      : [diagnosisOf('HANDSHAKE_REFUSED', { ...rest, ...refusalOf(others, survey) })]),
  ];
};

const isRefused = (row: Row): boolean => isBlockedBy(row, 'HANDSHAKE_REFUSED') || codeOf(row) === 4;

/** Whether cors lists a page whose handshake is refused. A server that reflects every origin lists none. */
function isListedByCors(origin: string, { rows }: Survey): boolean {
  const named = rows.filter((row) => row.request === 'polling-get' && allowOriginOf(row) === row.page.origin);
  return (
    named.some((row) => row.page.origin === origin && isRefused(row)) &&
    !named.some(({ page }) => page.role === 'foreign')
  );
}

/** If the server allows another page or spelling, its check decides by origin; if it refuses all alike, that cannot be known. */
function refusalOf(rows: readonly Row[], survey: Survey) {
  const origins = new Set(rows.map(({ page }) => page.origin));
  const [first] = origins;
  return {
    isByOrigin:
      [...origins].some((origin) => listedFor(origin, survey).length > 0) ||
      survey.rows.some((row) => isAdmitted(row) && !origins.has(row.page.origin)),
    isPollingAllowed:
      rows.every(({ request }) => request === 'websocket') &&
      survey.rows.some(
        (row) => row.request === 'polling-get' && row.page.origin === first && isAdmitted(row),
      ),
    proxy: survey.proxy,
    isPython: rows.some(isRefusedByPython),
  };
}

/** Whether the check let the page's handshake pass. It may decide differently about the server's own page. */
const isAdmitted = (row: Row): boolean =>
  row.page.role !== 'own' &&
  (row.request === 'websocket' ? row.judgement.verdict === 'allowed' : openedBy(row) !== null);

/** Is a page redirected? Browsers may complain about a missing header instead, because they check redirects as well. */
const redirected: Check = (survey) => {
  const rows = survey.rows.filter((row) => isFailing(row) && isRedirect(statusOf(row) ?? 0));
  const [first] = rows;
  const at = blockedOf(rows, survey);
  if (first === undefined || at === undefined) return undefined;
  // Without the query, which is the request's own, and without a password.
  const given = headerOf(first, 'location');
  const location = given === null ? null : printable(given.replace(/\?.*/s, '').replace(/\/\/.*@/s, '//'));
  // A redirect to another host, or from http to https, keeps the path.
  const path = new URL(survey.url).pathname.replace(/\/$/, '');
  const isOtherPath = location !== null && !location.includes(path);
  return diagnosisOf('CORSExternalRedirectNotAllowed', { ...at, location, isOtherPath });
};

const REACH_IT_FIRST =
  'Get through to the Socket.IO server first, as described above: its settings cannot add what this answer lacks.';

/** The proven cause of a row. */
const causeOf = (row: BlockedRow, causes: readonly Cause[]): DiagnosisCode | undefined =>
  causes.find(({ explains }) => explains(row))?.diagnosis.code;

/** The code that a row follows from: a proven cause, a refusal, or another spelling that the server lists. */
function reasonBehind(row: BlockedRow, survey: Survey, causes: readonly Cause[]): DiagnosisCode | undefined {
  const cause = causeOf(row, causes);
  if (cause !== undefined || !FOLLOWS_FROM_LIST.has(row.judgement.reason)) return cause;
  if (isRefused(row)) return 'HANDSHAKE_REFUSED';
  // "Bad request": a middleware or a `cors.origin` function failed, before any header was written.
  const isBadRequest = row.request === 'polling-get' && codeOf(row) === 3;
  if (isBadRequest && survey.rows.some((other) => isFailing(other) && isBlockedBy(other, 'REQUEST_REFUSED')))
    return 'REQUEST_REFUSED';
  return listedFor(row.page.origin, survey).length > 0 ? 'ORIGIN_NEAR_MISS' : undefined;
}

const FOLLOWS_FROM_LIST: ReadonlySet<string> = new Set([
  'CORSMissingAllowOrigin',
  'CORSAllowOriginNotMatchingOrigin',
]);

/** The failures that block pages that should connect, by the browsers' names: once for each reason and cause. */
const failingRequests: Check = (survey, causes) => {
  const { rows, observations, isSocketIo } = survey;
  // If nothing came from that path at all, other checks say why.
  if (!observations.some(answerTo)) return undefined;
  const groups = new Map<string, { cause: DiagnosisCode | undefined; rows: BlockedRow[] }>();
  for (const row of rows.filter(isFailing)) {
    const cause = reasonBehind(row, survey, causes);
    // Browsers give no reason for a WebSocket, and none but CORS for a request, so the cause says everything.
    if (cause !== undefined && (row.request === 'websocket' || !row.judgement.reason.startsWith('CORS')))
      continue;
    const key = JSON.stringify([row.judgement, cause]);
    const group = groups.get(key) ?? { cause, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap((group) => {
    const diagnosis = explain(group.rows, survey, group.cause === undefined);
    if (diagnosis === undefined) return [];
    if (isSocketIo && group.cause === undefined) return [diagnosis];
    const remedy = group.cause === undefined ? REACH_IT_FIRST : `This follows from ${group.cause}: fix that.`;
    return [{ ...diagnosis, remedy }];
  });
};

/** @param isRoot whether the rows follow from no other diagnosis */
function explain(rows: readonly BlockedRow[], survey: Survey, isRoot: boolean): Diagnosis | undefined {
  const [row] = rows;
  const blocked = blockedOf(rows, survey);
  if (row === undefined || blocked === undefined) return undefined;
  const { reason, value } = row.judgement;
  const at = { ...blocked, proxy: survey.proxy, value: typeof value === 'string' ? printable(value) : null };
  switch (reason) {
    case 'CORSMissingAllowOrigin': {
      const hasCors = survey.generation === 'v4' && variesByOrigin(row) && isRoot;
      return diagnosisOf(reason, { ...at, hasCors, isOriginSeen: decidesByOrigin(survey) });
    }
    case 'PROTOCOL_UNSUPPORTED':
    case 'WEBSOCKET_FAILED':
      return diagnosisOf('WEBSOCKET_FAILED', { ...at, detail: howItEnded(row) });
    case 'WEBSOCKET_NOT_PASSED_ON': {
      // If no Socket.IO server was found at all, there is nothing to pass on to.
      if (survey.generation === undefined) return undefined;
      const isPollingOff = survey.rows.some(
        (other) => other.request === 'polling-get' && isBlockedBy(other, 'TRANSPORT_DISABLED'),
      );
      return diagnosisOf(reason, { ...at, isPollingOff, who: identifyServer(row) });
    }
    case 'REQUEST_REFUSED':
      return diagnosisOf(reason, { ...at, said: printable(answerTo(row)?.body ?? '') });
    case 'CORSExternalRedirectNotAllowed':
    case 'HANDSHAKE_REFUSED':
    case 'TRANSPORT_DISABLED':
    case 'NO_SESSION':
    case 'NOT_SOCKET_IO':
    case 'SESSION_UNKNOWN':
      // Checks of their own report these.
      return undefined;
    default:
      return diagnosisOf(reason, at);
  }
}

function howItEnded({ outcome }: Seen): string {
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
const nearMiss: Check = (survey, causes) =>
  survey.meant.flatMap((origin) => {
    const listed = listedFor(origin, survey);
    if (listed.length === 0) return [];
    const reasons = survey.rows
      .filter((row) => row.page.origin === origin && row.request === 'polling-get')
      .filter(isFailing)
      .map((row) => causeOf(row, causes));
    const isProxy = reasons.includes('REFUSED_ON_THE_WAY');
    // A proxy that changes the origin or its header makes spellings look listed.
    if (!isProxy && reasons.some((cause) => cause !== undefined)) return [];
    return [diagnosisOf('ORIGIN_NEAR_MISS', { origin, listed, isProxy, needed: survey.needed })];
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

/** Is the server's own page refused, because it is served with a policy that withholds its Referer? */
const ownPageWithoutReferer: Check = ({ clues, rows }) => {
  const bare = clues.find(({ purpose, page }) => purpose === 'no-referer' && page.role === 'own');
  const front = clues.find(({ purpose }) => purpose === 'front-page');
  const own = rows.find(({ page }) => page.role === 'own');
  return bare && codeOf(bare) === 4 && front && referrerPolicyOf(front) === 'no-referrer' && own
    ? diagnosisOf('OWN_PAGE_WITHOUT_REFERER', { origin: own.page.origin })
    : undefined;
};

/**
 * The last policy that browsers know:
 * https://w3c.github.io/webappsec-referrer-policy/#parse-referrer-policy-from-header
 */
const referrerPolicyOf = (one: Seen): string | undefined =>
  (headerOf(one, 'referrer-policy') ?? '')
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
  handshakeRefused,
  redirected,
  failingRequests,
  nearMiss,
  ownPageWithoutReferer,
];
