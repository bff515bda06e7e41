import { readEngineError, readJsonpOpen, readPollingOpen, readSocketOpen } from './engine-io.js';
import { corsCheck, corsPreflight, isRedirect, type PreflightFailure } from './fetch/cors.js';
import { getHeader } from './fetch/header-list.js';
import { runsAsScript } from './fetch/script.js';
import type { Answer, Failure, Observation } from './observation.js';
import { isMixedContent } from './origin.js';

/** Why a page is blocked: a failure that the browsers name, or one that comes before or after CORS. */
export type BlockReason =
  | PreflightFailure
  | { readonly reason: 'CORSDidNotSucceed'; readonly code: string }
  | { readonly reason: 'MIXED_CONTENT' }
  /** The server's own check (`origins`, `allowRequest`) refused. */
  | { readonly reason: 'HANDSHAKE_REFUSED' }
  /** Engine.IO refused for another reason. */
  | { readonly reason: 'REQUEST_REFUSED' }
  | { readonly reason: 'TRANSPORT_DISABLED' }
  | { readonly reason: 'PROTOCOL_UNSUPPORTED' }
  | { readonly reason: 'SESSION_UNKNOWN' }
  /** There is no session to post into, because the handshake opened none. */
  | { readonly reason: 'NO_SESSION' }
  | { readonly reason: 'NOT_SOCKET_IO' }
  /** The upgrade was answered like a plain request, although an Engine.IO server is behind. */
  | { readonly reason: 'WEBSOCKET_NOT_PASSED_ON' }
  | { readonly reason: 'WEBSOCKET_FAILED' };

/** How a browser reacts to an answer. */
export type Judgement = { readonly verdict: 'allowed' } | ({ readonly verdict: 'blocked' } & BlockReason);

const allowed: Judgement = { verdict: 'allowed' };
const blocked = (reason: BlockReason): Judgement => ({ verdict: 'blocked', ...reason });

/**
 * Judges one answer as a browser would. Each answer is judged by itself: if a preflight is blocked, no browser sends
 * the GET, but the GET is still judged.
 */
export function judge(observation: Observation): Judgement {
  const { request, page, url, outcome } = observation;
  if (outcome.kind === 'not-sent') return blocked({ reason: 'NO_SESSION' });
  if (isMixedContent(page.origin, url)) return blocked({ reason: 'MIXED_CONTENT' });
  if (request === 'websocket') return judgeWebSocket(outcome);
  if (outcome.kind === 'failure') {
    const reason = request === 'preflight' ? 'CORSPreflightDidNotSucceed' : 'CORSDidNotSucceed';
    return blocked({ reason, code: outcome.code });
  }
  if (request === 'preflight') {
    const failure = corsPreflight({ ...page, method: 'GET' }, outcome);
    return failure === null ? allowed : blocked(failure);
  }
  return request === 'jsonp' ? judgeScript(outcome) : judgePolling(observation, outcome);
}

function judgePolling({ request, page, purpose }: Observation, answer: Answer): Judgement {
  const error = readEngineError(answer.body);
  // Polling is off on purpose: no header would change that.
  if (error?.code === 0) return blocked({ reason: 'TRANSPORT_DISABLED' });
  // Between a page and its own server there is no CORS check; redirects are checked like any response.
  const failure = page.role === 'own' ? null : corsCheck(page, answer.headers);
  if (failure !== null) return blocked(failure);
  if (isRedirect(answer.status)) return blocked({ reason: 'CORSExternalRedirectNotAllowed' });
  if (!answer.complete) return blocked({ reason: 'CORSDidNotSucceed', code: 'INCOMPLETE' });
  const isOk = answer.status >= 200 && answer.status < 300;
  const isHandshake = request === 'polling-get' && purpose !== 'poll';
  if (isOk && (!isHandshake || readPollingOpen(answer.body) !== null)) return allowed;
  if (error === null) return blocked({ reason: 'NOT_SOCKET_IO' });
  const refusals = { 1: 'SESSION_UNKNOWN', 4: 'HANDSHAKE_REFUSED', 5: 'PROTOCOL_UNSUPPORTED' } as const;
  return blocked({ reason: refusals[error.code as keyof typeof refusals] ?? 'REQUEST_REFUSED' });
}

