import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isWithin, realPathOf } from './discover.js';
import { readJsonObject } from './read.js';

/** How a file loads others, or passes on their paths: `require('./a')`, `from './a'`, `fork('./a')`, `join(__dirname, 'a')`. */
const LOAD =
  /\b(?:require(?:\.resolve)?|import|from|fork|Worker|URL|resolve|join)\b\s*\(?\s*(__dirname\s*,\s*)?(["'`])([^"'`\n]+)\2|\b__dirname\s*\+\s*(["'`])\/([^"'`\n]+)\4/g;

/** The extensions that Node and TypeScript try, and those of other languages. */
const ENDINGS = ['', '.js', '.ts', '.cjs', '.mjs', '.tsx', '.jsx', '.cts', '.mts', '.es6', '.es', '.coffee'];
const INDEXES = ENDINGS.slice(1).map((ending) => `/index${ending}`);

const NO_CODE =
  /\.(?:json5?|css|s[ac]ss|less|svg|png|jpe?g|gif|webp|ico|html?|vue|svelte|ejs|hbs|pug|md|ya?ml|graphql|wasm|node|map|woff2?|ttf)$/i;

const IN_MODULES = /[\\/](?:node_modules|bower_components)[\\/]/;

/**
 * Knows which files of a run load which others. A file that a program loads is part of it, even if discovery left it out
 * because git ignores it, it has its own package.json, or it is outside of the folder that was given. Such files are only
 * read: without them, a server whose origins another package of a monorepo sets would seem to have none.
 */
export class Loads {
  /** Loaded files that discovery left out, each with the folder that was given. */
  readonly leftOut = new Map<string, string>();
  /** All files that others load. */
  readonly loaded = new Set<string>();
  /** The JSON files that others load. */
  readonly data = new Set<string>();
  readonly #known: ReadonlySet<string>;
  readonly #packages: ReadonlyMap<string, string>;
  readonly #packageOf: (file: string) => string;
  readonly #edges = new Map<string, Set<string>>();
  readonly #linked = new Map<string, string | undefined>();

  /**
   * @param known the files that discovery found
   * @param packages the folder of each package by its name
   */
  constructor(
    known: ReadonlySet<string>,
    packages: ReadonlyMap<string, string>,
    packageOf: (file: string) => string,
  ) {
    this.#known = known;
    this.#packages = packages;
    this.#packageOf = packageOf;
  }

  /** Notes what a file loads. */
  note({ path, root }: { readonly path: string; readonly root: string }, code: string): void {
    const own = this.#packageOf(path);
    const outer = isWithin(root, own) ? own : root;
    for (const [, beside, , name = '', , joined] of code.matchAll(LOAD)) {
      const [packageName = ''] = /^(?:@[^/]+\/)?[^/]+/.exec(name) ?? [];
      const other = this.#packages.get(packageName);
      if (other !== undefined) this.#edge(own, other);
      const isPath = joined !== undefined || beside !== undefined || /^\.{1,2}(?:\/|$)/.test(name);
      const folder = isPath || other !== undefined ? undefined : this.#linkedPackage(own, packageName);
      const wanted = isPath
        ? resolve(dirname(path), joined ?? name)
        : folder && join(folder, name.slice(packageName.length));
      const file = wanted === undefined ? undefined : this.#fileAt(wanted);
      if (wanted !== undefined && file === undefined) this.#noteData(wanted);
      if (file === undefined || file === path) continue;
      this.loaded.add(file);
      this.#edge(own, this.#packageOf(file));
      if (!this.#known.has(file)) this.leftOut.set(file, outer);
    }
  }

  /** The packages that may reach the servers of a package: those that it loads, and those that load it. */
  relatedTo(folder: string): ReadonlySet<string> {
    return new Set([...this.#reach(folder, false), ...this.#reach(folder, true)]);
  }

  #reach(folder: string, isUpwards: boolean): Set<string> {
    const reached = new Set([folder]);
    for (const one of reached) {
      for (const [from, others] of this.#edges) {
        if (!isUpwards && from === one) for (const other of others) reached.add(other);
        if (isUpwards && others.has(one)) reached.add(from);
      }
    }
    return reached;
  }

  #noteData(path: string): void {
    const data = path.endsWith('.json') ? path : `${path}.json`;
    if (isFile(data)) this.data.add(data);
  }

  #edge(from: string, to: string): void {
    if (from !== to) this.#edges.set(from, (this.#edges.get(from) ?? new Set()).add(to));
  }

  /** The folder of a package that is a link in node_modules, as package managers make them in a workspace. */
  #linkedPackage(folder: string, name: string): string | undefined {
    const key = `${folder} ${name}`;
    if (!this.#linked.has(key)) {
      let real: string | undefined;
      for (let at = folder; real === undefined; at = dirname(at)) {
        real = name === '' ? undefined : realPathOf(join(at, 'node_modules', name));
        if (dirname(at) === at) break;
      }
      this.#linked.set(key, real === undefined || IN_MODULES.test(real) ? undefined : real);
    }
    return this.#linked.get(key);
  }

  /** The file that a path leads to, outside of node_modules. */
  #fileAt(path: string): string | undefined {
    const ends = [...ENDINGS, ...INDEXES];
    const typed = path.replace(/\.([cm]?)js$/, '.$1ts');
    const candidates = [...(typed === path ? [] : [typed]), ...ends.map((end) => path + end)];
    const known = candidates.find((one) => this.#known.has(one));
    if (known !== undefined) return known;
    if (NO_CODE.test(path) || IN_MODULES.test(path)) return undefined;
    const { main } = readJsonObject(join(path, 'package.json'));
    const mains = typeof main === 'string' ? ends.map((end) => resolve(path, main) + end) : [];
    const sources = ENDINGS.slice(1).map((ending) => join(path, `src/index${ending}`));
    const found = [...mains, ...candidates, ...sources].find(isFile);
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
