import type * as t from '@babel/types';
import { CHECKED_TYPES } from './checked-types.js';
import { isReferenced } from './is-referenced.js';
import { FUNCTIONS, GROUPS, isStatementType } from './node-kinds.js';
import type { NodePath, Visitor } from './node-path.js';

type Scope = NodePath['scope'];
type Callback = (path: NodePath) => void;

/** The implementation of `NodePath`. Its many `is…()` methods are defined below. */
export class TreePath {
  /** The paths of the children, in the order of the code. */
  readonly children: TreePath[] = [];
  scope!: Scope;
  #signal: 'skip' | 'stop' | undefined;
  #lists: Map<string, TreePath[]> | undefined;

  constructor(
    readonly node: t.Node,
    readonly parent: t.Node,
    readonly parentPath: TreePath | null,
    readonly key: string | number | null,
    readonly listKey: string | null,
  ) {}

  /** This path, with the type that the rest of the code uses. */
  get self(): NodePath {
    return this as unknown as NodePath;
  }

  get inList(): boolean {
    return this.listKey !== null;
  }

  get container(): t.Node | readonly t.Node[] {
    return this.listKey === null ? this.parent : (valueIn(this.parent, this.listKey) as t.Node[]);
  }

  get(key: string): NodePath | NodePath[] {
    const value = valueIn(this.node, key);
    if (Array.isArray(value)) return value.map((_, index) => this.#below(key, index).self);
    return this.#below(key).self;
  }

  getSibling(key: string | number): NodePath {
    const { parentPath, listKey } = this;
    if (parentPath === null) throw new TypeError('A program has no siblings');
    if (listKey === null) return parentPath.#below(String(key)).self;
    return parentPath.#below(listKey, Number(key)).self;
  }

  findParent(test: (parent: NodePath) => boolean): NodePath | null {
    for (let at = this.parentPath; at; at = at.parentPath) if (test(at.self)) return at.self;
    return null;
  }

  getFunctionParent(): NodePath | null {
    return this.findParent(({ node }) => FUNCTIONS.has(node.type));
  }

  isDescendant(other: NodePath): boolean {
    return this.findParent((parent) => parent === other) !== null;
  }

  isAncestor(other: NodePath): boolean {
    return other.isDescendant(this.self);
  }

  isReferencedIdentifier(): boolean {
    const { node, parent, parentPath } = this;
    if (parentPath === null || (node.type !== 'Identifier' && node.type !== 'JSXIdentifier')) return false;
    // <div> is a tag, <Div> a variable.
    if (node.type === 'JSXIdentifier' && parent.type !== 'JSXMemberExpression' && /^[a-z]/.test(node.name))
      return false;
    return isReferenced(parent, this.listKey ?? String(this.key), parentPath.parent);
  }

  isStatement(): boolean {
    const { node, parent, key } = this;
    if (!isStatementType(node.type)) return false;
    const isInHead =
      (parent.type === 'ForStatement' && key === 'init') ||
      (/^For(?:In|Of)/.test(parent.type) && key === 'left');
    return !(node.type === 'VariableDeclaration' && isInHead);
  }

  traverse(visitor: Visitor): void {
    const callbacks = new Map(Object.entries(visitor as Readonly<Record<string, Callback>>));
    this.#visitBelow(callbacks, callbacks.get('enter'), callbacks.get('Function'));
  }

  skip(): void {
    this.#signal = 'skip';
  }

  stop(): void {
    this.#signal = 'stop';
  }

  /** @returns whether to go on */
  #visitBelow(callbacks: ReadonlyMap<string, Callback>, enter?: Callback, enterFunction?: Callback): boolean {
    for (const child of this.children) {
      const { type } = child.node;
      enter?.(child.self);
      callbacks.get(type)?.(child.self);
      if (enterFunction && FUNCTIONS.has(type)) enterFunction(child.self);
      const signal = child.#signal;
      if (signal !== undefined) child.#signal = undefined;
      if (signal === 'stop') return false;
      if (signal !== 'skip' && !child.#visitBelow(callbacks, enter, enterFunction)) return false;
    }
    return true;
  }

  /** The paths of a list, indexed on first use: a list may have a hundred thousand, and each may be asked for. */
  #listed(property: string): readonly (TreePath | undefined)[] {
    this.#lists ??= new Map();
    const known = this.#lists.get(property);
    if (known !== undefined) return known;
    const list: TreePath[] = [];
    for (const child of this.children) if (child.listKey === property) list[Number(child.key)] = child;
    this.#lists.set(property, list);
    return list;
  }

  /** The path in a property, or in a list of a property; one without a node if there is nothing. */
  #below(property: string, index?: number): TreePath {
    const isList = index !== undefined;
    const found = isList
      ? this.#listed(property)[index]
      : this.children.find(({ key, listKey }) => key === property && listKey === null);
    if (found !== undefined) return found;
    const nothing = null as unknown as t.Node;
    const empty = isList
      ? new TreePath(nothing, this.node, this, index, property)
      : new TreePath(nothing, this.node, this, property, null);
    empty.scope = this.scope;
    return empty;
  }
}

function valueIn(node: t.Node, property: string): unknown {
  return (node as unknown as Record<string, unknown>)[property];
}

function define(name: string, check: (node: t.Node, like?: object) => boolean): void {
  Object.defineProperty(TreePath.prototype, name, {
    value(this: TreePath, like?: object): boolean {
      return Boolean(this.node) && check(this.node, like);
    },
  });
}

for (const type of Object.keys(CHECKED_TYPES))
  define(`is${type}`, (node, like) => node.type === type && (!like || isLike(node, like)));
for (const [name, holds] of Object.entries(GROUPS)) define(name, ({ type }) => holds(type));

function isLike(node: t.Node, like: object): boolean {
  return Object.entries(like).every(([key, value]) => valueIn(node, key) === value);
}
