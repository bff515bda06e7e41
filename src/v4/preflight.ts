import type { IncomingMessage } from 'node:http';
import { emitOnce, type Report } from '../messages/emit.js';
import { appFunctionFailed, type Warn } from '../messages/warn.js';
import type { PreflightAnswer, PreflightHandler } from '../origins/policy.js';
import { callOnce } from '../runtime/app-functions.js';
import { PREFLIGHT_SECONDS, recordingResponse } from '../runtime/recording-response.js';
import type { CorsOptions, CorsOrigin } from './cors-origin.js';

/** The fields that only answer preflights. */
type PreflightFields = Pick<CorsOptions, 'methods' | 'allowedHeaders' | 'maxAge' | 'optionsSuccessStatus'>;

/** The requests that Engine.IO 3 allowed without a handler: v2's client posts binary data, which is not safelisted. */
export const DEFAULT_PREFLIGHT: PreflightFields = {
  methods: ['GET', 'POST'],
  allowedHeaders: ['Content-Type'],
};

/**
 * The closest that v4 has to `handlePreflightRequest: false`. Engine.IO handles the preflight next, and answers 400.
 */
export const LEFT_TO_OTHERS: CorsOptions = { preflightContinue: true };

/** The `cors` fields that answer a preflight as a handler did, except its origin and credentials. */
function preflightFields(answer: PreflightAnswer): PreflightFields {
  const { allowMethods, allowHeaders, maxAge, status } = answer;
  return {
    // Safelisted methods need not be named, and the cors package would name all it knows.
    methods: allowMethods.length > 0 ? [...allowMethods] : ['GET', 'POST'],
    // An empty list stays: without one the cors package reflects every header that is asked for.
    allowedHeaders: [...allowHeaders],
    ...(maxAge === undefined ? {} : { maxAge }),
    // Fetch, CORS-preflight fetch, step 7: any ok status will do, so only another one needs a field.
    ...(status === 200 || status === 204 ? {} : { optionsSuccessStatus: status }),
  };
}

/** The whole answer of a handler, except its origin and credentials; v4 exposes headers with every response. */
export function allFields(answer: PreflightAnswer): CorsOptions {
  const exposed = answer.exposeHeaders.length > 0 ? { exposedHeaders: [...answer.exposeHeaders] } : {};
  return { ...preflightFields(answer), ...exposed };
}

/** The options that only answer preflights. Without an answer, preflights fail. */
export function preflightOptions(answer: PreflightAnswer | undefined): CorsOptions {
  if (answer?.allowOrigin === undefined) return { origin: false };
  return { origin: answer.allowOrigin, credentials: answer.allowCredentials, ...preflightFields(answer) };
}

/** Whether a handler's answer allows exactly the origin that handshakes allow, with credentials as they do. */
export function isSameAnswer(answer: PreflightAnswer, origin: CorsOrigin): boolean {
  return answer.allowCredentials && isSameOrigin(answer, origin);
}

/**
 * Warns if one answer cannot serve preflights and other requests, or if pages will see more of it than on v2.
 *
 * @param origin what handshakes allow; unknown if the app's `origins` function decides
 */
export function warnOfAnswer(answer: PreflightAnswer, origin: CorsOrigin | 'unknown', warn: Warn): void {
  const { allowOrigin, allowCredentials, exposeHeaders } = answer;
  const subject = 'handlePreflightRequest';
  if (allowOrigin === '*' && allowCredentials) warn('PREFLIGHT_WILDCARD_WITH_CREDENTIALS', {}, subject);
  else if (origin === 'unknown') return;
  else if (!isSameOrigin(answer, origin))
    warn('PREFLIGHT_ORIGIN_DIFFERS', { allowed: allowOrigin ?? 'no origin' }, subject);
  else if (!allowCredentials) warn('PREFLIGHT_CREDENTIALS_DIFFER', {}, subject);
  else if (exposeHeaders.length > 0) warn('PREFLIGHT_EXPOSED_HEADERS_TAKE_EFFECT', {}, subject);
}

function isSameOrigin({ allowOrigin }: PreflightAnswer, origin: CorsOrigin): boolean {
  return Array.isArray(origin) && origin.length === 1 && origin[0] === allowOrigin;
}

/**
 * Runs an app's preflight handler for one preflight, against a response that sends nothing.
 *
 * @param callback gets the handler's answer; undefined if it threw, rejected, or took too long
 * @param report gets what the handler threw
 */
export function answerPreflight(
  handler: PreflightHandler,
  request: IncomingMessage,
  callback: (answer: PreflightAnswer | undefined) => void,
  report: Report = emitOnce,
): void {
  const { response, answer, whenEnded } = recordingResponse(request);
  callOnce<[PreflightAnswer | undefined]>(
    (done) => {
      const timer = setTimeout(done, PREFLIGHT_SECONDS * 1000, undefined).unref();
      whenEnded(() => {
        clearTimeout(timer);
        done(answer());
      });
      // On v2 `this` was the HTTP server; Node keeps it at the socket.
      const { server } = request.socket as { server?: unknown };
      return handler.call(server as never, request, response);
    },
    callback,
    (error) => {
      report(appFunctionFailed('handlePreflightRequest', error));
      callback(undefined);
    },
  );
}
