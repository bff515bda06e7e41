import { dirname, join, relative } from 'node:path';
import valid from 'semver/functions/valid.js';
import { slashed } from './discover.js';
import { LARGEST_LOCKFILE, readTextIfAny } from './read.js';

/** The question to a lockfile: which release of a dependency does a package of the project have? */
interface Question {
  /** The package's folder within the project, with forward slashes; empty for the project's own. */
  readonly folder: string;
  readonly name: string;
  /** The range in the package's package.json; undefined for a dependency of another package. */
  readonly range: string | undefined;
  /** The other package whose dependency it is. */
  readonly through: string | undefined;
}

/** The lockfiles by name, in the order in which they are read. */
const LOCKFILES: readonly (readonly [name: string, read: (text: string, asked: Question) => unknown])[] = [
  ['npm-shrinkwrap.json', npmRelease],
  ['package-lock.json', npmRelease],
  ['yarn.lock', yarnRelease],
  ['pnpm-lock.yaml', pnpmRelease],
  ['bun.lock', bunRelease],
];

/**
 * The release of a dependency in the lockfile of the folder or, in a workspace, of the project around it.
 *
 * @param folder the folder of the package.json with the dependency
 * @param asked `range`: the range in that package.json; `through`: the package whose dependency it is, such as a framework's
 *   wrapper
 * @returns undefined if no lockfile says
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

/** Reads npm's lockfile, versions 1 to 3, and finds the package from the folder as Node would. */
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

interface BunLock {
  readonly workspaces?: Readonly<Record<string, { readonly name?: string }>>;
  /** By the names of the packages on the way to a dependency; the first item is `socket.io@2.4.0`. */
  readonly packages?: Readonly<Record<string, readonly [string, ...unknown[]]>>;
}

/** Reads Bun's lockfile: JSON with trailing commas. */
function bunRelease(text: string, { folder, name, through }: Question): string | undefined {
  const { workspaces = {}, packages = {} } = JSON.parse(text.replace(/,(?=\s*[}\]])/g, '')) as BunLock;
  const own = workspaces[folder];
  if (own === undefined) return undefined;
  const ways = [[own.name, through], [through], [own.name], []];
  const keys = ways.map((way) => [...way.filter((step) => step !== undefined), name].join('/'));
  const [found = ''] = keys.map((key) => packages[key]).find((entry) => entry !== undefined) ?? [];
  return found.slice(found.lastIndexOf('@') + 1);
}

/** Reads Yarn's lockfile, of Yarn 1 and later: each entry names the ranges that it is for. */
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

/** Reads pnpm's lockfile, versions 5 to 9: each package of a workspace has its own section. */
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

/** The lines below a key, in YAML as pnpm writes it. */
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

/** The release after the name, as in versions up to 5. */
export function inlineVersion(lines: readonly string[], name: string): string | undefined {
  const line = lines.find((one) => one.trimStart().replace(/['"]/g, '').startsWith(`${name}: `));
  return /: ['"]?([^'"\s(_]+)/.exec(line ?? '')?.[1];
}

/** The only release of a set; with several, it is unknown which one runs. */
function only(versions: ReadonlySet<string>): string | undefined {
  return versions.size === 1 ? [...versions][0] : undefined;
}
