import { boundValues } from '../ast/bound-values.js';
import type { NodePath, t } from '../ast/types.js';
import { unwrap } from '../ast/unwrap.js';
import { chainStart, type Handle, handleOf, type MethodCall } from './handle.js';
import { moduleValue } from './module-value.js';
import type { ServerSite } from './server-site.js';

/** A place that a value is kept in. */
export interface Kept {
  readonly handle: Handle;
  readonly value: NodePath;
}

/** Where the servers of a file are kept, and what else those places are given; each question takes a look-up. */
export class Places {
  readonly #roots = new Map<Handle['root'], number>();
  readonly #sitesByCall = new Map<t.Node, ServerSite>();
  /** What holds a call that makes a server. */
  readonly #aroundCalls = new Set<t.Node>();
  readonly #sitesByPlace = new Map<string, ServerSite[]>();
  readonly #valuesByPlace = new Map<string, NodePath[]>();
  readonly #areServersAlone = new Map<string, boolean>();

  constructor(sites: readonly ServerSite[], kept: readonly Kept[]) {
    for (const { handle, value } of kept) add(this.#valuesByPlace, this.#keyOf(handle), value);
    const copies = new Map<string, Handle[]>();
    for (const { handle, value } of kept) {
      const from = handleOf(value);
      if (from) add(copies, this.#keyOf(from), handle);
    }
    for (const site of sites) {
      this.#sitesByCall.set(site.call.node, site);
      this.#noteAround(site.call);
      this.#followAliases(site, copies);
    }
  }

  /** The servers that a method is called on, as far as that is certain. */
  ownersOf(method: MethodCall): readonly ServerSite[] {
    const start = chainStart((method.call.get('callee') as NodePath).get('object') as NodePath, (node) =>
      this.#sitesByCall.has(node),
    );
    const direct = this.#sitesByCall.get(start.node);
    if (direct !== undefined) return [direct];
    const handle = handleOf(start);
    if (handle === undefined || !this.#holdsServersAlone(handle)) return [];
    return this.#sitesByPlace.get(this.#keyOf(handle)) ?? [];
  }

  /** Adds the further places that a server is kept in: `this.io = io`. */
  #followAliases(site: ServerSite, copies: ReadonlyMap<string, readonly Handle[]>): void {
    const seen = new Set<string>();
    // What is added on the way is gone through too.
    for (const handle of site.handles) {
      const key = this.#keyOf(handle);
      if (seen.has(key)) continue;
      seen.add(key);
      add(this.#sitesByPlace, key, site);
      for (const copy of copies.get(key) ?? []) {
        if (!seen.has(this.#keyOf(copy))) site.handles.push(copy);
      }
    }
  }

  #holdsServersAlone(handle: Handle): boolean {
    const key = this.#keyOf(handle);
    const known = this.#areServersAlone.get(key);
    if (known !== undefined) return known;
    const values = this.#valuesByPlace.get(key) ?? [];
    const result =
      !isGivenByPattern(handle) &&
      values.every((value) => this.#isServerOrModule(value) || this.#isKeptAlready(value, key));
    this.#areServersAlone.set(key, result);
    return result;
  }

  /** Whether a value is read from a place that holds the same server, and nothing else ever. */
  #isKeptAlready(value: NodePath, place: string): boolean {
    const from = handleOf(value);
    if (from === undefined) return false;
    const key = this.#keyOf(from);
    const owners = new Set(this.#sitesByPlace.get(key));
    return (
      key !== place &&
      (this.#sitesByPlace.get(place) ?? []).some((owner) => owners.has(owner)) &&
      (this.#valuesByPlace.get(key) ?? []).every((one) => this.#isServerOrModule(one))
    );
  }

  /** Whether a value that a server's variable is given is the server, its module, or nothing. */
  #isServerOrModule(value: NodePath): boolean {
    const node = unwrap(value);
    if (node.isNullLiteral() || node.isIdentifier({ name: 'undefined' })) return true;
    return this.#aroundCalls.has(node.node) || moduleValue(node, ['socket.io']) !== undefined;
  }

  #noteAround(call: NodePath): void {
    for (let at: NodePath | null = call; at && !this.#aroundCalls.has(at.node); at = at.parentPath)
      this.#aroundCalls.add(at.node);
  }

  #keyOf({ root, path }: Handle): string {
    const number = this.#roots.get(root) ?? this.#roots.size;
    this.#roots.set(root, number);
    return `${number}${path}`;
  }
}

/** Whether a variable is given values that are not followed: `[io, admin] = [admin, io]`. */
function isGivenByPattern({ root }: Handle): boolean {
  if (typeof root === 'string' || !('constantViolations' in root)) return false;
  return (
    root.constantViolations.length > 0 && boundValues(root) === undefined && root.path.isVariableDeclarator()
  );
}

function add<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
