import type { Server as HttpServer, IncomingMessage } from 'node:http';

/** A request as Engine.IO hands it to the check. */
export interface EngineRequest extends IncomingMessage {
  readonly _query?: Readonly<Record<string, unknown>>;
}

type CheckCallback = (...answer: unknown[]) => unknown;
type Check = (request: EngineRequest, callback: CheckCallback) => unknown;
type Verify = (request: EngineRequest, upgrade: boolean, callback: CheckCallback) => unknown;

/** Whoever holds `allowRequest`: Engine.IO 3 itself, or the `opts` of Engine.IO 4 and later. */
interface CheckOwner {
  allowRequest?: Check | null;
}

/** An Engine.IO server, from 1.6 to 6.6. */
export interface Engine extends CheckOwner {
  verify: Verify;
  readonly opts?: CheckOwner;
}

/** A Socket.IO server, from 1.4 to 4.8, as far as observing goes. */
export interface SocketIo {
  bind: (engine: Engine) => unknown;
  readonly engine?: Engine;
  readonly httpServer?: HttpServer;
  readonly sockets: {
    on(event: 'connection', listener: (socket: ConnectedSocket) => unknown): unknown;
    removeListener(event: 'connection', listener: (socket: ConnectedSocket) => unknown): unknown;
  };
}

interface ConnectedSocket {
  readonly conn?: { readonly server?: Engine };
}

/** A handshake that has reached the check. */
export interface Asked {
  readonly request: EngineRequest;
  readonly engine: Engine;
  /** The check that decides: `allowRequest` of the app, v2's `checkRequest`; nothing if every handshake is allowed. */
  readonly check: Check | null | undefined;
}

/** Takes what the check called back, and hears when the call of it has returned. */
export interface Answering {
  readonly answered: (error: unknown, success: unknown) => void;
  readonly returned?: (() => unknown) | undefined;
}

/** Looks on. Whatever it throws stays here: the app must not notice it. */
export interface Watcher {
  /** A handshake has reached the check, which has not been asked yet. */
  asking(asked: Asked): Answering;
  /** A preflight has arrived. */
  preflight(request: IncomingMessage): void;
}

/**
 * Watches all handshakes of a Socket.IO server: those of the engine it has, and of each one that it is attached to later.
 * Nothing of the app's is replaced, so it reads and replaces its checks as before.
 *
 * @returns what ends it and restores the server
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
    // An engine that the server had before this one can only be found through its clients. The drop-in acts on who
    // listens here, so it is left alone.
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

/** Has the members of v2 and of v4. */
function isDropIn(io: object): boolean {
  return '_origins' in io && '_nsps' in io;
}

function onClients(io: SocketIo, found: (engine: Engine) => unknown): () => void {
  const listener = ({ conn }: ConnectedSocket) => conn?.server && found(conn.server);
  io.sockets.on('connection', listener);
  return () => io.sockets.removeListener('connection', listener);
}

/** What a method's hook does, given the method and whoever listens. */
type Wrap<Method, Listener> = (method: Method, listeners: ReadonlySet<Listener>) => Method;

/** The hooked objects. Each has one hook, whoever listens, so that the last to leave restores it exactly. */
const hooks = new WeakMap<object, { readonly listeners: Set<unknown>; readonly restore: () => void }>();

/**
 * Puts a method of its own on an object, in front of the one it has.
 *
 * @returns what removes the listener, and with the last one the method; a method that was put in front later stays
 */
function hook<Target extends object, Name extends keyof Target, Listener>(
  object: Target,
  name: Name,
  listener: Listener,
  wrap: Wrap<Target[Name], Listener>,
): () => void {
  const hooked = hooks.get(object) ?? install(object, name, wrap);
  hooks.set(object, hooked);
  hooked.listeners.add(listener);
  return () => {
    hooked.listeners.delete(listener);
    if (hooked.listeners.size > 0 || hooks.get(object) !== hooked) return;
    hooks.delete(object);
    hooked.restore();
  };
}

