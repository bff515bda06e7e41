import { printable } from '../../output/printable.js';
import { type Check, type Diagnosis, diagnosisOf } from '../diagnosis.js';
import { readEngineError } from '../engine-io.js';
import { getHeader } from '../fetch/header-list.js';
import { isRedirect } from '../fetch/preflight.js';
import { identifyServer } from '../identify-server.js';
import type { Answer, Observation } from '../observation.js';
import { parseUrl } from '../origin.js';
import { type BlockedRow, isFailing, type Row, type Survey } from '../survey.js';
import { blockedOf } from './blocked.js';

/**
 * Did the server's own check refuse a page that should connect? v2 answers so without CORS headers, and browsers then
 * complain about a missing header, which is not the cause.
 */
const handshakeRefused: Check = (survey) => {
  const [first, ...others] = survey.rows.filter((row) => isFailing(row) && isRefused(row));
  return first === undefined ? [] : [diagnosisOf('HANDSHAKE_REFUSED', blockedOf([first, ...others], survey))];
};

const isRefused = ({ judgement, observation: { outcome } }: Row): boolean =>
  (judgement.verdict === 'blocked' && judgement.reason === 'HANDSHAKE_REFUSED') ||
  (outcome.kind === 'answer' && readEngineError(outcome.body)?.code === 4);

/** Is a page redirected? Browsers may complain about a missing header instead, because they check redirects as well. */
const redirected: Check = (survey) => {
  const [first, ...others] = survey.rows.filter((row) => isFailing(row) && locationOf(row) !== undefined);
  if (first === undefined) return [];
  const location = locationOf(first) ?? null;
  const { pathname } = new URL(survey.url);
  // A redirect to another host, or from http to https, keeps the path.
  const isLogin = location !== null && !location.includes(pathname.replace(/\/$/, ''));
  return [
    diagnosisOf('CORSExternalRedirectNotAllowed', {
      ...blockedOf([first, ...others], survey),
      ...{ location, isLogin },
    }),
  ];
};

/** Without the query, which is the request's own; null if the redirect names no place. */
function locationOf({ observation: { outcome } }: Row): string | null | undefined {
  if (outcome.kind !== 'answer' || !isRedirect(outcome.status)) return undefined;
  const location = getHeader(outcome.headers, 'location');
  return location === null ? null : printable(location.replace(/\?.*/s, ''));
}

const REACH_IT_FIRST =
  'Get through to the Socket.IO server first, as described above: its settings cannot add what this answer lacks.';

/** What blocks pages that should connect, by the browsers' names: once for each reason. */
const failingRequests: Check = (survey) => {
  const { rows, observations, isSocketIo } = survey;
  // If nothing came from that path at all, other checks say why.
  if (observations.every(({ outcome }) => outcome.kind !== 'answer')) return [];
  const groups = new Map<string, [BlockedRow, ...BlockedRow[]]>();
  for (const row of rows.filter(isFailing)) {
    const key = JSON.stringify(row.judgement);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  const diagnoses = [...groups.values()].flatMap((group) => explain(group, survey));
  return isSocketIo ? diagnoses : diagnoses.map((diagnosis) => ({ ...diagnosis, remedy: REACH_IT_FIRST }));
};

function explain(rows: [BlockedRow, ...BlockedRow[]], survey: Survey): readonly Diagnosis[] {
  const [{ judgement, observation }] = rows;
  const at = blockedOf(rows, survey);
  switch (judgement.reason) {
    case 'CORSMissingAllowOrigin': {
      const hasCors = survey.generation === 'v4' && variesByOrigin(observation);
      return [diagnosisOf(judgement.reason, { ...at, hasCors })];
    }
    case 'CORSMissingAllowCredentials': {
      const value = judgement.value === null ? null : printable(judgement.value);
      return [diagnosisOf(judgement.reason, { ...at, value })];
    }
    case 'CORSAllowOriginNotMatchingOrigin': {
      const value = printable(judgement.value);
      return [diagnosisOf(judgement.reason, { ...at, value, chrome: chromeSaysOfMismatch(value) })];
    }
    case 'CORSMultipleAllowOriginNotAllowed':
      return [diagnosisOf(judgement.reason, { ...at, value: printable(judgement.value) })];
    case 'CORSInvalidAllowMethod':
    case 'CORSInvalidAllowHeader':
      return [diagnosisOf(judgement.reason, { ...at, token: printable(judgement.token) })];
    case 'CORSMethodNotFound':
      return [diagnosisOf(judgement.reason, { ...at, method: judgement.method })];
    case 'CORSMissingAllowHeaderFromPreflight':
      return [diagnosisOf(judgement.reason, { ...at, header: judgement.header })];
    case 'CORSDidNotSucceed':
      return [diagnosisOf(judgement.reason, { ...at, code: judgement.code })];
    case 'PROTOCOL_NOT_SPOKEN':
    case 'WEBSOCKET_FAILED':
      return [diagnosisOf('WEBSOCKET_FAILED', { ...at, detail: howItEnded(observation) })];
    case 'WEBSOCKET_NOT_PASSED_ON': {
      // If no Socket.IO server was found at all, there is nothing to pass on to. Only an answer is judged so.
      const answer = observation.outcome as Answer;
      const args = { ...at, who: identifyServer(answer), status: answer.status };
      return survey.generation === undefined ? [] : [diagnosisOf(judgement.reason, args)];
    }
    case 'REQUEST_REFUSED': {
      const { body } = observation.outcome as Answer;
      return [diagnosisOf(judgement.reason, { ...at, said: printable(body) })];
    }
    case 'CORSNotSupportingCredentials':
    case 'CORSPreflightDidNotSucceed':
    case 'MIXED_CONTENT':
    case 'SESSION_UNKNOWN':
      return [diagnosisOf(judgement.reason, at)];
    case 'CORSExternalRedirectNotAllowed':
    case 'HANDSHAKE_REFUSED':
    case 'TRANSPORT_DISABLED':
    case 'NO_SESSION':
    case 'NOT_SOCKET_IO':
      // Checks of their own report these.
      return [];
  }
}

/** The `cors` package adds `Vary: Origin` unless it is told to allow all. */
const variesByOrigin = ({ outcome }: Observation): boolean =>
  outcome.kind === 'answer' && /\borigin\b/i.test(getHeader(outcome.headers, 'vary') ?? '');

/** Chromium words a value that is no URL differently from one that is another origin. */
function chromeSaysOfMismatch(value: string): string {
  const isUrl = value === 'null' || (/^[\x20-\x7e]*$/.test(value) && parseUrl(value) !== undefined);
  return isUrl
    ? `The 'Access-Control-Allow-Origin' header has a value '${value}' that is not equal to the supplied origin.`
    : `The 'Access-Control-Allow-Origin' header contains the invalid value '${value}'.`;
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

export const pageChecks: readonly Check[] = [handshakeRefused, redirected, failingRequests];
