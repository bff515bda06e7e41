import type * as t from '@babel/types';

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

export const LOOPS: ReadonlySet<string> = new Set([
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

/** Whether a type of nodes is a declaration, Flow's and TypeScript's included. */
export function isDeclarationType(type: string): boolean {
  return (
    /Declaration$|^Declare|^OpaqueType$|^TypeAlias$|^TSDeclareFunction$/.test(type) &&
    !/TypeParameterDeclaration$|SignatureDeclaration$|^TSNamespaceExport|^DeclaredPredicate$/.test(type)
  );
}

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
