import type {
  AllowRequest,
  MissingOrigin,
  OriginsFunction,
  PreflightHandler,
  Semantics,
} from '../origins/policy.js';

/** What Socket.IO v2 took for `origins`; a falsy value is its default. */
export type LegacyOrigins = string | readonly string[] | OriginsFunction | false | 0 | null | undefined;

/** The options of Socket.IO v2 that are translated. */
export interface LegacyCorsFields {
  /** Who may connect. */
  readonly origins?: LegacyOrigins;
  /** The arguments of each `io.origins(x)` and `io.set('origins', x)` call, in order. */
  readonly originsCalls?: readonly LegacyOrigins[];
  /** Answers preflights; `false` leaves them to the HTTP server's other listeners. */
  readonly handlePreflightRequest?: PreflightHandler | boolean | null | undefined;
  /** The app's own check, which takes the place of `origins`. */
  readonly allowRequest?: AllowRequest | null | undefined;
}

/**
 * The options object that the app gave Socket.IO v2. What is not translated passes through untouched; an interface, as
 * `SocketIO.ServerOptions` of the old typings, fits as well as a literal.
 */
export type LegacyCorsSettings = LegacyCorsFields | (LegacyCorsFields & Readonly<Record<string, unknown>>);

/** How to translate. */
export interface TranslateOptions {
  /** The Socket.IO release or range that the app ran on, at least 1.4 and below 3. Default: `2.5.1`. */
  readonly from?: string | undefined;
  /** The release or range to translate for, at least 3 and below 5. Default: the one installed, else the newest known. */
  readonly to?: string | undefined;
  /** Default: `documented`. */
  readonly semantics?: Semantics | undefined;
  /** What becomes of requests with neither `Origin` nor `Referer`. Default: `as-v2`. */
  readonly missingOrigin?: MissingOrigin | undefined;
}

/** How to translate, known to be right: versions have become releases. */
export interface ParsedOptions {
  readonly from: string;
  readonly to: string;
  readonly semantics: Semantics;
  readonly missingOrigin: MissingOrigin;
  /** The range that `from` was given as, and the releases in it that check unlike the newest. */
  readonly range: { readonly text: string; readonly others: readonly string[] } | undefined;
}

/** What `origins` was set to. */
export interface ParsedOrigins {
  /** The value in force, with the name it goes by in messages; undefined where v2's default was. */
  readonly origins:
    | { readonly subject: string; readonly value: string | readonly string[] | OriginsFunction }
    | undefined;
  /** What may be behind `origins` not being set, as a sentence with a space before it; or nothing. */
  readonly hint: string;
  /** The subjects of `origins` settings that a later call replaced. */
  readonly replaced: readonly string[];
}

/** Settings that are known to be right: what is falsy has become undefined. */
export interface ParsedSettings extends ParsedOptions, ParsedOrigins {
  readonly handlePreflightRequest: PreflightHandler | false | undefined;
  readonly allowRequest: AllowRequest | undefined;
  /** Everything else that v2 was given. */
  readonly otherOptions: Readonly<Record<string, unknown>>;
}
