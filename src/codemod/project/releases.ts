import { dirname, join } from 'node:path';
import valid from 'semver/functions/valid.js';
import intersects from 'semver/ranges/intersects.js';
import validRange from 'semver/ranges/valid.js';
import { repositoryOf } from './git.js';
import { inlineVersion, partOf } from './lockfiles.js';
import { ancestors, isWithin, readJsonObject, readTextIfAny, realPathOf } from './read.js';

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
  if (written.startsWith('catalog:'))
    return { source: name, ...catalogRange(written.slice('catalog:'.length), name, folder) };
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

interface Catalogs {
  readonly catalog?: Readonly<Record<string, string>>;
  readonly catalogs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** npm and Yarn write a list of patterns here. */
  readonly workspaces?: Pick<Catalogs, 'catalog' | 'catalogs'>;
}

/** The range in a catalog: in a file of pnpm's or Yarn's, or for Bun in the package.json of the workspace. */
function catalogRange(catalog: string, name: string, folder?: string): Pick<Requirement, 'range' | 'where'> {
  for (const at of folder === undefined ? [] : ancestors(folder)) {
    for (const where of ['pnpm-workspace.yaml', '.yarnrc.yml']) {
      const lines = (readTextIfAny(join(at, where)) ?? '').split(/\r?\n/);
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
