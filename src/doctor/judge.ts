import {
  codeOfMessage,
  readEngineError,
  readJsonpOpen,
  readPollingOpen,
  readSocketOpen,
} from './engine-io.js';
import { type CorsFailure, corsCheck, corsPreflight, headerOf, isRedirect, runsAsScript } from './fetch.js';
import { type Answer, answerTo, type Failure, type Observation, type Seen, statusOf } from './observation.js';
import { isMixedContent } from './origin.js';

/**
 * Why a page is blocked: by a failure that the browsers name, or by one that comes before or after CORS.
 *
 * - `HANDSHAKE_REFUSED`: by the server's own check (`origins`, `allowRequest`)
 * - `REQUEST_REFUSED`: by Engine.IO, for another reason
 * - `NO_SESSION`: there is none to post into, because the handshake opened none
 * - `WEBSOCKET_NOT_PASSED_ON`: the upgrade was answered like a plain request, although an Engine.IO server is behind
 */
export type BlockReason =
  | CorsFailure['reason']
  | 'CORSDidNotSucceed'
  | 'MIXED_CONTENT'
  | 'HANDSHAKE_REFUSED'
  | 'REQUEST_REFUSED'
  | 'TRANSPORT_DISABLED'
  | 'PROTOCOL_UNSUPPORTED'
  | 'SESSION_UNKNOWN'
  | 'NO_SESSION'
  | 'NOT_SOCKET_IO'
  | 'WEBSOCKET_NOT_PASSED_ON'
  | 'WEBSOCKET_FAILED';

/** The browser blocks the page. */
export interface Blocked {
  readonly verdict: 'blocked';
  readonly reason: BlockReason;
  /** For a failure that the browsers name: the value that was found, or that is missing. */
  readonly value?: string | null;
}

/** How a browser reacts to an answer. */
export type Judgement = { readonly verdict: 'allowed' } | Blocked;

const allowed: Judgement = { verdict: 'allowed' };
const blocked = (reason: BlockReason): Blocked => ({ verdict: 'blocked', reason });

/**
 * Judges one answer as a browser would. Each answer is judged by itself: if a preflight is blocked, no browser sends
 * the GET, but the GET is still judged.
 */
export function judge(observation: Observation): Judgement {
  const { request, page, url, outcome } = observation;
  if (outcome.kind === 'not-sent') return blocked('NO_SESSION');
  if (isMixedContent(page.origin, url)) return blocked('MIXED_CONTENT');
  if (request === 'websocket') return judgeWebSocket(outcome);
  if (outcome.kind === 'failure') {
    const reason = request === 'preflight' ? 'CORSPreflightDidNotSucceed' : 'CORSDidNotSucceed';
    return { ...blocked(reason), value: outcome.code };
  }
  if (request === 'preflight') {
    const failure = corsPreflight({ ...page, method: 'GET' }, outcome);
    return failure === null ? allowed : { verdict: 'blocked', ...failure };
  }
  return request === 'jsonp' ? judgeScript(outcome) : judgePolling(observation, outcome);
}

function judgePolling({ request, page, purpose }: Observation, answer: Answer): Judgement {
  const error = readEngineError(answer.body);
  // Polling is off on purpose: no header would change that.
  if (error?.code === 0) return blocked('TRANSPORT_DISABLED');
  // Between a page and its own server there is no CORS check; redirects are checked like any response.
  const failure = page.role === 'own' ? null : corsCheck(page, answer.headers);
  if (failure !== null) return { verdict: 'blocked', ...failure };
  if (isRedirect(answer.status)) return blocked('CORSExternalRedirectNotAllowed');
  if (!answer.complete) return { ...blocked('CORSDidNotSucceed'), value: 'INCOMPLETE' };
  const isOk = answer.status >= 200 && answer.status < 300;
  const isHandshake = request === 'polling-get' && purpose !== 'poll';
  if (isOk && (!isHandshake || readPollingOpen(answer.body) !== null)) return allowed;
  return blocked(error === null ? 'NOT_SOCKET_IO' : reasonOf(error.code));
}

/** Whether a foreign page can run the answer as a script, and so gets a session. */
function judgeScript({ status, headers, body }: Answer): Judgement {
  if (readJsonpOpen(body) !== null && status < 300 && runsAsScript(headers)) return allowed;
  const error = readEngineError(body);
  return blocked(error === null ? 'NOT_SOCKET_IO' : reasonOf(error.code));
}

/** The meaning of Engine.IO's code for a page. */
const reasonOf = (code: number): BlockReason => REASONS[code] ?? 'REQUEST_REFUSED';

const REASONS: Readonly<Record<number, BlockReason | undefined>> = {
  0: 'TRANSPORT_DISABLED',
  1: 'SESSION_UNKNOWN',
  4: 'HANDSHAKE_REFUSED',
  5: 'PROTOCOL_UNSUPPORTED',
};

/**
 * CORS does not apply to WebSockets: the server decides. HTTP 101 is not a connection yet; the open packet is, if the
 * socket does not close right after it.
 */
function judgeWebSocket(outcome: Answer | Failure): Judgement {
  if (outcome.kind === 'failure') return blocked('WEBSOCKET_FAILED');
  const { status, body, socket } = outcome;
  const [first] = socket?.messages ?? [];
  if (first !== undefined && !socket?.closed && readSocketOpen(first) !== null) return allowed;
  // v4 accepts the handshake of a client of another protocol, then closes.
  if (first === undefined && socket?.closed) return blocked('PROTOCOL_UNSUPPORTED');
  if (status === 101) return blocked('WEBSOCKET_FAILED');
  if (isRedirect(status)) return blocked('CORSExternalRedirectNotAllowed');
  const error = readEngineError(body);
  // Engine.IO answers "Bad request" to a WebSocket that reaches it as plain HTTP: a proxy dropped the upgrade.
  if (error === null ? !isEngineRefusal({ outcome }) : error.code === 3)
    return blocked('WEBSOCKET_NOT_PASSED_ON');
  // The bare message "Bad request" comes before any check of the app: a failing `cors.origin` function, for example.
  return blocked(reasonOf(error?.code ?? codeOfMessage(body)));
}

/** Engine.IO refuses an upgrade with 400 and the bare message as its body; the body is empty for v2's `origins`. */
export const isEngineRefusal = (one: Seen): boolean =>
  statusOf(one) === 400 &&
  headerOf(one, 'content-type') === 'text/html' &&
  !answerTo(one)?.body.startsWith('<');
