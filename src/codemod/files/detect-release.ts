import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import satisfies from 'semver/functions/satisfies.js';
import valid from 'semver/functions/valid.js';
import intersects from 'semver/ranges/intersects.js';
import validRange from 'semver/ranges/valid.js';

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
   * where none has the server, the client's, for a page's own package.
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
  const found = installedRelease(folder, name) ?? lockedRelease(folder, name);
  // While the upgrade is under way the two may differ; the code is written for what package.json says.
  const isInRange = found !== undefined && (validRange(range) === null || satisfies(found, range));
  return clamped(isInRange ? found : range);
}

function declaredRange(manifest: unknown, name: PackageName): string | undefined {
  for (const field of DEPENDENCY_FIELDS) {
    const range = (manifest as Record<string, Record<string, unknown>> | undefined)?.[field]?.[name];
    if (typeof range === 'string') return range;
  }
  return undefined;
}

function installedRelease(folder: string, name: PackageName): string | undefined {
  const { version } = (readJson(join(folder, 'node_modules', name, 'package.json')) ?? {}) as {
    version?: string;
  };
  return valid(version) ?? undefined;
}

function lockedRelease(folder: string, name: PackageName): string | undefined {
  const lock = readJson(join(folder, 'package-lock.json')) as
    | { packages?: Record<string, { version?: string }>; dependencies?: Record<string, { version?: string }> }
    | undefined;
  const version = lock?.packages?.[`node_modules/${name}`]?.version ?? lock?.dependencies?.[name]?.version;
  if (valid(version)) return version;
  const yarn = new RegExp(`^"?${name}@[^\\n]*:\\r?\\n\\s+version:? "?([^"\\s]+)`, 'm').exec(
    read(join(folder, 'yarn.lock')) ?? '',
  )?.[1];
  if (valid(yarn)) return yarn;
  const pnpm = new RegExp(`^\\s*'?/?${name}[@/](\\d+\\.\\d+\\.\\d+)`, 'm').exec(
    read(join(folder, 'pnpm-lock.yaml')) ?? '',
  )?.[1];
  return valid(pnpm) ?? undefined;
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
    return JSON.parse(read(path) ?? '') as unknown;
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
