import { isEngineIo } from './engine-io.js';
import { needsPreflight } from './fetch-standard/cors-preflight.js';
import { judge } from './judge.js';
import type { Eio, Observation, Page, RequestKind } from './observation.js';
import { type Protocols, protocolsOf, showsProtocol } from './protocols.js';
import type { Verdict } from './verdict.js';

/** What one page gets for one request. */
export interface Row {
  readonly page: Page;
  readonly request: RequestKind;
  /** The protocols that this holds for. */
  readonly eio: readonly [Eio, ...Eio[]];
  readonly verdict: Verdict;
  readonly observation: Observation;
  /** False for a preflight that no browser would send, because the client adds no header that needs one. */
  readonly isNeeded: boolean;
}

/** All that the checks and the reports look at. */
export interface Survey {
  readonly url: string;
  /** Whether anybody answered in HTTP at that path, or a server of Engine.IO at another. */
  readonly isReachable: boolean;
  /** Whether an Engine.IO server answers at that path. */
  readonly isSocketIo: boolean;
  readonly protocols: Protocols;
  /** False where every handshake was refused, so that the other protocol may be spoken all the same. */
  readonly isProtocolSeen: boolean;
  /** Whose settings mend it; undefined where neither protocol was seen. */
  readonly generation: 'v2' | 'v4' | undefined;
  readonly rows: readonly Row[];
  readonly observations: readonly Observation[];
  /** What was found at other paths. */
  readonly elsewhere: readonly Observation[];
}

/** Puts observations in order. Pure. */
export function survey(all: readonly Observation[]): Survey {
  const elsewhere = all.filter(({ purpose }) => purpose === 'other-path');
  const observations = all.filter(({ purpose }) => purpose === undefined);
  const told = all.filter(({ purpose }) => purpose !== 'other-path');
  const protocols = protocolsOf(told);
  // What answers at another path is no answer to the page, unless it is the server that was looked for.
  const isReachable = observations.some(({ outcome }) => outcome.kind === 'answer') || elsewhere.some(speaks);
  return {
    url: observations[0]?.url ?? '',
    isReachable,
    isSocketIo: protocols.eio3 || protocols.eio4 || observations.some(speaks),
    protocols,
    isProtocolSeen: showsProtocol(told),
    generation: protocols.eio4 ? 'v4' : protocols.eio3 ? 'v2' : undefined,
    rows: isReachable ? rowsOf(observations, protocols) : [],
    observations,
    elsewhere,
  };
}

const speaks = ({ outcome }: Observation): boolean => outcome.kind === 'answer' && isEngineIo(outcome.body);

/** One row where both protocols fare alike, else one for each; protocols that are not spoken are left out. */
function rowsOf(observations: readonly Observation[], protocols: Protocols): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const observation of [...observations].sort(byPageAndRequest(observations))) {
    const { page, request } = observation;
    const [first, ...others] = protocolsOfRow(observation, protocols);
    if (first === undefined) continue;
    const verdict = judge(observation);
    const key = JSON.stringify([page.origin, request, verdict, statusOf(observation)]);
    const known = rows.get(key);
    const isNeeded = request !== 'preflight' || needsPreflight({ method: 'GET', headers: page.headers });
    const eio: Row['eio'] = known === undefined ? [first, ...others] : [...known.eio, first, ...others];
    rows.set(key, { page, request, verdict, observation, isNeeded, ...known, eio });
  }
  return [...rows.values()];
}

function protocolsOfRow({ request, eio }: Observation, { eio3, eio4 }: Protocols): readonly Eio[] {
  const spoken = ([4, 3] as const).filter((one) => eio3 === eio4 || (one === 3 ? eio3 : eio4));
  // Preflights and scripts are answered alike whichever protocol is asked for, so they are asked once.
  return request === 'preflight' || request === 'jsonp' ? spoken : spoken.filter((one) => one === eio);
}

const ORDER: readonly RequestKind[] = ['polling-get', 'polling-post', 'preflight', 'websocket', 'jsonp'];

function byPageAndRequest(observations: readonly Observation[]) {
  const origins = [...new Set(observations.map(({ page }) => page.origin))];
  const rank = ({ page, request, eio }: Observation) =>
    (origins.indexOf(page.origin) * ORDER.length + ORDER.indexOf(request)) * 10 - eio;
  return (one: Observation, other: Observation) => rank(one) - rank(other);
}

/** The HTTP status, where there was an answer. */
export const statusOf = ({ outcome }: Observation): number | null =>
  outcome.kind === 'answer' ? outcome.status : null;

/** Whether the page is meant to get in. */
export const isMeant = ({ role }: Page): boolean => role === 'asked' || role === 'own';

/** What keeps a page out. */
export interface FailingRow extends Row {
  readonly verdict: Extract<Verdict, { verdict: 'blocked' }>;
}

/** Whether a page that is meant to get in does not, in a way that counts. */
export const isFailing = (row: Row): row is FailingRow =>
  isMeant(row.page) && row.isNeeded && row.verdict.verdict === 'blocked' && !HARMLESS.has(row.verdict.reason);

/** A transport that is off on purpose, and what only follows from another row. */
const HARMLESS: ReadonlySet<string> = new Set(['TRANSPORT_DISABLED', 'NO_SESSION']);
