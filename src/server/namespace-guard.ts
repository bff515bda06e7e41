import { warningOf } from '../messages/warn.js';
import type { ReportAll } from './reporter.js';
import { withoutMembers } from './socket-io.js';

type Answer = (error?: Error | null) => void;
type Middleware = (socket: ConnectingSocket, next: Answer) => void;

interface ConnectingSocket {
  /** One for all namespaces of a connection. */
  readonly client: object;
}

/** A namespace of v4, with what it keeps to itself. */
interface Namespace {
  readonly name: string;
  readonly _fns: readonly Middleware[];
  listenerCount(event: string): number;
  use(middleware: Middleware): unknown;
  /** Asks its middleware about a socket. */
  run(socket: ConnectingSocket, answer: Answer): void;
}

interface Namespaces {
  readonly sockets: Namespace;
  readonly _nsps: ReadonlyMap<unknown, Namespace>;
  /** Those that stand for any number of others, which come when a client asks for them. */
  readonly parentNsps: ReadonlyMap<unknown, Namespace>;
  /** Called by the app, and for each client that comes to a namespace. */
  of(...args: unknown[]): Namespace;
}

const guarded = new WeakSet<object>();

/**
 * Has the middleware of `/` asked about the clients of every namespace, once for each connection: v2 let nobody into
 * any namespace before `/` had let it in, and v4 lets clients of both generations go there straight away.
 *
 * @throws Error beside a release of v4 that keeps its namespaces in another way
 * @see Socket.IO 2.5.1, lib/client.js, `Client#doConnect`; Socket.IO 4.8.4, lib/client.ts, `Client#doConnect`
 */
export function guardNamespaces(server: object, report: ReportAll): void {
  const io = server as Namespaces;
  const missing = missingMembers(io);
  if (missing.length > 0) throw withoutMembers(missing);
  const root = io.sockets;
  if (guarded.has(root)) return;
  guarded.add(root);
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
  const guard = (namespace: Namespace): Namespace => {
    if (guarded.has(namespace)) return namespace;
    guarded.add(namespace);
    namespace.use((socket, next) => {
      const state = asked.get(socket.client);
      if (state === undefined && ['connect', 'connection'].some((name) => root.listenerCount(name) > 0))
        report([warningOf('ROOT_CONNECTION_LISTENERS_NOT_CALLED', {}, 'io.on()')]);
      if (root._fns.length === 0) return next();
      report([warningOf('ROOT_MIDDLEWARE_GUARDS_NAMESPACES', {}, 'io.use()')]);
      if (state === undefined) root.run(socket, next);
      else if (state === 'admitted') next();
      else state.push(next);
    });
    return namespace;
  };
  for (const namespace of [...io._nsps.values(), ...io.parentNsps.values()]) guard(namespace);
  const of = io.of.bind(io);
  io.of = (...args) => guard(of(...args));
}

/** What of v4's own members the guard does not find. */
function missingMembers({ sockets, _nsps, parentNsps }: Partial<Namespaces>): string[] {
  const members: readonly (readonly [name: string, isThere: boolean])[] = [
    ['Server#_nsps', typeof _nsps?.values === 'function'],
    ['Server#parentNsps', typeof parentNsps?.values === 'function'],
    ['Namespace#run', typeof sockets?.run === 'function'],
    ['Namespace#_fns', Array.isArray(sockets?._fns)],
  ];
  return members.filter(([, isThere]) => !isThere).map(([name]) => name);
}
