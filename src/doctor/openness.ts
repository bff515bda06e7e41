import { readPollingOpen } from './engine-io.js';
import { corsCheck } from './fetch-standard/cors-check.js';
import type { Survey } from './survey.js';

/** How far a stranger's page gets over polling. */
export type Openness = 'closed' | 'without-credentials' | 'with-credentials';

/** Whether a page of that kind opens sessions over polling and reads them. Where polling is off, it is closed. */
export function pollingOpenness({ rows }: Survey, role: 'foreign' | 'null'): Openness {
  const levels = rows
    .filter(({ page, request }) => page.role === role && request === 'polling-get')
    .map(({ observation: { outcome }, page: { origin } }): Openness => {
      if (outcome.kind !== 'answer' || readPollingOpen(outcome.body) === null) return 'closed';
      if (corsCheck({ origin, credentials: true }, outcome.headers) === null) return 'with-credentials';
      return corsCheck({ origin, credentials: false }, outcome.headers) === null
        ? 'without-credentials'
        : 'closed';
    });
  if (levels.includes('with-credentials')) return 'with-credentials';
  return levels.includes('without-credentials') ? 'without-credentials' : 'closed';
}

/** The origin of a stranger to whom the server opens that way, though over polling it keeps strangers out. */
export function openedBeside(survey: Survey, request: 'websocket' | 'jsonp'): string | undefined {
  const isGuarded = pollingOpenness(survey, 'foreign') === 'closed';
  const opened = survey.rows.find(
    ({ page, request: other, verdict }) =>
      (page.role === 'foreign' || page.role === 'null') && other === request && verdict.verdict === 'allowed',
  );
  return isGuarded ? opened?.page.origin : undefined;
}
