import { EventEmitter } from 'node:events';
import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'socket.io';
import type { Report } from '../../messages/emit.js';
import { guardedMiddleware } from '../namespaces.js';
import { callBack, getter, type LegacyMembersOf, method, type WarnLegacy } from './operator.js';
import { viewRoomNames } from './views.js';

type EventMiddleware = (event: unknown[], next: (error?: EventError) => void) => unknown;
type EventError = Error & { readonly data?: unknown };

/** v2's `emit()` of these called the server's own listeners. v4's throws. */
const LOCAL_EVENTS: ReadonlySet<unknown> = new Set(['connect', 'disconnect', 'disconnecting']);
/** Node emits these itself when a listener is added or removed. v4's `emit()` throws at them, too. */
const EVENTS_OF_NODE: ReadonlySet<unknown> = new Set(['newListener', 'removeListener']);

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
  membersOf: LegacyMembersOf,
  report: Report,
): (socket: Socket) => void {
  const response = responseProperty(warnLegacy);
  let known: { readonly base: Socket; readonly prototype: object } | undefined;
  return (socket) => {
    // v4.0.0 does not export the class.
    const base: Socket = Object.getPrototypeOf(socket);
    known ??= {
      base,
      prototype: Object.create(base, {
        ...membersOf(base, 'socket'),
        ...socketMembers(base, warnLegacy, report),
      }),
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

function socketMembers(base: Socket, warnLegacy: WarnLegacy, report: Report): PropertyDescriptorMap {
  const send = base.emit as (...args: unknown[]) => unknown;
  const joining = (name: 'join' | 'leave') => {
    const change = base[name] as (room: unknown) => unknown;
    return method(function (room, callback) {
      const changed = change.call(this, room);
      if (typeof callback !== 'function') return changed ?? this;
      warnLegacy(`the callback of socket.${name}()`, `await socket.${name}(room)`);
      callBack(changed, callback);
      return this;
    });
  };
  return {
    rooms: getter(function () {
      return viewRoomNames(Reflect.get(base, 'rooms', this));
    }),
    // As on v2, the socket is returned. Like v4's `true`, it is truthy.
    emit: method(function (event, ...args) {
      const isLocal = LOCAL_EVENTS.has(event);
      if (isLocal)
        warnLegacy(
          `socket.emit('${event as string}')`,
          'call what its listeners call, or socket.disconnect()',
        );
      if (isLocal || EVENTS_OF_NODE.has(event))
        EventEmitter.prototype.emit.call(this as never, event as string, ...args);
      else send.call(this, event, ...args);
      return this;
    }),
    // v2 sent a packet that its clients emitted as `error`. Clients of both generations do the same with this event.
    error: method(function (error) {
      warnLegacy('socket.error()', "socket.emit('error', …)");
      send.call(this, 'error', error);
    }),
    join: joining('join'),
    leave: joining('leave'),
    // v2 sent an error to the client. v4 only emits it on the server's socket.
    use: method(function (middleware) {
      const socket = this as unknown as Socket;
      const guarded = guardedMiddleware<unknown[]>(
        (event, next) =>
          (middleware as EventMiddleware)(event, (error) => {
            if (error && isOfLegacyClient(socket)) send.call(socket, 'error', error.data || error.message);
            next(error);
          }),
        report,
      );
      return base.use.call(socket, guarded as never);
    }),
  };
}

/** The types do not have the response, because v4 removes it when the handshake has been answered. */
type Request = IncomingMessage & { res?: ServerResponse | null };

/** `request.res`: a response that is not sent, made when it is read. express-session needs one. */
function responseProperty(warnLegacy: WarnLegacy): PropertyDescriptor & ThisType<Request> {
  return {
    configurable: true,
    get() {
      warnLegacy('socket.request.res', 'io.engine.use(middleware), or {} for the response');
      this.res = new ServerResponse(this);
      return this.res;
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
