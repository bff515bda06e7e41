import type { Report } from '../messages/emit.js';
import { appFunctionFailed, warningOf } from '../messages/warn.js';
import { callOnce } from '../runtime/app-functions.js';
import { withoutMembers } from './socket-io.js';

type Answer = (error?: Error | null) => void;
type Middleware = (socket: ConnectingSocket, next: Answer) => void;

interface ConnectingSocket {
  /** One for all namespaces of a connection. */
  readonly client: object;
}

/** A namespace of v4, with its private members. */
export interface Namespace {
  readonly name: string;
  readonly _fns: readonly Middleware[];
  listenerCount(event: string): number;
  use(middleware: Middleware): unknown;
  /** Runs its middleware for a socket. */
  run(socket: ConnectingSocket, answer: Answer): void;
}

/** A server of v4, with its private members. */
export interface Namespaces {
  readonly sockets: object;
  /** Called by the app, and by v4 for each client that joins a namespace. */
  of(...args: never[]): object;
}

interface PrivateNamespaces {
  readonly sockets: Namespace;
  readonly _nsps: ReadonlyMap<string, Namespace>;
  /** Each makes namespaces when clients ask for them. */
  readonly parentNsps: ReadonlyMap<unknown, Namespace>;
  of(...args: unknown[]): Namespace;
}

/**
 * Prepares every namespace of a server. Those that come later are prepared before the app or a client gets them.
 *
 * @throws Error with a release of v4 that keeps its namespaces in another way
 */
export function eachNamespace(server: Namespaces, prepare: (namespace: Namespace) => void): void {
  const missing = missingMembers(server as Partial<PrivateNamespaces>);
  if (missing.length > 0) throw withoutMembers(missing);
  const io = server as PrivateNamespaces;
  const prepared = new WeakSet<object>();
  const prepareOnce = (namespace: Namespace): Namespace => {
    if (!prepared.has(namespace)) {
      prepared.add(namespace);
      prepare(namespace);
    }
    return namespace;
  };
  for (const namespace of [...io._nsps.values(), ...io.parentNsps.values()]) prepareOnce(namespace);
  const of = io.of.bind(io);
  io.of = (...args) => prepareOnce(of(...args));
}

type Next = (error?: Error) => void;

/**
 * A middleware that cannot end the process. One that throws, or whose promise rejects, refuses.
 *
 * @param report gets the failure
 */
export function guardedMiddleware<Subject>(
  middleware: (subject: Subject, next: Next) => unknown,
  report: Report,
): (subject: Subject, next: Next) => void {
  return (subject, next) => {
    let isAnswered = false;
    const answer = (error?: Error) => {
      if (isAnswered) return;
      isAnswered = true;
      next(error);
    };
    const failed = (error: unknown) => {
      report(appFunctionFailed('middleware', error));
      answer(new Error('Not authorized'));
    };
    try {
      const returned = middleware(subject, answer);
      if (returned instanceof Promise) returned.catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}

/** An error that v4 can send to the client. For circular data, v2 sent "encode error", and v4 ends the process. */
export function sendable(error: Error & { readonly data?: unknown }): Error & { readonly data?: unknown } {
  try {
    JSON.stringify(error.data);
    return error;
  } catch {
    return new Error(error.message);
  }
}

type Match = (name: string, auth: object, next: (error: Error | null, isAllowed: boolean) => void) => unknown;

/**
 * A function of `io.of()` that cannot end the process. One that throws, or whose promise rejects, allows no namespace.
 *
 * @param report gets the failure
 */
export function guardedMatch(match: Match, report: Report): Match {
  return (name, auth, next) =>
    callOnce<[error: Error | null, isAllowed: boolean]>(
      (answer) => match(name, auth, answer),
      next,
      (error) => {
        report(appFunctionFailed('function of io.of()', error));
        next(null, false);
      },
    );
}

/** The private members of v4 that are missing. */
function missingMembers({ sockets, _nsps, parentNsps }: Partial<PrivateNamespaces>): string[] {
  const members: readonly (readonly [name: string, isThere: boolean])[] = [
    ['Server#_nsps', typeof _nsps?.values === 'function'],
    ['Server#parentNsps', typeof parentNsps?.values === 'function'],
    ['Namespace#run', typeof sockets?.run === 'function'],
    ['Namespace#_fns', Array.isArray(sockets?._fns)],
  ];
  return members.filter(([, isThere]) => !isThere).map(([name]) => name);
}

const guarded = new WeakSet<object>();

/**
 * Runs the middleware of `/` for the clients of every namespace, once for each connection. On v2 a client joined `/`
 * before any other namespace. On v4, clients of both generations go to any namespace straight away. One that joins `/`
 * later is asked again, because its socket there is another one, which the middleware may have to prepare.
 *
 * @throws Error with a release of v4 that keeps its namespaces in another way
 * @see Socket.IO 2.5.1, lib/client.js, `Client#doConnect`; Socket.IO 4.8.4, lib/client.ts, `Client#doConnect`
 */
export function guardNamespaces(server: Namespaces, report: Report): void {
  if (guarded.has(server)) return;
  guarded.add(server);
  let guard: ((namespace: Namespace) => void) | undefined;
  // The first one is `/`.
  eachNamespace(server, (namespace) => {
    if (guard === undefined) guard = guardOf(namespace, report);
    else guard(namespace);
  });
}

/** Makes the function that guards other namespaces by the middleware of `/`. */
function guardOf(root: Namespace, report: Report): (namespace: Namespace) => void {
  const run = root.run.bind(root);
  const asked = new WeakMap<object, 'admitted' | Answer[]>();
  root.run = (socket, answer) => {
    const waiting = [answer];
    asked.set(socket.client, waiting);
    run(socket, (error) => {
      if (error) asked.delete(socket.client);
      else asked.set(socket.client, 'admitted');
      for (const each of waiting.splice(0)) each(error);
    });
  };
  return (namespace) => {
    namespace.use((socket, next) => {
      const state = asked.get(socket.client);
      if (state === undefined && ['connect', 'connection'].some((name) => root.listenerCount(name) > 0))
        report(warningOf('ROOT_CONNECTION_LISTENERS_NOT_CALLED', {}, 'io.on()'));
      if (root._fns.length === 0) return next();
      report(warningOf('ROOT_MIDDLEWARE_GUARDS_NAMESPACES', {}, 'io.use()'));
      if (state === undefined) root.run(socket, next);
      else if (state === 'admitted') next();
      else state.push(next);
    });
  };
}
