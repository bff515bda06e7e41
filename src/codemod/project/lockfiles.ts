import { dirname, join, relative } from 'node:path';
import valid from 'semver/functions/valid.js';
import { slashed } from './discover.js';
import { LARGEST_LOCKFILE, readTextIfAny } from './read.js';

/** What a lockfile is asked: which release a package of a project has of one that it depends on. */
interface Question {
  /** The package's folder within the project, with forward slashes; empty for the project's own. */
  readonly folder: string;
  readonly name: string;
  /** The range in its package.json; undefined if it depends on it through another package. */
  readonly range: string | undefined;
  /** The package that it depends on it through. */
  readonly through: string | undefined;
}

/** The lockfiles by their names, in the order in which they are asked. */
const LOCKFILES: readonly (readonly [name: string, read: (text: string, asked: Question) => unknown])[] = [
  ['npm-shrinkwrap.json', npmRelease],
  ['package-lock.json', npmRelease],
  ['yarn.lock', yarnRelease],
  ['pnpm-lock.yaml', pnpmRelease],
];

/**
 * The release that a lockfile holds, of the folder or, in a workspace, of the project around it.
 *
 * @param folder the folder of the package.json that depends on it
 * @param asked `range`: the package.json's own range; `through`: the package that brings it, such as a framework's wrapper
 * @returns undefined if no lockfile tells
 */
export function lockedRelease(
  folder: string,
  name: string,
  { range, through }: { readonly range?: string | undefined; readonly through?: string | undefined },
): string | undefined {
  for (let root = folder; ; root = dirname(root)) {
    let isHere = false;
    for (const [file, read] of LOCKFILES) {
      const text = readTextIfAny(join(root, file), LARGEST_LOCKFILE);
      if (text === undefined) continue;
      isHere = true;
      const release = orUndefined(() =>
        read(text, { folder: slashed(relative(root, folder)), name, range, through }),
      );
      if (typeof release === 'string' && valid(release) !== null) return release;
    }
    // Only the nearest lockfile counts.
    if (isHere || dirname(root) === root) return undefined;
  }
}

/** A lockfile that cannot be read tells nothing. */
function orUndefined<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

interface NpmEntry {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, NpmEntry>>;
}
interface NpmLock extends NpmEntry {
  /** From version 2 on, by the path in the project. */
  readonly packages?: Readonly<Record<string, NpmEntry>>;
}

/** npm's, in its versions 1 to 3: as Node would find the package from the folder. */
function npmRelease(text: string, { folder, name, through }: Question): string | undefined {
  const { packages, dependencies = {} } = JSON.parse(text) as NpmLock;
  if (packages === undefined) {
    const isOwn = folder === '';
    const own = Object.values(dependencies).find(({ version }) => version === `file:${folder}`);
    if (!isOwn && own === undefined) return undefined;
    const nested = through === undefined ? own : dependencies[through];
    return withoutAlias((nested?.dependencies?.[name] ?? dependencies[name])?.version);
  }
  // A lockfile that does not know the folder belongs to another project.
  if (packages[folder] === undefined) return undefined;
  const start = through === undefined ? folder : joined(folder, `node_modules/${through}`);
  for (let at = start; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const found = packages[joined(at, `node_modules/${name}`)];
    if (found !== undefined || at === '') return found?.version;
  }
}

const joined = (folder: string, rest: string): string => (folder === '' ? rest : `${folder}/${rest}`);

/** npm's version 1 writes an alias into the version: `npm:socket.io@2.0.4`. */
const withoutAlias = (version: string | undefined) => version?.replace(/^npm:.+@/, '');

/** Yarn's, of version 1 and from 2 on: an entry names the ranges that it is for. */
function yarnRelease(text: string, { name, range }: Question): string | undefined {
  const versions = new Set<string>();
  for (const [, names = '', version = ''] of text.matchAll(/^(\S.*):\r?\n[ \t]+version:? "?([^"\s]+)/gm)) {
    const descriptors = names.replace(/"/g, '').split(/,\s*/);
    if (
      range !== undefined &&
      descriptors.some((one) => [`${name}@${range}`, `${name}@npm:${range}`].includes(one))
    )
      return version;
    if (descriptors.some((one) => one.startsWith(`${name}@`))) versions.add(version);
  }
  return range === undefined ? only(versions) : undefined;
}

/** pnpm's, of versions 5 to 9: each package of a workspace has a part of its own. */
function pnpmRelease(text: string, { folder, name, range, through }: Question): string | undefined {
  const lines = text.split(/\r?\n/);
  if (through !== undefined || range === undefined) {
    const key = new RegExp(`^ {2}'?/?${name.replace(/\./g, '\\.')}[@/](\\d+\\.\\d+\\.\\d+[\\w.-]*)`, 'gm');
    return only(new Set([...text.matchAll(key)].map(([, version = '']) => version)));
  }
  const importers = partOf(lines, 'importers', 0);
  const own = importers ? partOf(importers, folder || '.', 2) : lines;
  // Without a workspace there is only the project itself.
  if (own === undefined || (!importers && folder !== '')) return undefined;
  const indent = importers ? 4 : 0;
  for (const field of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    const part = partOf(own, field, indent) ?? [];
    const written = partOf(part, name, indent + 2)?.find((line) => /^\s*version:/.test(line));
    const version =
      /version:\s*['"]?(?:\/?[\w.-]+@)?([^'"\s(_]+)/.exec(written ?? '')?.[1] ?? inlineVersion(part, name);
    if (version !== undefined) return version;
  }
  return undefined;
}

/** The lines below a key of a YAML file as pnpm writes it. */
export function partOf(lines: readonly string[], key: string, indent: number): string[] | undefined {
  const before = ' '.repeat(indent);
  const start = lines.findIndex((line) =>
    [`${before}${key}:`, `${before}'${key}':`, `${before}"${key}":`].includes(line.trimEnd()),
  );
  if (start === -1) return undefined;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.trim() !== '' && !line.startsWith(`${before}  `));
  return end === -1 ? rest : rest.slice(0, end);
}

/** Until version 5, the release stood behind the name. */
export function inlineVersion(lines: readonly string[], name: string): string | undefined {
  const line = lines.find((one) => one.trimStart().replace(/['"]/g, '').startsWith(`${name}: `));
  return /: ['"]?([^'"\s(_]+)/.exec(line ?? '')?.[1];
}

/** The only one of a set: several releases leave open which one runs. */
function only(versions: ReadonlySet<string>): string | undefined {
  return versions.size === 1 ? [...versions][0] : undefined;
}
