import type { IncomingMessage, ServerResponse } from 'node:http';

type Rooms = string | string[];
type Done = (error: unknown) => void;

/** Gets the ids of sockets. */
export type ClientsCallback = (error: unknown, ids: string[]) => void;

/** The members of v2 on the result of `in()`, `to()` and `broadcast`, which was the namespace or the socket. */
interface LegacyOperatorMembers {
  /** @deprecated `emit()` sends everything as JSON. */
  readonly json: this;
  /** @deprecated What `to()` returns leaves the sender out already. */
  readonly broadcast: this;
  /** @deprecated v4 finds binary data by itself. */
  binary(binary: boolean): this;
  /** @deprecated `emit('message', …)` */
  send(...args: unknown[]): unknown;
  /** @deprecated `emit('message', …)` */
  write(...args: unknown[]): unknown;
  /** @deprecated `fetchSockets()`, which returns a promise */
  clients(callback: ClientsCallback): this;
}

/** The result of `to()`, `in()` and `broadcast`. */
export type LegacyOperator<Sender extends { to(room: Rooms): unknown }> = LegacyChain<Sender> &
  LegacyOperatorMembers &
  ReturnType<Sender['to']>;

interface LegacyChain<Sender extends { to(room: Rooms): unknown }> {
  to(room: Rooms): LegacyOperator<Sender>;
  in(room: Rooms): LegacyOperator<Sender>;
}

interface LegacySender<Sender extends { to(room: Rooms): unknown }> extends LegacyChain<Sender> {
  /** @deprecated `emit()` sends everything as JSON. */
  readonly json: this;
  /** @deprecated v4 finds binary data by itself. */
  binary(binary: boolean): this;
}

/** v4's socket, with the members of v2's. */
export type LegacySocket<V4 extends { to(room: Rooms): unknown }> = LegacySocketMembers<V4> & V4;

interface LegacySocketMembers<V4 extends { to(room: Rooms): unknown }> extends LegacySender<V4> {
  readonly broadcast: LegacyOperator<V4>;
  readonly request: IncomingMessage & { readonly res: ServerResponse };
  /** @deprecated `emit('error', …)` */
  error(error: unknown): void;
  /** @deprecated Wait for the promise that `join(room)` returns. */
  join(rooms: Rooms, callback: Done): this;
  /** @deprecated Wait for the promise that `leave(room)` returns. */
  leave(room: string, callback: Done): this;
}

/** The methods whose functions get a socket of {@link LegacySocket}. */
interface LegacyConnections<V4Socket> {
  on(event: 'connect' | 'connection', listener: (socket: V4Socket) => void): this;
  once(event: 'connect' | 'connection', listener: (socket: V4Socket) => void): this;
  use(middleware: (socket: V4Socket, next: (error?: Error) => void) => void): this;
}

/** v4's namespace, with the members of v2's. */
export type LegacyNamespace<V4 extends { to(room: Rooms): unknown }, V4Socket> = LegacyNamespaceMembers<
  V4,
  V4Socket
> &
  V4;

interface LegacyNamespaceMembers<V4 extends { to(room: Rooms): unknown }, V4Socket>
  extends LegacySender<V4>,
    LegacyConnections<V4Socket> {
  /** @deprecated `sockets`, a Map: `.get(id)` */
  readonly connected: Record<string, V4Socket>;
  /** @deprecated `fetchSockets()`, which returns a promise */
  clients(callback: ClientsCallback): this;
}

/** Decides whether a client may create a namespace by some name. */
type ParentMatch = (
  name: string,
  auth: Record<string, unknown>,
  callback: (error: Error | null, success: boolean) => void,
) => void;

/** The members of v2 that a server gives out; those of its own are in its class. */
export interface LegacyServerMembers<V4 extends { to(room: Rooms): unknown }, V4Namespace, V4Socket>
  extends LegacyChain<V4>,
    LegacyConnections<V4Socket> {
  readonly sockets: V4Namespace;
  of(name: string | RegExp | ParentMatch, listener?: (socket: V4Socket) => void): V4Namespace;
}
