import { compileDecision, hasOrigin, header } from '../origins/decide.js';
import type { AllowRequest, OriginHeaders, Policy } from '../origins/policy.js';
import { isSameList } from '../v2/origins.js';
import { parseOptions, parseSettings } from '../v2/parse.js';
import { eraOf } from '../v2/releases.js';
import type { LegacyCorsSettings, LegacyOrigins, TranslateOptions } from '../v2/settings.js';
import { toPolicy } from '../v2/to-policy.js';
import { guardedCheck } from '../v4/allow-request.js';
import { askOncePerHandshake, isAdmitted } from '../v4/origins-function.js';
import { installedSocketIo } from '../v4/target.js';
import type { Asked, ObservedServer, SocketIo } from './attach.js';
import { remembering } from './handshake.js';

/** How settings are read. */
export type HowToTranslate = Pick<TranslateOptions, 'from' | 'to' | 'semantics' | 'missingOrigin'>;

/** The members of a v2 server. */
export interface LegacyIo extends SocketIo {
  checkRequest: AllowRequest;
  _origins: unknown;
}

/** Whether a handshake is allowed, by settings on v4. */
export interface Decision {
  /** Known from the request. */
  readonly known?: boolean;
  /** Derived from the server's own answer, because its check asks the function of these settings. */
  readonly fromAnswer?: (error: unknown, success: unknown) => boolean;
  /** Asks the function of the settings, which the server does not ask. */
  readonly ask?: (answer: (admitted: boolean) => void) => void;
}

const isSuccess = (_error: unknown, success: unknown) => Boolean(success);

const ADMITTED: Decision = { known: true };
const REFUSED: Decision = { known: false };
/** The server's own decision. */
const SAME: Decision = { fromAnswer: isSuccess };

/** Decides handshakes as some settings would on v4. It is called before the server's check. */
export interface Decider {
  decide(asked: Asked): Decision;
}

/**
 * Reads the meaning of settings.
 *
 * @throws LegacySettingsError for settings that no v2 server accepted
 */
export function policyOf(settings: LegacyCorsSettings, how: HowToTranslate): Policy {
  const parsed = parseSettings(settings, how, installedSocketIo);
  // A preflight handler decides about no handshake, and would be run.
  return toPolicy({ ...parsed, handlePreflightRequest: undefined }, ignore);
}

/**
 * Decides by settings that were given.
 *
 * @param isServers whether the server's check asks, or is, a function of these settings, which is then not asked again
 */
export function deciderFor(policy: Policy, isServers: (check: unknown, asked: Asked) => boolean): Decider {
  const { handshake, missingOrigin } = policy;
  if (handshake.kind === 'allow-request') {
    const { allowRequest } = handshake;
    return {
      decide: (asked) =>
        isServers(allowRequest, asked) ? SAME : { ask: (answer) => askOwn(allowRequest, asked, answer) },
    };
  }
  if (handshake.kind === 'function') {
    const { check } = handshake;
    const fromAnswer = (error: unknown, success: unknown) => isAdmitted(handshake, error, success);
    const ask = askOncePerHandshake(handshake, missingOrigin, ignore);
    return {
      decide(asked) {
        if (missingOrigin === 'allow' && !hasOrigin(asked.request.headers)) return ADMITTED;
        if (isServers(check, asked)) return { fromAnswer };
        return { ask: (answer) => ask(asked.request, ({ admitted }) => answer(admitted)) };
      },
    };
  }
  const allows = compileDecision(handshake, missingOrigin);
  const decide = (headers: OriginHeaders) => (allows(headers) ? ADMITTED : REFUSED);
  const byOrigin = remembering((origin) => decide({ origin }));
  return {
    decide({ request: { headers } }) {
      const origin = header(headers, 'origin');
      return origin ? byOrigin(origin) : decide(headers);
    },
  };
}

/**
 * Decides as v4 would by what a v2 server has in force at each handshake: an own `allowRequest`, else its origins, which
 * the app may change at any time.
 *
 * @throws LegacySettingsError for origins that no v2 server accepted
 */
