import satisfies from 'semver/functions/satisfies.js';
import valid from 'semver/functions/valid.js';
import maxSatisfying from 'semver/ranges/max-satisfying.js';

/** A line of Socket.IO releases: which versions belong to it, and which of them were published. */
export interface ReleaseLine {
  /** The semver range of the line. */
  readonly range: string;
  /** The same, as people say it. */
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

/** The releases that can be translated for. The newest is what is assumed where none is installed. */
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

/**
 * Resolves a version or a range to a release: a version to itself, a range to the newest published release that it
 * admits.
 *
 * @example resolveRelease('^2.3.0', LEGACY_RELEASES) // '2.5.1'
 * @returns undefined where it is neither, or admits none of the line
 */
export function resolveRelease(versionOrRange: string, line: ReleaseLine): string | undefined {
  const last = lastAnswers.get(line);
  if (last?.versionOrRange === versionOrRange) return last.release;
  const release = resolve(versionOrRange, line);
  lastAnswers.set(line, { versionOrRange, release });
  return release;
}

/** The files of a project all ask for the same, and to compare every release takes as long as to parse a file. */
const lastAnswers = new WeakMap<ReleaseLine, { versionOrRange: string; release: string | undefined }>();

function resolve(versionOrRange: string, line: ReleaseLine): string | undefined {
  // What most people say: to make semver's ranges for the first time takes as long as to parse a file.
  if (line.published.includes(versionOrRange)) return versionOrRange;
  const version = valid(versionOrRange);
  if (version !== null) return satisfies(version, line.range) ? version : undefined;
  if (versionOrRange.trim() === '') return undefined;
  return maxSatisfying([...line.published], versionOrRange) ?? undefined;
}

/** `x.y.0` to `x.y.last`. */
function patches(minor: string, last: number): string[] {
  return Array.from({ length: last + 1 }, (_, patch) => `${minor}.${patch}`);
}
