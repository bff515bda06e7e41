import { diagnosisOf } from '../diagnosis.js';
import { isRedirect } from '../fetch-standard/cors-preflight.js';
import { isFailing } from '../survey.js';
import { answeredBy } from './answered-by.js';
import type { Check } from './check.js';

/** Is what answers a Socket.IO server? A dev server, a proxy's 404 or a CDN's page looks like a CORS failure too. */
export const somethingElse: Check = ({ isReachable, isSocketIo, observations, rows, url }) => {
  if (!isReachable) return [];
  const failing = rows
    .filter((row) => isFailing(row) && row.verdict.reason === 'NOT_SOCKET_IO')
    .map(({ observation }) => observation);
  const suspects = isSocketIo ? failing : observations;
  const answer = suspects.map(({ outcome }) => outcome).find((outcome) => outcome.kind === 'answer');
  // Who only sends pages elsewhere does not answer in the server's place.
  if (answer === undefined || isRedirect(answer.status)) return [];
  const args = { url, who: answeredBy(answer), status: answer.status };
  return [
    diagnosisOf(GATEWAY_ERRORS.has(answer.status) ? 'SERVER_BEHIND_PROXY_DOWN' : 'NOT_SOCKET_IO', args),
  ];
};

/** Bad Gateway, Service Unavailable, Gateway Timeout. */
const GATEWAY_ERRORS: ReadonlySet<number> = new Set([502, 503, 504]);
