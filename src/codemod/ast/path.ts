import type * as t from '@babel/types';
import { isReferenced } from './identifiers.js';
import { CLASSES, FUNCTIONS, isStatementType, LOOPS } from './tree.js';

export type { t };

/** A part of the code in which names are declared. */
export interface Scope {
  readonly path: NodePath;
  readonly parent: Scope | undefined;
  /** The variable of a name in this scope; undefined for a global, or if it is only known at run time. */
  getBinding(name: string): Binding | undefined;
  /** Whether a name is declared here or further out. */
  hasBinding(name: string): boolean;
}

/**
 * How a name was declared: `hoisted` by a function declaration, `local` is the own name of a function or class
 * expression, `module` an import, `unknown` a type, an enum or a namespace.
 */
export type BindingKind =
  | 'var'
  | 'let'
  | 'const'
  | 'param'
  | 'hoisted'
  | 'local'
  | 'module'
  | 'unknown'
  | 'using'
  | 'await using';

/** A variable, with all that the file does with it. */
export interface Binding {
  /** The name in its first declaration. */
  readonly identifier: t.Identifier;
  readonly scope: Scope;
  /** The declarator, function, class, parameter or import specifier that declares it. */
  readonly path: NodePath;
  readonly kind: BindingKind;
  /** Everything that changes its value: assignments, loops, further declarations. */
  readonly constantViolations: readonly NodePath[];
  readonly constant: boolean;
  /** The places that read it. */
  readonly referencePaths: readonly NodePath[];
}

/** The nodes of a type: `t.CallExpression` for `CallExpression`. */
export type NodeOfType<Type> = Extract<t.Node, { type: Type }>;

/** Properties that hold one node in every type of node that has them. */
type NodeKey =
  | (
      | 'argument'
      | 'callee'
      | 'declaration'
      | 'discriminant'
      | 'expression'
      | 'id'
      | 'init'
      | 'key'
      | 'left'
      | 'local'
    )
  | ('object' | 'parameter' | 'property' | 'right' | 'superClass' | 'test' | 'value' | 'alternate' | 'block');

/** Properties that hold a list of nodes in every type of node that has them. */
type ListKey =
  | 'arguments'
  | 'declarations'
  | 'decorators'
  | 'elements'
  | 'expressions'
  | 'params'
  | 'properties'
  | 'specifiers';

/** The result of `get` for a property: a path, or one for each node of a list. If there is none, a path has no `node`. */
export type NodePathResult<T> =
  | (Extract<T, t.Node> extends never ? never : NodePath<Extract<T, t.Node>>)
  | (T extends readonly (t.Node | null | undefined)[] ? NodePath<NonNullable<T[number]>>[] : never);

/** Callbacks for each node, or for the nodes of a type. */
type Visitor = {
  readonly [Type in t.Node as Type['type']]?: (path: NodePath<Type>) => void;
} & { readonly enter?: (path: NodePath) => void };

/**
 * A place in a syntax tree: a node with its parents, and the names in its scope. The members but `is` are those of
 * `@babel/traverse` under the same names, and a test compares the two on hundreds of files.
 */
export class NodePath<T = t.Node> {
  /** The paths of the children, in the order of the code. */
  readonly children: NodePath[] = [];
  /** Its scope. A function, a block and the like have their own. */
  scope!: Scope;
  #signal: 'skip' | 'stop' | undefined;
  #lists: Map<string, NodePath[]> | undefined;

  /**
   * @param parent the parent node; for the program, the file
   * @param key the property of the parent that holds it, or the index in the parent's list
   * @param listKey the property of the parent that holds its list, if it is in one
   */
  constructor(
    readonly node: T,
    readonly parent: t.Node,
    readonly parentPath: T extends t.Program ? null : NodePath,
    readonly key: string | number | null,
    readonly listKey: string | null,
  ) {}

  get start(): number {
    return this.#node.start as number;
  }

  get end(): number {
    return this.#node.end as number;
  }

