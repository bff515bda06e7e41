import type { Server as HttpServer } from 'node:http';
import type { Http2SecureServer, Http2Server } from 'node:http2';
import type { Server as HttpsServer } from 'node:https';
import type { ServerOptions } from 'socket.io';
import type { WarningCode } from '../messages/settings.js';
import { settingsProblems } from '../messages/settings-problems.js';
import type { Warning } from '../messages/warn.js';
import { COMPAT_OPTIONS, parseLegacySettings, parseSettings } from '../v2/parse.js';
import { readOptions } from '../v2/read-options.js';
import { attachSchema, inspectValue, notOptions } from '../v2/schema.js';
import {
  type LegacyCorsSettings,
  LegacySettingsError,
  type ParsedSettings,
  type TranslateOptions,
} from '../v2/settings.js';
import { installedSocketIo } from '../v4/target.js';

/** The targets of `attach()`: an HTTP server, or a port, which v2 also took as a string. */
export type AttachTarget = HttpServer | HttpsServer | Http2Server | Http2SecureServer | number | string;

/** How the drop-in reads v2's settings, and whom it warns. */
export interface CorsCompatOptions extends TranslateOptions {
  /**
   * Gets each warning once per code, and each warning about more requests being allowed once per code and setting.
   * Default: `process.emitWarning`, once per process; warnings of severity info then go to `DEBUG` output only.
   */
  readonly onWarning?: ((warning: Warning) => void) | undefined;
  /** The codes that you have read: they are not reported any more. */
  readonly acknowledge?: readonly WarningCode[] | undefined;
  /**
   * Whether a list given to `io.origins()` is sent to the other nodes of the cluster, over the adapter's
   * `serverSideEmit()` (socket.io 4.1 or later). Default: false.
   */
  readonly propagateOrigins?: boolean | undefined;
}

/** The options of v2's server, those of v4's, and `corsCompat`. */
export interface CompatServerOptions
  extends Omit<Partial<ServerOptions>, 'allowRequest' | 'cookie' | 'wsEngine'>,
    Pick<LegacyCorsSettings, 'origins' | 'handlePreflightRequest' | 'allowRequest'> {
  /** v2 took the name of the cookie; v4 takes an object. */
  readonly cookie?: ServerOptions['cookie'] | string | undefined;
  readonly cookiePath?: string | false | undefined;
  readonly cookieHttpOnly?: boolean | undefined;
  /** v2 took the name of a package; v4 takes its `Server` class. */
  readonly wsEngine?: ServerOptions['wsEngine'] | string | undefined;
  readonly corsCompat?: CorsCompatOptions | undefined;
}

/** Maps the names of events to the types of their listeners. */
export interface EventsMap {
  // biome-ignore lint/suspicious/noExplicitAny: v4's own constraint, which any interface meets
  [event: string]: any;
}

/** The arguments of the constructor, read from any of v2's forms. */
export interface ConstructorForm {
  /** The HTTP server or port to attach to; undefined if that comes later. */
  readonly target: unknown;
  readonly options: unknown;
}

/**
 * Tells v2's forms apart: `()`, `(options)`, `(httpServer, options)`, `(3000, options)` and `('3000', options)`.
 *
 * @see Socket.IO 2.5.1, lib/index.js, `Server`; the drop-in attaches to port 0 as v4 does, v2 took 0 for no port
 */
export function constructorForm(first: unknown, second: unknown): ConstructorForm {
  const isOptions =
    typeof first === 'object' &&
    first !== null &&
    typeof (first as { listen?: unknown }).listen !== 'function';
  if (isOptions) return { target: undefined, options: first };
  return { target: first || first === 0 ? first : undefined, options: second || undefined };
}

/** The options of the constructor, validated. */
export interface ServerSettings {
  readonly parsed: ParsedSettings;
  /** The app's own `origins`: v2 read a list again at each handshake. */
  readonly origins: unknown;
  readonly corsCompat: CorsCompatOptions;
  /** To recognise it if an app gives one options object to the constructor and to `attach()`. */
  readonly corsCompatAsGiven: unknown;
  /** The options as they are, if they hold v4's own `cors` and none of v2's settings: a migrated server. */
  readonly modern: Options | undefined;
  /** Whether v2 clients are allowed only because the app did not set `allowEIO3`. */
  readonly allowsEio3ByDefault: boolean;
}