export function legacyDecider(server: ObservedServer, how: HowToTranslate): Decider {
  const io = server.io as LegacyIo;
  const inForce = originsInForce(io, how, keepsStringsAsLists(server, how));
  inForce();
  return {
    decide(asked) {
      const { check } = asked;
      if (!check) return SAME;
      const byOrigins = inForce().decide(asked);
      if (ownChecks.has(check)) return byOrigins;
      if (!mayAskOrigins(io, check)) return SAME;
      const { known, fromAnswer = () => known ?? false } = byOrigins;
      const asksOrigins = lookAt(io, check, asked);
      // v4 asks an own check of the app too, and gets the same answer.
      return { fromAnswer: (error, success) => (asksOrigins() ? fromAnswer : isSuccess)(error, success) };
    },
  };
}

/** The decider by the origins in force. It is made again when they change, because v2 read them at each handshake. */
function originsInForce(io: LegacyIo, how: HowToTranslate, areStringsLists: boolean): () => Decider {
  let value: unknown;
  let entries: readonly unknown[] | undefined;
  let decider: Decider | undefined;
  return () => {
    const { _origins: current } = io;
    const isSame =
      decider !== undefined &&
      current === value &&
      (!Array.isArray(current) || isSameList(current, entries as readonly unknown[]));
    if (isSame) return decider as Decider;
    const isFirst = decider === undefined;
    value = current;
    entries = Array.isArray(current) ? [...current] : undefined;
    try {
      const given = areStringsLists && Array.isArray(current) && current.length === 1 ? current[0] : current;
      // Given as a call, because v2 has put its default in place of an option that was not set.
      decider = deciderFor(policyOf({ originsCalls: [given as LegacyOrigins] }, how), () => true);
    } catch (error) {
      // v2 stops at the next handshake with these, and v4 would not have started.
      decider = { decide: () => REFUSED };
      if (isFirst) throw error;
    }
    return decider;
  };
}

/**
 * Whether the server keeps a string as a list with one entry, as 2.4.0 does. Bundled code does not show its release.
 */
function keepsStringsAsLists({ release }: ObservedServer, how: HowToTranslate): boolean {
  return eraOf(release ?? parseOptions(how, installedSocketIo).from) === 'literal';
}

/** The checks that are known to be v2's own. */
const ownChecks = new WeakSet<object>();

/** The getters that are in place while a check is asked. */
const tripwires = new WeakSet<object>();

/** Whether a check may be v2's own. Socket.IO binds it, and the name of a bound function is all that can be seen of it. */
export function mayAskOrigins(server: SocketIo, check: unknown): boolean {
  const io = server as LegacyIo;
  const own = firstCheckRequest(io);
  // If it was assigned before attach(), or by a subclass, it is the app's.
  return io.checkRequest === own && (check as AllowRequest | undefined)?.name === `bound ${own?.name}`;
}

function firstCheckRequest(io: object): AllowRequest | undefined {
  let first: AllowRequest | undefined;
  for (let at = Object.getPrototypeOf(io); at !== null; at = Object.getPrototypeOf(at))
    first = (at as Partial<LegacyIo>).checkRequest ?? first;
  return first;
}

/**
 * Tells v2's own check from the app's, which may be a bound function without a name, too: v2's reads this server's
 * origins while it is asked.
 *
 * @returns whether it asks them, as soon as it answers
 */
function lookAt(io: LegacyIo, check: object, asked: Asked): () => boolean {
  const before = Object.getOwnPropertyDescriptor(io, '_origins');
  const asksOrigins = () => ownChecks.has(check);
  if (tripwires.has(before?.get ?? check)) return asksOrigins;
  if (before?.configurable !== true || !('value' in before)) return () => true;
  let { value } = before;
  const get = () => {
    ownChecks.add(check);
    return value;
  };
  const set = (origins: unknown) => {
    value = origins;
  };
  tripwires.add(get);
  Object.defineProperty(io, '_origins', {
    configurable: true,
    enumerable: before.enumerable === true,
    get,
    set,
  });
  asked.returned = () => Object.defineProperty(io, '_origins', { ...before, value });
  return asksOrigins;
}

function askOwn(
  allowRequest: AllowRequest,
  { request, engine }: Asked,
  answer: (admitted: boolean) => void,
): void {
  // The server goes on with the request, so what the function puts into it, for example a session, must not be found there.
  const copy: typeof request = Object.create(request);
  guardedCheck(allowRequest, ignore).call(engine as never, copy, (_message, success) => answer(success));
}

function ignore(): void {}
