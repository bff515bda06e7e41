import type { DefaultEventsMap, Namespace as V4Namespace, Socket as V4Socket } from 'socket.io';
import { settingsProblems } from '../messages/settings-problems.js';
import { LegacySettingsError } from '../v2/settings.js';
import type { LegacyNamespace, LegacyServerMembers, LegacySocket } from './legacy/types.js';
import { CompatServer } from './server.js';
import type { AttachTarget, CompatServerOptions, EventsMap } from './settings.js';
import * as v4 from './socket-io.js';

/** The type of Socket.IO v2's `require('socket.io')`: a constructor, also without `new`, with itself as `listen`. */
export interface ServerConstructor {
  /**
   * @param target an HTTP server, a port (also as a string), or the options
   * @throws LegacySettingsError for settings that no v2 server accepted; nothing is attached then
   */
  new <
    ListenEvents extends EventsMap = DefaultEventsMap,
    EmitEvents extends EventsMap = ListenEvents,
    ServerSideEvents extends EventsMap = DefaultEventsMap,
    // biome-ignore lint/suspicious/noExplicitAny: v4's own default
    SocketData = any,
  >(
    target?: AttachTarget | CompatServerOptions | null,
    options?: CompatServerOptions,
  ): Server<ListenEvents, EmitEvents, ServerSideEvents, SocketData>;
  /** As with `new`. */
  <
    ListenEvents extends EventsMap = DefaultEventsMap,
    EmitEvents extends EventsMap = ListenEvents,
    ServerSideEvents extends EventsMap = DefaultEventsMap,
    // biome-ignore lint/suspicious/noExplicitAny: v4's own default
    SocketData = any,
  >(
    target?: AttachTarget | CompatServerOptions | null,
    options?: CompatServerOptions,
  ): Server<ListenEvents, EmitEvents, ServerSideEvents, SocketData>;
  readonly prototype: Server;
  /** v2's `require('socket.io').listen(server, options)` is the constructor. */
  readonly listen: ServerConstructor;
  readonly Server: ServerConstructor;
  readonly default: ServerConstructor;
  readonly Namespace: typeof v4.Namespace;
  readonly Socket: typeof v4.Socket;
  readonly LegacySettingsError: typeof LegacySettingsError;
}

/** Wraps the class, which cannot be called without `new`. */
function construct(this: unknown, ...args: unknown[]): object {
  // `Server.call(this, …)` in an ES5 constructor: v4's server is a class, which cannot initialise another's instance.
  if (new.target === undefined && this instanceof CompatServer)
    throw new TypeError(settingsProblems.calledOn('an instance that Server was called on'));
  return Reflect.construct(CompatServer, args, new.target ?? construct);
}

/**
 * Socket.IO v4's server for programs that were written for v2: only the `require` changes.
 *
 * @example const io = require('socket.io-cors-compat/server')(httpServer, { origins: ['https://example.com:443'] })
 */
export const Server = Object.setPrototypeOf(construct, CompatServer) as unknown as ServerConstructor;

Object.defineProperties(construct, {
  name: { value: 'Server' },
  prototype: { value: CompatServer.prototype },
  listen: { value: construct },
  Server: { value: construct },
  default: { value: construct },
  Namespace: { value: v4.Namespace },
  Socket: { value: v4.Socket },
  LegacySettingsError: { value: LegacySettingsError },
});
Object.defineProperty(CompatServer.prototype, 'constructor', {
  value: construct,
  configurable: true,
  writable: true,
});

/** v4's class of sockets. */
export const Socket = v4.Socket;

/** A socket of {@link Server}: v4's socket, with the members of v2. */
export type Socket<
  ListenEvents extends EventsMap = DefaultEventsMap,
  EmitEvents extends EventsMap = ListenEvents,
  ServerSideEvents extends EventsMap = DefaultEventsMap,
  // biome-ignore lint/suspicious/noExplicitAny: v4's own default
  SocketData = any,
> = LegacySocket<V4Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>>;

/** v4's class of namespaces. */
export const Namespace = v4.Namespace;

/** A namespace of {@link Server}: v4's namespace, with the members of v2. */
export type Namespace<
  ListenEvents extends EventsMap = DefaultEventsMap,
  EmitEvents extends EventsMap = ListenEvents,
  ServerSideEvents extends EventsMap = DefaultEventsMap,
  // biome-ignore lint/suspicious/noExplicitAny: v4's own default
  SocketData = any,
> = LegacyNamespace<
  V4Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>,
  Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>
>;

/** An instance of {@link Server}: v4's server, with the members of v2 also on its namespaces and sockets. */
export type Server<
  ListenEvents extends EventsMap = DefaultEventsMap,
  EmitEvents extends EventsMap = ListenEvents,
  ServerSideEvents extends EventsMap = DefaultEventsMap,
  // biome-ignore lint/suspicious/noExplicitAny: v4's own default
  SocketData = any,
> = LegacyServerMembers<
  CompatServer<ListenEvents, EmitEvents, ServerSideEvents, SocketData>,
  Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>,
  Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>
> &
  CompatServer<ListenEvents, EmitEvents, ServerSideEvents, SocketData>;
