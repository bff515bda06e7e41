import { parseExpression } from '@babel/parser';
import { describeError } from '../../messages/message.js';
import type { t } from '../ast/path.js';
import type { EditList } from '../edits/edits.js';

/** An entry of an object in JSON; `text` is empty if its value is no string. */
export interface Entry {
  readonly name: string;
  readonly text: string;
  readonly node: t.ObjectProperty;
}

/** The syntax tree of JSON. Throws for text that is not JSON, with the place as Babel gives it. */
export function parseJson(code: string): t.Node {
  const text = code.replace(/^\uFEFF/, '');
  try {
    JSON.parse(text);
  } catch (error) {
    const message = describeError(error);
    const isCut = message.startsWith('Unexpected end');
    // Not all messages say where. Those that do not, quote the text.
    const position = isCut ? text.length : Number(/at position (\d+)/.exec(message)?.[1] ?? 0);
    const lines = text.slice(0, position).split('\n');
    const loc = { line: lines.length, column: lines[lines.length - 1]?.length };
    throw Object.assign(new SyntaxError(message), { loc });
  }
  return parseExpression(code);
}

/** The entries of the objects at a path. A key that is written twice has several. */
export function entriesAt(root: t.Node, path: readonly string[]): Entry[] {
  const [key, ...rest] = path;
  if (key === undefined) return entriesOf(root);
  return entriesOf(root).flatMap(({ name, node }) => (name === key ? entriesAt(node.value, rest) : []));
}

export function entriesOf(object: t.Node): Entry[] {
  const textOf = (node: t.Node) => (node.type === 'StringLiteral' ? node.value : '');
  const nodes = object.type === 'ObjectExpression' ? object.properties : [];
  return nodes
    .filter((node) => node.type === 'ObjectProperty')
    .map((node) => ({ name: textOf(node.key), text: textOf(node.value), node }));
}

/** Removes entries of an object, each with one comma. */
export function removeEntries(edits: EditList, object: t.Node, removed: readonly Entry[]): void {
  const all = entriesOf(object).map(({ node }) => node);
  const gone = new Set<t.Node>(removed.map(({ node }) => node).filter((node) => all.includes(node)));
  if (gone.size > 0 && gone.size === all.length)
    edits.remove((object.start as number) + 1, (object.end as number) - 1);
  else edits.removeItems(all, gone);
}
