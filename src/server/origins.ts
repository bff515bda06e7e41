import type { Server } from 'socket.io';
import type { Report } from '../messages/emit.js';
import { describeError } from '../messages/message.js';
import { warningOf } from '../messages/warn.js';
import type { OriginsFunction, Policy } from '../origins/policy.js';
import { type Translation, translateCheck } from '../translate.js';
import type { KnownEntries } from '../v2/entries.js';
import { isSameList } from '../v2/origins.js';
import { parseLegacySettings } from '../v2/parse.js';
import { type LegacyOrigins, LegacySettingsError, type ParsedSettings } from '../v2/settings.js';
import { actualOptions } from '../v4/cors.js';
import type { ServerSettings } from './settings.js';

/** The argument and the result of `io.origins()`. */
export type Origins = string | readonly string[] | OriginsFunction;

/** The `origins` of a server, which the app may change at any time; the last change wins. */
export class OriginsInForce {
  /** The value as the app gave it, for the getter. */
  #value: Origins;
  /** If it is a list, its entries when it was translated. */
  #entries: readonly unknown[] = [];
  #translation: Translation;
  /** v2 read the app's own list at each handshake, so apps change it. Only entries that are new are read then. */
  readonly #known: KnownEntries = new Map();
  readonly #base: ParsedSettings;
  readonly #owner: object;
  readonly #report: Report;

  /**
   * @param owner the server, which v2 called an origins function on
   * @param report gets what happens while serving; the caller reports the warnings of the first translation
   */
  constructor({ parsed, origins }: ServerSettings, owner: object, report: Report) {
    this.#owner = owner;
    this.#base = { ...parsed, allowRequest: undefined, handlePreflightRequest: undefined, replaced: [] };
    this.#report = report;
    this.#value = (origins as Origins | undefined) || '*:*';
    this.#translation = this.#translate(this.#base);
  }

  /** The origins that the app set last; `'*:*'` if it set none, as on v2. */
  get value(): Origins {
    return this.#value;
  }

  /**
   * Puts other origins in force, from the next handshake on.
   *
   * @throws LegacySettingsError for anything but a string, a list or a function; the old origins stay in force
   */
  set(value: unknown): void {
    const origins = readOriginsCall(value);
    this.#value = value as Origins;
    this.#translation = this.#translate({ ...this.#base, origins });
    this.#translation.warnings.forEach(this.#report);
  }

  /** The translation that decides about handshakes now. */
  readonly current = (): Translation => {
    if (Array.isArray(this.#value)) this.#readAgain(this.#value);
    return this.#translation;
  };

  /** v2 looked into the app's own list at each handshake, so apps could add to it and remove from it. */
  #readAgain(list: readonly unknown[]): void {
    // Getters and proxies may throw at any read. NaN equals nothing, so a list that could not be copied is read again.
    let entries: readonly unknown[] = [Number.NaN];
    try {
      if (isSameList(list, this.#entries)) return;
      entries = [...list];
      this.set(list);
    } catch (error) {
      this.#entries = entries;
      this.#translation = refusal(this.#translation.policy);
      this.#report(warningOf('ORIGINS_LIST_UNREADABLE', { error: describeError(error) }));
    }
  }

  #translate(settings: ParsedSettings): Translation {
    const { origins } = settings;
    this.#entries = Array.isArray(origins?.value) ? origins.value : [];
    if (origins === undefined) return translateCheck(settings, this.#report);
    const value = typeof origins.value === 'function' ? origins.value.bind(this.#owner) : origins.value;
    const known = Array.isArray(value) ? this.#known : undefined;
    return translateCheck({ ...settings, origins: { ...origins, value, known } }, this.#report);
  }
}

const SUBJECT = 'io.origins()';

/** @throws LegacySettingsError for a value at which v2 stopped at the next request, for example `undefined` */
function readOriginsCall(value: unknown): ParsedSettings['origins'] {
  try {
    const { origins } = parseLegacySettings({ originsCalls: [value as LegacyOrigins] });
    return origins && { ...origins, subject: SUBJECT };
  } catch (error) {
    if (!(error instanceof LegacySettingsError)) throw error;
    throw new LegacySettingsError(
      error.issues.map(({ path, message }) => ({ path: path.replace('originsCalls[0]', SUBJECT), message })),
    );
  }
}

/** Refuses every request, until the app fixes its list. */
function refusal(policy: Policy): Translation {
  return {
    options: { cors: actualOptions(false), allowRequest: (_request, callback) => callback(null, false) },
    warnings: [],
    policy: { ...policy, handshake: { kind: 'allow-list', keys: [] } },
  };
}

/** Clients cannot send this event: only nodes emit on the server itself. */
const EVENT = 'socket.io-cors-compat:origins';

/** The members of a server that reach the other nodes. Its own types only know the app's events. */
interface ClusterNode {
  /** Undefined before socket.io 4.1. */
  serverSideEmit?(event: string, ...args: unknown[]): boolean;
  on(event: string, listener: (origins: unknown) => void): unknown;
}

/** Sends origins to the other nodes of the cluster. A failure is reported, because a setter must not throw for it. */
export function sendOrigins(io: Server, origins: Origins, report: Report): void {
  try {
    if (typeof origins === 'function') throw new Error('a function cannot be sent');
    const node = io as unknown as ClusterNode;
    if (node.serverSideEmit === undefined) throw new Error('socket.io 4.1 or later is needed');
    node.serverSideEmit(EVENT, origins);
  } catch (error) {
    report(warningOf('ORIGINS_NOT_PROPAGATED', { why: describeError(error) }, SUBJECT));
  }
}

/**
 * Puts origins in force that other nodes send, and does not send them on.
 *
 * @param apply throws for origins that cannot be read; the old ones stay in force then
 */
export function receiveOrigins(io: Server, apply: (origins: unknown) => void, report: Report): void {
  (io as unknown as ClusterNode).on(EVENT, (origins) => {
    try {
      apply(origins);
    } catch (error) {
      report(warningOf('PROPAGATED_ORIGINS_UNREADABLE', { error: describeError(error) }));
    }
  });
}
