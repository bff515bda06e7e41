import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import satisfies from 'semver/functions/satisfies.js';
import valid from 'semver/functions/valid.js';
import intersects from 'semver/ranges/intersects.js';
import validRange from 'semver/ranges/valid.js';
import { settingsProblems } from '../../messages/settings-problems.js';
import { resolveRelease, TARGET_RELEASES } from '../../v2/releases.js';
import { LegacySettingsError } from '../../v2/settings.js';
import { PARTS, RELATED_PACKAGES, WRAPPERS } from '../detect/packages.js';
import { repositoryOf } from './git.js';
import { inlineVersion, lockedRelease, partOf } from './lockfiles.js';
import { ancestors, isWithin, readJsonObject, readTextIfAny, realPathOf } from './read.js';

export const DEPENDENCY_FIELDS = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
] as const;

/** A dependency as a package.json requires it. */
export interface Requirement {
  /** As it is written: `^2.3.0`, `catalog:`, `npm:socket.io@2.0.4`, `github:socketio/socket.io#2.3.0`. */
  readonly written: string;
  /** The semver range that it resolves to; undefined if only the package manager knows. */
  readonly range: string | undefined;
  /** The place of the range, if it is not in package.json itself. */
  readonly where?: string;
}

type Manifest = Readonly<Record<string, unknown>>;

/** The releases whose code can be half-migrated, but is not for v2. */
const V3_OR_LATER = '>=3.0.0';

const SERVERS = ['socket.io', ...WRAPPERS];

/** The packages of a tree, and the Socket.IO release that each is written for. Each package.json is read once. */
export class Packages {
  readonly #manifests = new Map<string, Manifest | undefined>();
  readonly #folders = new Map<string, string>();
  readonly #servers = new Map<string, string | undefined>();

