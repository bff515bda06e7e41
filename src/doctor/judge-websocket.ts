import { readEngineError, readSocketOpen } from './engine-io.js';
import { isRedirect } from './fetch-standard/cors-preflight.js';
import { getHeader } from './fetch-standard/header-list.js';
import type { Answer, Failure } from './observation.js';
import { allowed, type BlockReason, blocked, type Verdict } from './verdict.js';

/**
 * CORS does not apply to WebSockets: whoever is let in by the server is in. An HTTP 101 is not yet a connection;
 * the open packet is, if the socket does not close behind it.
 */
export function judgeWebSocket(outcome: Answer | Failure): Verdict {
  return isOpen(outcome) ? allowed : blocked(whyNot(outcome));
}

function isOpen(outcome: Answer | Failure): boolean {
  if (outcome.kind === 'failure' || outcome.socket === undefined || outcome.socket.closed) return false;
  const [first] = outcome.socket.messages;
  return first !== undefined && readSocketOpen(first) !== null;
}

function whyNot(outcome: Answer | Failure): BlockReason {
  if (outcome.kind === 'failure') return { reason: 'WEBSOCKET_FAILED' };
  // v4 accepts the handshake, then breaks off: a client of another protocol.
  if (outcome.socket?.closed === true && outcome.socket.messages.length === 0)
    return { reason: 'PROTOCOL_NOT_SPOKEN' };
  if (outcome.status === 101) return { reason: 'WEBSOCKET_FAILED' };
  if (isRedirect(outcome.status)) return { reason: 'CORSExternalRedirectNotAllowed' };
  const error = readEngineError(outcome.body);
  // Asked over plain HTTP for a WebSocket, Engine.IO answers "Bad request": a proxy dropped the upgrade.
  if (error !== null) return { reason: error.code === 3 ? 'WEBSOCKET_NOT_PASSED_ON' : reasonOf(error.code) };
  return isEngineRefusal(outcome) ? refusalBy(outcome.body) : { reason: 'WEBSOCKET_NOT_PASSED_ON' };
}

const reasonOf = (code: number) =>
  code === 0 ? 'TRANSPORT_DISABLED' : code === 4 ? 'HANDSHAKE_REFUSED' : 'REQUEST_REFUSED';

/** Engine.IO refuses an upgrade by 400, with the bare message as body: none at all for v2's `origins`. */
const isEngineRefusal = ({ status, headers, body }: Answer): boolean =>
  status === 400 && getHeader(headers, 'content-type') === 'text/html' && !body.startsWith('<');

function refusalBy(message: string): BlockReason {
  if (message === 'Transport unknown') return { reason: 'TRANSPORT_DISABLED' };
  if (message === 'Unsupported protocol version') return { reason: 'PROTOCOL_NOT_SPOKEN' };
  // A failing `cors.origin` among others: "Bad request" before any check of ours was asked.
  return { reason: message === 'Bad request' ? 'REQUEST_REFUSED' : 'HANDSHAKE_REFUSED' };
}
