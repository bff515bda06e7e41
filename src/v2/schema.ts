import type { core } from 'zod/mini';
import * as z from 'zod/mini';
import { settingsProblems } from '../messages/settings-problems.js';
import { readOption, withPlainObjects } from './read-options.js';
import { LEGACY_RELEASES, type ReleaseLine, resolveRelease, TARGET_RELEASES } from './releases.js';
import { type LegacyCorsSettings, type LegacyOrigins, LegacySettingsError } from './settings.js';

/** An argument: its name, its value and its schema, which is built when it is first needed. */
type Argument = readonly [name: string, value: unknown, schema: () => core.$ZodType];

/**
 * Validates several arguments, so that all problems are reported together.
 *
 * @throws LegacySettingsError that lists everything that is not accepted
 */
export function assertValid(...args: readonly Argument[]): void {
  const issues = withPlainObjects(() =>
    args.flatMap(([name, value, schema]) =>
      (z.safeParse(schema(), value).error?.issues ?? []).map(({ path, message }) => ({
        path: pathText([name, ...path]),
        message,
      })),
    ),
  );
  if (issues.length > 0) throw new LegacySettingsError(issues);
}

/** @example pathText(['settings', 'origins', 1]) // 'origins[1]' */
function pathText([argument, ...path]: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return text.slice(1) || String(argument);
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

/** Accepts what `accepts` does; anything else is one problem, worded by `problem`. */
function only<T>(accepts: (value: unknown) => boolean, problem: (found: string) => string) {
  return z.custom<T>(accepts, { error: ({ input }) => problem(inspectValue(input)) });
}

/** Reports each entry that is not a string; v2 compared entries with strings only. */
const entriesAreStrings: z.core.CheckFn<LegacyOrigins> = ({ value, issues }) => {
  if (!Array.isArray(value)) return;
  for (const [index, entry] of (value as unknown[]).entries()) {
    if (typeof entry === 'string') continue;
    issues.push({
      code: 'custom',
      input: entry,
      path: [index],
      message: settingsProblems.originsEntry(inspectValue(entry)),
    });
  }
};

/** An object that is no options object: taken for one without settings, it would start a server that allows every origin. */
function otherObject(value: object): string | undefined {
  if (Array.isArray(value)) return inspectValue(value);
  if (value instanceof Map || value instanceof Set) return 'a Map or a Set';
  if (typeof readOption(value, 'then') === 'function') return 'a promise';
  return typeof readOption(value, 'listen') === 'function' ? 'a server' : undefined;
}

/**
 * Says what a value is instead of an options object.
 *
 * @returns undefined for an options object
 */
export function notOptions(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null ? otherObject(value) : inspectValue(value);
}

function isOriginsValue(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'function' || Array.isArray(value);
}

function originsProblem(problem: (found: string) => string, input: unknown): string {
  return (input instanceof RegExp ? settingsProblems.originsPattern : problem)(inspectValue(input));
}

const isFunction = (value: unknown) => typeof value === 'function';

/** v2 used its default if the option was falsy. */
const originsOption = () =>
  z
    .custom<LegacyOrigins>((value) => !value || isOriginsValue(value), {
      error: ({ input }) => originsProblem(settingsProblems.origins, input),
    })
    .check(entriesAreStrings);

/** `io.origins(x)` has no default: anything but a string, an array or a function made the next request throw. */
const originsCall = () =>
  z
    .custom<LegacyOrigins>(isOriginsValue, {
      error: ({ input }) => originsProblem(settingsProblems.originsCall, input),
    })
    .check(entriesAreStrings);

const choice = <T extends string>(...choices: T[]) =>
  z.optional(
    z.enum(choices, { error: ({ input }) => settingsProblems.choice(inspectValue(input), choices) }),
  );

const release = (line: ReleaseLine, problem: (found: string, words: string) => string) =>
  z.optional(
    only<string>(
      (value) => typeof value === 'string' && resolveRelease(value, line) !== undefined,
      (found) => problem(found, line.words),
    ),
  );

const originsFields = () => ({
  origins: z.optional(originsOption()),
  originsCalls: z.optional(
    z.array(originsCall(), { error: ({ input }) => settingsProblems.originsCalls(inspectValue(input)) }),
  ),
});

const settings = () =>
  z.looseObject({
    ...originsFields(),
    handlePreflightRequest: z.optional(
      only<LegacyCorsSettings['handlePreflightRequest']>(
        (value) => value === null || typeof value === 'boolean' || isFunction(value),
        settingsProblems.handlePreflightRequest,
      ),
    ),
    allowRequest: z.optional(
      only<LegacyCorsSettings['allowRequest']>(
        (value) => !value || isFunction(value),
        settingsProblems.allowRequest,
      ),
    ),
    cors: z.optional(z.never({ error: ({ input }) => settingsProblems.cors(inspectValue(input)) })),
  });

const options = () => {
  const fields = {
    from: release(LEGACY_RELEASES, settingsProblems.release),
    to: release(TARGET_RELEASES, settingsProblems.target),
    semantics: choice('documented', 'exact'),
    missingOrigin: choice('as-v2', 'allow'),
    engine: z.optional(only(isFunction, settingsProblems.engine)),
  };
  return z.strictObject(fields, {
    error: ({ keys }) => settingsProblems.unknownOptions(keys as string[], Object.keys(fields)),
  });
};

const isOptions = (problem: (found: string) => string) =>
  z.custom((value) => notOptions(value) === undefined, {
    error: ({ input }) => problem(notOptions(input) as string),
  });

/** Builds each schema when it is first needed, so that an import stays cheap. */
function atFirstUse<T>(build: () => T): () => T {
  let built: T | undefined;
  return () => {
    built ??= build();
    return built;
  };
}

/** The two arguments of `translateCors`: that they are objects, and what is in them. */
export const settingsObjectSchema = atFirstUse(() => isOptions(settingsProblems.settings));
export const settingsSchema = atFirstUse(settings);
export const optionsObjectSchema = atFirstUse(() => isOptions(settingsProblems.options));
export const optionsSchema = atFirstUse(options);

/** `origins`, and the calls that replace it. */
export const originsSchema = atFirstUse(() => z.object(originsFields()));
