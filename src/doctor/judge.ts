import { readEngineError, readJsonpOpen, readPollingOpen } from './engine-io.js';
import { corsCheck } from './fetch-standard/cors-check.js';
import { corsPreflight, isRedirect } from './fetch-standard/cors-preflight.js';
import { runsAsScript } from './fetch-standard/runs-as-script.js';
import { judgeWebSocket } from './judge-websocket.js';
import type { Answer, Observation } from './observation.js';
import { isMixedContent } from './origin.js';
import { allowed, blocked, type Verdict } from './verdict.js';

/**
 * What a browser makes of one answer. Each answer is judged for itself: where a preflight is blocked, no browser
 * would send the GET, but what the GET alone would come to is still said of the GET.
 */
export function judge(observation: Observation): Verdict {
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

function judgePolling({ request, page }: Observation, answer: Answer): Verdict {
  const error = readEngineError(answer.body);
  // The server does without polling on purpose: no header would change that.
  if (error?.code === 0) return blocked({ reason: 'TRANSPORT_DISABLED' });
  // Between a page and its own server there is no CORS check; redirects are checked like any response.
  const failure = page.role === 'own' ? null : corsCheck(page, answer.headers);
  if (failure !== null) return blocked(failure);
  if (isRedirect(answer.status)) return blocked({ reason: 'CORSExternalRedirectNotAllowed' });
  if (!answer.complete) return blocked({ reason: 'CORSDidNotSucceed', code: 'INCOMPLETE' });
  const isOk = answer.status >= 200 && answer.status < 300;
  if (isOk && (request === 'polling-post' || readPollingOpen(answer.body) !== null)) return allowed;
  if (error === null) return blocked({ reason: 'NOT_SOCKET_IO' });
  const refusals = { 1: 'SESSION_UNKNOWN', 4: 'HANDSHAKE_REFUSED', 5: 'PROTOCOL_NOT_SPOKEN' } as const;
  return blocked({ reason: refusals[error.code as keyof typeof refusals] ?? 'REQUEST_REFUSED' });
}

/** Whether a foreign page can run the answer as a script, and gets a session by it. */
function judgeScript({ status, headers, body }: Answer): Verdict {
  if (readJsonpOpen(body) !== null && status < 300 && runsAsScript(headers)) return allowed;
  return blocked({ reason: readEngineError(body) === null ? 'NOT_SOCKET_IO' : 'REQUEST_REFUSED' });
}
