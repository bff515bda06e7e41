import type {
  AllowRequest,
  Era,
  MissingOrigin,
  OriginsFunction,
  PreflightHandler,
  Semantics,
} from '../origins/policy.js';
import type { KnownEntries } from './entries.js';

/**
 * The values that Socket.IO v2 accepted as `origins`; a falsy one means its default. This is what each form matched,
 * and what the translation allows (`documented` / `exact`):
 *
 * | form | on v2 | `documented` | `exact` |
 * | --- | --- | --- | --- |
 * | nothing, `''`, `null`, `false`, `0` | every origin; on 2.4.0 none | the same | the same |
 * | `'*:*'`, or in an array | every origin; on 2.4.0 none | the same | the same |
 * | `['https://a.example:443']` | that origin; up to 2.0 and on 2.4.0 none | that origin | the same |
 * | `['https://a.example']` | none; on 2.4.0 that origin | that origin, with `ORIGIN_NOW_ADMITTED` | the same |
 * | `['a.example:443']` | that host and port, with any scheme; on 2.4.0 none | the same | the same |
 * | `['a.example:*']`, `['*:3000']` | any port of the host, any host on the port; on 2.4.0 none | the same | the same |
 * | `['*:80']`, `['null:*']` | also `Origin: null` and requests without an origin | the same | the same |
 * | `['*']`, `['https://a.example:*']`, `['a.example']`, a path | none | the same | the same |
 * | a string of entries | every origin whose `host:port` occurs in it; on 2.4.0 the string itself | the entries that it lists | the same |
 * | a function | asked with (origin or referer, callback) | the same; `callback('error', true)` refuses | the same |
 *
 * @see Socket.IO 2.5.1, lib/index.js, `Server#checkRequest`; and 2.0.4 and 2.4.0 for what they do differently
 */
export type LegacyOrigins = string | readonly string[] | OriginsFunction | false | 0 | null | undefined;

/** The options of Socket.IO v2 that are translated. */
export interface LegacyCorsFields {
  /** Who may connect. */
  readonly origins?: LegacyOrigins;
  /**
   * The argument of each `io.origins(x)` and `io.set('origins', x)` call, in order. Leave out `io.set()` calls with a
   * falsy value, which v2 ignored.
   */
  readonly originsCalls?: readonly LegacyOrigins[];
  /** Answers preflights; `false` leaves them to the HTTP server's other listeners. */
  readonly handlePreflightRequest?: PreflightHandler | boolean | null | undefined;
  /** The app's own check, which replaces `origins`. */
  readonly allowRequest?: AllowRequest | null | undefined;
}

/**
 * The options object that the app gave Socket.IO v2. Options that are not translated pass through unchanged. An
 * interface, such as `SocketIO.ServerOptions` of the old typings, fits as well as a literal.
 */
export type LegacyCorsSettings = LegacyCorsFields | (LegacyCorsFields & Readonly<Record<string, unknown>>);

/** How to translate. */
export interface TranslateOptions {
  /**
   * The Socket.IO version or range that the app ran on, at least 1.4 and below 3. A range means its newest release.
   *
   * @default '2.5.1'
   */
  readonly from?: string | undefined;
  /**
   * The version or range to translate for, at least 3 and below 5.
   *
   * @default the installed socket.io, else the newest 4.x known
   */
  readonly to?: string | undefined;
  /** @default 'documented' */
  readonly semantics?: Semantics | undefined;
  /**
   * How to decide requests that have neither `Origin` nor `Referer`.
   *
   * @default 'as-v2'
   */
  readonly missingOrigin?: MissingOrigin | undefined;
  /**
   * Returns the Engine.IO server, which v2 called the app's own `allowRequest` on.
   *
   * @example () => io.engine
   */
  readonly engine?: (() => unknown) | undefined;
}

/** How to translate, validated: versions have become releases. */
export interface ParsedOptions {
  readonly from: string;
  readonly era: Era;
  /** Whether `from` is the default, because none was given. */
  readonly isFromAssumed: boolean;
  readonly to: string;
  readonly semantics: Semantics;
  readonly missingOrigin: MissingOrigin;
  readonly engine: (() => unknown) | undefined;
  /** The range that `from` was given as, and the releases in it that check origins differently from the newest. */
  readonly range: { readonly text: string; readonly others: readonly string[] } | undefined;
}

/** The types of `origins` if it is set. */
export type AcceptedOrigins = string | readonly string[] | OriginsFunction;

/** The `origins` setting that counts. */
export interface EffectiveOrigins {
  /** Its name in messages: `origins` or `originsCalls[0]`. */
  readonly subject: string;
  /** Its value; a list is copied. */
  readonly value: AcceptedOrigins;
  /** Set for a list that is read again whenever it changes; then only its new entries are reported. */
  readonly known: KnownEntries | undefined;
}

/** Validated settings. Falsy values have become undefined. */
export interface ParsedLegacySettings {
  /** The `origins` that count; undefined if v2's default does. */
  readonly origins: EffectiveOrigins | undefined;
  /** Why `origins` may not be set, as a sentence for the allow-all warning. */
  readonly hint: string | undefined;
  /** The subjects of `origins` settings that a later call replaced. */
  readonly replaced: readonly string[];
  readonly handlePreflightRequest: PreflightHandler | false | undefined;
  readonly allowRequest: AllowRequest | undefined;
  /** Every other option that v2 was given. */
  readonly otherOptions: Readonly<Record<string, unknown>>;
}

/** Validated settings, and how to translate them. */
export interface ParsedSettings extends ParsedOptions, ParsedLegacySettings {}

/** One setting that no v2 server accepted. */
export interface SettingsIssue {
  /** Where it is: `origins[1]`. */
  readonly path: string;
  /** The value that was found, and the accepted ones. */
  readonly message: string;
}

/**
 * Thrown for settings that no v2 server accepted. It lists all of them, and nothing was translated.
 *
 * @example
 * try { translateCors({ origins: 3000 }, { from: 'two' }) } catch (error) { console.error(error.issues) }
 */
export class LegacySettingsError extends TypeError {
  override readonly name = 'LegacySettingsError';
  readonly code = 'ERR_LEGACY_SETTINGS';
  readonly issues: readonly SettingsIssue[];

  constructor(issues: readonly SettingsIssue[]) {
    const bullets = issues.map(({ path, message }) => `  - ${path}: ${message}`);
    super(['Settings that cannot be used:', ...bullets].join('\n'));
    this.issues = issues;
  }
}
