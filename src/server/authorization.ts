import type { IncomingMessage } from 'node:http';
import { warningOf } from '../messages/warn.js';
import { callOnce } from '../runtime/call-once.js';
import { describeError } from '../runtime/describe-error.js';
import { guardNamespaces } from './namespace-guard.js';
import type { ReportAll } from './reporter.js';

/** A v2 `authorization` function. */
export type Authorization = (
  request: IncomingMessage,
  callback: (error: unknown, authorized?: boolean) => void,
) => unknown;

interface Namespace {
  use(middleware: Middleware): unknown;
}

type Middleware = (socket: { readonly request: IncomingMessage }, next: (error?: Error) => void) => void;

/**
 * Asks an app's `authorization` function about each connection, whichever namespaces it is for.
 *
 * @see Socket.IO 2.5.1, lib/index.js, `Server#set`
 */
export function authorize(io: Namespace, authorization: Authorization, report: ReportAll): void {
  guardNamespaces(io, report);
  io.use(middlewareOf(authorization, report));
}

/** A middleware that asks the app once for each connection, as v2 did; a function that throws or rejects refuses. */
function middlewareOf(authorization: Authorization, report: ReportAll): Middleware {
  const asked = new WeakMap<IncomingMessage, Promise<Error | undefined>>();
  const ask = (request: IncomingMessage) =>
    new Promise<Error | undefined>((resolve) => {
      callOnce<[error: unknown, authorized?: boolean]>(
        (answer) => authorization(request, answer),
        (error, authorized) => resolve(error ? toldAs(error) : authorized ? undefined : refusal()),
        (error) => {
          report([warningOf('AUTHORIZATION_FAILED', { error: describeError(error) })]);
          resolve(refusal());
        },
      );
    });
  return ({ request }, next) => {
    const answer = asked.get(request) ?? ask(request);
    asked.set(request, answer);
    answer.then(next);
  };
}

function refusal(): Error {
  return new Error('Not authorized');
}

/** What the client is told, as v2 told it; not every object can be made a text. */
function toldAs(error: unknown): Error {
  try {
    return new Error(String(error));
  } catch {
    return refusal();
  }
}
