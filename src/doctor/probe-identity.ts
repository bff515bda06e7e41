import type { Observation, Page } from './observation.js';
import type { Ask } from './probe-ask.js';
import type { ProbePlan } from './probe-options.js';
import { askPolling } from './probe-requests.js';

/**
 * Asks what is not the pages' business, where every handshake was refused: who is it that refuses?
 *
 * A session that does not exist is answered before any check of the app's, and the generations say it with different
 * headers. And many a server admits what carries no Origin, as the docs' own `allowRequest` does.
 */
export async function askIdentity(
  ask: Ask,
  { target, pages: [page, ...others] }: ProbePlan,
): Promise<Observation[]> {
  const cross = [page, ...others].find(({ role }) => role !== 'own') ?? page;
  const own: Page = { origin: target.origin, role: 'own', credentials: false, headers: [] };
  const asked = await Promise.all([
    ask({
      request: 'polling-get',
      page: cross,
      eio: 4,
      method: 'GET',
      query: { transport: 'polling', sid: 'socketio-cors-doctor' },
    }),
    askPolling(ask, own, 4),
    askPolling(ask, own, 3),
  ]);
  return asked
    .flat()
    .filter(({ request }) => request === 'polling-get')
    .map((observation) => ({ ...observation, purpose: 'identity' }));
}