function install<Target extends object, Name extends keyof Target, Listener>(
  object: Target,
  name: Name,
  wrap: Wrap<Target[Name], Listener>,
): { listeners: Set<unknown>; restore: () => void } {
  const listeners = new Set<unknown>();
  const before = Object.getOwnPropertyDescriptor(object, name);
  const value = wrap(object[name], listeners as Set<Listener>);
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
 * Engine.IO asks its check in `verify()`, after everything else that can be wrong with a request. For the time of the call
 * its check is one that looks at the answer of the real one. (A view of the engine would leave it alone, but an object
 * that is another one's prototype is slow: a third fewer handshakes.)
 */
const verifyWatched: Wrap<Verify, Watcher> = (verify, watchers) =>
  function (this: Engine, request, upgrade, callback) {
    const owner = this.opts ?? this;
    const check = owner.allowRequest;
    // A request of an open session reaches no check.
    if (watchers.size === 0 || request._query?.sid) return verify.call(this, request, upgrade, callback);
    if (!check) {
      const asking = startAsking(watchers, { request, engine: this, check });
      return verify.call(this, request, upgrade, (...answer) => {
        // With no check, the handshake is allowed, unless something else was wrong.
        if (answer[0] === null || answer[0] === undefined) tell(asking, null, true);
        return callback(...answer);
      });
    }
    const watched: Check = (asked, answer) => {
      owner.allowRequest = check;
      return askWatched(check, owner, answer, watchers, { request: asked, engine: this, check });
    };
    if (!setCheck(owner, watched)) return verify.call(this, request, upgrade, callback);
    try {
      return verify.call(this, request, upgrade, callback);
    } finally {
      if (owner.allowRequest === watched) owner.allowRequest = check;
    }
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

// These run for each handshake, so they make no functions that are called once.

function startAsking(watchers: ReadonlySet<Watcher>, asked: Asked): Answering[] {
  const asking: Answering[] = [];
  for (const watcher of watchers) {
    try {
      asking.push(watcher.asking(asked));
    } catch {
      // As in quietly().
    }
  }
  return asking;
}

function tell(asking: readonly Answering[], error: unknown, success: unknown): void {
  for (const each of asking) {
    try {
      each.answered(error, success);
    } catch {
      // As in quietly().
    }
  }
}

function askWatched(
  check: Check,
  owner: CheckOwner,
  callback: CheckCallback,
  watchers: ReadonlySet<Watcher>,
  asked: Asked,
): unknown {
  const asking = startAsking(watchers, asked);
  let isAnswered = false;
  // An answer that comes twice, late, or with other arguments does what it always did.
  const answer: CheckCallback = (error, success, ...more) => {
    if (!isAnswered) tell(asking, error, success);
    isAnswered = true;
    return callback(error, success, ...more);
  };
  try {
    return check.call(owner, asked.request, answer);
  } finally {
    for (const each of asking) if (each.returned !== undefined) quietly(each.returned);
  }
}

/** Preflights reach no check, and with a `handlePreflightRequest` not even the engine. */
function watchPreflights(httpServer: HttpServer, watcher: Watcher): () => void {
  let isWatching = true;
  const listener = (request: IncomingMessage) => {
    // Whatever its path, a request to Engine.IO says so in its query.
    if (isWatching && request.method === 'OPTIONS' && /[?&]EIO=\d/.test(request.url ?? ''))
      quietly(() => watcher.preflight(request));
  };
  // Socket.IO puts the listeners that it finds behind its own, so this one is added when all are in place.
  process.nextTick(() => {
    if (isWatching) httpServer.prependListener('request', listener);
  });
  return () => {
    isWatching = false;
    httpServer.removeListener('request', listener);
  };
}

/** What goes wrong here must not reach the app. */
export function quietly(look: () => unknown): void {
  try {
    look();
  } catch {
    // Nothing is counted, which is all that can be done.
  }
}
