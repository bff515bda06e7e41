import { describe } from '../legacy/describe.js';
import { LegacySettingsError } from '../legacy/legacy-settings-error.js';
import { settingsProblems } from '../warnings/settings-problems.js';

/**
 * A legacy setting beside v4's own `cors`, which one of the two would have to lose against.
 *
 * @param path where it was given: `io.origins()`
 */
export function corsInForce(path: string, found: unknown): LegacySettingsError {
  return new LegacySettingsError([{ path, message: settingsProblems.corsInForce(describe(found)) }]);
}
