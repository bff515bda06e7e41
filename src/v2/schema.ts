import type { core } from 'zod/mini';
import * as z from 'zod/mini';
import { settingsProblems } from '../messages/settings-problems.js';
import { readOption, withPlainObjects } from './read-options.js';
import { LEGACY_RELEASES, type ReleaseLine, resolveRelease, TARGET_RELEASES } from './releases.js';
import { LegacySettingsError } from './settings.js';

/** An argument: its name, its value and its schema. */
type Argument = readonly [name: string, value: unknown, schema: () => core.$ZodType];

/**
 * Validates several arguments, so that all problems are reported together.
 *
 * @throws LegacySettingsError that lists everything that is not accepted
 */
export function assertValid(...args: readonly Argument[]): void {
  const issues = withPlainObjects(() =>
    args.flatMap(([name, value, schema]) =>
      (z.safeParse(built(schema), value).error?.issues ?? []).map(({ path, message }) => ({
        path: pathText([name, ...path]),
        message,
      })),
    ),
  );
  if (issues.length > 0) throw new LegacySettingsError(issues);
}

const schemas = new Map<() => core.$ZodType, core.$ZodType>();

/** Builds each schema when it is first needed, so that an import stays cheap. */
function built(build: () => core.$ZodType): core.$ZodType {
  const schema = schemas.get(build) ?? build();
  schemas.set(build, schema);
  return schema;
}

/** @example pathText(['settings', 'origins', 1]) // 'origins[1]' */
function pathText([argument, ...path]: readonly [string, ...PropertyKey[]]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return argument === 'corsCompat' ? `${argument}${text}` : text.slice(1) || argument;
}

/**
 * Describes a value for an error message. It never throws.
 *
 * @example inspectValue(/x/) // 'a regular expression (/x/)'
 */
export function inspectValue(value: unknown): string {
  try {
    return wordsFor(value);
  } catch {
    return 'an object that cannot be read';
  }
}

function wordsFor(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value instanceof RegExp) return `a regular expression (${value})`;
  switch (typeof value) {
    case 'string':
      return `the string ${JSON.stringify(value)}`;
    case 'function':
      return `a function${value.name === '' ? '' : ` (${value.name})`}`;
    case 'object':
      return 'an object';
    default:
      return `a ${typeof value} (${String(value)})`;
  }
}

/**
 * Describes a value that is not an options object. If it counted as options without settings, the server would allow
 * every origin.
 *
 * @returns undefined for an options object
 */
export function notOptions(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return inspectValue(value);
  if (value instanceof Map || value instanceof Set) return 'a Map or a Set';
  if (isFunction(readOption(value, 'then'))) return 'a promise';
  return isFunction(readOption(value, 'listen')) ? 'a server' : undefined;
}

/** A schema for the values that `accepts` allows. Any other value is one problem. */
function only(accepts: (value: unknown) => boolean, problem: (found: string, value: unknown) => string) {
  return z.custom(accepts, { error: ({ input }) => problem(inspectValue(input), input) });
}

const optional = (...args: Parameters<typeof only>) => z.optional(only(...args));

const isFunction = (value: unknown) => typeof value === 'function';

const isOriginsValue = (value: unknown) =>
  typeof value === 'string' || isFunction(value) || Array.isArray(value);

/** `origins`, or the argument of `io.origins()`. v2 compared with strings only. */
const originsValue = (accepts: (value: unknown) => boolean, problem: (found: string) => string) =>
  only(accepts, (found, value) =>
    (value instanceof RegExp ? settingsProblems.originsPattern : problem)(found),
  ).check(({ value, issues }) => {
    if (!Array.isArray(value)) return;
    for (const [index, entry] of (value as unknown[]).entries()) {
      if (typeof entry === 'string') continue;
      const message = settingsProblems.originsEntry(inspectValue(entry));
      issues.push({ code: 'custom', input: entry, path: [index], message });
    }
  });

/** The settings of v2. A falsy option meant its default; `io.origins(x)` had none. */
export const settingsSchema = () =>
  z.looseObject({
    origins: z.optional(originsValue((value) => !value || isOriginsValue(value), settingsProblems.origins)),
    originsCalls: z.optional(
      z.array(originsValue(isOriginsValue, settingsProblems.originsCall), {
        error: ({ input }) => settingsProblems.originsCalls(inspectValue(input)),
      }),
    ),
    handlePreflightRequest: optional(
      (value) => value === null || typeof value === 'boolean' || isFunction(value),
      settingsProblems.handlePreflightRequest,
    ),
    allowRequest: optional((value) => !value || isFunction(value), settingsProblems.allowRequest),
    cors: optional(() => false, settingsProblems.cors),
  });

/** The options of the drop-in's `attach()` and `listen()`: `cors` and `corsCompat` belong to the constructor. */
export const attachSchema = () => {
  const misplaced = optional(() => false, settingsProblems.constructorOnly);
  return z.extend(settingsSchema(), { cors: misplaced, corsCompat: misplaced });
};

const choice = (...choices: string[]) =>
  optional(
    (value) => choices.includes(value as string),
    (found) => settingsProblems.choice(found, choices),
  );

const release = (line: ReleaseLine, problem: (found: string, words: string) => string) =>
  optional(
    (value) => typeof value === 'string' && resolveRelease(value, line) !== undefined,
    (found) => problem(found, line.words),
  );

const optionsFields = () => ({
  from: release(LEGACY_RELEASES, settingsProblems.release),
  to: release(TARGET_RELEASES, settingsProblems.target),
  semantics: choice('documented', 'exact'),
  missingOrigin: choice('as-v2', 'allow'),
  engine: optional(isFunction, settingsProblems.engine),
});

const strictObject = (fields: Readonly<Record<string, core.$ZodType>>) =>
  z.strictObject(fields, {
    error: ({ keys }) => settingsProblems.unknownOptions(keys as string[], Object.keys(fields)),
  });

/** The options of `translateCors()`. */
export const optionsSchema = () => strictObject(optionsFields());

/** The drop-in's option `corsCompat`, which has those of `translateCors()` and its own. */
export const corsCompatSchema = () => {
  const own = (accepts: (value: unknown) => boolean, words: string) =>
    optional(accepts, (found) => settingsProblems.value(found, words));
  const isCodes = (value: unknown) => Array.isArray(value) && value.every((code) => typeof code === 'string');
  return strictObject({
    ...optionsFields(),
    onWarning: own(isFunction, 'a function (warning)'),
    acknowledge: own(isCodes, "an array of codes, for example ['MISSING_ORIGIN_REFUSED']"),
    propagateOrigins: own((value) => typeof value === 'boolean', 'true or false'),
  });
};

const optionsObject = (problem: (found: string) => string) => () =>
  only(
    (value) => notOptions(value) === undefined,
    (_found, value) => problem(notOptions(value) as string),
  );

/** Arguments that are options objects: their properties are validated by the other schemas. */
export const anyObject = {
  settings: optionsObject(settingsProblems.settings),
  options: optionsObject(settingsProblems.options),
  corsCompat: optionsObject((found) =>
    settingsProblems.value(found, "an object, for example { from: '2.3.0' }"),
  ),
};
