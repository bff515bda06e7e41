import type { ProxyName } from '../messages/proxies.js';
import type { SettingsNeeded } from '../messages/server-settings.js';
import { codeOf, isSessionUnknown, openedBy, readSocketOpen, speaksEngineIo } from './engine-io.js';
import { allowOriginOf, needsPreflight, unsafeHeaderNames, variesByOrigin } from './fetch.js';
import { proxyOf } from './identify-server.js';
import { type Blocked, type BlockReason, isEngineRefusal, type Judgement, judge } from './judge.js';
import {
  answerTo,
  type Eio,
  type Observation,
  type Page,
  type RequestKind,
  statusOf,
} from './observation.js';
import { isRateRefusal } from './pace.js';

/** The protocols that a server speaks. */
export interface Protocols {
  readonly eio3: boolean;
  readonly eio4: boolean;
}

/** The result of one request from one page. */
export interface Row extends Pick<Observation, 'page' | 'request' | 'url' | 'outcome'> {
  /** The protocols that this holds for. */
  readonly eio: readonly [Eio, ...Eio[]];
  readonly judgement: Judgement;
  /** False for a preflight that no browser would send, because the client adds no header that needs one. */
  readonly isNeeded: boolean;
}

/** Everything that the checks and the reports read. */
export interface Survey {
  readonly url: string;
  /** Whether an HTTP server answered at that path, or an Engine.IO server at another. */
  readonly isReachable: boolean;
  /** Whether an Engine.IO server answers at that path. */
  readonly isSocketIo: boolean;
  readonly protocols: Protocols;
  /** False if every handshake was refused: the other protocol may be spoken all the same. */
  readonly isProtocolSeen: boolean;
  /** The generation of Socket.IO whose settings apply; undefined if neither protocol was seen. */
  readonly generation: SettingsNeeded['generation'];
  readonly rows: readonly Row[];
  /** The origins that should connect. */
  readonly meant: readonly string[];
  /** The origins and headers that the settings in remedies have to allow. */
  readonly needed: SettingsNeeded;
  /** The proxy in front of the server, if an answer shows one. */
  readonly proxy: ProxyName | undefined;
  readonly observations: readonly Observation[];
  /** The requests that were only sent to find a cause. */
  readonly clues: readonly Observation[];
}

/** Orders observations and judges them, once. Pure. */
export function survey(all: readonly Observation[]): Survey {
  const observations = all.filter(({ purpose }) => purpose === undefined);
  const here = all.filter(({ purpose }) => purpose === undefined || purpose === 'identity');
  const protocols = protocolsOf(here);
  const clues = all.filter(({ purpose }) => purpose !== undefined);
  const generation = protocols.eio4 ? 'v4' : protocols.eio3 ? 'v2' : undefined;
  const meant = [...new Set(observations.filter(({ page }) => isMeant(page)).map(({ page }) => page.origin))];
  const headers = unsafeHeaderNames(observations[0]?.page.headers ?? []);
  // An answer from another path is not an answer to the page, unless it comes from the server that was looked for.
  const isReachable =
    observations.some(answerTo) || clues.some((clue) => isElsewhere(clue) && speaksEngineIo(clue));
  return {
    url: observations[0]?.url ?? '',
    isReachable,
    isSocketIo: protocols.eio3 || protocols.eio4 || observations.some(speaksEngineIo),
    protocols,
    isProtocolSeen: showsProtocol(here),
    generation,
    rows: isReachable ? withSessions(withRepeats(rowsOf(observations, protocols), clues), clues) : [],
    meant,
    needed: { generation, origins: meant, headers },
    proxy: observations.map(proxyOf).find((proxy) => proxy !== undefined),
    observations,
    clues,
  };
}

const isElsewhere = ({ purpose }: Observation): boolean => purpose === 'other-path' || purpose === 'cut-path';

/** One row if both protocols get the same, else one for each; protocols that are not spoken are left out. */
function rowsOf(observations: readonly Observation[], protocols: Protocols): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const observation of [...observations].sort(byPageAndRequest(observations))) {
    const { page, request, url, outcome } = observation;
    const [first, ...others] = protocolsOfRow(observation, protocols);
    if (first === undefined) continue;
    const judgement = judge(observation);
    const key = JSON.stringify([page.origin, request, judgement, statusOf(observation)]);
    const known = rows.get(key);
    const isNeeded = request !== 'preflight' || needsPreflight({ method: 'GET', headers: page.headers });
    const eio: Row['eio'] = known === undefined ? [first, ...others] : [...known.eio, first, ...others];
    rows.set(key, { page, request, url, outcome, judgement, isNeeded, ...known, eio });
  }
  return [...rows.values()];
}

/**
 * A handshake that got in only once is blocked, because the next one may reach another server. So is one whose session
 * cannot be polled, and a POST beside a poll. Other code checks whether the session is known. A late answer proves
 * nothing, nor does the refusal of a rate limit, which counts the doctor's own requests.
 */
function withRepeats(rows: readonly Row[], clues: readonly Observation[]): readonly Row[] {
  const blocked = clues.filter(
    (clue) =>
      (clue.purpose === 'session' || clue.purpose === 'poll') &&
      answerTo(clue)?.complete &&
      !isSessionUnknown(clue) &&
      !(clue.purpose === 'poll' && isRateRefusal(clue)) &&
      judge(clue).verdict === 'blocked',
  );
  return rows.map((row) => {
    if (row.judgement.verdict === 'blocked' || row.request === 'websocket') return row;
    const repeat = blocked.find(
      ({ request, page }) => request === row.request && page.origin === row.page.origin,
    );
    return repeat === undefined ? row : { ...row, judgement: judge(repeat), outcome: repeat.outcome };
  });
}

