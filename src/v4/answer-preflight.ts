import type { IncomingMessage } from 'node:http';
import { emitOnce, type Report } from '../messages/emit.js';
import { warningOf } from '../messages/warn.js';
import type { PreflightAnswer, PreflightHandler } from '../origins/policy.js';
import { callOnce } from '../runtime/call-once.js';
import { describeError } from '../runtime/describe-error.js';
import { PREFLIGHT_SECONDS, recordingResponse } from '../runtime/recording-response.js';

/**
 * Runs an app's preflight handler for one preflight, against a response that goes nowhere.
 *
 * @param callback gets what the handler answered; undefined where it threw, rejected, or took too long
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
      report(warningOf('PREFLIGHT_HANDLER_FAILED', { error: describeError(error) }));
      callback(undefined);
    },
  );
}
