import type { t } from '../ast/types.js';
import { type SourceFile, spanOf } from './source-file.js';

/**
 * The text of a node that moves to a place with less indentation.
 *
 * @param text the new text of the node
 * @param to the node in whose line the text goes
 */
export function dedented(file: SourceFile, node: t.Node, text: string, to: t.Node): string {
  const inner = file.indentAt(spanOf(node).start);
  const outer = file.indentAt(spanOf(to).start);
  // Line breaks within a template literal are part of its text.
  if (text.includes('`') || !inner.startsWith(outer)) return text;
  const surplus = inner.length - outer.length;
  return text.replace(
    /(\r?\n)([ \t]*)/g,
    (_, eol: string, indent: string) => eol + indent.slice(Math.min(surplus, indent.length)),
  );
}
