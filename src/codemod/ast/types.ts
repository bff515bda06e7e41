import type * as t from '@babel/types';

export type { t };

/**
 * A place in a syntax tree: a node with its parents, and the names in its scope. The members but `is` are those of
 * `@babel/traverse` under the same names, and a test compares the two on hundreds of files.
 */
export interface NodePath<T = t.Node> extends NodeChecks {
  readonly node: T;
  readonly start: number;
  readonly end: number;
  /** The parent node; for the program, the file. */
  readonly parent: t.Node;
  readonly parentPath: T extends t.Program ? null : NodePath;
  /** The property of the parent that holds it, or the index in the parent's list. */
  readonly key: string | number | null;
  /** The property of the parent that holds its list, if it is in one. */
  readonly listKey: string | null;
  readonly inList: boolean;
  /** Its list, or else its parent. */
  readonly container: t.Node | readonly t.Node[] | null;
  /** Its scope. A function, a block and the like have their own. */
  readonly scope: Scope;

  get<K extends keyof T>(key: K): NodePathResult<T[K]>;
  get(key: NodeKey): NodePath;
  get(key: ListKey): NodePath[];
  get(key: string): NodePath | NodePath[];
  /** Another path of its list, or of its parent's properties. */
  getSibling(key: string | number): NodePath;
  findParent(test: (parent: NodePath) => boolean): NodePath | null;
  getFunctionParent(): NodePath<t.Function> | null;
  isDescendant(other: NodePath): boolean;
  /** Whether an identifier reads a variable, rather than naming a property or declaring something. */
  isReferencedIdentifier(): boolean;

  /** Visits all nodes below, in the order of the code. */
  traverse(visitor: Visitor): void;
  /** During its visit: skips the nodes below. */
  skip(): void;
  /** During its visit: ends the traversal. */
  stop(): void;
}

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

/** The result of `get` for a property: a path, or one for each node of a list. */
export type NodePathResult<T> =
  | (Extract<T, t.Node | null | undefined> extends never
      ? never
      : NodePath<Extract<T, t.Node | null | undefined>>)
  | (T extends readonly (t.Node | null | undefined)[] ? NodePath<T[number]>[] : never);

/** Callbacks for each node, or for the nodes of a type. */
export type Visitor = {
  readonly [Type in t.Node as Type['type']]?: (path: NodePath<Type>) => void;
} & {
  readonly enter?: (path: NodePath) => void;
  readonly Function?: (path: NodePath<t.Function>) => void;
};

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

/** Checks of a path's node. */
interface NodeChecks {
  /**
   * Whether the node has a type.
   *
   * @param like properties that it must have as well
   * @example path.is('Identifier', { name: 'io' })
   */
  is<Type extends t.Node['type']>(
    type: Type,
    like?: Partial<NodeOfType<Type>>,
  ): this is NodePath<NodeOfType<Type>>;
  isClass(): this is NodePath<t.Class>;
  isDeclaration(): this is NodePath<t.Declaration>;
  isExportDeclaration(): this is NodePath<t.ExportDeclaration>;
  isForXStatement(): this is NodePath<t.ForXStatement>;
  isFunction(): this is NodePath<t.Function>;
  isLoop(): this is NodePath<t.Loop>;
  /** As in Babel, the `var` in the head of a loop is not a statement. */
  isStatement(): this is NodePath<t.Statement>;
}

/** The methods that check for one of several types. `isStatement` also depends on the place of a path. */
export type GroupCheck = Exclude<keyof NodeChecks, 'is' | 'isStatement'>;
