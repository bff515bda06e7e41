import { diagnosisOf } from '../diagnosis.js';
import { isFailing } from '../survey.js';
import { answeredBy } from './answered-by.js';
import type { Check } from './check.js';

/** Is what answers a Socket.IO server? A dev server, a proxy's 404 or a CDN's page looks like a CORS failure too. */
export const somethingElse: Check = ({ isReachable, isSocketIo, observations, rows, url }) => {
  if (!isReachable) return [];
  const failing = rows
    .filter(
      (row) => isFailing(row) && row.verdict.verdict === 'blocked' && row.verdict.reason === 'NOT_SOCKET_IO',
    )
    .map(({ observation }) => observation);
  const suspects = isSocketIo ? failing : observations;
  for (const { outcome } of suspects) {
    if (outcome.kind === 'answer') {
      return [diagnosisOf('NOT_SOCKET_IO', { url, who: answeredBy(outcome), status: outcome.status })];
    }
  }
  return [];
};
