import { EventEmitter } from 'node:events';
import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'socket.io';
import { guardedMiddleware } from '../namespaces.js';
import type { Report } from '../reporting.js';
import { type AsLegacyOperator, type WarnLegacy, WITHOUT_BINARY } from './operator.js';
import { viewRoomNames } from './views.js';

type Done = (error: unknown) => void;
type EventMiddleware = Parameters<Socket['use']>[0];
type EventError = Error & { readonly data?: unknown };

/** v2's `emit()` of these called the server's own listeners. v4's throws. */
const LOCAL_EVENTS: ReadonlySet<string> = new Set(['connect', 'disconnect', 'disconnecting']);
/** Node's `on()` emits these itself. */
const EVENTS_OF_NODE: ReadonlySet<string> = new Set(['newListener', 'removeListener']);

/** A socket of a connection that speaks the protocol of v2's clients. */
const isOfLegacyClient = ({ conn }: Socket): boolean => conn.protocol === 3;

/**
 * Makes the function that gives the sockets of one server the members of v2. A second call for a socket does nothing.
 *
 * @param warnLegacy reports each member that is used
 * @param report gets what the app's middleware of events throws
 */
export function legacySockets(
  warnLegacy: WarnLegacy,
  asLegacyOperator: AsLegacyOperator,
  report: Report,
): (socket: Socket) => void {
  const response = responseProperty(warnLegacy);
  let known: { readonly base: object; readonly prototype: object } | undefined;
  return (socket) => {
    // v4.0.0 does not export the class.
    const base = Object.getPrototypeOf(socket);
    known ??= {
      base,
      prototype: legacyClassOf(socket, warnLegacy, asLegacyOperator, report).prototype,
    };
    if (base !== known.base) return;
    Object.setPrototypeOf(socket, known.prototype);
    const { request, handshake, nsp } = socket;
    // v2 let the query of the namespace replace that of the connection.
    if (isOfLegacyClient(socket) && nsp.name !== '/')
      handshake.query = { ...handshake.query, ...handshake.auth };
    if (request && !hasResponse(request)) Object.defineProperty(request, 'res', response);
  };
}

function legacyClassOf(
  socket: Socket,
  warnLegacy: WarnLegacy,
  asLegacyOperator: AsLegacyOperator,
  report: Report,
): { readonly prototype: object } {
  const Base = socket.constructor as typeof Socket;
  return class LegacySocket extends Base {
    override get rooms(): Set<string> {
      return viewRoomNames(super.rooms);
    }
    override to(room: string | string[]) {
      return asLegacyOperator(super.to(room), this);
    }
    override in(room: string | string[]) {
      return asLegacyOperator(super.in(room), this);
    }
    override except(room: string | string[]) {
      return asLegacyOperator(super.except(room), this);
    }
    override get broadcast() {
      return asLegacyOperator(super.broadcast, this);
    }
    override get local() {
      return asLegacyOperator(super.local, this);
    }
    get json(): this {
      warnLegacy('socket.json', 'leave out .json');
      return this;
    }
    binary(): this {
      warnLegacy('binary()', WITHOUT_BINARY);
      return this;
    }
    override emit(event: string, ...args: unknown[]): boolean {
      if (!LOCAL_EVENTS.has(event) && !EVENTS_OF_NODE.has(event)) super.emit(event, ...args);
      else {
        if (LOCAL_EVENTS.has(event))
          warnLegacy(`socket.emit('${event}')`, 'call what its listeners call, or socket.disconnect()');
        EventEmitter.prototype.emit.call(this, event, ...args);
      }
      // As on v2, and not the boolean of v4's type. Like `true`, it is truthy.
      return this as never;
    }
    /** v2 sent a packet that its clients emitted as `error`. Clients of both generations do the same with this event. */
    error(error: unknown): void {
      warnLegacy('socket.error()', "socket.emit('error', …)");
      super.emit('error', error);
    }
    override join(rooms: string | string[]): Promise<void> | void;
    override join(rooms: string | string[], callback: Done): this;
    override join(rooms: string | string[], callback?: Done): Promise<void> | void | this {
      const joined = super.join(rooms);
      if (typeof callback !== 'function') return joined ?? this;
      warnLegacy('the callback of socket.join()', 'await socket.join(room)');
      callAfter(joined, callback);
      return this;
    }
    override leave(room: string): Promise<void> | void;
    override leave(room: string, callback: Done): this;
    override leave(room: string, callback?: Done): Promise<void> | void | this {
      const left = super.leave(room);
      if (typeof callback !== 'function') return left ?? this;
      warnLegacy('the callback of socket.leave()', 'await socket.leave(room)');
      callAfter(left, callback);
      return this;
    }
    /** v2 sent an error to the client. v4 only emits it on the server's socket. */
    override use(middleware: EventMiddleware): this {
      return super.use(
        guardedMiddleware<Parameters<EventMiddleware>[0]>(
          (event, next) =>
            middleware(event, (error?: EventError) => {
              if (error && isOfLegacyClient(this)) super.emit('error', error.data || error.message);
              next(error);
            }),
          report,
        ),
      );
    }
  };
}

/** Calls back as v2 did: later, but before any I/O. */
function callAfter(done: Promise<void> | void, callback: Done): void {
  const later = (error: unknown = null) => process.nextTick(callback, error);
  if (done instanceof Promise) done.then(() => later(), later);
  else later();
}

/** The types do not have the response, because v4 removes it when the handshake has been answered. */
type Request = IncomingMessage & { res?: ServerResponse | null };

const responses = new WeakMap<IncomingMessage, ServerResponse>();

/** `request.res`: a response that is not sent, made when it is read. express-session needs one. */
function responseProperty(warnLegacy: WarnLegacy): PropertyDescriptor & ThisType<Request> {
  return {
    configurable: true,
    get() {
      warnLegacy('socket.request.res', 'io.engine.use(middleware), or {} for the response');
      const response = responses.get(this) ?? new ServerResponse(this);
      responses.set(this, response);
      return response;
    },
    set(value: ServerResponse) {
      Object.defineProperty(this, 'res', { value, writable: true });
    },
  };
}

function hasResponse(request: Request): boolean {
  const { get, value } = Object.getOwnPropertyDescriptor(request, 'res') ?? {};
  return Boolean(get ?? value);
}