/**
 * A POST may reach the right node by chance; the requests with one session show whether every POST does. They were sent
 * for one page. If they fail for the server's own page, which sends every cookie, they fail for all.
 */
function withSessions(rows: readonly Row[], clues: readonly Observation[]): readonly Row[] {
  const lost = clues.find(
    (clue) => clue.purpose === 'session' && clue.request === 'polling-post' && isSessionUnknown(clue),
  );
  if (lost === undefined) return rows;
  return rows.map((row) => {
    const isLike = lost.page.role === 'own' || row.page.role !== 'own';
    if (row.request !== 'polling-post' || row.judgement.verdict === 'blocked' || !isLike) return row;
    return { ...row, judgement: { verdict: 'blocked', reason: 'SESSION_UNKNOWN' }, outcome: lost.outcome };
  });
}

function protocolsOfRow({ request, eio }: Observation, { eio3, eio4 }: Protocols): readonly Eio[] {
  const spoken = ([4, 3] as const).filter((one) => eio3 === eio4 || (one === 3 ? eio3 : eio4));
  // The protocol does not matter to preflights and scripts, so they are sent once.
  return request === 'preflight' || request === 'jsonp' ? spoken : spoken.filter((one) => one === eio);
}

const ORDER: readonly RequestKind[] = ['polling-get', 'polling-post', 'preflight', 'websocket', 'jsonp'];

function byPageAndRequest(observations: readonly Observation[]) {
  const origins = [...new Set(observations.map(({ page }) => page.origin))];
  const rank = ({ page, request, eio }: Observation) =>
    (origins.indexOf(page.origin) * ORDER.length + ORDER.indexOf(request)) * 10 - eio;
  return (one: Observation, other: Observation) => rank(one) - rank(other);
}

/** Milliseconds between two signs of life of a session, by its first packet. */
export const pingIntervalOf = ({ observations }: Survey): number | undefined =>
  observations.map((one) => openedBy(one)?.pingInterval).find((interval) => interval !== undefined);

/** Whether the page should connect. */
export const isMeant = ({ role }: Page): boolean => role === 'asked' || role === 'own';

export interface BlockedRow extends Row {
  readonly judgement: Blocked;
}

/** Whether the row is blocked for that reason. */
export const isBlockedBy = ({ judgement }: Row, reason: BlockReason): boolean =>
  judgement.verdict === 'blocked' && judgement.reason === reason;

/** Whether a page that should connect cannot, in a way that counts. */
export const isFailing = (row: Row): row is BlockedRow =>
  isMeant(row.page) &&
  row.isNeeded &&
  row.judgement.verdict === 'blocked' &&
  !HARMLESS.has(row.judgement.reason);

/** A transport that is off on purpose, and what only follows from another row. */
const HARMLESS: ReadonlySet<string> = new Set(['TRANSPORT_DISABLED', 'NO_SESSION']);

/** Reads from the answers which protocols are spoken. If every handshake was refused, the refusals tell. */
export function protocolsOf(observations: readonly Observation[]): Protocols {
  const polled = new Set(observations.map((one) => openedBy(one)?.eio));
  const isOther = observations.some(namesOtherProtocol);
  if (polled.has(3) || polled.has(4)) return { eio3: polled.has(3), eio4: polled.has(4) || isOther };
  const sockets = observations.filter(opensSocket);
  if (sockets.length > 0) return overWebSocket(sockets);
  return isOther ? { eio3: false, eio4: true } : byRefusal(observations);
}

/** Whether an answer shows which protocol is spoken; a refused handshake does not. */
export const showsProtocol = (observations: readonly Observation[]): boolean =>
  observations.some((one) => openedBy(one) !== null || namesOtherProtocol(one) || opensSocket(one));

/** "Unsupported protocol version" */
export const namesOtherProtocol = (one: Observation): boolean => codeOf(one) === 5;

const opensSocket = (one: Observation): boolean =>
  one.request === 'websocket' && judge(one).verdict === 'allowed';

/** Without polling, both protocols begin alike, and a v2 server does not read which one was requested. */
function overWebSocket(open: readonly Observation[]): Protocols {
  const has = (eio: Eio) => open.some((one) => one.eio === eio);
  if (!has(3) || !has(4)) return { eio3: has(3), eio4: has(4) };
  const isV4 = ({ eio, ...one }: Observation) =>
    eio === 4 && readSocketOpen(answerTo(one)?.socket?.messages[0] ?? '')?.hasMaxPayload === true;
  return { eio3: true, eio4: open.some(isV4) };
}

/**
 * If no session was opened at all, the answer to an unknown session tells: Engine.IO 3 sends back the origin that it
 * received, with credentials and without `Vary: Origin`. Engine.IO 4 and up leaves the headers to the `cors` package,
 * which adds `Vary: Origin` unless it sends `*`.
 */
function byRefusal(observations: readonly Observation[]): Protocols {
  const identity = observations.find(
    (one) => one.purpose === 'identity' && one.page.role !== 'own' && codeOf(one) !== undefined,
  );
  if (identity === undefined) return { eio3: false, eio4: false };
  const isV2 =
    !variesByOrigin(identity) &&
    (![null, '*'].includes(allowOriginOf(identity)) || observations.some(isRefusedByV2));
  return { eio3: isV2, eio4: !isV2 };
}

/** Only v2 refuses a WebSocket with an empty body; v4 writes "Forbidden". */
const isRefusedByV2 = (one: Observation): boolean =>
  one.request === 'websocket' && isEngineRefusal(one) && answerTo(one)?.body === '';
