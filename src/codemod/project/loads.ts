import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { DiscoveredFile } from './discover.js';
import type { Packages } from './packages.js';
import { ancestors, isWithin, readJsonObject, readTextIfAny, realPathOf } from './read.js';

/** How a file loads others, or passes on their paths: `require('./a')`, `from './a'`, `fork('./a')`, `join(__dirname, 'a')`. */
const LOAD =
  /\b(?:require(?:\.resolve)?|import|from|fork|Worker|URL|resolve|join)\b\s*\(?\s*(__dirname\s*,\s*)?(["'`])([^"'`\n]+)\2|\b__dirname\s*\+\s*(["'`])\/([^"'`\n]+)\4/g;

/** The extensions that Node and TypeScript try, and those of other languages. */
const EXTENSIONS = ['.js', '.ts', '.cjs', '.mjs', '.tsx', '.jsx', '.cts', '.mts', '.es6', '.es', '.coffee'];
const ENDS = ['', ...EXTENSIONS, ...EXTENSIONS.map((extension) => `/index${extension}`)];

const NO_CODE =
  /\.(?:json5?|css|s[ac]ss|less|svg|png|jpe?g|gif|webp|ico|html?|vue|svelte|ejs|hbs|pug|md|ya?ml|graphql|wasm|node|map|woff2?|ttf)$/i;

const IN_MODULES = /[\\/](?:node_modules|bower_components)[\\/]/;

/**
 * Knows which files of a run load which others. A file that a program loads is part of it, even if discovery left it out
 * because git ignores it, it has its own package.json, or it is outside of the folder that was given. Such files are only
 * read: without them, a server whose origins another package of a monorepo sets would seem to have none.
 */
export class Loads {
  /** Loaded files that discovery left out. */
  readonly leftOut = new Map<string, DiscoveredFile>();
  /** All files that others load. */
  readonly loaded = new Set<string>();
  /** All files that load others. */
  readonly loading = new Set<string>();
  /** The JSON files that others load. */
  readonly data = new Set<string>();
  readonly #known: ReadonlySet<string>;
  /** The folder of each package by its name. */
  readonly #named: ReadonlyMap<string | undefined, string>;
  readonly #packages: Packages;
  /** The packages that the files of each package load. */
  readonly #edges = new Map<string, Set<string>>();
  readonly #linked = new Map<string, string | undefined>();
  /** The folders named node_modules around each folder. */
  readonly #modules = new Map<string, readonly string[]>();

  /** @param files those that discovery found */
  constructor(files: readonly Pick<DiscoveredFile, 'path' | 'kind'>[], packages: Packages) {
    this.#packages = packages;
    // A file without an extension may be anything, until another file loads it.
    this.#known = new Set(files.filter(({ kind }) => kind !== 'script').map(({ path }) => path));
    const folders = files.filter(({ kind }) => kind === 'package.json').map(({ path }) => dirname(path));
    this.#named = new Map(folders.map((folder) => [packages.nameOf(folder), folder]));
  }

  /** Notes what a file loads. */
  note({ path, root }: Pick<DiscoveredFile, 'path' | 'root'>, code: string): void {
    const own = this.#packages.folderOf(path);
    const outer = isWithin(root, own) ? own : root;
    for (const [, beside, , name = '', , joined] of code.matchAll(LOAD)) {
      const [packageName = ''] = /^(?:@[^/]+\/)?[^/]+/.exec(name) ?? [];
      const other = packageName === '' ? undefined : this.#named.get(packageName);
      if (other !== undefined) this.#edge(own, other);
      const isPath = joined !== undefined || beside !== undefined || /^\.{1,2}(?:\/|$)/.test(name);
      const folder = isPath || other !== undefined ? undefined : this.#linkedPackage(own, packageName);
      const wanted = isPath
        ? resolve(dirname(path), joined ?? name)
        : folder && join(folder, name.slice(packageName.length));
      if (wanted === undefined) continue;
      const file = this.#fileAt(wanted);
      const data = wanted.endsWith('.json') ? wanted : `${wanted}.json`;
      if (file === undefined && isFile(data)) this.data.add(data);
      if (file === undefined || file === path) continue;
      this.loaded.add(file);
      this.loading.add(path);
      this.#edge(own, this.#packages.folderOf(file));
      if (!this.#known.has(file))
        this.leftOut.set(file, { path: file, root: outer, kind: 'source', named: 'package' });
    }
  }

  /** Reads the file that another one loads by a relative name. */
  read(from: string, name: string): { path: string; code: string } | undefined {
    const path = this.#fileAt(resolve(dirname(from), name));
    const code = path === undefined ? undefined : readTextIfAny(path);
    return path === undefined || code === undefined ? undefined : { path, code };
  }

  /** The packages that may reach the servers of a package: those that it loads, and those that load it. */
  relatedTo(folder: string): ReadonlySet<string> {
    const loads = new Set([folder]);
    for (const one of loads) for (const to of this.#edges.get(one) ?? []) loads.add(to);
    const loaders = new Set([folder]);
    for (const one of loaders)
      for (const [from, others] of this.#edges) if (others.has(one)) loaders.add(from);
    return new Set([...loads, ...loaders]);
  }

  #edge(from: string, to: string): void {
    if (from !== to) this.#edges.set(from, (this.#edges.get(from) ?? new Set()).add(to));
  }

  /** The folder of a package that is a link in node_modules, as package managers make them in a workspace. */
  #linkedPackage(folder: string, name: string): string | undefined {
    const key = `${folder} ${name}`;
    if (!this.#linked.has(key)) {
      const places = name === '' ? [] : this.#modulesAround(folder).map((modules) => join(modules, name));
      const place = places.find((one) => existsSync(one));
      const real = place && realPathOf(place);
      this.#linked.set(key, real === undefined || IN_MODULES.test(real) ? undefined : real);
    }
    return this.#linked.get(key);
  }

  #modulesAround(folder: string): readonly string[] {
    const all = () => ancestors(folder).map((at) => join(at, 'node_modules'));
    const found = this.#modules.get(folder) ?? all().filter((modules) => existsSync(modules));
    this.#modules.set(folder, found);
    return found;
  }

  /** The file that a path leads to, outside of node_modules. */
  #fileAt(path: string): string | undefined {
    const typed = path.replace(/\.([cm]?)js$/, '.$1ts');
    if (this.#known.has(typed)) return typed;
    const known = ENDS.find((end) => this.#known.has(path + end));
    if (known !== undefined) return path + known;
    if (NO_CODE.test(path) || IN_MODULES.test(path)) return undefined;
    const { main } = readJsonObject(join(path, 'package.json'));
    const mains = typeof main === 'string' ? ENDS.map((end) => resolve(path, main) + end) : [];
    const sources = EXTENSIONS.map((extension) => join(path, `src/index${extension}`));
    const candidates = ENDS.map((end) => path + end);
    const found = [...mains, typed, ...candidates, ...sources].find(isFile);
    return found && realPathOf(found);
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}
