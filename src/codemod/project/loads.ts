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

/**
 * Knows which files of a run load which others. A file that a program loads is part of it, even if discovery left it out
 * because git ignores it, or if it has its own package.json.
 */
export class Loads {
  /** Loaded files that discovery left out, each with the folder that must contain it. */
  readonly leftOut = new Map<string, string>();
  /** All files that others load. */
  readonly loaded = new Set<string>();
  readonly #known: ReadonlySet<string>;
  readonly #packages: ReadonlyMap<string, string>;
  readonly #packageOf: (file: string) => string;
  readonly #edges = new Map<string, Set<string>>();

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
      const other = this.#packages.get(/^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? '');
      if (other !== undefined) this.#edge(own, other);
      const isPath = joined !== undefined || beside !== undefined || /^\.{1,2}(?:\/|$)/.test(name);
      const file = isPath ? this.#fileAt(resolve(dirname(path), joined ?? name), outer) : undefined;
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

  #edge(from: string, to: string): void {
    if (from !== to) this.#edges.set(from, (this.#edges.get(from) ?? new Set()).add(to));
  }

  /** The file that a path leads to, below a folder and outside of node_modules. */
  #fileAt(path: string, root: string): string | undefined {
    const ends = [...ENDINGS, ...INDEXES];
    const typed = path.replace(/\.([cm]?)js$/, '.$1ts');
    const candidates = [...(typed === path ? [] : [typed]), ...ends.map((end) => path + end)];
    const known = candidates.find((one) => this.#known.has(one));
    if (known !== undefined) return known;
    if (
      NO_CODE.test(path) ||
      !isWithin(path, root) ||
      /[\\/](?:node_modules|bower_components)[\\/]/.test(path)
    )
      return undefined;
    const { main } = readJsonObject(join(path, 'package.json'));
    const mains = typeof main === 'string' ? ends.map((end) => resolve(path, main) + end) : [];
    const found = [...mains, ...candidates].find(isFile);
    const real = found && realPathOf(found);
    return real !== undefined && isWithin(real, root) ? real : undefined;
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}
