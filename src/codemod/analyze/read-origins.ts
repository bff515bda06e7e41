import intersects from 'semver/ranges/intersects.js';
import validRange from 'semver/ranges/valid.js';
import type { Warn, Warning } from '../../messages/warn.js';
import type { OriginRule } from '../../origins/policy.js';
import { parseLegacySettings, parseOptions } from '../../v2/parse.js';
import { LEGACY_RELEASES, resolveRelease } from '../../v2/releases.js';
import { type LegacyOrigins, LegacySettingsError, type ParsedOptions } from '../../v2/settings.js';
import { readHandshake } from '../../v2/to-policy.js';
import type { NodePath } from '../ast/path.js';
import type { MigrateOptions } from '../types.js';
import { bail, warningOf } from './manual-review.js';

/** The meaning of literal settings on v2. */
export interface ReadOrigins {
  readonly rule: OriginRule;
  readonly warnings: readonly Warning[];
}

/** The releases to migrate between, and the semantics to keep: the same for a whole file. */
export interface Releases extends ParsedOptions {
  /** Whether the code runs on Socket.IO 3 or 4 already. No release of v2 read its settings, and `'*'` means any origin. */
  readonly isModern: boolean;
}

/** Whether a version or range allows only Socket.IO 3 and 4, so that v2's settings in the code are leftovers. */
function isModernRelease(from: string | undefined): boolean {
  // JavaScript callers may give anything, which the schema then refuses.
  if (typeof from !== 'string' || resolveRelease(from, LEGACY_RELEASES) !== undefined) return false;
  return validRange(from) !== null && !intersects(from, '<3.0.0-0', { includePrerelease: true });
}

/** In code for v3 and v4, v2's settings mean what they meant to the last v2. */
const LEFTOVERS_FROM = '2.5.1';

/** @throws LegacySettingsError for options that are not understood */
export function releasesOf(options: MigrateOptions): Releases {
  const { to, semantics, missingOrigin } = options;
  const isModern = isModernRelease(options.from);
  const from = isModern ? LEFTOVERS_FROM : options.from;
  return {
    ...parseOptions({ from, to, semantics, missingOrigin }, () => undefined),
    isModern,
  };
}

/**
 * Asks the translator what a literal setting meant.
 *
 * @param origins the value; undefined for an option that is not given
 * @param isOption whether it is the option, of which a falsy value meant v2's default, rather than a call's argument
 * @param at the place to report a setting at that no v2 server accepted
 * @throws ManualReview for such a setting
 */
export function readOrigins(
  origins: unknown,
  isOption: boolean,
  releases: Releases,
  at: NodePath,
): ReadOrigins {
  const warnings: Warning[] = [];
  const warn: Warn = (code, args, subject) => warnings.push(warningOf(code, args, subject));
  const isWildcard = releases.isModern && [origins].flat().includes('*');
  const value = (isWildcard ? '*:*' : origins) as LegacyOrigins;
  const settings = isOption
    ? { originsCalls: [], ...(origins !== undefined && { origins: value }) }
    : { originsCalls: [value] };
  try {
    const parsed = parseLegacySettings(settings);
    const handshake = readHandshake({ ...releases, ...parsed, allowRequest: undefined }, warn);
    if (handshake.kind === 'function' || handshake.kind === 'allow-request')
      throw new TypeError(handshake.kind);
    return { rule: handshake, warnings };
  } catch (error) {
    if (!(error instanceof LegacySettingsError)) throw error;
    const [issue = { path: 'origins', message: error.message }] = error.issues;
    return bail(at, 'INVALID_V2_SETTING', { problem: issue.message }, issue.path);
  }
}