/** Whether a foreign page can run the answer as a script, and so gets a session. */
function judgeScript({ status, headers, body }: Answer): Judgement {
  if (readJsonpOpen(body) !== null && status < 300 && runsAsScript(headers)) return allowed;
  const reasons = { 0: 'TRANSPORT_DISABLED', 4: 'HANDSHAKE_REFUSED' } as const;
  const error = readEngineError(body);
  if (error === null) return blocked({ reason: 'NOT_SOCKET_IO' });
  return blocked({ reason: reasons[error.code as keyof typeof reasons] ?? 'REQUEST_REFUSED' });
}

/**
 * CORS does not apply to WebSockets: the server decides. HTTP 101 is not a connection yet; the open packet is, if the
 * socket does not close right after it.
 */
function judgeWebSocket(outcome: Answer | Failure): Judgement {
  return isOpen(outcome) ? allowed : blocked(whyNot(outcome));
}

function isOpen(outcome: Answer | Failure): boolean {
  if (outcome.kind === 'failure' || outcome.socket === undefined || outcome.socket.closed) return false;
  const [first] = outcome.socket.messages;
  return first !== undefined && readSocketOpen(first) !== null;
}

function whyNot(outcome: Answer | Failure): BlockReason {
  if (outcome.kind === 'failure') return { reason: 'WEBSOCKET_FAILED' };
  // v4 accepts the handshake of a client of another protocol, then closes.
  if (outcome.socket?.closed === true && outcome.socket.messages.length === 0)
    return { reason: 'PROTOCOL_UNSUPPORTED' };
  if (outcome.status === 101) return { reason: 'WEBSOCKET_FAILED' };
  if (isRedirect(outcome.status)) return { reason: 'CORSExternalRedirectNotAllowed' };
  const error = readEngineError(outcome.body);
  // Engine.IO answers "Bad request" to a WebSocket that reaches it as plain HTTP: a proxy dropped the upgrade.
  if (error !== null)
    return { reason: error.code === 3 ? 'WEBSOCKET_NOT_PASSED_ON' : socketReason(error.code) };
  return isEngineRefusal(outcome) ? refusalBy(outcome.body) : { reason: 'WEBSOCKET_NOT_PASSED_ON' };
}

function socketReason(
  code: number,
): 'TRANSPORT_DISABLED' | 'SESSION_UNKNOWN' | 'HANDSHAKE_REFUSED' | 'REQUEST_REFUSED' {
  if (code === 0) return 'TRANSPORT_DISABLED';
  if (code === 1) return 'SESSION_UNKNOWN';
  return code === 4 ? 'HANDSHAKE_REFUSED' : 'REQUEST_REFUSED';
}

/** Engine.IO refuses an upgrade with 400 and the bare message as its body; the body is empty for v2's `origins`. */
export const isEngineRefusal = ({ status, headers, body }: Answer): boolean =>
  status === 400 && getHeader(headers, 'content-type') === 'text/html' && !body.startsWith('<');

function refusalBy(message: string): BlockReason {
  if (message === 'Transport unknown') return { reason: 'TRANSPORT_DISABLED' };
  if (message === 'Session ID unknown') return { reason: 'SESSION_UNKNOWN' };
  if (message === 'Unsupported protocol version') return { reason: 'PROTOCOL_UNSUPPORTED' };
  // "Bad request" before any check of the app: a failing `cors.origin` function, for example.
  return { reason: message === 'Bad request' ? 'REQUEST_REFUSED' : 'HANDSHAKE_REFUSED' };
}
