import type { ServerOptions } from 'socket.io';
import { emitOnce, type Report } from '../messages/emit.js';
import { warningOf } from '../messages/warn.js';
import { compileDecision } from '../origins/decide.js';
import type { AllowRequest, Policy } from '../origins/policy.js';
import { callOnce } from '../runtime/call-once.js';
import { describeError } from '../runtime/describe-error.js';
import { guardSocket } from '../runtime/guard-socket.js';
import type { AskAboutHandshake } from './origins-function.js';

/** v4's `allowRequest`: it measures the message of a refused upgrade, which has to be a string. */
export type V4AllowRequest = NonNullable<ServerOptions['allowRequest']>;

/**
 * The `allowRequest` that carries v2's check on, over polling and WebSocket: v4's `cors` only says what a browser
 * may read.
 *
 * @param ask what asks the app's `origins` function, where there is one
 * @param report gets what the app's own check threw
 * @returns undefined where nobody is refused
 */
export function allowRequestFor(
  { handshake, missingOrigin }: Policy,
  ask: AskAboutHandshake | undefined,
  report: Report = emitOnce,
): V4AllowRequest | undefined {
  switch (handshake.kind) {
    case 'everyone':
      return undefined;
    case 'allow-request':
      return guarded(handshake.allowRequest, report);
    case 'function':
      return (request, callback) => ask?.(request, ({ admitted, message }) => callback(message, admitted));
    default: {
      const admits = compileDecision(handshake, missingOrigin);
      return ({ headers }, callback) => callback(null, admits(headers));
    }
  }
}

/** An app's own check that refuses where it throws or rejects, instead of ending the process. */
export function guarded(allowRequest: AllowRequest, report: Report): V4AllowRequest {
  return function (this: unknown, request, callback) {
    const stopGuarding = guardSocket(request);
    callOnce<[error: unknown, success: boolean]>(
      (answer) => allowRequest.call(this, request, answer),
      // Engine.IO measures the message of a refused upgrade, and dies of one that is no string.
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
