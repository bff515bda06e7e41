import type * as t from '@babel/types';

/** A child of a node, and the property that holds it. */
export interface ChildNode {
  readonly node: t.Node;
  readonly key: string | number;
  readonly listKey: string | null;
}

/** Properties that the parser adds beside the syntax. */
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
