import satisfies from 'semver/functions/satisfies.js';
import valid from 'semver/functions/valid.js';
import maxSatisfying from 'semver/ranges/max-satisfying.js';
import type { PlainOrigin } from '../origins/origin.js';
import type { Era, Semantics } from '../origins/policy.js';

/** A line of Socket.IO releases: which versions belong to it, and which of them were published. */
export interface ReleaseLine {
  /** The semver range of the line. */
  readonly range: string;
  /** The same in words. */
  readonly words: string;
  readonly published: readonly string[];
}

/** The releases that an app can come from. */
export const LEGACY_RELEASES: ReleaseLine = {
  range: '>=1.4.0 <3.0.0',
  words: 'from 1.4 up to, but not including, 3',
  published: [
    ...patches('1.4', 8),
    ...['1.5.0', '1.5.1', '1.6.0', '1.7.0', '1.7.1', '1.7.2', '1.7.3', '1.7.4'],
    ...patches('2.0', 4),
    ...['2.1.0', '2.1.1', '2.2.0', '2.3.0', '2.4.0', '2.4.1', '2.5.0', '2.5.1'],
  ],
};

/** The releases that can be translated for. The newest is assumed if none is installed. */
export const TARGET_RELEASES: ReleaseLine = {
  range: '>=3.0.0 <5.0.0',
  words: 'from 3 up to, but not including, 5',
  published: [
    ...patches('3.0', 5),
    ...patches('3.1', 2),
    ...patches('4.0', 2),
    ...patches('4.1', 3),
    ...['4.2.0', '4.3.0', '4.3.1', '4.3.2', '4.4.0', '4.4.1'],
    ...patches('4.5', 4),
    ...['4.6.0', '4.6.1', '4.6.2'],
    ...patches('4.7', 5),
    ...patches('4.8', 4),
  ],
};

/** The release that is assumed to have run the app if `from` is not given: the newest 2.x. */
export const DEFAULT_FROM = '2.5.1';

/**
 * Resolves a version or a range to a release: a version to itself, a range to the newest published release in it.
 *
 * @example resolveRelease('^2.3.0', LEGACY_RELEASES) // '2.5.1'
 * @returns undefined if it is neither, or includes no release of the line
 */
export function resolveRelease(versionOrRange: string, line: ReleaseLine): string | undefined {
  // The usual case, which does not load semver's ranges.
  if (line.published.includes(versionOrRange)) return versionOrRange;
  const version = valid(versionOrRange);
  if (version !== null) return satisfies(version, line.range) ? version : undefined;
  if (versionOrRange.trim() === '') return undefined;
  return maxSatisfying([...line.published], versionOrRange) ?? undefined;
}

/** The releases within a range that check origins differently from another release. */
export function releasesOfOtherEras(range: string, release: string): string[] {
  return LEGACY_RELEASES.published.filter(
    (other) => satisfies(other, range) && eraOf(other) !== eraOf(release),
  );
}

/** `x.y.0` to `x.y.last`. */
function patches(minor: string, last: number): string[] {
  return Array.from({ length: last + 1 }, (_, patch) => `${minor}.${patch}`);
}

/**
 * Tells how a release checked the origin of a handshake.
 *
 * @param release a release from 1.4.0 up to, but not including, 3.0.0
 * @example eraOf('2.5.1') // 'scheme-host-port'
 */
export function eraOf(release: string): Era {
  // 2.4.0 tightened the check and 2.4.1 reverted it: `>=2.4` would be wrong.
  if (release === '2.4.0') return 'literal';
  return isBefore(release, 2, 1) ? 'host-port' : 'scheme-host-port';
}

/** How an origin has to be written for a release to match it, for use in a remedy. */
export function exampleEntry(era: Era, semantics: Semantics): string {
  const origin = { key: 'https://example.com:443', serialized: 'https://example.com' };
  return semantics === 'documented' ? origin.key : matchingEntry(origin, era);
}

/**
 * The entry by which the releases of an era matched an origin.
 *
 * @example matchingEntry({ key: 'https://example.com:443', serialized: 'https://example.com' }, 'host-port') // 'example.com:443'
 */
export function matchingEntry({ key, serialized }: PlainOrigin, era: Era): string {
  switch (era) {
    case 'host-port':
      return key.slice(key.indexOf('//') + 2);
    case 'scheme-host-port':
      return key;
    case 'literal':
      return serialized;
  }
}

/** Whether Engine.IO knew `handlePreflightRequest`: from 3.1 on, which came with Socket.IO 2.0. */
export function knowsPreflightHandlers(release: string): boolean {
  return !isBefore(release, 2, 0);
}

/** Whether the default `maxHttpBufferSize` was 100 MB. It is 1 MB from 2.5 on, and on v3 and v4. */
export function hasLargeDefaultBuffer(release: string): boolean {
  return isBefore(release, 2, 5);
}

/** Compares the first two numbers, so that semver need not be loaded. */
export function isBefore(release: string, major: number, minor: number): boolean {
  const [ownMajor, ownMinor] = release.split('.').map(Number) as [number, number];
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}
