import type { t } from '../ast/types.js';
import { type SourceFile, spanOf } from './source-file.js';

/**
 * The text of a node that moves outwards, its lines moved with it.
 *
 * @param text what is to become of the node's text
 * @param to what stands where it goes, or begins the line there
 */
export function dedented(file: SourceFile, node: t.Node, text: string, to: t.Node): string {
  const inner = file.indentAt(spanOf(node).start);
  const outer = file.indentAt(spanOf(to).start);
  // Lines within a template are its text.
  if (text.includes('`') || !inner.startsWith(outer)) return text;
  const surplus = inner.length - outer.length;
  return text.replace(
    /(\r?\n)([ \t]*)/g,
    (_, eol: string, indent: string) => eol + indent.slice(Math.min(surplus, indent.length)),
  );
}
