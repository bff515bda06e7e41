import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'socket.io';
import type { AsLegacyOperator, WarnLegacy } from './operator.js';
import { viewRoomNames } from './views.js';

type Done = (error: unknown) => void;
type EventMiddleware = Parameters<Socket['use']>[0];

/** A socket of a connection that speaks the protocol of v2's clients. */
const isOfLegacyClient = ({ conn }: Socket): boolean => conn.protocol === 3;

/**
 * Makes the function that gives the sockets of one server the members of v2. To give them twice does nothing more.
 *
 * @param warnLegacy reports each member that is used
 * @param hasOwnParser whether the app encodes packets itself
 */
export function legacySockets(
  warnLegacy: WarnLegacy,
  asLegacyOperator: AsLegacyOperator,
  hasOwnParser: boolean,
): (socket: Socket) => void {
  const response = responseProperty(warnLegacy);
  let known: { readonly base: object; readonly prototype: object } | undefined;
  return (socket) => {
    // v4.0.0 does not export the class.
    const base = Object.getPrototypeOf(socket);
    known ??= {
      base,
      prototype: legacyClassOf(socket, warnLegacy, asLegacyOperator, hasOwnParser).prototype,
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
  hasOwnParser: boolean,
): { readonly prototype: object } {
  const Base = socket.constructor as typeof Socket;
  return class LegacySocket extends Base {
    override get rooms(): Set<string> {
      return viewRoomNames(super.rooms);
    }
    override to(room: string | string[]) {
      return asLegacyOperator(super.to(room));
    }
    override in(room: string | string[]) {
      return asLegacyOperator(super.in(room));
    }
    override except(room: string | string[]) {
      return asLegacyOperator(super.except(room));
    }
    override get broadcast() {
      return asLegacyOperator(super.broadcast);
    }
    override get local() {
      return asLegacyOperator(super.local);
    }
    get json(): this {
      warnLegacy('socket.json', 'leave out .json');
      return this;
    }
    override join(rooms: string | string[]): Promise<void> | void;
    override join(rooms: string | string[], callback: Done): this;
    override join(rooms: string | string[], callback?: Done): Promise<void> | void | this {
      const joined = super.join(rooms);
      if (typeof callback !== 'function') return joined;
      warnLegacy('the callback of socket.join()', 'await socket.join(room)');
      callAfter(joined, callback);
      return this;
    }
    override leave(room: string): Promise<void> | void;
    override leave(room: string, callback: Done): this;
    override leave(room: string, callback?: Done): Promise<void> | void | this {
      const left = super.leave(room);
      if (typeof callback !== 'function') return left;
      warnLegacy('the callback of socket.leave()', 'await socket.leave(room)');
      callAfter(left, callback);
      return this;
    }
    /** v2 sent an error to the client. v4 only emits it on the server's socket. */
    override use(middleware: EventMiddleware): this {
      if (!isOfLegacyClient(this) || hasOwnParser) return super.use(middleware);
      return super.use((event, next) =>
        middleware(event, (error) => {
          if (error) sendError(this, error);
          next(error);
        }),
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

/** The packet of protocol 4 of socket.io-parser, which v2's clients speak: type 4 is an error. */
function sendError({ nsp, conn }: Socket, error: Error & { readonly data?: unknown }): void {
  const namespace = nsp.name === '/' ? '' : `${nsp.name},`;
  conn.write(`4${namespace}${JSON.stringify(error.data || error.message)}`);
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
