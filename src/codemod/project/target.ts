import { settingsProblems } from '../../messages/settings-problems.js';
import { resolveRelease, TARGET_RELEASES } from '../../v2/releases.js';
import { LegacySettingsError } from '../../v2/settings.js';

/**
 * The release to upgrade to: the newest that a version or range allows, or the newest known one by default.
 *
 * @throws LegacySettingsError if no known release of v3 or v4 matches
 */
export function newestTarget(to: string | undefined): string {
  const newest = TARGET_RELEASES.published[TARGET_RELEASES.published.length - 1] as string;
  if (to === undefined) return newest;
  const release = resolveRelease(to, TARGET_RELEASES);
  if (release !== undefined) return release;
  const message = settingsProblems.target(JSON.stringify(to), TARGET_RELEASES.words);
  throw new LegacySettingsError([{ path: 'to', message }]);
}
