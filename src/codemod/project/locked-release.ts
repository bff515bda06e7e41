import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import valid from 'semver/functions/valid.js';

/** What a lockfile is asked: which release a package of a project has of one that it depends on. */
interface Question {
  /** The package's folder within the project, with forward slashes; empty for the project's own. */
  readonly folder: string;
  readonly name: string;
  /** The range in its package.json. */
  readonly range: string;
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
 * @param folder where the package.json with the range is
 * @returns undefined where no lockfile tells
 */
export function lockedRelease(folder: string, name: string, range: string): string | undefined {
  for (let root = folder; ; root = dirname(root)) {
    const here = LOCKFILES.filter(([file]) => existsSync(join(root, file)));
    const asked = { folder: relative(root, folder).split(sep).join('/'), name, range };
    for (const [file, read] of here) {
      const release = tried(() => read(readFileSync(join(root, file), 'utf8'), asked));
      if (typeof release === 'string' && valid(release) !== null) return release;
    }
    // The nearest one speaks for the folder, or nobody does.
    if (here.length > 0 || dirname(root) === root) return undefined;
  }
}

/** A lockfile that cannot be read, or is none, tells nothing. */
function tried<T>(run: () => T): T | undefined {
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
function npmRelease(text: string, { folder, name }: Question): string | undefined {
  const { packages, dependencies = {} } = JSON.parse(text) as NpmLock;
  if (packages === undefined) {
    const isOwn = folder === '';
    const own = Object.values(dependencies).find(({ version }) => version === `file:${folder}`);
    if (!isOwn && own === undefined) return undefined;
    return (own?.dependencies?.[name] ?? dependencies[name])?.version;
  }
  // Somebody else's project is not spoken of.
  if (packages[folder] === undefined) return undefined;
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const found = packages[`${at}${at === '' ? '' : '/'}node_modules/${name}`];
    if (found !== undefined || at === '') return found?.version;
  }
}

/** Yarn's, of version 1 and from 2 on: an entry names the ranges that it is for. */
function yarnRelease(text: string, { name, range }: Question): string | undefined {
  const descriptors = [`${name}@${range}`, `${name}@npm:${range}`];
  for (const [, names, version] of text.matchAll(/^(\S.*):\r?\n[ \t]+version:? "?([^"\s]+)/gm)) {
    const isFor = (names ?? '').replace(/"/g, '').split(/,\s*/);
    if (descriptors.some((descriptor) => isFor.includes(descriptor))) return version;
  }
  return undefined;
}

/** pnpm's, of versions 5 to 9: each package of a workspace has a part of its own. */
function pnpmRelease(text: string, { folder, name }: Question): string | undefined {
  const importers = partOf(text.split(/\r?\n/), 'importers', 0);
  const own = importers ? partOf(importers, folder || '.', 2) : text.split(/\r?\n/);
  // Without a workspace there is nobody but the project itself.
  if (own === undefined || (!importers && folder !== '')) return undefined;
  const indent = importers ? 4 : 0;
  for (const field of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    const part = partOf(own, field, indent) ?? [];
    const written = partOf(part, name, indent + 2)?.find((line) => /^\s*version:/.test(line));
    const version = /version:\s*['"]?([^'"\s(_]+)/.exec(written ?? '')?.[1] ?? inlineVersion(part, name);
    if (version !== undefined) return version;
  }
  return undefined;
}

/** The lines below a key of a YAML file as pnpm writes it. */
function partOf(lines: readonly string[], key: string, indent: number): string[] | undefined {
  const before = ' '.repeat(indent);
  const start = lines.findIndex((line) =>
    [`${before}${key}:`, `${before}'${key}':`].includes(line.trimEnd()),
  );
  if (start === -1) return undefined;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.trim() !== '' && !line.startsWith(`${before}  `));
  return end === -1 ? rest : rest.slice(0, end);
}

/** Until version 5, the release stood behind the name. */
function inlineVersion(lines: readonly string[], name: string): string | undefined {
  const line = lines.find((one) => one.trimStart().replace(/'/g, '').startsWith(`${name}: `));
  return /: '?([^'\s(_]+)/.exec(line ?? '')?.[1];
}
