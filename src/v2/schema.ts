import * as z from 'zod/mini';
import { settingsProblems } from '../messages/settings-problems.js';
import { describe } from './describe.js';
import { LEGACY_RELEASES, type ReleaseLine, resolveRelease, TARGET_RELEASES } from './releases.js';
import type { LegacyCorsSettings, LegacyOrigins } from './settings.js';

/** A schema for whatever `accepts` takes; anything else is one problem, told by `problem`. */
function only<T>(accepts: (value: unknown) => boolean, problem: (found: string) => string) {
  return z.custom<T>(accepts, { error: ({ input }) => problem(describe(input)) });
}

/** Points out each entry that is not a string; v2 compared entries with strings alone. */
const entriesAreStrings: z.core.CheckFn<LegacyOrigins> = ({ value, issues }) => {
  if (!Array.isArray(value)) return;
  // Not forEach, which skips holes.
  for (const [index, entry] of (value as unknown[]).entries()) {
    if (typeof entry === 'string') continue;
    issues.push({
      code: 'custom',
      input: entry,
      path: [index],
      message: settingsProblems.originsEntry(describe(entry)),
    });
  }
};

/**
 * What is an object all the same, and would start a server that admits everyone. It looks at what was given: the copy
 * that a schema of an object makes has no methods of a prototype.
 */
const isOptionsObject: z.core.CheckFn<unknown> = ({ value, issues }) => {
  if (typeof value !== 'object' || value === null) return;
  const found =
    value instanceof Map || value instanceof Set
      ? 'a Map or a Set'
      : typeof Reflect.get(value, 'then') === 'function'
        ? 'a promise'
        : typeof Reflect.get(value, 'listen') === 'function'
          ? 'a server'
          : undefined;
  if (found === undefined) return;
  issues.push({ code: 'custom', input: value, path: [], message: settingsProblems.settings(found) });
};

function isOriginsValue(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'function' || Array.isArray(value);
}

function originsProblem(problem: (found: string) => string, input: unknown): string {
  return (input instanceof RegExp ? settingsProblems.originsPattern : problem)(describe(input));
}

const isFunction = (value: unknown) => typeof value === 'function';

/** v2 took its default wherever the option was falsy. */
const originsOption = () =>
  z
    .custom<LegacyOrigins>((value) => !value || isOriginsValue(value), {
      error: ({ input }) => originsProblem(settingsProblems.origins, input),
    })
    .check(entriesAreStrings);

/** `io.origins(x)` has no default: what is neither string, array nor function made the next request throw. */
const originsCall = () =>
  z
    .custom<LegacyOrigins>(isOriginsValue, {
      error: ({ input }) => originsProblem(settingsProblems.originsCall, input),
    })
    .check(entriesAreStrings);

const choice = <T extends string>(...choices: T[]) =>
  z.optional(z.enum(choices, { error: ({ input }) => settingsProblems.choice(describe(input), choices) }));

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
    z.array(originsCall(), { error: ({ input }) => settingsProblems.originsCalls(describe(input)) }),
  ),
});

const settings = () =>
  z.pipe(
    z.unknown().check(isOptionsObject),
    z.looseObject(
      {
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
        cors: z.optional(z.never({ error: ({ input }) => settingsProblems.cors(describe(input)) })),
      },
      { error: ({ input }) => settingsProblems.settings(describe(input)) },
    ),
  );

const options = () =>
  z.strictObject(
    {
      from: release(LEGACY_RELEASES, settingsProblems.release),
      to: release(TARGET_RELEASES, settingsProblems.target),
      semantics: choice('documented', 'exact'),
      missingOrigin: choice('as-v2', 'allow'),
    },
    {
      error: ({ code, input, keys }) =>
        code === 'unrecognized_keys'
          ? settingsProblems.unknownOptions(`the unknown ${(keys as string[]).join(', ')}`)
          : settingsProblems.options(describe(input)),
    },
  );

/** Each is built when it is first needed: an import should cost little, and so should who needs but one. */
function atFirstUse<T>(build: () => T): () => T {
  let built: T | undefined;
  return () => {
    built ??= build();
    return built;
  };
}

/** What people give to `translateCors`. */
export const settingsSchema = atFirstUse(settings);
export const optionsSchema = atFirstUse(options);

/** `origins`, and the calls that replace it. */
export const originsSchema = atFirstUse(() => z.object(originsFields()));
