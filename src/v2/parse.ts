import { readOptions, withPlainObjects } from './read-options.js';
import {
  DEFAULT_FROM,
  eraOf,
  LEGACY_RELEASES,
  releasesOfOtherEras,
  resolveRelease,
  TARGET_RELEASES,
} from './releases.js';
import {
  anyObject,
  assertValid,
  type attachSchema,
  corsCompatSchema,
  inspectValue,
  optionsSchema,
  settingsSchema,
} from './schema.js';
import type {
  AcceptedOrigins,
  LegacyCorsSettings,
  ParsedLegacySettings,
  ParsedOptions,
  ParsedSettings,
  TranslateOptions,
} from './settings.js';

const SETTINGS = ['origins', 'originsCalls', 'handlePreflightRequest', 'allowRequest', 'cors'] as const;

/** The names of the options of the translation, and of the drop-in's `corsCompat`. */
export const TRANSLATE_OPTIONS = ['from', 'to', 'semantics', 'missingOrigin', 'engine'];
export const COMPAT_OPTIONS = [...TRANSLATE_OPTIONS, 'onWarning', 'acknowledge', 'propagateOrigins'];

/** Finds the release of socket.io that is installed beside this package, if any. */
export type FindInstalled = () => string | undefined;

/**
 * Parses the app's settings into a model that is right by construction. Each option is read once, and the input is not
 * changed.
 *
 * @param settings the options object that was given to Socket.IO v2; undefined and null mean none
 * @param options how to translate
 * @param name the name of `options` in messages; the drop-in's `corsCompat` has more options
 * @throws LegacySettingsError that lists every setting no v2 server accepted
 */
export function parseSettings(
  settings: LegacyCorsSettings | null | undefined,
  options: TranslateOptions,
  installed: FindInstalled,
  name: 'options' | 'corsCompat' = 'options',
): ParsedSettings {
  const legacy = copyOfSettings(settings);
  const how = readOptions(options, TRANSLATE_OPTIONS);
  assertValid(
    ['settings', settings ?? {}, anyObject.settings],
    ['settings', legacy, settingsSchema],
    [name, options, anyObject[name]],
    [name, how, name === 'options' ? optionsSchema : corsCompatSchema],
  );
  return { ...parsedOptions(how, installed), ...parsedSettings(legacy) };
}

/**
 * Parses how to translate.
 *
 * @throws LegacySettingsError that lists every option that is not understood
 */
export function parseOptions(options: TranslateOptions, installed: FindInstalled): ParsedOptions {
  const how = readOptions(options, TRANSLATE_OPTIONS);
  assertValid(['options', options, anyObject.options], ['options', how, optionsSchema]);
  return parsedOptions(how, installed);
}

/**
 * Parses settings without knowing how to translate them.
 *
 * @param schema what is accepted: the options of a constructor, or of the drop-in's `attach()`
 * @throws LegacySettingsError that lists every setting no v2 server accepted
 */
export function parseLegacySettings(
  settings: LegacyCorsSettings,
  schema: typeof settingsSchema | typeof attachSchema = settingsSchema,
): ParsedLegacySettings {
  const legacy = copyOfSettings(settings);
  assertValid(['settings', legacy, schema]);
  return parsedSettings(legacy);
}

/** Lists are copied, because both validation and translation read them. */
function copyOfSettings(settings: LegacyCorsSettings | null | undefined): LegacyCorsSettings {
  const legacy = readOptions(settings, SETTINGS);
  const { origins, originsCalls } = legacy;
  if (Array.isArray(origins)) legacy.origins = [...origins];
  if (Array.isArray(originsCalls)) legacy.originsCalls = Array.from(originsCalls, copyOf);
  return legacy;
}

function copyOf(value: unknown): unknown {
  return Array.isArray(value) ? [...value] : value;
}

function parsedOptions(
  { from, to, semantics = 'documented', missingOrigin = 'as-v2', engine }: TranslateOptions,
  installed: FindInstalled,
): ParsedOptions {
  return withPlainObjects(() => {
    const release = resolveRelease(from ?? DEFAULT_FROM, LEGACY_RELEASES) as string;
    return {
      from: release,
      era: eraOf(release),
      isFromAssumed: from === undefined,
      to: targetRelease(to, installed),
      semantics,
      missingOrigin,
      engine,
      range: from === undefined ? undefined : rangeOf(from, release),
    };
  });
}

function rangeOf(from: string, newest: string): ParsedOptions['range'] {
  // A version has no other releases in it.
  if (newest === from) return undefined;
  const others = releasesOfOtherEras(from, newest);
  return others.length === 0 ? undefined : { text: from, others };
}

function targetRelease(to: string | undefined, installed: FindInstalled): string {
  const newest = TARGET_RELEASES.published[TARGET_RELEASES.published.length - 1] as string;
  if (to !== undefined) return resolveRelease(to, TARGET_RELEASES) as string;
  const release = installed();
  // While the upgrade is under way, v2 may still be installed.
  return (release && resolveRelease(release, TARGET_RELEASES)) || newest;
}

function parsedSettings(legacy: LegacyCorsSettings): ParsedLegacySettings {
  const { handlePreflightRequest, allowRequest, origins, originsCalls = [] } = legacy;
  // The last call wins over earlier calls and over the option, which only counts if it is truthy.
  const written = [
    ...(origins ? [{ subject: 'origins', value: origins, known: undefined }] : []),
    ...originsCalls.map((value, index) => ({
      subject: `originsCalls[${index}]`,
      known: undefined,
      value: value as AcceptedOrigins,
    })),
  ];
  const effective = written.pop();
  const otherOptions: Record<string, unknown> = Object.assign(Object.create(null), legacy);
  for (const name of SETTINGS) delete otherOptions[name];
  return {
    origins: effective,
    replaced: written.map(({ subject }) => subject),
    hint: 'origins' in legacy ? unsetHint(origins) : misspeltHint(otherOptions),
    handlePreflightRequest:
      typeof handlePreflightRequest === 'function' || handlePreflightRequest === false
        ? handlePreflightRequest
        : undefined,
    allowRequest: allowRequest || undefined,
    otherOptions,
  };
}

/** `origins` often comes from a variable that may be unset. */
function unsetHint(origins: unknown): string {
  return `origins was given as ${inspectValue(origins)}: is a variable unset?`;
}

function misspeltHint(others: object): string | undefined {
  const nearly = Object.keys(others).find((key) => /^(?:allowed)?_?origins?$/i.test(key));
  return nearly === undefined
    ? undefined
    : `"${nearly}" is not a setting of Socket.IO; did you mean origins?`;
}
