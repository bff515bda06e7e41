import { EventEmitter } from 'node:events';

/** Warns of the use of a member that v4 does not have, and says what to write instead. */
export type WarnLegacy = (member: string, replacement: string) => void;

/** The members of a namespace, a socket or an operator that return an operator of v4, or the object itself. */
const OPERATOR_METHODS = ['to', 'in', 'except', 'compress', 'timeout'];
const OPERATOR_GETTERS = ['volatile', 'local', 'broadcast'];

/** The namespace or the socket that an operator was made by. A call that is chained to its `emit()` goes there, as on v2. */
const SENDER = Symbol('sender');

/** A namespace, a socket or an operator of v4. */
interface Broadcaster {
  readonly [SENDER]?: object;
  emit(...args: unknown[]): unknown;
}

/** Node emits these itself when a listener is added or removed. */
const EVENTS_OF_NODE = ['newListener', 'removeListener'];

/**
 * The members of v2 over those of a prototype of v4.
 *
 * @param local the events that `emit()` gives to the server's own listeners, as on v2; programs may add to them
 */
export type LegacyMembersOf = (
  prototype: object,
  name: string,
  local?: readonly unknown[],
) => PropertyDescriptorMap;

/**
 * Makes the function that gives the namespaces, sockets and operators of one server the members of v2 that they share.
 *
 * @param warnLegacy reports each member that is used
 */
export function sharedMembers(warnLegacy: WarnLegacy): LegacyMembersOf {
  let operatorPrototype: object | undefined;

  const asLegacyOperator = (operator: object, maker: Broadcaster): object => {
    if (operator === maker) return operator;
    // v4 does not export the class.
    operatorPrototype ??= legacyOperator(Object.getPrototypeOf(operator));
    return Object.assign(Object.setPrototypeOf(operator, operatorPrototype), {
      [SENDER]: maker[SENDER] ?? maker,
    });
  };

  const membersOf: LegacyMembersOf = (prototype, name, local = []) => {
    const v4 = prototype as Readonly<Record<string, (...args: unknown[]) => object>>;
    const methods = OPERATOR_METHODS.filter((key) => key in prototype).map((key) => {
      const make = v4[key] as (...args: unknown[]) => object;
      return [
        key,
        method(function (...args) {
          return asLegacyOperator(make.apply(this, args), this);
        }),
      ];
    });
    const getters = OPERATOR_GETTERS.filter((key) => key in prototype).map((key) => [
      key,
      getter(function () {
        return asLegacyOperator(Reflect.get(prototype, key, this), this);
      }),
    ]);
    const { emit } = v4 as unknown as Broadcaster;
    return {
      ...Object.fromEntries([...methods, ...getters]),
      // v2's could be chained. Like v4's `true`, the sender is truthy.
      emit: method(function (event, ...args) {
        if (!local.includes(event)) emit.call(this, event, ...args);
        else {
          if (!EVENTS_OF_NODE.includes(event as string))
            warnLegacy(`${name}.emit('${event}')`, 'call the code of its listeners');
          EventEmitter.prototype.emit.call(this as never, event as string, ...args);
        }
        return this[SENDER] ?? this;
      }),
      json: getter(function () {
        warnLegacy(`${name}.json`, 'leave out .json');
        return this;
      }),
      binary: method(function () {
        warnLegacy('binary()', WITHOUT_BINARY);
        return this;
      }),
    };
  };

  const legacyOperator = (prototype: object): object => {
    const sending = (name: string) =>
      method(function (...args) {
        warnLegacy(`to().${name}()`, "to(room).emit('message', …)");
        return this.emit('message', ...args);
      });
    return Object.create(prototype, {
      ...membersOf(prototype, 'to()'),
      send: sending('send'),
      write: sending('write'),
      broadcast: getter(function () {
        warnLegacy('to().broadcast', 'leave out .broadcast: socket.to() leaves the sender out already');
        return this;
      }),
      clients: clientsMethod('in().clients()', 'await io.in(room).fetchSockets()', warnLegacy),
    });
  };

  return membersOf;
}

type Method = (this: Broadcaster, ...args: unknown[]) => unknown;

export const method = (value: Method): PropertyDescriptor => ({ value, configurable: true, writable: true });
export const getter = (get: (this: Broadcaster) => unknown): PropertyDescriptor => ({
  get,
  configurable: true,
});

/** The replacement for `binary()`. */
export const WITHOUT_BINARY = 'leave it out: v4 finds binary data by itself';

/** A server, a namespace or an operator of v4. */
interface Sockets {
  fetchSockets(): Promise<readonly { readonly id: string }[]>;
}

/** The ids of sockets on all nodes of a cluster. (`allSockets()` asks no other node with the adapters of today.) */
export async function idsOf(sockets: Sockets): Promise<string[]> {
  return (await sockets.fetchSockets()).map(({ id }) => id);
}

/** v2's `clients(callback)`. */
export function clientsMethod(
  member: string,
  replacement: string,
  warnLegacy: WarnLegacy,
): PropertyDescriptor {
  return method(function (callback) {
    warnLegacy(member, replacement);
    callBack(idsOf(this as never), callback);
    return this;
  });
}

/**
 * Calls back as v2 did, before any I/O, and outside the promise, so that an error in the callback ends the process.
 *
 * @param result the result, or a promise of it; `undefined` is left out, because v2 called back with `null` only
 */
export function callBack(result: unknown, callback: unknown): void {
  const later = (...args: unknown[]) =>
    process.nextTick(typeof callback === 'function' ? (callback as () => void) : () => undefined, ...args);
  const done = (value: unknown) => later(null, ...(value === undefined ? [] : [value]));
  if (result instanceof Promise) result.then(done, later);
  else done(result);
}
