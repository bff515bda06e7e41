import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'socket.io';
import type { Report } from '../../messages/emit.js';
import { guardedMiddleware, sendable } from '../namespaces.js';
import { callBack, getter, type LegacyMembersOf, method, type WarnLegacy } from './operator.js';
import { viewRoomNames } from './views.js';

type EventMiddleware = (event: unknown[], next: (error?: EventError) => void) => unknown;
type EventError = Error & { readonly data?: unknown };

/**
 * v2's `emit()` of these called the server's own listeners. v4's throws.
 *
 * @see Socket.IO 2.5.1, lib/socket.js, `exports.events`
 */
const LOCAL_EVENTS = ['connect', 'disconnect', 'disconnecting', 'newListener', 'removeListener'];

/** The methods that have another name on v4, and what to write for them. Programs replaced them on a socket. */
const RENAMED_METHODS = [
  ['onclose', "socket.on('disconnecting', …), where socket.rooms still has the rooms"],
  ['onpacket', 'socket.use(…)'],
] as const;

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
        ...membersOf(base, 'socket', LOCAL_EVENTS),
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
    ...Object.fromEntries(
      RENAMED_METHODS.map(([name, replacement]) => [
        name,
        renamed(name, `_${name}`, replacement, warnLegacy),
      ]),
    ),
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
            if (error && isOfLegacyClient(socket)) {
              const { data, message } = sendable(error);
              send.call(socket, 'error', data || message);
            }
            next(error);
          }),
        report,
      );
      return base.use.call(socket, guarded as never);
    }),
  };
}

/** A method by the name that it had on v2, to be called or replaced: `socket.onclose = function (reason) { … }`. */
function renamed(
  name: string,
  v4Name: string,
  replacement: string,
  warnLegacy: WarnLegacy,
): PropertyDescriptor & ThisType<object> {
  return {
    configurable: true,
    get() {
      warnLegacy(`socket.${name}`, replacement);
      return Reflect.get(this, v4Name);
    },
    set(value: unknown) {
      warnLegacy(`socket.${name}`, replacement);
      Object.defineProperty(this, v4Name, { value, configurable: true, writable: true });
    },
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
