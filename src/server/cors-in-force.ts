import { settingsProblems } from '../messages/settings-problems.js';
import { describe } from '../v2/describe.js';
import { LegacySettingsError } from '../v2/legacy-settings-error.js';

/**
 * A legacy setting beside v4's own `cors`, which one of the two would have to lose against.
 *
 * @param path where it was given: `io.origins()`
 */
export function corsInForce(path: string, found: unknown): LegacySettingsError {
  return new LegacySettingsError([{ path, message: settingsProblems.corsInForce(describe(found)) }]);
}
