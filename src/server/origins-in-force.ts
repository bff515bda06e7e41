import { warningOf } from '../messages/warn.js';
import type { OriginsFunction, Policy } from '../origins/policy.js';
import { describeError } from '../runtime/describe-error.js';
import { type Translation, translateParsed } from '../translate.js';
import type { ParsedSettings } from '../v2/settings.js';
import { actualOptions } from '../v4/cors-fields.js';
import { readOriginsCall } from './read-origins-call.js';
import type { ReportAll } from './reporter.js';

/** What `io.origins()` takes and gives. */
export type Origins = string | readonly string[] | OriginsFunction;

/** The `origins` of a server, which the app may change at any time; the last change wins. */
export class OriginsInForce {
  /** As the app gave it, for the getter. */
  #value: Origins;
  /** What the list held when it was translated, where it is one. */
  #entries: readonly unknown[] = [];
  #translation: Translation;
  readonly #base: ParsedSettings;
  readonly #owner: object;
  #report: ReportAll;

  /**
   * @param owner what v2 called an origins function on: the server
   * @param report gets what comes out while serving; the warnings of the translation are the caller's to report
   */
  constructor(settings: ParsedSettings, owner: object, report: ReportAll) {
    this.#owner = owner;
    this.#base = { ...settings, allowRequest: undefined, handlePreflightRequest: undefined, replaced: [] };
    this.#report = report;
    this.#value = settings.origins?.value ?? '*:*';
    this.#translation = this.#translate(this.#base);
  }

  /** What the app set last; `'*:*'` where it set nothing, as on v2. */
  get value(): Origins {
    return this.#value;
  }

  /**
   * Puts other origins in force, from the next handshake on.
   *
   * @throws LegacySettingsError for what is neither string, list nor function; what was in force stays
   */
  set(value: unknown, report: ReportAll): void {
    const settings = readOriginsCall(value, this.#base);
    this.#value = value as Origins;
    this.#report = report;
    this.#translation = this.#translate(settings);
    report(this.#translation.warnings);
  }

  /** What decides about a handshake now. */
  readonly current = (): Translation => {
    if (Array.isArray(this.#value)) this.#readAgain(this.#value);
    return this.#translation;
  };

  /** v2 looked into the app's own list at each handshake, so apps could add to it and remove from it. */
  #readAgain(list: readonly unknown[]): void {
    // Getters and proxies may throw at any look; until the list has been copied, it is the same as nothing.
    let entries: readonly unknown[] = [Number.NaN];
    try {
      if (isSame(list, this.#entries)) return;
      entries = [...list];
      this.set(list, this.#report);
    } catch (error) {
      this.#entries = entries;
      this.#translation = refusal(this.#translation.policy);
      this.#report([warningOf('ORIGINS_LIST_UNREADABLE', { error: describeError(error) })]);
    }
  }

  #translate(settings: ParsedSettings): Translation {
    this.#entries = Array.isArray(this.#value) ? [...this.#value] : [];
    const { origins } = settings;
    const bound =
      typeof origins?.value === 'function' ? { ...origins, value: origins.value.bind(this.#owner) } : origins;
    return translateParsed({ ...settings, origins: bound }, (warning) => this.#report([warning]));
  }
}

function isSame(list: readonly unknown[], entries: readonly unknown[]): boolean {
  return list.length === entries.length && entries.every((entry, index) => entry === list[index]);
}

/** Nobody is admitted until the app mends its list. */
function refusal(policy: Policy): Translation {
  return {
    options: { cors: actualOptions(false), allowRequest: (_request, callback) => callback(null, false) },
    warnings: [],
    policy: { ...policy, handshake: { kind: 'allow-list', keys: [] } },
  };
}
