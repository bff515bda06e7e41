import { readOptions, withPlainObjects } from './read-options.js';
import {
  DEFAULT_FROM,
  LEGACY_RELEASES,
  releasesOfOtherEras,
  resolveRelease,
  TARGET_RELEASES,
} from './releases.js';
import {
  assertValid,
  inspectValue,
  optionsObjectSchema,
  optionsSchema,
  originsSchema,
  settingsObjectSchema,
  settingsSchema,
} from './schema.js';
import type {
  AcceptedOrigins,
  LegacyCorsSettings,
  ParsedOptions,
  ParsedOrigins,
  ParsedSettings,
  TranslateOptions,
} from './settings.js';

const SETTINGS = ['origins', 'originsCalls', 'handlePreflightRequest', 'allowRequest', 'cors'] as const;

/** The names of the options of the translation. */
export const TRANSLATE_OPTIONS = ['from', 'to', 'semantics', 'missingOrigin', 'engine'] as const;

/** Finds the release of socket.io that is installed beside this package, if any. */
export type FindInstalled = () => string | undefined;

/**
 * Parses what people wrote into a model that is right by construction. Each option is read once, and the input is not
 * changed.
 *
 * @param settings the options object that was given to Socket.IO v2; undefined and null mean none
 * @param options how to translate
 * @throws LegacySettingsError that lists every setting no v2 server accepted
 */
export function parseSettings(
  settings: LegacyCorsSettings | null | undefined,
  options: TranslateOptions | null | undefined,
  installed: FindInstalled,
): ParsedSettings {
  const given = readOptions(settings, SETTINGS);
  const legacy = withCopiedLists(given);
  const how = readOptions(options, TRANSLATE_OPTIONS);
  assertValid(
    ['settings', settings ?? {}, settingsObjectSchema],
    ['settings', legacy, settingsSchema],
    ['options', options ?? {}, optionsObjectSchema],
    ['options', how, optionsSchema],
  );
  const { handlePreflightRequest, allowRequest } = legacy;
  return {
    ...parsedOptions(how, installed),
    ...parsedOrigins(legacy, given),
    handlePreflightRequest:
      typeof handlePreflightRequest === 'function' || handlePreflightRequest === false
        ? handlePreflightRequest
        : undefined,
    allowRequest: allowRequest || undefined,
    otherOptions: otherOptions(legacy),
  };
}

/**
 * Parses how to translate.
 *
 * @throws LegacySettingsError that lists every option that is not understood
 */
export function parseOptions(options: TranslateOptions, installed: FindInstalled): ParsedOptions {
  const how = readOptions(options, TRANSLATE_OPTIONS);
  assertValid(['options', options, optionsObjectSchema], ['options', how, optionsSchema]);
  return parsedOptions(how, installed);
}

/**
 * Parses `origins` and the calls that replaced it.
 *
 * @throws LegacySettingsError that lists every value no v2 server accepted
 */
export function parseOrigins(settings: Pick<LegacyCorsSettings, 'origins' | 'originsCalls'>): ParsedOrigins {
  const given = readOptions(settings, SETTINGS);
  const legacy = withCopiedLists(given);
  assertValid(['settings', legacy, originsSchema]);
  return parsedOrigins(legacy, given);
}

/** Lists are copied, because both validation and translation read them. */
function withCopiedLists(given: Given): LegacyCorsSettings & Given {
  const legacy: Record<string, unknown> = Object.assign(Object.create(null), given);
  if ('origins' in legacy) legacy.origins = copyOf(given.origins);
  if (Array.isArray(given.originsCalls)) legacy.originsCalls = Array.from(given.originsCalls, copyOf);
  return legacy;
}

type Given = Readonly<Record<string, unknown>>;

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

/** The last call wins over earlier calls and over the option, which only counts if it is truthy. */
function parsedOrigins(
  { origins, originsCalls = [], ...others }: LegacyCorsSettings,
  given: Given,
): ParsedOrigins {
  const calls = (given.originsCalls ?? []) as readonly unknown[];
  const written = [
    ...(origins ? [{ subject: 'origins', value: origins, given: given.origins }] : []),
    ...originsCalls.map((value, index) => ({
      subject: `originsCalls[${index}]`,
      value: value as AcceptedOrigins,
      given: calls[index],
    })),
  ];
  const effective = written.pop();
  return {
    origins: effective,
    replaced: written.map(({ subject }) => subject),
    hint: 'origins' in given ? unsetHint(given.origins) : misspeltHint(others),
  };
}

/** People set it from variables that may be undefined. */
function unsetHint(origins: unknown): string {
  return `origins was given as ${inspectValue(origins)}: is a variable unset?`;
}

function misspeltHint(others: object): string | undefined {
  const nearly = Object.keys(others).find((key) => /^(?:allowed)?_?origins?$/i.test(key));
  return nearly === undefined ? undefined : `"${nearly}" is no setting of Socket.IO; did you mean origins?`;
}

function otherOptions(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const others: Record<string, unknown> = Object.assign(Object.create(null), settings);
  for (const name of SETTINGS) delete others[name];
  return others;
}
