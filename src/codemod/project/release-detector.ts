import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import satisfies from 'semver/functions/satisfies.js';
import valid from 'semver/functions/valid.js';
import intersects from 'semver/ranges/intersects.js';
import validRange from 'semver/ranges/valid.js';
import { lockedRelease } from './locked-release.js';

const DEPENDENCY_FIELDS = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
] as const;

/** Finds out which Socket.IO a file is written for; folders are looked at once. */
export class ReleaseDetector {
  readonly #known = new Map<string, string | undefined>();

  /**
   * The installed release, else the lockfile's, else the range in `package.json`, of the nearest folder that has one;
   * where none has the server, the client's, for a page's own package. What is installed or locked may stand further
   * out, as in a workspace.
   *
   * @returns undefined where nothing tells
   */
  releaseFor(file: string): string | undefined {
    return this.#releaseIn(dirname(file), 'socket.io') ?? this.#releaseIn(dirname(file), 'socket.io-client');
  }

  #releaseIn(folder: string, name: PackageName): string | undefined {
    const key = `${name} ${folder}`;
    if (this.#known.has(key)) return this.#known.get(key);
    const parent = dirname(folder);
    const release =
      declaredRelease(folder, name) ?? (parent === folder ? undefined : this.#releaseIn(parent, name));
    this.#known.set(key, release);
    return release;
  }
}

type PackageName = 'socket.io' | 'socket.io-client';

function declaredRelease(folder: string, name: PackageName): string | undefined {
  const range = declaredRange(readJson(join(folder, 'package.json')), name);
  if (range === undefined) return undefined;
  // While the upgrade is under way they may differ; the code is written for what package.json says.
  const inRange = (release: string | undefined) =>
    release !== undefined && (validRange(range) === null || satisfies(release, range)) ? release : undefined;
  return clamped(
    inRange(installedRelease(folder, name)) ?? inRange(lockedRelease(folder, name, range)) ?? range,
  );
}

function declaredRange(manifest: unknown, name: PackageName): string | undefined {
  for (const field of DEPENDENCY_FIELDS) {
    const range = (manifest as Record<string, Record<string, unknown>> | undefined)?.[field]?.[name];
    if (typeof range === 'string') return range;
  }
  return undefined;
}

/** What Node would load from a folder: in a workspace the package is often installed further out. */
function installedRelease(folder: string, name: PackageName): string | undefined {
  const path = join(folder, 'node_modules', name, 'package.json');
  const { version } = (readJson(path) ?? {}) as { version?: string };
  const parent = dirname(folder);
  return valid(version) ?? (parent === folder ? undefined : installedRelease(parent, name));
}

/** A range that admits v3 or v4 gets them; what is below 1.4 is taken for the oldest that is known. */
function clamped(versionOrRange: string): string | undefined {
  if (versionOrRange === 'latest') return MODERN;
  if (validRange(versionOrRange) === null) return undefined;
  if (intersects(versionOrRange, '>=3.0.0-0', { includePrerelease: true })) return MODERN;
  return intersects(versionOrRange, '>=1.4.0') ? versionOrRange : '1.4.0';
}

const MODERN = '>=3.0.0';

function readJson(path: string): unknown {
  try {
    return JSON.parse((read(path) ?? '').replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return undefined;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
