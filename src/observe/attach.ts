import type { Server as HttpServer, IncomingMessage } from 'node:http';

/** A request as Engine.IO hands it to the check. */
export interface EngineRequest extends IncomingMessage {
  readonly _query?: Readonly<Record<string, unknown>>;
}

/** The function that a check calls with its answer. */
export type CheckCallback = (error: unknown, success?: unknown) => unknown;
type Check = (request: EngineRequest, callback: CheckCallback) => unknown;
type Verify = (request: EngineRequest, upgrade: boolean, callback: CheckCallback) => unknown;

/** The object that has `allowRequest`: Engine.IO 3 itself, or the `opts` of Engine.IO 4 and later. */
interface CheckOwner {
  allowRequest?: Check | null;
}

/** An Engine.IO server, from 1.6 to 6.6. */
export interface Engine extends CheckOwner {
  verify: Verify;
  readonly opts?: CheckOwner;
}

/** The members of a Socket.IO server, from 1.4 to 4.8, that are used here. */
export interface SocketIo {
  bind: (engine: Engine) => unknown;
  readonly engine?: Engine;
  readonly httpServer?: HttpServer;
  readonly sockets: {
    on(event: 'connection', listener: (socket: ConnectedSocket) => unknown): unknown;
    removeListener(event: 'connection', listener: (socket: ConnectedSocket) => unknown): unknown;
  };
}

/** A server that is observed. */
export interface ObservedServer {
  readonly io: SocketIo;
  readonly protocol: 'v2' | 'v4';
  readonly release: string | null;
}

interface ConnectedSocket {
  readonly conn?: { readonly server?: Engine };
}

/** A handshake that has reached the check. */
export interface Asked {
  readonly request: EngineRequest;
  readonly engine: Engine;
  /** The check that decides: the app's `allowRequest` or v2's `checkRequest`. Without one, every handshake is allowed. */
  readonly check: Check | null | undefined;
  /** To be called when the call of the check has returned. */
  returned: (() => unknown) | undefined;
}

/** Watches handshakes. An error that it throws is dropped, because the app must not notice it. */
export interface Watcher {
  /**
   * A handshake has reached the check, which has not been asked yet.
   *
   * @returns the callback for the check in place of the given one, to which it passes every answer on
   */
  asking(asked: Asked, callback: CheckCallback): CheckCallback;
  /** A preflight has arrived. */
  preflight(request: IncomingMessage): void;
}

/**
 * Watches all handshakes of a Socket.IO server: those of the engine that it has, and of each engine that it gets later.
 * The app's checks stay where they are, so the app reads and replaces them as before.
 *
 * @returns a function that ends it and restores the server
 */
export function watch(io: SocketIo, watcher: Watcher): () => void {
  const ends = new Map<object, () => void>();
  const add = (engine: Engine | undefined) => {
    if (typeof engine?.verify !== 'function' || ends.has(engine)) return;
    ends.set(engine, hook(engine, 'verify', watcher, verifyWatched));
    const { httpServer } = io;
    if (httpServer && !ends.has(httpServer)) ends.set(httpServer, watchPreflights(httpServer, watcher));
  };
  ends.set(io, hook(io, 'bind', add, bindWatched));
  if (io.engine !== undefined) {
    add(io.engine);
    // An engine that the server had before this one can only be found through its clients. On the drop-in, which warns
    // about connection listeners, there is no such listener.
    if (!isDropIn(io))
      ends.set(
        io.sockets,
        onClients(io, (engine) => ends.has(engine) || quietly(() => add(engine))),
      );
  }
  return () => {
    for (const end of ends.values()) quietly(end);
    ends.clear();
  };
}

/** Whether a server has the members of both v2 and v4. */
function isDropIn(io: object): boolean {
  return '_origins' in io && '_nsps' in io;
}

function onClients(io: SocketIo, found: (engine: Engine) => unknown): () => void {
  const listener = ({ conn }: ConnectedSocket) => conn?.server && found(conn.server);
  io.sockets.on('connection', listener);
  return () => io.sockets.removeListener('connection', listener);
}

/** Makes the method that replaces another one, given that one and the listeners. */
type Wrap<Method, Listener> = (method: Method, listeners: readonly Listener[]) => Method;

/** The hooked objects. All listeners share one hook, so that the last one to leave restores the object exactly. */
const hooks = new WeakMap<object, { readonly listeners: unknown[]; readonly restore: () => void }>();

/**
 * Puts a method in front of one of an object's.
 *
 * @returns a function that removes the listener, and with the last listener the method. If another method has been put in
 * front of it since, that one stays
 */
