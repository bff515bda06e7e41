import type { BroadcastOperator, DefaultEventsMap } from 'socket.io';

/** Warns of the use of a member that v4 does not have, and says what to write instead. */
export type WarnLegacy = (member: string, replacement: string) => void;

type Operator = BroadcastOperator<DefaultEventsMap, unknown>;
type OperatorClass = typeof BroadcastOperator<DefaultEventsMap, unknown>;
/** Gets the ids of sockets. */
export type ClientsCallback = (error: unknown, ids: string[]) => void;

/** The members that v2 had on what `in()`, `to()` and `broadcast` return: it returned the namespace or the socket. */
export interface LegacyOperatorMembers {
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
  /** @deprecated `allSockets()` or `fetchSockets()`, which return promises */
  clients(callback: ClientsCallback): this;
}

/** Gives an operator of v4 the members of v2. A call that is chained to its `emit()` goes to the sender, as on v2. */
export type AsLegacyOperator = <Each extends Operator>(
  operator: Each,
  sender: object,
) => Each & LegacyOperatorMembers;

/**
 * Makes the function that gives the operators of one server the members of v2.
 *
 * @param warnLegacy reports each member that is used
 */
export function legacyOperators(warnLegacy: WarnLegacy): AsLegacyOperator {
  let prototype: object | undefined;
  const asLegacy: AsLegacyOperator = (operator, sender) => {
    // v4 does not export the class.
    prototype ??= legacyClassOf(operator.constructor as OperatorClass, warnLegacy, asLegacy).prototype;
    return Object.assign(Object.setPrototypeOf(operator, prototype), { sender });
  };
  return asLegacy;
}

function legacyClassOf(
  Base: OperatorClass,
  warnLegacy: WarnLegacy,
  asLegacy: AsLegacyOperator,
): OperatorClass {
  return class LegacyOperator extends Base implements LegacyOperatorMembers {
    declare sender: object;

    override to(room: string | string[]) {
      return asLegacy(super.to(room), this.sender);
    }
    override in(room: string | string[]) {
      return asLegacy(super.in(room), this.sender);
    }
    override except(room: string | string[]) {
      return asLegacy(super.except(room), this.sender);
    }
    override compress(compress: boolean) {
      return asLegacy(super.compress(compress), this.sender);
    }
    override get volatile() {
      return asLegacy(super.volatile, this.sender);
    }
    override get local() {
      return asLegacy(super.local, this.sender);
    }
    override emit(...args: Parameters<Operator['emit']>): boolean {
      super.emit(...args);
      // Not the boolean of v4's type. Like `true`, it is truthy.
      return this.sender as never;
    }
    get json(): this {
      warnLegacy('to().json', 'leave out .json');
      return this;
    }
    get broadcast(): this {
      warnLegacy('to().broadcast', 'leave out .broadcast: socket.to() leaves the sender out already');
      return this;
    }
    binary(): this {
      warnLegacy('binary()', WITHOUT_BINARY);
      return this;
    }
    send(...args: unknown[]): unknown {
      warnLegacy('to().send()', "to(room).emit('message', …)");
      return this.emit('message', ...args);
    }
    write(...args: unknown[]): unknown {
      warnLegacy('to().write()', "to(room).emit('message', …)");
      return this.emit('message', ...args);
    }
    clients(callback: ClientsCallback): this {
      warnLegacy('in().clients()', 'await io.in(room).fetchSockets(), or allSockets() for the ids');
      callWithIds(super.allSockets(), callback);
      return this;
    }
  };
}

/** What to write for `binary()`. */
export const WITHOUT_BINARY = 'leave it out: v4 finds binary data by itself';

/** Calls back with the ids of sockets. */
export function callWithIds(ids: Promise<Set<string>>, callback: ClientsCallback): void {
  callBack(
    ids.then((found) => [...found]),
    callback,
  );
}

/** Calls back outside the promise, so that what the callback throws ends the process as on v2. */
export function callBack<Result>(
  promise: Promise<Result>,
  callback: ((error: unknown, result: Result) => void) | undefined,
): void {
  const later = (...args: unknown[]) => process.nextTick(callback ?? (() => undefined), ...args);
  promise.then((result) => later(null, result), later);
}
