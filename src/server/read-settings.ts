import { settingsProblems } from '../messages/settings-problems.js';
import { describe } from '../v2/describe.js';
import { LegacySettingsError, type SettingsIssue } from '../v2/legacy-settings-error.js';
import { parseSettings } from '../v2/parse.js';
import type { ParsedSettings, TranslateOptions } from '../v2/settings.js';
import { installedSocketIo } from '../v4/target.js';
import { corsCompatIssues } from './cors-compat-issues.js';
import type { CorsCompatOptions } from './options.js';

type Options = Readonly<Record<string, unknown>>;

const TRANSLATE_OPTIONS = new Set(['from', 'to', 'semantics', 'missingOrigin']);

/** What the constructor was given, known to be right. */
export interface ServerSettings {
  readonly parsed: ParsedSettings;
  readonly corsCompat: CorsCompatOptions;
  /** The part of `corsCompat` that the translator reads. */
  readonly translateOptions: TranslateOptions;
  /** The options as they are, where v4's own `cors` is among them and none of v2's settings: a migrated server. */
  readonly modern: Options | undefined;
  /** Whether v2 clients are let in because the app did not say. */
  readonly allowsEio3ByDefault: boolean;
}

/**
 * Reads the options that were given to the constructor.
 *
 * @throws LegacySettingsError that lists everything that is wrong with them; `cors` beside v2's settings is
 */
export function readSettings(options: unknown): ServerSettings {
  const { corsCompat = {}, ...written } = enumerated(options);
  const allowsEio3ByDefault = written.allowEIO3 === undefined;
  const given: Options = { ...written, allowEIO3: allowsEio3ByDefault || written.allowEIO3 };
  const modern = given.cors && !hasLegacySettings(given) ? given : undefined;
  // v4 takes a falsy cors for none.
  const settings = modern === undefined && given.cors ? given : { ...given, cors: undefined };
  const { onWarning, propagateOrigins, ...translateOptions }: CorsCompatOptions =
    typeof corsCompat === 'object' && corsCompat !== null ? inherited(corsCompat, TRANSLATE_OPTIONS) : {};
  const parsed = afterIssues(corsCompatIssues(corsCompat), () =>
    parseSettings(settings, translateOptions, installedSocketIo),
  );
  return {
    parsed,
    corsCompat: corsCompat as CorsCompatOptions,
    translateOptions,
    modern,
    allowsEio3ByDefault,
  };
}

/**
 * Reads the options that were given to `attach()` or `listen()`. v2 ignored `origins` there.
 *
 * @throws LegacySettingsError as above; `cors` and `corsCompat` belong to the constructor
 */
export function readAttachOptions(options: unknown, server: ServerSettings): ParsedSettings {
  const { origins, corsCompat = server.corsCompat, ...given } = enumerated(options);
  const misplaced: Options = {
    cors: given.cors,
    // Apps give one options object to both.
    corsCompat: corsCompat === server.corsCompat ? undefined : corsCompat,
  };
  const issues = Object.entries(misplaced)
    .filter(([, value]) => value !== undefined)
    .map(([path, value]) => ({ path, message: settingsProblems.constructorOnly(describe(value)) }));
  const { allowEIO3 = server.parsed.otherOptions.allowEIO3 } = given;
  return afterIssues(issues, () =>
    parseSettings({ ...given, allowEIO3, cors: undefined }, server.translateOptions, installedSocketIo),
  );
}

/** Whether options hold what is v2's alone. `allowRequest` is v4's as well. */
export function hasLegacySettings({ origins, handlePreflightRequest: handler }: Options): boolean {
  return Boolean(origins) || typeof handler === 'function' || handler === false;
}

/** Parses, and throws whatever is wrong in one error. */
function afterIssues(issues: readonly SettingsIssue[], parse: () => ParsedSettings): ParsedSettings {
  let parsed: ParsedSettings;
  try {
    parsed = parse();
  } catch (error) {
    if (error instanceof LegacySettingsError)
      throw new LegacySettingsError([...issues, ...error.issues.map(inCorsCompat)]);
    throw error;
  }
  if (issues.length > 0) throw new LegacySettingsError(issues);
  return parsed;
}

/** The translator's options stand in `corsCompat` here. */
function inCorsCompat({ path, message }: SettingsIssue): SettingsIssue {
  if (path === 'options') return { path: 'corsCompat', message };
  return TRANSLATE_OPTIONS.has(path) ? { path: `corsCompat.${path}`, message } : { path, message };
}

/** What is read by name, wherever it stands: v2 found options behind getters of a class, too. */
const READ_BY_NAME = [
  'origins',
  'handlePreflightRequest',
  'allowRequest',
  'corsCompat',
  'cors',
  'allowEIO3',
  'path',
];

/** A copy of options, with what they inherit: v2 read them through the prototype chain. */
function enumerated(options: unknown): Record<string, unknown> {
  if (options === undefined) return {};
  if (!isOptions(options)) {
    throw new LegacySettingsError([
      { path: 'options', message: settingsProblems.settings(describe(options)) },
    ]);
  }
  const copy = inherited(options, READ_BY_NAME);
  // The translator's own key, which v2 did not know.
  delete copy.originsCalls;
  return copy;
}

/** A copy with what is inherited and enumerable, and with what is named, wherever it stands. */
function inherited(options: object, names: Iterable<string>): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key in options) copy[key] = Reflect.get(options, key);
  for (const key of names) if (key in options) copy[key] = Reflect.get(options, key);
  return copy;
}

/**
 * An object, but not one that would start a server without its settings: a list, a Map, a promise (a forgotten
 * `await`). A function is one that has none, as on v2: a listening callback, which was never called.
 */
function isOptions(value: unknown): value is Options {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.length === 0;
  return !(value instanceof Map || value instanceof Set || typeof Reflect.get(value, 'then') === 'function');
}
