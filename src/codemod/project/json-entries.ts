import { parseExpression } from '@babel/parser';
import type { t } from '../ast/types.js';
import type { EditList } from '../edits/edits.js';

/** An entry of an object: its key, its value if that is a string, and its node. */
export interface Entry {
  readonly name: string;
  readonly range: string;
  readonly node: t.ObjectProperty;
}

/** The syntax tree of JSON. Throws for text that is not JSON. */
export function parseJson(code: string): t.Node {
  JSON.parse(code.replace(/^\uFEFF/, ''));
  return parseExpression(code) as t.Node;
}

/** The entries of the objects at a path. A key that is written twice has several. */
export function entriesAt(root: t.Node, path: readonly string[]): Entry[] {
  let nodes = [root];
  for (const key of path)
    nodes = nodes
      .flatMap(entriesOf)
      .flatMap(({ name, node }) => (name === key ? [node.value as t.Node] : []));
  return nodes.flatMap(entriesOf);
}

export function entriesOf(object: t.Node): Entry[] {
  const stringOf = (node: t.Node) => (node.type === 'StringLiteral' ? node.value : '');
  const nodes = object.type === 'ObjectExpression' ? object.properties : [];
  return nodes
    .filter((node) => node.type === 'ObjectProperty')
    .map((node) => ({ name: stringOf(node.key), range: stringOf(node.value), node }));
}

/** Removes entries of an object, each with one comma. */
export function removeEntries(edits: EditList, object: t.Node, removed: readonly Entry[]): void {
  const all = entriesOf(object).map(({ node }) => node);
  const gone = new Set<t.Node>(removed.map(({ node }) => node));
  if (gone.size > 0 && gone.size === all.length)
    edits.remove((object.start as number) + 1, (object.end as number) - 1);
  else edits.removeItems(all, gone);
}

/**
 * Adds an entry to an object, with the white space of the file.
 *
 * @param value JSON on one line, or an object with one entry
 * @param after the entry after which it goes; without one, it goes to the end
 */
export function addEntry(
  edits: EditList,
  root: t.Node,
  object: t.Node,
  name: string,
  value: string | readonly [name: string, value: string],
  after = entriesOf(object).at(-1),
): void {
  const { code } = edits;
  const [outermost] = entriesOf(root);
  const colon = outermost
    ? code.slice(outermost.node.key.end as number, outermost.node.value.start as number)
    : ': ';
  const spaceIn = (one: t.Node) => code.slice((one.start as number) + 1, entriesOf(one)[0]?.node.start ?? 0);
  const outer = outermost ? spaceIn(root) : '\n  ';
  // One level of indentation, within the line breaks of the file.
  const unit = /[^\n]*$/.exec(outer)?.[0] ?? '';
  const deeper = (space: string) => (space.includes('\n') ? space + unit : space);
  const space = entriesOf(object).length > 0 ? spaceIn(object) : object === root ? outer : deeper(outer);
  const text = (written: typeof value, around: string): string =>
    typeof written === 'string'
      ? written
      : `{${deeper(around)}"${written[0]}"${colon}${written[1]}${around}}`;
  const entry = `${space}"${name}"${colon}${text(value, space)}`;
  const end = space.includes('\n') ? space.slice(0, space.length - unit.length) : space;
  if (after !== undefined) edits.insert(after.node.end as number, `,${entry}`);
  else edits.replace((object.start as number) + 1, (object.end as number) - 1, entry + end);
}