function hook<Target extends object, Name extends keyof Target, Listener>(
  object: Target,
  name: Name,
  listener: Listener,
  wrap: Wrap<Target[Name], Listener>,
): () => void {
  const hooked = hooks.get(object) ?? install(object, name, wrap);
  hooks.set(object, hooked);
  hooked.listeners.push(listener);
  return () => {
    hooked.listeners.splice(hooked.listeners.indexOf(listener), 1);
    if (hooked.listeners.length > 0 || hooks.get(object) !== hooked) return;
    hooks.delete(object);
    hooked.restore();
  };
}

function install<Target extends object, Name extends keyof Target, Listener>(
  object: Target,
  name: Name,
  wrap: Wrap<Target[Name], Listener>,
): { listeners: unknown[]; restore: () => void } {
  const listeners: Listener[] = [];
  const before = Object.getOwnPropertyDescriptor(object, name);
  const value = wrap(object[name], listeners);
  Object.defineProperty(object, name, {
    value,
    configurable: true,
    writable: true,
    enumerable: before?.enumerable ?? false,
  });
  const restore = () => {
    if (object[name] !== value) return;
    Reflect.deleteProperty(object, name);
    if (before !== undefined) Object.defineProperty(object, name, before);
  };
  return { listeners, restore };
}

const bindWatched: Wrap<SocketIo['bind'], (engine: Engine) => void> = (bind, listeners) =>
  function (this: SocketIo, engine) {
    const result = bind.call(this, engine);
    for (const add of [...listeners]) quietly(() => add(engine));
    return result;
  };

/**
 * Engine.IO asks its check in `verify()`, after everything else that can be wrong with a request. During that call, its
 * check is one that passes on to the real one and sees the answer. (An object with the engine as its prototype would need
 * no such change, but is slow: a third fewer handshakes.)
 */
const verifyWatched: Wrap<Verify, Watcher> = (verify, watchers) => {
  /** The engine of the verify() call that is under way. */
  let engine: Engine;
  let check: Check;
  const watched = function (this: CheckOwner, request: EngineRequest, answer: CheckCallback): unknown {
    this.allowRequest = check;
    const asked: Asked = { request, engine, check, returned: undefined };
    const callback = askAll(watchers, asked, answer);
    try {
      return check.call(this, request, callback);
    } finally {
      if (asked.returned !== undefined) quietly(asked.returned);
    }
  };
  return function (this: Engine, request, upgrade, callback) {
    const owner = this.opts ?? this;
    const before = owner.allowRequest;
    // A request of an open session reaches no check.
    if (watchers.length === 0 || request._query?.sid) return verify.call(this, request, upgrade, callback);
    if (!before) {
      const allowed = askAll(watchers, { request, engine: this, check: before, returned: undefined }, ignore);
      return verify.call(this, request, upgrade, (...answer) => {
        // With no check, the handshake is allowed, unless something else was wrong.
        if (answer[0] === null || answer[0] === undefined) allowed(null, true);
        return callback(...answer);
      });
    }
    if (!setCheck(owner, watched)) return verify.call(this, request, upgrade, callback);
    engine = this;
    check = before;
    try {
      return verify.call(this, request, upgrade, callback);
    } finally {
      if (owner.allowRequest === watched) owner.allowRequest = before;
    }
  };
};

/** @returns false if the check cannot be replaced: then the handshake is not counted */
function setCheck(owner: CheckOwner, check: Check): boolean {
  try {
    owner.allowRequest = check;
    return owner.allowRequest === check;
  } catch {
    return false;
  }
}

/** Runs for each handshake, so it makes no objects. */
function askAll(watchers: readonly Watcher[], asked: Asked, callback: CheckCallback): CheckCallback {
  let passedOn = callback;
  for (const watcher of watchers) {
    try {
      passedOn = watcher.asking(asked, passedOn);
    } catch {
      // As in quietly().
    }
  }
  return passedOn;
}

function ignore(): void {}

/** Preflights reach no check, and with a `handlePreflightRequest` not even the engine. */
function watchPreflights(httpServer: HttpServer, watcher: Watcher): () => void {
  let isWatching = true;
  const listener = (request: IncomingMessage) => {
    // The query shows that a request is for Engine.IO, on any path.
    if (isWatching && request.method === 'OPTIONS' && /[?&]EIO=\d/.test(request.url ?? ''))
      quietly(() => watcher.preflight(request));
  };
  // Socket.IO calls the listeners that it finds after its own, so this one is added when all are in place.
  process.nextTick(() => {
    if (isWatching) httpServer.prependListener('request', listener);
  });
  return () => {
    isWatching = false;
    httpServer.removeListener('request', listener);
  };
}

/** Runs code whose errors must not reach the app. */
export function quietly(look: () => unknown): void {
  try {
    look();
  } catch {
    // The handshake is not counted.
  }
}
