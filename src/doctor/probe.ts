import { readEngineError, readPollingOpen } from './engine-io.js';
import type { Eio, Observation, Page } from './observation.js';
import { askerOf } from './probe-ask.js';
import { askFirst, speaksEngineIo } from './probe-first.js';
import { askIdentity } from './probe-identity.js';
import { type ProbeOptions, type ProbePlan, planProbe } from './probe-options.js';
import { askJsonp, askPolling, askPreflight, askWebSocket } from './probe-requests.js';
import { showsProtocol } from './protocols.js';

/**
 * Asks a running server what the pages of some origins would ask: polling GET and POST, preflight, WebSocket, with
 * both protocols. Sends requests to that host and port only; every session that it opens it closes.
 *
 * @param url the server, as a client is given it: `https://api.example.com`
 * @returns what was asked and what came of it; failures of the network are observations as well
 * @throws {ProbeOptionsError} where the URL or an option cannot be used
 * @example diagnose(await probe('http://localhost:3000', { origins: ['https://example.com'] }))
 */
export async function probe(url: string | URL, options: ProbeOptions = {}): Promise<Observation[]> {
  const plan = planProbe(url, options);
  const [page, ...others] = plan.pages;
  if (!/^https?:$/.test(plan.target.protocol)) return [notHttp(plan, page)];

  const ask = askerOf(plan);
  const { first, elsewhere } = await askFirst(ask, plan);
  if (first.every(({ outcome }) => outcome.kind !== 'answer')) return [...first, ...elsewhere];

  const eios = protocolsLeft(first);
  const eio = eios[0];
  const strangers = plan.pages.filter(({ role }) => role === 'foreign' || role === 'null');
  const rest = await Promise.all([
    ...others.flatMap((other) => eios.map((spoken) => askPolling(ask, other, spoken))),
    ...plan.pages.filter(({ role }) => role !== 'own').map((other) => askPreflight(ask, other, eio)),
    ...plan.pages.flatMap((other) => eios.map((spoken) => askWebSocket(ask, other, spoken, plan.timeout))),
    ...strangers.map((stranger) => askJsonp(ask, stranger, eio)),
  ]);
  const all = [...first, ...elsewhere, ...rest.flat()];
  return all.some(speaksEngineIo) && !showsProtocol(all) ? [...all, ...(await askIdentity(ask, plan))] : all;
}

/** Nothing is sent: browsers ask for http and https only. */
const notHttp = ({ target }: ProbePlan, page: Page): Observation => ({
  request: 'polling-get',
  url: target.href,
  eio: 4,
  page,
  outcome: { kind: 'failure', code: 'NOT_HTTP', message: target.protocol, connected: false },
});

/** Protocols that the first answers rule out are not asked for again. */
function protocolsLeft(first: readonly Observation[]): readonly [Eio, ...Eio[]] {
  for (const { request, eio, outcome } of first) {
    if (request !== 'polling-get' || outcome.kind !== 'answer') continue;
    // Code 5: "Unsupported protocol version".
    if (eio === 3 && readEngineError(outcome.body)?.code === 5) return [4];
    // A server that knows protocol 3 alone answers in it, whatever is asked.
    if (eio === 4 && readPollingOpen(outcome.body)?.eio === 3) return [3];
  }
  return [4, 3];
}
