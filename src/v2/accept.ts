import type { core } from 'zod/mini';
import { safeParse } from 'zod/mini';
import { LegacySettingsError } from './legacy-settings-error.js';

/** An argument by its name, and what it has to be. */
type Given = readonly [name: string, value: unknown, schema: core.$ZodType];

/**
 * Looks at all that was given, so that every problem is reported together.
 *
 * @throws LegacySettingsError that lists whatever is not accepted
 */
export function accept(...given: readonly Given[]): void {
  const issues = given.flatMap(([name, value, schema]) =>
    (safeParse(schema, value).error?.issues ?? []).map(({ path, message }) => ({
      path: pathText([name, ...path]),
      message,
    })),
  );
  if (issues.length > 0) throw new LegacySettingsError(issues);
}

/** @example pathText(['settings', 'origins', 1]) // 'origins[1]' */
function pathText([argument, ...path]: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return text.slice(1) || String(argument);
}
