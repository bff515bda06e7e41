import { literal } from '../../print/source-style.js';
import { runTimeType } from '../analyze/setting-value.js';
import { evaluate } from '../ast/evaluate.js';
import type { NodePath } from '../ast/types.js';
import { unwrap } from '../ast/unwrap.js';
import { type SourceFile, spanOf } from '../edits/source-file.js';
import { replaced } from './edited-list.js';

/** The values that an expression chooses from: both arms of `a ? b : c`, and of the choices within them. */
export function armsOf(path: NodePath): NodePath[] {
  const node = unwrap(path);
  if (!node.isConditionalExpression()) return [node];
  return [...armsOf(node.get('consequent')), ...armsOf(node.get('alternate'))];
}

/**
 * A choice between lists and literal strings, with each string as the list of its entries.
 *
 * @returns undefined if there is another kind of value to choose
 * @example armsAsLists(file, path) // "env ? env.split(',') : ['*:*']" for "env ? env.split(',') : '*:*'"
 */
export function armsAsLists(file: SourceFile, path: NodePath): string | undefined {
  const arms = armsOf(path);
  const edits = arms.flatMap((arm) => {
    const value = evaluate(arm)?.value;
    return typeof value === 'string' ? [{ ...spanOf(arm.node), text: entriesOf(file, value) }] : [];
  });
  const areLists = arms.every(
    (arm) => typeof evaluate(arm)?.value === 'string' || runTimeType(arm) === 'array',
  );
  return areLists && edits.length > 0 ? replaced(file, path.node, edits) : undefined;
}

/** The entries of a string, as the printed code splits strings that are only known at run time. */
function entriesOf(file: SourceFile, text: string): string {
  const entries = text
    .split(/[\s,|;"'`]+/)
    .map((entry) => literal(entry.replace(/^[^/]*\/\/(?=.*\*)|\/$/g, ''), file.style));
  return `[${entries.join(', ')}]`;
}
