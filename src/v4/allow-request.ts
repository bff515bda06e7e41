import type { ServerOptions } from 'socket.io';
import { emitOnce, type Report } from '../messages/emit.js';
import { appFunctionFailed } from '../messages/warn.js';
import { compileDecision } from '../origins/decide.js';
import type { AllowRequest, Policy } from '../origins/policy.js';
import { callOnce, guardSocket } from '../runtime/app-functions.js';
import type { AskAboutHandshake } from './origins-function.js';

/** v4's `allowRequest`. */
export type V4AllowRequest = NonNullable<ServerOptions['allowRequest']>;

/**
 * The `allowRequest` that checks origins as v2 did, over polling and WebSocket. v4's `cors` only controls what browsers
 * may read.
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
 * Guards an app's own check: if it throws or rejects, the handshake is refused, and the process keeps running.
 *
 * @param engine returns what to call the check on; without it, the check is called on v4's options, as v4 does
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
      // Engine.IO measures the message of a refused upgrade, and throws if it is not a string.
      (error, success) => {
        stopGuarding();
        callback(typeof error === 'string' ? error : null, Boolean(success));
      },
      (error) => {
        stopGuarding();
        report(appFunctionFailed('allowRequest', error));
        callback(null, false);
      },
    );
  };
}
