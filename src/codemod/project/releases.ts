import { dirname, join, sep } from 'node:path';
import satisfies from 'semver/functions/satisfies.js';
import valid from 'semver/functions/valid.js';
import intersects from 'semver/ranges/intersects.js';
import validRange from 'semver/ranges/valid.js';
import { repositoryOf } from './git.js';
import {
  ancestors,
  isWithin,
  LARGEST_LOCKFILE,
  pathFrom,
  readJsonObject,
  readTextIfAny,
  realPathOf,
} from './read.js';

/** What a dependency asks for. */
export interface Requirement {
  /** The package that is installed: `socket.io` for `npm:socket.io@2.0.4` and `github:socketio/socket.io#2.3.0`. */
  readonly source: string;
  /** Its semver range; undefined if only the package manager knows. */
  readonly range: string | undefined;
  /** The place of the range, if package.json does not have it as a plain range. */
  readonly where?: string;
}

/** A dependency that is installed under another name, or as a fork under its own. */
const ALIAS = /^npm:(@?[^@]+)(?:@(.+))?$/;
/** A git address may name the release: `github:socketio/socket.io#2.3.0`, `…#semver:^2.0.0`; so may a tarball's. */
const RELEASE_IN_ADDRESS = /#(?:semver:)?v?(.+)$|\/socket\.io(?:-client)?-(\d+\.\d+\.\d+[^/]*)\.tgz$/;
const REPOSITORY = /\bsocketio\/(socket\.io(?:-\w+)*)(?:\.git)?(?:#|$)/;

/**
 * Reads what a package.json asks for.
 *
 * @param folder the folder of the package.json; without one, catalogs are not read
 * @example requirementOf('sio', 'npm:socket.io@2.0.4') // { source: 'socket.io', range: '2.0.4', where: 'an alias' }
 */
export function requirementOf(name: string, written: string, folder?: string): Requirement {
  const [, source, aliased] = ALIAS.exec(written) ?? [];
  if (source !== undefined) return { source, range: knownRange(aliased), where: 'an alias' };
  if (written.startsWith('catalog:')) return { source: name, ...catalogRange(name, folder) };
  if (/[:/]/.test(written)) {
    const [, tag, tarball] = RELEASE_IN_ADDRESS.exec(written) ?? [];
    const [, repository = name] = REPOSITORY.exec(written) ?? [];
    return { source: repository, range: knownRange(tag ?? tarball), where: 'an address' };
  }
  const range = knownRange(written);
  return range === undefined && written.trim() !== ''
    ? { source: name, range, where: 'a tag' }
    : { source: name, range };
}

function knownRange(text: string | undefined): string | undefined {
  // An older lockfile may have a release of v2, which was the latest one then.
  if (text === 'latest') return '*';
  return text === undefined || text.trim() === '' || validRange(text) === null ? undefined : text;
}

/** The range in a catalog of pnpm's or Yarn's, if all of them have the same. */
function catalogRange(name: string, folder?: string): Pick<Requirement, 'range' | 'where'> {
  for (const at of folder === undefined ? [] : ancestors(folder))
    for (const where of ['pnpm-workspace.yaml', '.yarnrc.yml']) {
      const entries = new RegExp(`^\\s+['"]?${escaped(name)}['"]?:\\s*['"]?([^'"#\\n]*)`, 'gm');
      const lines = [...(readTextIfAny(join(at, where)) ?? '').matchAll(entries)];
      const ranges = new Set(lines.map(([, range = '']) => range.trim()));
      if (ranges.size > 0)
        return { range: ranges.size === 1 ? knownRange([...ranges][0]) : undefined, where };
    }
  return { range: undefined, where: 'a catalog' };
}

const escaped = (name: string): string => name.replace(/\./g, '\\.');

/** Whether a version or range allows a release of another range. */
export const mayBe = (range: string, other: string): boolean =>
  intersects(range, other, { includePrerelease: true });

/** Whether a range allows only releases before another one. */
export function isBefore(range: string | undefined, first: string): boolean {
  return (
    range !== undefined && range.trim() !== '' && validRange(range) !== null && !mayBe(range, `>=${first}`)
  );
}

/**
 * The release that Node would load from a folder. In a workspace, the package is often installed further out.
 *
 * @param through the package whose own copy of it is loaded
 */
export function installedRelease(folder: string, name: string, through?: string): string | undefined {
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

/**
 * The lockfiles, in the order in which they are read, and how each writes a release of a package: after a key, which is the
 * longer, the farther the package is from the root.
 */
const LOCKFILES: readonly (readonly [file: string, entryOf: (name: string) => string])[] = [
  ['npm-shrinkwrap.json', npmEntry],
  ['package-lock.json', npmEntry],
  // socket.io@^2.0.0, socket.io@~2.4.0:⏎  version "2.4.1"
  ['yarn.lock', (name) => `^(.*(?<![\\w/-])${name}@.*):\\r?\\n\\s+version:? "?([^"\\s]+)`],
  ['pnpm-lock.yaml', pnpmEntry],
  // "@nestjs/platform-socket.io/socket.io": ["socket.io@2.4.1"
  ['bun.lock', (name) => `"((?:[^"\\n]*/)?${name})": *\\["${name}@([^"]+)"`],
];

/** `"node_modules/socket.io": { "version": "2.4.1"`; the version of an alias is `npm:socket.io@2.0.4`. */
function npmEntry(name: string): string {
  return `((?:^ +)?"(?:[^"\\n]*node_modules/)?${name})":\\s*\\{\\s*"version":\\s*"(?:npm:.+@)?([^"]+)"`;
}

/** A dependency, `socket.io: 2.4.1` or with a specifier and a version; or a package, `/socket.io@2.4.1:`. */
function pnpmEntry(name: string): string {
  const dependency = `\\s+'?${name}'?:\\s+(?:specifier: .*\\s+version: )?`;
  return `^(?:( {2}'?/?)${name}[@/]|${dependency})(\\d[^:'"(_\\s]*)`;
}

/**
 * The release of a dependency in the nearest lockfile.
 *
 * @param range the range that the dependency asks for; undefined if it is unknown
 * @param through the package whose own copy is asked for
 * @returns undefined if no lockfile says
 */
export function lockedRelease(
  folder: string,
  name: string,
  { range, through }: { readonly range?: string | undefined; readonly through?: string },
): string | undefined {
  for (const root of ancestors(folder)) {
    const found = LOCKFILES.flatMap(([file, entryOf]) => {
      const text = readTextIfAny(join(root, file), LARGEST_LOCKFILE);
      return text === undefined ? [] : [[...text.matchAll(new RegExp(entryOf(escaped(name)), 'gm'))]];
    });
    const entries = (found.find((one) => one.length > 0) ?? []).flatMap(([, key = '', release = '']) =>
      valid(release) === null ? [] : [{ key, release }],
    );
    if (range !== undefined) {
      const fitting = entries.filter(({ release }) => satisfies(release, range));
      // Yarn repeats the range. npm has a path in the workspace. Otherwise, the one of the app is nearest to the root.
      const own = `"${join(pathFrom(root, folder), 'node_modules', name).split(sep).join('/')}`;
      const asked = fitting.find(
        ({ key }) => key.endsWith(own) || key.split(/@(?:npm:)?|"?, /).includes(range),
      );
      const [nearest] = fitting.sort((a, b) => a.key.length - b.key.length);
      if (found.length > 0) return (asked ?? nearest)?.release;
    }
    const own = entries.filter(({ key }) => through !== undefined && key.includes(`${through}/`));
    const releases = new Set((own.length > 0 ? own : entries).map(({ release }) => release));
    if (found.length > 0) return releases.size === 1 ? [...releases][0] : undefined;
  }
  return undefined;
}