  /** The folder of a file's package: the nearest one with a `package.json`, else the folder of the file. */
  folderOf(file: string): string {
    const own = dirname(file);
    let folder = this.#folders.get(own);
    if (folder === undefined) {
      folder = ancestors(own).find((one) => this.#manifest(one)) ?? own;
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
    return PARTS.has(name) && this.requirement(folder, name) === undefined ? name : undefined;
  }

  /** A dependency in the package.json of a folder, in any of its fields. */
  requirement(folder: string, name: string): Requirement | undefined {
    for (const field of DEPENDENCY_FIELDS) {
      const written = (this.#manifest(folder)?.[field] as Manifest | undefined)?.[name];
      if (typeof written === 'string') return { written, ...resolveRange(written, name, folder) };
    }
    return undefined;
  }

  /** The nearest folder around a file whose package.json names one of the packages. */
  declaringFolder(file: string, names: readonly string[] = SERVERS): string | undefined {
    return ancestors(dirname(file)).find((folder) =>
      names.some((name) => this.requirement(folder, name) !== undefined),
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
        installedRelease(dirname(file), 'socket.io') ?? lockedRelease(dirname(file), 'socket.io', {}),
      );
    const wrappers = WRAPPERS.filter((name) => this.requirement(folder, name) !== undefined);
    const isNamed = this.requirement(folder, 'socket.io') !== undefined;
    const wrapper = isNamed ? wrappers.find((name) => code.includes(scopeOf(name))) : wrappers[0];
    const key = `${wrapper ?? ''} ${folder}`;
    if (!this.#servers.has(key)) {
      const brought = wrapper === undefined ? undefined : this.#broughtBy(wrapper, folder);
      this.#servers.set(key, clamped(brought ?? this.#declared(folder, 'socket.io')));
    }
    return this.#servers.get(key);
  }

  /** The release of the client, if a package.json names it. */
  clientReleaseFor(file: string): string | undefined {
    const folder = this.declaringFolder(file, ['socket.io-client']);
    return folder === undefined ? undefined : clamped(this.#declared(folder, 'socket.io-client'));
  }

  /** The release of the server in a package.json, if it is older than all known ones: before 1.4. */
  olderThanKnown(folder: string): string | undefined {
    const release = this.#declared(folder, 'socket.io');
    return release === undefined || mayBe(release, '>=1.4.0-0') ? undefined : release;
  }

  /** Whether a dependency of a folder's package.json is on v2: installed, locked, or by its range alone. */
  isOnV2(folder: string, name: string): boolean {
    const release = this.#declared(folder, name);
    return release !== undefined && !mayBe(release, '>=3.0.0-0');
  }

  /** The release of a dependency of a folder's package.json: installed, locked, or its range. */
  #declared(folder: string, name: string): string | undefined {
    const requirement = this.requirement(folder, name);
    if (requirement === undefined) return undefined;
    const { written, range } = requirement;
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
    const range = this.requirement(folder, wrapper)?.range;
    const isKnown = first !== undefined && range !== undefined;
    if (isKnown && !mayBe(range, `<${first}`)) return V3_OR_LATER;
    return (
      installedRelease(folder, 'socket.io', wrapper) ??
      lockedRelease(folder, 'socket.io', { through: wrapper }) ??
      (isKnown && mayBe(range, `>=${first}`) ? V3_OR_LATER : undefined)
    );
  }

  #manifest(folder: string): Manifest | undefined {
    if (!this.#manifests.has(folder)) {
      const path = join(folder, 'package.json');
      this.#manifests.set(folder, existsSync(path) ? readJsonObject(path) : undefined);
    }
    return this.#manifests.get(folder);
  }
}

/** Whether a version or range allows a release of another range. */
const mayBe = (range: string, other: string): boolean =>
  intersects(range, other, { includePrerelease: true });

/**
 * @example scopeOf('@nestjs/platform-socket.io') // '@nestjs/': the decorators come from another package of the scope
 */
const scopeOf = (name: string): string =>
  name.startsWith('@') ? name.slice(0, name.indexOf('/') + 1) : name;

/**
 * The release that Node would load from a folder. In a workspace, the package is often installed further out.
 *
 * @param through the package whose own copy of it is loaded
 */
function installedRelease(folder: string, name: string, through?: string): string | undefined {
  const outermost = projectRoot(folder);
  for (const at of ancestors(folder).filter((one) => isWithin(one, outermost))) {
    const real = realPathOf(join(at, 'node_modules', through ?? name));
    // A link out of the project, such as one of `npm link`, is not followed.
    if (real === undefined || !isWithin(real, outermost)) continue;
    if (through !== undefined) return installedRelease(real, name) ?? installedRelease(dirname(real), name);
    const release = valid(String(readJsonObject(join(real, 'package.json')).version));
    if (release !== null) return release;
  }
  return undefined;
}

/** The repository around a folder, else the outermost folder with a package.json. */
function projectRoot(folder: string): string {
  const start = folder.split(join('/', 'node_modules'))[0] || folder;
  const isProject = (one: string) => readTextIfAny(join(one, 'package.json')) !== undefined;
  return repositoryOf(start) ?? ancestors(start).filter(isProject).at(-1) ?? start;
}

/** The range that a requirement of a folder's package.json resolves to. */
export function resolveRange(
  written: string,
  name: string,
  folder: string,
): Pick<Requirement, 'range' | 'where'> {
  const alias = /^npm:(.+)@([^@]+)$/.exec(written);
  if (alias !== null)
    return { range: alias[1] === name ? knownRange(alias[2]) : undefined, where: 'an alias' };
  if (written.startsWith('catalog:')) return catalogRange(written.slice('catalog:'.length), name, folder);
  // A git address may name the release: `github:socketio/socket.io#2.3.0`, `…#semver:^2.0.0`; so may a tarball's.
  const inUrl = /#(?:semver:)?v?(.+)$|\/socket\.io(?:-client)?-(\d+\.\d+\.\d+[^/]*)\.tgz$/.exec(written);
  if (/[:/]/.test(written)) return { range: knownRange(inUrl?.[1] ?? inUrl?.[2]), where: 'an address' };
  const range = knownRange(written);
  return range === undefined && written.trim() !== '' ? { range, where: 'a tag' } : { range };
}

function knownRange(text: string | undefined): string | undefined {
  // An older lockfile may have a release of v2, which was the latest one then.
  if (text === 'latest') return '*';
  return text === undefined || text.trim() === '' || validRange(text) === null ? undefined : text;
}

interface Catalogs {
  readonly catalog?: Readonly<Record<string, string>>;
  readonly catalogs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** npm and Yarn write a list of patterns here. */
  readonly workspaces?: Pick<Catalogs, 'catalog' | 'catalogs'>;
}

/** The range in a catalog: in a file of pnpm's or Yarn's, or for Bun in the package.json of the workspace. */
function catalogRange(catalog: string, name: string, folder: string): Pick<Requirement, 'range' | 'where'> {
  for (const at of ancestors(folder)) {
    for (const where of ['pnpm-workspace.yaml', '.yarnrc.yml']) {
      const lines = linesOf(join(at, where)) ?? [];
      const isDefault = catalog === '' || catalog === 'default';
      const named = partOf(partOf(lines, 'catalogs', 0) ?? [], catalog || 'default', 2);
      const part = (isDefault ? partOf(lines, 'catalog', 0) : undefined) ?? named;
      if (part !== undefined) return { range: knownRange(inlineVersion(part, name)), where };
    }
    const { catalog: plain, catalogs, workspaces } = readJsonObject(join(at, 'package.json')) as Catalogs;
    const found =
      catalog === '' ? (plain ?? workspaces?.catalog) : (catalogs ?? workspaces?.catalogs)?.[catalog];
    if (found !== undefined)
      return { range: knownRange(found[name]), where: 'the package.json of the workspace' };
  }
  return { range: undefined, where: 'a catalog' };
}

/** The overrides in the pnpm-workspace.yaml around a folder, which is where pnpm 10 keeps them. */
export function workspaceOverrides(folder: string): (readonly [key: string, range: string])[] {
  const files = ancestors(folder).map((at) => linesOf(join(at, 'pnpm-workspace.yaml')));
  const lines = files.find((one) => one !== undefined) ?? [];
  return (partOf(lines, 'overrides', 0) ?? []).flatMap((line) => {
    const [, , key, , range] = /^\s+(['"]?)([^'"#]+)\1:\s+(['"]?)([^'"#]+?)\3\s*(?:#.*)?$/.exec(line) ?? [];
    return key === undefined || range === undefined ? [] : [[key, range] as const];
  });
}

/** The text of each package.json around a folder that has a workspace, where npm and Yarn keep their overrides. */
export function workspaceManifests(
  folder: string,
): readonly { readonly path: string; readonly code: string }[] {
  return ancestors(dirname(folder)).flatMap((at) => {
    const path = join(at, 'package.json');
    const manifest = readJsonObject(path);
    const isRoot =
      'workspaces' in manifest ||
      (Object.keys(manifest).length > 0 && existsSync(join(at, 'pnpm-workspace.yaml')));
    const code = isRoot ? readTextIfAny(path) : undefined;
    return code === undefined ? [] : [{ path, code }];
  });
}

const linesOf = (path: string): string[] | undefined => readTextIfAny(path)?.split(/\r?\n/);

/** A range that allows v3 or v4 counts as those. A range below 1.4 counts as the oldest known release. */
function clamped(versionOrRange: string | undefined): string | undefined {
  if (versionOrRange === undefined || validRange(versionOrRange) === null) return undefined;
  if (mayBe(versionOrRange, '>=3.0.0-0')) return V3_OR_LATER;
  return intersects(versionOrRange, '>=1.4.0') ? versionOrRange : '1.4.0';
}

/**
 * The release to upgrade to: the newest that a version or range allows, or the newest known one by default.
 *
 * @throws LegacySettingsError if no known release of v3 or v4 matches
 */
export function newestTarget(to: string | undefined): string {
  const release = to === undefined ? TARGET_RELEASES.published.at(-1) : resolveRelease(to, TARGET_RELEASES);
  if (release !== undefined) return release;
  const message = settingsProblems.target(JSON.stringify(to), TARGET_RELEASES.words);
  throw new LegacySettingsError([{ path: 'to', message }]);
}
