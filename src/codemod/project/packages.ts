import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';
import { PARTS, RELATED_PACKAGES, WRAPPERS } from '../detect/packages.js';
import { lockedRelease } from './lockfiles.js';
import { ancestors, isWithin, readJsonObject } from './read.js';
import { installedRelease, isBefore, mayBe, requirementOf } from './releases.js';

export const DEPENDENCY_FIELDS = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
] as const;

type Manifest = Readonly<Record<string, unknown>>;

/** The releases whose code can be half-migrated, but is not for v2. */
const V3_OR_LATER = '>=3.0.0';
const V2 = '^2.0.0';

const SERVERS = ['socket.io', ...WRAPPERS];

/** The packages of a tree, and the Socket.IO release that each is written for. Each package.json is read once. */
export class Packages {
  readonly #manifests = new Map<string, Manifest | undefined>();
  readonly #folders = new Map<string, string>();
  readonly #servers = new Map<string, string | undefined>();
  readonly #roots: readonly string[];

  /** @param roots the folders of a run: without a `package.json`, all in the outermost one is a package */
  constructor(roots: readonly string[] = []) {
    this.#roots = [...roots].sort((a, b) => a.length - b.length);
  }

  /** The folder of a file's package: the nearest one with a `package.json`, else the one of the run, else that of the file. */
  folderOf(file: string): string {
    const own = dirname(file);
    let folder = this.#folders.get(own);
    if (folder === undefined) {
      const root = this.#roots.find((one) => isWithin(own, one));
      folder = ancestors(own).find((one) => this.#manifest(one)) ?? root ?? own;
      this.#folders.set(own, folder);
    }
    return folder;
  }

  /** The `name` in the package.json of a folder. */
  nameOf(folder: string): string | undefined {
    const name = this.#manifest(folder)?.name;
    return typeof name === 'string' ? name : undefined;
  }

  /** The name of a folder's package if it is one of Socket.IO's own: a copy of it in the tree is not the app's code. */
  vendoredName(folder: string): string | undefined {
    const name = this.nameOf(folder) ?? '';
    // Some apps have the name of the package that they try out.
    return PARTS.has(name) && this.#written(folder, name) === undefined ? name : undefined;
  }

  /** What the package.json of a folder says about a dependency, in any of its fields. */
  #written(folder: string, name: string): string | undefined {
    const fields = DEPENDENCY_FIELDS.map((field) => this.#manifest(folder)?.[field] as Manifest | undefined);
    return fields.map((field) => field?.[name]).find((written) => typeof written === 'string') as
      | string
      | undefined;
  }

  /** The range of a dependency in the package.json of a folder; undefined if another package is installed in its place. */
  #range(folder: string, name: string): string | undefined {
    const { source, range } = requirementOf(name, this.#written(folder, name) ?? '', folder);
    return source === name ? range : undefined;
  }

  /** The nearest folder around a file whose package.json names one of the packages. */
  declaringFolder(file: string, names: readonly string[] = SERVERS): string | undefined {
    return ancestors(dirname(file)).find((folder) =>
      names.some((name) => this.#written(folder, name) !== undefined),
    );
  }

  /**
   * The release of the server: the installed one, also inside a framework's wrapper such as Nest's platform package, else
   * the one in a lockfile, else the range in package.json. The client's release never decides.
   *
   * @param file an absolute path
   * @param code its code: in a package with both socket.io and a wrapper, it shows which of the two creates the server
   * @returns a version or range; undefined if it is unknown. Releases before 1.4 count as 1.4.0, the first known one
   */
  releaseFor(file: string, code = ''): string | undefined {
    const folder = this.declaringFolder(file);
    if (folder === undefined)
      return clamped(
        installedRelease(dirname(file), 'socket.io') ?? lockedRelease(this.folderOf(file), 'socket.io', {}),
      );
    const wrappers = WRAPPERS.filter((name) => this.#written(folder, name) !== undefined);
    const isNamed = this.#written(folder, 'socket.io') !== undefined;
    const wrapper = isNamed ? wrappers.find((name) => code.includes(scopeOf(name))) : wrappers[0];
    const key = `${wrapper ?? ''} ${folder}`;
    if (!this.#servers.has(key)) {
      const brought = wrapper === undefined ? undefined : this.#broughtBy(wrapper, folder);
      const named = brought ?? this.releaseOf(folder, 'socket.io');
      this.#servers.set(key, clamped(named ?? (wrapper && this.#isForV2(wrapper, folder) ? V2 : undefined)));
    }
    return this.#servers.get(key);
  }

  /** The release of the client, if a package.json names it. */
  clientReleaseFor(file: string): string | undefined {
    const folder = this.declaringFolder(file, ['socket.io-client']);
    return folder === undefined ? undefined : clamped(this.releaseOf(folder, 'socket.io-client'));
  }

  /** The release of a dependency of a folder's package.json: installed, locked, or its range. */
  releaseOf(folder: string, name: string): string | undefined {
    const written = this.#written(folder, name);
    if (written === undefined) return undefined;
    const range = this.#range(folder, name);
    // Yarn's lockfile has the range of the catalog.
    const asked = written.startsWith('catalog:') ? (range ?? written) : written;
    // During an upgrade they may differ. The code is written for the range in package.json.
    const inRange = (release: string | undefined) =>
      release !== undefined && (range === undefined || satisfies(release, range)) ? release : undefined;
    return (
      inRange(installedRelease(folder, name)) ??
      inRange(lockedRelease(folder, name, { range: asked })) ??
      range
    );
  }

  /** The release of the wrapper's own dependency on socket.io, which creates the server. */
  #broughtBy(wrapper: string, folder: string): string | undefined {
    const first = RELATED_PACKAGES.get(wrapper)?.first;
    const range = this.#range(folder, wrapper);
    const isKnown = first !== undefined && range !== undefined;
    if (isKnown && !mayBe(range, `<${first}`)) return V3_OR_LATER;
    return (
      installedRelease(folder, 'socket.io', wrapper) ??
      lockedRelease(folder, 'socket.io', { through: wrapper }) ??
      (isKnown && mayBe(range, `>=${first}`) ? V3_OR_LATER : undefined)
    );
  }

  /** Whether no release of a wrapper that a package.json allows is for v3 or later. */
  #isForV2(wrapper: string, folder: string): boolean {
    const first = RELATED_PACKAGES.get(wrapper)?.first;
    return first === undefined || isBefore(this.#range(folder, wrapper), first);
  }

  #manifest(folder: string): Manifest | undefined {
    if (!this.#manifests.has(folder)) {
      const path = join(folder, 'package.json');
      this.#manifests.set(folder, existsSync(path) ? readJsonObject(path) : undefined);
    }
    return this.#manifests.get(folder);
  }
}

/**
 * @example scopeOf('@nestjs/platform-socket.io') // '@nestjs/': the decorators come from another package of the scope
 */
const scopeOf = (name: string): string =>
  name.startsWith('@') ? name.slice(0, name.indexOf('/') + 1) : name;

/** A range that allows v3 or v4 counts as those. A range below 1.4 counts as the oldest known release. */
function clamped(versionOrRange: string | undefined): string | undefined {
  if (versionOrRange === undefined || validRange(versionOrRange) === null) return undefined;
  if (mayBe(versionOrRange, '>=3.0.0-0')) return V3_OR_LATER;
  return mayBe(versionOrRange, '>=1.4.0') ? versionOrRange : '1.4.0';
}
