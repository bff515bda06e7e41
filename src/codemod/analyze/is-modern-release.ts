import intersects from 'semver/ranges/intersects.js';
import validRange from 'semver/ranges/valid.js';
import { LEGACY_RELEASES, resolveRelease } from '../../v2/releases.js';

/** Whether a version or range is one of Socket.IO 3 or 4 alone, so that v2's settings in the code are leftovers. */
export function isModernRelease(from: string | undefined): boolean {
  if (from === undefined || resolveRelease(from, LEGACY_RELEASES) !== undefined) return false;
  return validRange(from) !== null && !intersects(from, '<3.0.0-0', { includePrerelease: true });
}
