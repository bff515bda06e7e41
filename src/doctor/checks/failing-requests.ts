import { printable } from '../../output/printable.js';
import { chromeSaysOfMismatch } from '../browser-wording.js';
import { reachItFirst } from '../catalogue.js';
import { type Diagnosis, diagnosisOf, type Generation } from '../diagnosis.js';
import type { Answer, Observation } from '../observation.js';
import { type FailingRow, isFailing } from '../survey.js';
import type { BlockReason } from '../verdict.js';
import { answeredBy } from './answered-by.js';
import { blockedOf } from './blocked.js';
import type { Check } from './check.js';

/** What keeps the pages out that are meant to get in, by the browsers' names: once for each reason. */
export const failingRequests: Check = ({ rows, observations, generation, isSocketIo }) => {
  // Where nothing came from that path at all, other checks say why.
  if (observations.every(({ outcome }) => outcome.kind !== 'answer')) return [];
  const groups = new Map<string, [FailingRow, ...FailingRow[]]>();
  for (const row of rows.filter(isFailing)) {
    const key = JSON.stringify(row.verdict);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  const diagnoses = [...groups.values()].flatMap((group) => explain(group, generation));
  return isSocketIo ? diagnoses : diagnoses.map((diagnosis) => ({ ...diagnosis, remedy: reachItFirst }));
};

function explain(rows: [FailingRow, ...FailingRow[]], generation: Generation): readonly Diagnosis[] {
  const [{ verdict, observation }] = rows;
  const at = blockedOf(rows);
  switch (verdict.reason) {
    case 'CORSMissingAllowCredentials': {
      const value = verdict.value === null ? null : printable(verdict.value);
      return [diagnosisOf(verdict.reason, { ...at, value }, generation)];
    }
    case 'CORSAllowOriginNotMatchingOrigin': {
      const value = printable(verdict.value);
      return [diagnosisOf(verdict.reason, { ...at, value, chrome: chromeSaysOfMismatch(value) }, generation)];
    }
    case 'CORSMultipleAllowOriginNotAllowed':
      return [diagnosisOf(verdict.reason, { ...at, value: printable(verdict.value) }, generation)];
    case 'CORSInvalidAllowMethod':
    case 'CORSInvalidAllowHeader':
      return [diagnosisOf(verdict.reason, { ...at, token: printable(verdict.token) }, generation)];
    case 'CORSMethodNotFound':
      return [diagnosisOf(verdict.reason, { ...at, method: verdict.method }, generation)];
    case 'CORSMissingAllowHeaderFromPreflight':
      return [diagnosisOf(verdict.reason, { ...at, header: verdict.header }, generation)];
    case 'CORSDidNotSucceed':
      return [diagnosisOf(verdict.reason, { ...at, code: verdict.code }, generation)];
    case 'PROTOCOL_NOT_SPOKEN':
    case 'WEBSOCKET_FAILED':
      return [diagnosisOf('WEBSOCKET_FAILED', { ...at, detail: howItEnded(observation) }, generation)];
    case 'WEBSOCKET_NOT_PASSED_ON':
      // Where no Socket.IO server was found at all, there is nothing to pass on to.
      return generation === undefined ? [] : [notPassedOn(at, observation.outcome as Answer)];
    case 'REQUEST_REFUSED':
      // Only an answer is judged so, as above.
      return [refused(at, observation.outcome as Answer, generation)];
    default:
      return OTHERS_SPEAK_OF.has(verdict.reason)
        ? []
        : [diagnosisOf(verdict.reason as Plain, at, generation)];
  }
}

/** Reasons whose texts need nothing more. */
type Plain =
  | 'CORSMissingAllowOrigin'
  | 'CORSNotSupportingCredentials'
  | 'CORSPreflightDidNotSucceed'
  | 'MIXED_CONTENT'
  | 'SESSION_UNKNOWN';

/** Checks of their own speak of these. */
const OTHERS_SPEAK_OF: ReadonlySet<BlockReason['reason']> = new Set([
  'CORSExternalRedirectNotAllowed',
  'HANDSHAKE_REFUSED',
  'TRANSPORT_DISABLED',
  'NO_SESSION',
  'NOT_SOCKET_IO',
]);

type At = ReturnType<typeof blockedOf>;

const notPassedOn = (at: At, answer: Answer): Diagnosis =>
  diagnosisOf('WEBSOCKET_NOT_PASSED_ON', { ...at, who: answeredBy(answer), status: answer.status });

const refused = (at: At, { body }: Answer, generation: Generation): Diagnosis =>
  diagnosisOf('REQUEST_REFUSED', { ...at, said: printable(body) }, generation);

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