type Options = Readonly<Record<string, unknown>>;

/**
 * Reads the options of the constructor, each one once.
 *
 * @throws LegacySettingsError that lists everything that is wrong with them; `cors` beside v2's settings is wrong too
 */
export function readSettings(options: unknown): ServerSettings {
  const { corsCompat: corsCompatAsGiven = {}, given } = readGiven(options);
  const allowsEio3ByDefault = given.allowEIO3 === undefined;
  if (allowsEio3ByDefault) given.allowEIO3 = true;
  const isMigrated = Boolean(given.cors) && !hasLegacySettings(given);
  const corsCompat =
    notOptions(corsCompatAsGiven) === undefined
      ? readOptions(corsCompatAsGiven, COMPAT_OPTIONS)
      : (corsCompatAsGiven as CorsCompatOptions);
  // v4 takes a falsy cors for none.
  const settings = isMigrated || !given.cors ? { ...given, cors: undefined } : given;
  return {
    parsed: parseSettings(settings, corsCompat, installedSocketIo, 'corsCompat'),
    origins: given.origins,
    corsCompat,
    corsCompatAsGiven,
    modern: isMigrated ? given : undefined,
    allowsEio3ByDefault,
  };
}

/** The options of `attach()` or `listen()`, validated. */
export interface AttachSettings extends ParsedSettings {
  /** Whether there are `origins` among them, which v2 ignored there. */
  readonly hasIgnoredOrigins: boolean;
}

/**
 * Reads the options of `attach()` or `listen()`, each one once.
 *
 * @throws LegacySettingsError as above; `cors` and `corsCompat` are wrong there, because they belong to the constructor
 */
export function readAttachOptions(options: unknown, server: ServerSettings): AttachSettings {
  const { corsCompat = server.corsCompatAsGiven, given } = readGiven(options);
  const { origins, allowEIO3 = server.parsed.otherOptions.allowEIO3 } = given;
  const misplaced = corsCompat === server.corsCompatAsGiven ? {} : { corsCompat };
  const legacy = parseLegacySettings({ ...given, allowEIO3, origins: undefined, ...misplaced }, attachSchema);
  return { ...server.parsed, ...legacy, hasIgnoredOrigins: Boolean(origins) };
}

/** Whether options hold a setting that only v2 has. `allowRequest` is v4's as well. */
export function hasLegacySettings({ origins, handlePreflightRequest: handler }: Options): boolean {
  return Boolean(origins) || typeof handler === 'function' || handler === false;
}

/** A legacy setting beside v4's own `cors`: only one of the two could apply. */
export function corsInForce(path: string, found: unknown): LegacySettingsError {
  return new LegacySettingsError([{ path, message: settingsProblems.corsInForce(inspectValue(found)) }]);
}

/** Options that may not be enumerable: v2 also read options from the getters of a class. */
const READ_BY_NAME = [
  ...['origins', 'handlePreflightRequest', 'allowRequest'],
  ...['corsCompat', 'cors', 'allowEIO3', 'path'],
];

/** Copies options into an object that inherits nothing, not even what a program put on `Object.prototype`. */
function readGiven(options: unknown): { corsCompat?: unknown; given: Record<string, unknown> } {
  // A function is an object without settings, as on v2: a listening callback, which v2 never called. So is `[]`.
  const isEmpty = typeof options === 'function' || (Array.isArray(options) && options.length === 0);
  const found = options === undefined || isEmpty ? undefined : notOptions(options);
  if (found !== undefined)
    throw new LegacySettingsError([{ path: 'options', message: settingsProblems.settings(found) }]);
  const given = readOptions(options, READ_BY_NAME);
  const { corsCompat } = given;
  delete given.corsCompat;
  // The translator's own key, which v2 did not know.
  delete given.originsCalls;
  return { corsCompat, given };
}
