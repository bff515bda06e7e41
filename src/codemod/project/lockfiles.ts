import { join } from 'node:path';
import valid from 'semver/functions/valid.js';
import { ancestors, LARGEST_LOCKFILE, pathFrom, readTextIfAny } from './read.js';

/** The question to a lockfile: which release of a dependency does a package of the project have? */
interface Question {
  /** The package's folder within the project, with forward slashes; empty for the project's own. */
  readonly folder: string;
  readonly name: string;
  /** The range in the package's package.json; undefined for a dependency of another package. */
  readonly range?: string | undefined;
  /** The other package whose dependency it is, such as a framework's wrapper. */
  readonly through?: string | undefined;
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
 * @returns undefined if no lockfile says
 */
export function lockedRelease(
  folder: string,
  name: string,
  asked: Pick<Question, 'range' | 'through'>,
): string | undefined {
  for (const root of ancestors(folder)) {
    const found = LOCKFILES.flatMap(([file, read]) => {
      const text = readTextIfAny(join(root, file), LARGEST_LOCKFILE);
      return text === undefined ? [] : [{ text, read }];
    });
    const question = { folder: pathFrom(root, folder), name, ...asked };
    for (const { text, read } of found) {
      try {
        const release = read(text, question);
        if (typeof release === 'string' && valid(release) !== null) return release;
      } catch {
        // A lockfile that cannot be read tells nothing.
      }
    }
    // Only the nearest lockfile counts.
    if (found.length > 0) return undefined;
  }
  return undefined;
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
    const own = Object.values(dependencies).find(({ version }) => version === `file:${folder}`);
    if (folder !== '' && own === undefined) return undefined;
    const nested = through === undefined ? own : dependencies[through];
    const { version } = nested?.dependencies?.[name] ?? dependencies[name] ?? {};
    // An alias is written into the version: `npm:socket.io@2.0.4`.
    return version?.replace(/^npm:.+@/, '');
  }
  // A lockfile that does not know the folder belongs to another project.
  if (packages[folder] === undefined) return undefined;
  const inside = (at: string, rest: string) => (at === '' ? rest : `${at}/${rest}`);
  const start = through === undefined ? folder : inside(folder, `node_modules/${through}`);
  for (let at = start; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const found = packages[inside(at, `node_modules/${name}`)];
    if (found !== undefined || at === '') return found?.version;
  }
}

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
  const entries = [...text.matchAll(/^(\S.*):\r?\n[ \t]+version:? "?([^"\s]+)/gm)].map(
    ([, names = '', version = '']) => ({ requests: names.replace(/"/g, '').split(/,\s*/), version }),
  );
  const asked = [`${name}@${range}`, `${name}@npm:${range}`];
  if (range !== undefined)
    return entries.find(({ requests }) => requests.some((one) => asked.includes(one)))?.version;
  return only(entries.filter(({ requests }) => requests.some((one) => one.startsWith(`${name}@`))));
}

/** Reads pnpm's lockfile, versions 5 to 9: each package of a workspace has its own section. */
function pnpmRelease(text: string, { folder, name, range, through }: Question): string | undefined {
  const lines = text.split(/\r?\n/);
  if (through !== undefined || range === undefined) {
    const key = new RegExp(`^ {2}'?/?${name.replace(/\./g, '\\.')}[@/](\\d+\\.\\d+\\.\\d+[\\w.-]*)`, 'gm');
    return only([...text.matchAll(key)].map(([, version = '']) => ({ version })));
  }
  const importers = partOf(lines, 'importers', 0);
  // Without a workspace there is only the project itself.
  const own = importers ? partOf(importers, folder || '.', 2) : folder === '' ? lines : undefined;
  const indent = importers ? 4 : 0;
  for (const field of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    const part = partOf(own ?? [], field, indent) ?? [];
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

/** The only release of some entries; with several, it is unknown which one runs. */
function only(entries: readonly { readonly version: string }[]): string | undefined {
  const versions = new Set(entries.map(({ version }) => version));
  return versions.size === 1 ? [...versions][0] : undefined;
}
