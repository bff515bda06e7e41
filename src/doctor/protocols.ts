import { readEngineError, readPollingOpen, readSocketOpen } from './engine-io.js';
import { getHeader } from './fetch-standard/header-list.js';
import { judge } from './judge.js';
import type { Answer, Eio, Observation } from './observation.js';

/** Which of the two protocols a server speaks. */
export interface Protocols {
  readonly eio3: boolean;
  readonly eio4: boolean;
}

/** Reads out of the answers which protocols are spoken. Where every handshake was refused, the refusals tell. */
export function protocolsOf(observations: readonly Observation[]): Protocols {
  const answers = observations.flatMap(({ request, eio, page, outcome }) =>
    outcome.kind === 'answer' ? [{ request, eio, page, answer: outcome }] : [],
  );
  const polled = new Set(answers.map(({ answer }) => readPollingOpen(answer.body)?.eio));
  const isOther = answers.some(({ answer }) => readEngineError(answer.body)?.code === 5);
  if (polled.has(3) || polled.has(4)) return { eio3: polled.has(3), eio4: polled.has(4) || isOther };

  const sockets = observations.filter(
    (one) => one.request === 'websocket' && judge(one).verdict === 'allowed',
  );
  if (sockets.length > 0) return overWebSocket(sockets);
  return isOther
    ? { eio3: false, eio4: true }
    : byRefusal(answers.filter(({ request }) => request === 'preflight'));
}

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
 * Engine.IO 3 answers a preflight for a handshake "Bad handshake method" and reflects any origin; Engine.IO 4 and up
 * says so without CORS headers, or has the `cors` package answer by 204.
 */
function byRefusal(preflights: readonly { readonly answer: Answer }[]): Protocols {
  const isBadMethod = ({ answer }: { answer: Answer }) => readEngineError(answer.body)?.code === 2;
  const isReflected = ({ answer }: { answer: Answer }) =>
    getHeader(answer.headers, 'access-control-allow-origin') !== null;
  const isByCors = ({ answer }: { answer: Answer }) =>
    answer.status === 204 &&
    /\borigin\b|access-control-request/i.test(getHeader(answer.headers, 'vary') ?? '');
  return {
    eio3: preflights.some((one) => isBadMethod(one) && isReflected(one)),
    eio4: preflights.some((one) => isByCors(one) || (isBadMethod(one) && !isReflected(one))),
  };
}
