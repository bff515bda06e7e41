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
  /** @deprecated `emit('message', …)` */
  send(...args: unknown[]): this;
  /** @deprecated `emit('message', …)` */
  write(...args: unknown[]): this;
  /** @deprecated `allSockets()` or `fetchSockets()`, which return promises */
  clients(callback: ClientsCallback): this;
}

/** Gives v4's operators the members of v2. */
export type AsLegacyOperator = <Each extends Operator>(operator: Each) => Each & LegacyOperatorMembers;

/**
 * Makes the function that gives the operators of one server the members of v2.
 *
 * @param warnLegacy reports each member that is used
 */
export function legacyOperators(warnLegacy: WarnLegacy): AsLegacyOperator {
  let prototype: object | undefined;
  return (operator) => {
    // v4 does not export the class.
    prototype ??= legacyClassOf(operator.constructor as OperatorClass, warnLegacy).prototype;
    return Object.setPrototypeOf(operator, prototype);
  };
}

function legacyClassOf(Base: OperatorClass, warnLegacy: WarnLegacy): OperatorClass {
  const legacy = (operator: Operator): LegacyOperator =>
    Object.setPrototypeOf(operator, LegacyOperator.prototype);

  class LegacyOperator extends Base implements LegacyOperatorMembers {
    override to(room: string | string[]): LegacyOperator {
      return legacy(super.to(room));
    }
    override in(room: string | string[]): LegacyOperator {
      return legacy(super.in(room));
    }
    override except(room: string | string[]): LegacyOperator {
      return legacy(super.except(room));
    }
    override compress(compress: boolean): LegacyOperator {
      return legacy(super.compress(compress));
    }
    override get volatile(): LegacyOperator {
      return legacy(super.volatile);
    }
    override get local(): LegacyOperator {
      return legacy(super.local);
    }
    get json(): this {
      warnLegacy('to().json', 'leave out .json');
      return this;
    }
    get broadcast(): this {
      warnLegacy('to().broadcast', 'leave out .broadcast: socket.to() leaves the sender out already');
      return this;
    }
    send(...args: unknown[]): this {
      warnLegacy('to().send()', "to(room).emit('message', …)");
      super.emit('message', ...args);
      return this;
    }
    write(...args: unknown[]): this {
      warnLegacy('to().write()', "to(room).emit('message', …)");
      super.emit('message', ...args);
      return this;
    }
    clients(callback: ClientsCallback): this {
      warnLegacy('in().clients()', 'await io.in(room).fetchSockets(), or allSockets() for the ids');
      callWithIds(super.allSockets(), callback);
      return this;
    }
  }
  return LegacyOperator;
}

/** Calls back outside the promise, so that what the callback throws ends the process as on v2. */
export function callWithIds(ids: Promise<Set<string>>, callback: ClientsCallback): void {
  const later = (...args: Parameters<ClientsCallback>) => process.nextTick(callback, ...args);
  ids.then(
    (found) => later(null, [...found]),
    (error) => later(error, []),
  );
}
