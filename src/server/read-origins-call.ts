import { LegacySettingsError } from '../v2/legacy-settings-error.js';
import { parseSettings } from '../v2/parse.js';
import type { LegacyOrigins, ParsedSettings } from '../v2/settings.js';
import { installedSocketIo } from '../v4/target.js';

const SUBJECT = 'io.origins()';

/**
 * Reads what was given to `io.origins()`.
 *
 * @param base the settings of the server, whose origins it takes the place of
 * @throws LegacySettingsError for what killed v2 at the next request, as `undefined`
 */
export function readOriginsCall(value: unknown, base: ParsedSettings): ParsedSettings {
  const { from, to, semantics, missingOrigin } = base;
  try {
    const settings = { originsCalls: [value as LegacyOrigins] };
    const { origins } = parseSettings(settings, { from, to, semantics, missingOrigin }, installedSocketIo);
    return { ...base, origins: origins && { subject: SUBJECT, value: origins.value } };
  } catch (error) {
    if (!(error instanceof LegacySettingsError)) throw error;
    throw new LegacySettingsError(
      error.issues.map(({ path, message }) => ({ path: path.replace('originsCalls[0]', SUBJECT), message })),
    );
  }
}