  get #node(): t.Node {
    return this.node as t.Node;
  }

  get inList(): boolean {
    return this.listKey !== null;
  }

  /** Its list, or else its parent. */
  get container(): t.Node | readonly t.Node[] {
    return this.listKey === null ? this.parent : (valueIn(this.parent, this.listKey) as t.Node[]);
  }

  get<K extends keyof T>(key: K): NodePathResult<T[K]>;
  get(key: NodeKey): NodePath;
  get(key: ListKey): NodePath[];
  get(key: string): NodePath | NodePath[];
  get(key: string): unknown {
    const value = valueIn(this.#node, key);
    return Array.isArray(value) ? value.map((_, index) => this.#below(key, index)) : this.#below(key);
  }

  /** Another path of its list, or of its parent's properties. */
  getSibling(key: string | number): NodePath {
    const parentPath = this.parentPath as NodePath;
    const { listKey } = this;
    return listKey === null ? parentPath.#below(String(key)) : parentPath.#below(listKey, Number(key));
  }

  findParent<Found extends NodePath>(test: (parent: NodePath) => parent is Found): Found | null;
  findParent(test: (parent: NodePath) => boolean): NodePath | null;
  findParent(test: (parent: NodePath) => boolean): NodePath | null {
    let at: NodePath | null = this.parentPath;
    while (at && !test(at)) at = at.parentPath;
    return at;
  }

  getFunctionParent(): NodePath<t.Function> | null {
    return this.findParent((parent) => parent.isFunction());
  }

  isDescendant(other: NodePath): boolean {
    return this.findParent((parent) => parent === other) !== null;
  }

  /**
   * Whether the node has a type.
   *
   * @param like properties that it must have as well
   * @example path.is('Identifier', { name: 'io' })
   */
  is<Type extends t.Node['type']>(
    type: Type,
    like?: Partial<NodeOfType<Type>>,
  ): this is NodePath<NodeOfType<Type>> {
    return (
      this.#node?.type === type &&
      (like === undefined || Object.entries(like).every(([key, value]) => valueIn(this.#node, key) === value))
    );
  }

  isClass(): this is NodePath<t.Class> {
    return CLASSES.has(this.#node?.type);
  }

  isFunction(): this is NodePath<t.Function> {
    return FUNCTIONS.has(this.#node?.type);
  }

  isLoop(): this is NodePath<t.Loop> {
    return LOOPS.has(this.#node?.type);
  }

  isForXStatement(): this is NodePath<t.ForXStatement> {
    return /^For(?:In|Of)Statement$/.test(this.#node?.type);
  }

  /** As in Babel, the `var` in the head of a loop is not a statement. */
  isStatement(): this is NodePath<t.Statement> {
    const isInHead =
      (this.parent.type === 'ForStatement' && this.key === 'init') ||
      (/^For(?:In|Of)/.test(this.parent.type) && this.key === 'left');
    return isStatementType(this.#node?.type ?? '') && !(this.is('VariableDeclaration') && isInHead);
  }

  /** Whether an identifier reads a variable, rather than naming a property or declaring something. */
  isReferencedIdentifier(): boolean {
    const { parent, parentPath } = this;
    const node = this.#node;
    if (parentPath === null || (node.type !== 'Identifier' && node.type !== 'JSXIdentifier')) return false;
    // <div> is a tag, <Div> a variable.
    if (node.type === 'JSXIdentifier' && parent.type !== 'JSXMemberExpression' && /^[a-z]/.test(node.name))
      return false;
    return isReferenced(parent, this.listKey ?? String(this.key), parentPath.parent);
  }

  /** Visits all nodes below, in the order of the code. */
  traverse(visitor: Visitor): void {
    this.#visitBelow(visitor as Readonly<Record<string, ((path: NodePath) => void) | undefined>>);
  }

  /** During its visit: skips the nodes below. */
  skip(): void {
    this.#signal = 'skip';
  }

  /** During its visit: ends the traversal. */
  stop(): void {
    this.#signal = 'stop';
  }

  /** @returns whether to go on */
  #visitBelow(visitor: Readonly<Record<string, ((path: NodePath) => void) | undefined>>): boolean {
    for (const child of this.children) {
      visitor.enter?.(child);
      visitor[child.node.type]?.(child);
      const signal = child.#signal;
      if (signal !== undefined) child.#signal = undefined;
      if (signal === 'stop') return false;
      if (signal !== 'skip' && !child.#visitBelow(visitor)) return false;
    }
    return true;
  }

  /** The paths of a list, indexed on first use: a list may have a hundred thousand, and each may be asked for. */
  #listed(property: string): readonly (NodePath | undefined)[] {
    this.#lists ??= new Map();
    const known = this.#lists.get(property);
    if (known !== undefined) return known;
    const list: NodePath[] = [];
    for (const child of this.children) if (child.listKey === property) list[Number(child.key)] = child;
    this.#lists.set(property, list);
    return list;
  }

  /** The path in a property, or in a list of a property; one without a node if there is nothing. */
  #below(property: string, index?: number): NodePath {
    const isList = index !== undefined;
    const found = isList
      ? this.#listed(property)[index]
      : this.children.find(({ key, listKey }) => key === property && listKey === null);
    if (found !== undefined) return found;
    const nothing = null as unknown as t.Node;
    const empty = isList
      ? new NodePath(nothing, this.#node, this as NodePath, index, property)
      : new NodePath(nothing, this.#node, this as NodePath, property, null);
    empty.scope = this.scope;
    return empty;
  }
}

function valueIn(node: t.Node, property: string): unknown {
  return (node as unknown as Record<string, unknown>)[property];
}
