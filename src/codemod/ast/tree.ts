import type * as t from '@babel/types';
import { isReferenced } from './identifiers.js';
import type { GroupCheck, NodePath, Visitor } from './types.js';

/** Functions of every notation. */
export const FUNCTIONS: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ObjectMethod',
  'ClassMethod',
  'ClassPrivateMethod',
]);

/** Methods. Their keys and decorators are evaluated outside of them. */
export const METHODS: ReadonlySet<string> = new Set(['ObjectMethod', 'ClassMethod', 'ClassPrivateMethod']);

export const CLASSES: ReadonlySet<string> = new Set(['ClassDeclaration', 'ClassExpression']);

const LOOPS: ReadonlySet<string> = new Set([
  'DoWhileStatement',
  'ForInStatement',
  'ForStatement',
  'WhileStatement',
  'ForOfStatement',
]);

/** The nodes, in addition to the program, in whose scope `var` declares names. */
export const FUNCTION_PARENTS: ReadonlySet<string> = new Set([...FUNCTIONS, 'StaticBlock', 'TSModuleBlock']);

/** The nodes in whose scope `let` declares names. */
export const BLOCK_PARENTS: ReadonlySet<string> = new Set([
  ...FUNCTION_PARENTS,
  ...LOOPS,
  'BlockStatement',
  'CatchClause',
  'Program',
  'SwitchStatement',
]);

const EXPORTS = ['ExportAllDeclaration', 'ExportDefaultDeclaration', 'ExportNamedDeclaration'];

/** Whether a type of nodes is a declaration, Flow's and TypeScript's included. */
export function isDeclarationType(type: string): boolean {
  return (
    /Declaration$|^Declare|^OpaqueType$|^TypeAlias$|^TSDeclareFunction$/.test(type) &&
    !/TypeParameterDeclaration$|SignatureDeclaration$|^TSNamespaceExport|^DeclaredPredicate$/.test(type)
  );
}

/** The groups of types that paths can be asked about. */
export const GROUPS: Readonly<Record<GroupCheck, (type: string) => boolean>> = {
  isClass: (type) => CLASSES.has(type),
  isDeclaration: isDeclarationType,
  isExportDeclaration: (type) => EXPORTS.includes(type),
  isForXStatement: (type) => type === 'ForInStatement' || type === 'ForOfStatement',
  isFunction: (type) => FUNCTIONS.has(type),
  isLoop: (type) => LOOPS.has(type),
};

/** Whether a type of nodes is a statement, declarations included. */
export function isStatementType(type: string): boolean {
  return (
    type.endsWith('Statement') ||
    isDeclarationType(type) ||
    type === 'TSExportAssignment' ||
    type === 'TSNamespaceExportDeclaration'
  );
}

/** A child of a node, and the property that holds it. */
interface ChildNode {
  readonly node: t.Node;
  readonly key: string | number;
  readonly listKey: string | null;
}

/** Properties that the parser adds and that are not syntax. */
const NOTES = new Set([
  ...['type', 'start', 'end', 'loc', 'range', 'extra', 'errors', 'comments', 'tokens', 'interpreter'],
  ...['leadingComments', 'innerComments', 'trailingComments'],
]);

/**
 * The children of a node, in the order of the code. They are found by type at run time, so that no list of the properties of
 * some 250 types has to be loaded.
 */
export function childNodes(node: t.Node): ChildNode[] {
  const children: ChildNode[] = [];
  const properties = node as unknown as Record<string, unknown>;
  let last = -1;
  let isSorted = true;
  const add = (child: ChildNode) => {
    const start = child.node.start as number;
    isSorted &&= start >= last;
    last = start;
    children.push(child);
  };
  for (const key of Object.keys(properties)) {
    const value = properties[key];
    if (typeof value !== 'object' || value === null || NOTES.has(key)) continue;
    if (!Array.isArray(value)) {
      if (isNode(value)) add({ node: value, key, listKey: null });
      continue;
    }
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      if (isNode(item)) add({ node: item, key: index, listKey: key });
    }
  }
  return isSorted ? children : children.sort((a, b) => (a.node.start as number) - (b.node.start as number));
}

function isNode(value: unknown): value is t.Node {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

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

  get start(): number {
    return this.node.start as number;
  }

  get end(): number {
    return this.node.end as number;
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

  is(type: string, like?: object): boolean {
    return (
      this.node?.type === type &&
      (like === undefined || Object.entries(like).every(([key, value]) => valueIn(this.node, key) === value))
    );
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

for (const [name, holds] of Object.entries(GROUPS))
  Object.defineProperty(TreePath.prototype, name, {
    value(this: TreePath): boolean {
      return Boolean(this.node) && holds(this.node.type);
    },
  });
