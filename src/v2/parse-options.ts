import satisfies from 'semver/functions/satisfies.js';
import { accept } from './accept.js';
import { eraOf } from './era.js';
import { LEGACY_RELEASES, resolveRelease, TARGET_RELEASES } from './releases.js';
import { optionsSchema } from './schema.js';
import type { ParsedOptions, ParsedSettings, TranslateOptions } from './settings.js';

/**
 * Parses how to translate.
 *
 * @param installed tells the release of socket.io that stands beside this package, if any
 * @throws LegacySettingsError that lists every option that is not understood
 */
export function parseOptions(options: TranslateOptions, installed: () => string | undefined): ParsedOptions {
  accept(['options', options, optionsSchema()]);
  return optionsInForce(options, installed);
}

/** What options that have been accepted come to. */
export function optionsInForce(
  { from = '2.5.1', to, semantics = 'documented', missingOrigin = 'as-v2' }: TranslateOptions,
  installed: () => string | undefined,
): ParsedOptions {
  return {
    from: resolveRelease(from, LEGACY_RELEASES) as string,
    to: targetRelease(to, installed),
    semantics,
    missingOrigin,
    range: rangeOf(from),
  };
}

function rangeOf(from: string): ParsedSettings['range'] {
  const newest = resolveRelease(from, LEGACY_RELEASES) as string;
  // A version admits itself alone.
  if (newest === from) return undefined;
  const others = LEGACY_RELEASES.published.filter(
    (release) => satisfies(release, from) && eraOf(release) !== eraOf(newest),
  );
  return others.length === 0 ? undefined : { text: from, others };
}

function targetRelease(to: string | undefined, installed: () => string | undefined): string {
  const newest = TARGET_RELEASES.published[TARGET_RELEASES.published.length - 1] as string;
  if (to !== undefined) return resolveRelease(to, TARGET_RELEASES) as string;
  const release = installed();
  // While the upgrade is under way, v2 may still be what is installed.
  return (release && resolveRelease(release, TARGET_RELEASES)) || newest;
}
