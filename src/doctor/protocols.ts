import { readEngineError, readPollingOpen, readSocketOpen } from './engine-io.js';
import { getHeader } from './fetch-standard/header-list.js';
import { judge } from './judge.js';
import type { Eio, Observation } from './observation.js';

/** Which of the two protocols a server speaks. */
export interface Protocols {
  readonly eio3: boolean;
  readonly eio4: boolean;
}

/** Reads out of the answers which protocols are spoken. Where every handshake was refused, the refusals tell. */
export function protocolsOf(observations: readonly Observation[]): Protocols {
  const polled = new Set(observations.map(polledIn));
  const isOther = observations.some(namesOtherProtocol);
  if (polled.has(3) || polled.has(4)) return { eio3: polled.has(3), eio4: polled.has(4) || isOther };
  const sockets = observations.filter(opensSocket);
  if (sockets.length > 0) return overWebSocket(sockets);
  return isOther ? { eio3: false, eio4: true } : byRefusal(observations);
}

/** Whether an answer gives away which protocol is spoken, as a refused handshake does not. */
export const showsProtocol = (observations: readonly Observation[]): boolean =>
  observations.some((one) => polledIn(one) !== undefined || namesOtherProtocol(one) || opensSocket(one));

/** The protocol of the session that a polling handshake opened. */
const polledIn = ({ outcome }: Observation): Eio | undefined =>
  outcome.kind === 'answer' ? readPollingOpen(outcome.body)?.eio : undefined;

/** "Unsupported protocol version" */
const namesOtherProtocol = ({ outcome }: Observation): boolean =>
  outcome.kind === 'answer' && readEngineError(outcome.body)?.code === 5;

const opensSocket = (one: Observation): boolean =>
  one.request === 'websocket' && judge(one).verdict === 'allowed';

/** A server without polling: both protocols begin alike, and a v2 server does not look which one was asked for. */
function overWebSocket(open: readonly Observation[]): Protocols {
  const has = (eio: Eio) => open.some((one) => one.eio === eio);
  if (!has(3) || !has(4)) return { eio3: has(3), eio4: has(4) };
  const messages = open.flatMap(({ eio, outcome }) =>
    eio === 4 && outcome.kind === 'answer' ? [outcome.socket?.messages ?? []] : [],
  );
  return {
    eio3: true,
    eio4: messages.some(([first]) => readSocketOpen(first ?? '')?.hasMaxPayload === true),
  };
}

/**
 * Where no session was opened at all: asked for one that does not exist, Engine.IO 3 reflects any origin and says
 * nothing of it to caches; Engine.IO 4 and up leaves the headers to the `cors` package, which adds `Vary: Origin`.
 */
function byRefusal(observations: readonly Observation[]): Protocols {
  for (const { purpose, page, outcome } of observations) {
    if (purpose !== 'identity' || page.role === 'own' || outcome.kind !== 'answer') continue;
    if (readEngineError(outcome.body) === null) continue;
    const isReflected = getHeader(outcome.headers, 'access-control-allow-origin') === page.origin;
    const isV2 = isReflected && !/\borigin\b/i.test(getHeader(outcome.headers, 'vary') ?? '');
    return { eio3: isV2, eio4: !isV2 };
  }
  return { eio3: false, eio4: false };
}
