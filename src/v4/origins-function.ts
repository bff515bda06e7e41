import type { IncomingMessage } from 'node:http';
import { emitOnce, type Report } from '../messages/emit.js';
import { appFunctionFailed } from '../messages/warn.js';
import { hasOrigin, header, originOrReferer } from '../origins/decide.js';
import type { AskFunction, MissingOrigin } from '../origins/policy.js';
import { callOnce, guardSocket } from '../runtime/app-functions.js';

/** The answer of the app's `origins` function to a handshake. */
export interface Verdict {
  readonly admitted: boolean;
  /** The message for a refused client, if the function gave one. */
  readonly message: string | null;
}

/** Asks about a handshake, and calls back once the function has answered. */
export type AskAboutHandshake = (request: IncomingMessage, callback: (verdict: Verdict) => void) => void;

const REFUSED: Verdict = { admitted: false, message: null };

/**
 * Asks the app's `origins` function once per handshake, though `cors` and `allowRequest` both need its answer. A
 * function that throws or rejects refuses the handshake.
 */
export function askOncePerHandshake(
  policy: AskFunction,
  missingOrigin: MissingOrigin,
  report: Report = emitOnce,
): AskAboutHandshake {
  const asked = new WeakMap<IncomingMessage, Verdict | ((verdict: Verdict) => void)[]>();
  return (request, callback) => {
    const state = asked.get(request);
    if (Array.isArray(state)) {
      state.push(callback);
    } else if (state !== undefined) {
      callback(state as Verdict);
    } else {
      const waiting = [callback];
      asked.set(request, waiting);
      ask(policy, missingOrigin, report, request, (verdict) => {
        asked.set(request, verdict);
        for (const answer of waiting) answer(verdict);
      });
    }
  };
}

/** Whether the answer of an `origins` function allows the handshake. */
export function isAdmitted(
  { admitsWithError }: Pick<AskFunction, 'admitsWithError'>,
  error: unknown,
  success: unknown,
): boolean {
  return Boolean(success) && (admitsWithError || !error);
}

function ask(
  policy: AskFunction,
  missingOrigin: MissingOrigin,
  report: Report,
  request: IncomingMessage,
  callback: (verdict: Verdict) => void,
): void {
  const { check, given } = policy;
  const { headers } = request;
  if (missingOrigin === 'allow' && !hasOrigin(headers)) {
    callback({ admitted: true, message: null });
    return;
  }
  const value = given === 'origin' ? header(headers, 'origin') : originOrReferer(headers);
  if (value === '' && given === 'origin-or-referer') {
    // v2 threw at an empty Referer. It is not an origin that the function could be asked about.
    callback(REFUSED);
    return;
  }
  const stopGuarding = guardSocket(request);
  callOnce<[error: unknown, success?: boolean]>(
    (answer) => check(value as string, answer),
    (error, success) => {
      stopGuarding();
      const admitted = isAdmitted(policy, error, success);
      callback({ admitted, message: typeof error === 'string' ? error : null });
    },
    (error) => {
      stopGuarding();
      report(appFunctionFailed('origins function', error));
      callback(REFUSED);
    },
  );
}
