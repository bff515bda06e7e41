import type { ServerOptions } from 'socket.io';
import { emitOnce, type Report } from '../messages/emit.js';
import { warningOf } from '../messages/warn.js';
import { compileDecision } from '../origins/decide.js';
import type { AllowRequest, Policy } from '../origins/policy.js';
import { callOnce } from '../runtime/call-once.js';
import { describeError } from '../runtime/describe-error.js';
import { guardSocket } from '../runtime/guard-socket.js';
import type { AskAboutHandshake } from './origins-function.js';

/** v4's `allowRequest`. The message of a refused upgrade has to be a string, because Engine.IO measures it. */
export type V4AllowRequest = NonNullable<ServerOptions['allowRequest']>;

/**
 * The `allowRequest` that makes v2's check, over polling and WebSocket: v4's `cors` only controls what a browser may
 * read.
 *
 * @param ask asks the app's `origins` function, if there is one
 * @param report gets what the app's own check threw
 * @param engine returns what v2 called the app's own check on
 * @returns undefined if every request is allowed
 */
export function allowRequestFor(
  { handshake, missingOrigin }: Policy,
  ask: AskAboutHandshake | undefined,
  report: Report = emitOnce,
  engine?: () => unknown,
): V4AllowRequest | undefined {
  switch (handshake.kind) {
    case 'everyone':
      return undefined;
    case 'allow-request':
      return guardedCheck(handshake.allowRequest, report, engine);
    case 'function':
      return (request, callback) => ask?.(request, ({ admitted, message }) => callback(message, admitted));
    default: {
      const allows = compileDecision(handshake, missingOrigin);
      return ({ headers }, callback) => callback(null, allows(headers));
    }
  }
}

/**
 * An app's own check that refuses if it throws or rejects, instead of ending the process.
 *
 * @param engine returns what to call it on; otherwise it is called on what v4 calls it on, its options
 */
export function guardedCheck(
  allowRequest: AllowRequest,
  report: Report,
  engine?: () => unknown,
): V4AllowRequest {
  return function (this: unknown, request, callback) {
    const stopGuarding = guardSocket(request);
    callOnce<[error: unknown, success: boolean]>(
      (answer) => allowRequest.call(engine === undefined ? this : engine(), request, answer),
      // Engine.IO measures the message of a refused upgrade, and throws at one that is no string.
      (error, success) => {
        stopGuarding();
        callback(typeof error === 'string' ? error : null, Boolean(success));
      },
      (error) => {
        stopGuarding();
        report(warningOf('ALLOW_REQUEST_FAILED', { error: describeError(error) }));
        callback(null, false);
      },
    );
  };
}
