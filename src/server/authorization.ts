import type { IncomingMessage } from 'node:http';
import { callOnce } from '../policy/call-once.js';
import { describeError } from '../warnings/describe-error.js';
import { warningOf } from '../warnings/warn.js';
import type { ReportAll } from './reporter.js';

/** A v2 `authorization` function. */
export type Authorization = (
  request: IncomingMessage,
  callback: (error: unknown, authorized?: boolean) => void,
) => unknown;

type Middleware = (socket: { readonly request: IncomingMessage }, next: (error?: Error) => void) => void;

interface Namespace {
  use(middleware: Middleware): unknown;
}

/** The part of v4's server that authorization needs; some of it v4 keeps to itself. */
interface Namespaces {
  readonly _nsps: ReadonlyMap<unknown, Namespace>;
  /** Those that stand for any number of others, which come when a client asks for them. */
  readonly parentNsps: ReadonlyMap<unknown, Namespace>;
  /** Called by the app, and for each client that comes to a namespace. */
  of(...args: unknown[]): Namespace;
}

/**
 * Asks an app's `authorization` function about each connection. v2 let nobody into any namespace before `/` had let it
 * in; clients of v4 go to a namespace straight away, so each of them is guarded.
 *
 * @see Socket.IO 2.5.1, lib/client.js, `Client#doConnect`
 */
export function authorize(server: object, authorization: Authorization, report: ReportAll): void {
  const io = server as Namespaces;
  const middleware = middlewareOf(authorization, report);
  const guarded = new WeakSet<Namespace>();
  const guard = (namespace: Namespace): Namespace => {
    if (!guarded.has(namespace)) namespace.use(middleware);
    guarded.add(namespace);
    return namespace;
  };
  for (const namespace of [...io._nsps.values(), ...io.parentNsps.values()]) guard(namespace);
  const of = io.of.bind(io);
  io.of = (...args) => guard(of(...args));
}

/** A middleware that asks the app once for each connection, as v2 did; a function that throws or rejects refuses. */
function middlewareOf(authorization: Authorization, report: ReportAll): Middleware {
  const asked = new WeakMap<IncomingMessage, Promise<Error | undefined>>();
  const ask = (request: IncomingMessage) =>
    new Promise<Error | undefined>((resolve) => {
      callOnce<[error: unknown, authorized?: boolean]>(
        (answer) => authorization(request, answer),
        (error, authorized) => resolve(error ? new Error(String(error)) : authorized ? undefined : refusal()),
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
