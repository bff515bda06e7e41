import { own as verbatim } from '../../print/source-style.js';
import { chainTop, type OriginsCall } from '../analyze/setting-calls.js';
import type { NodePath, t } from '../ast/types.js';
import { unwrap } from '../ast/unwrap.js';
import { leadingComments, removePart } from './comments.js';
import { removeStatement } from './edit-statements.js';
import { type SourceFile, type Span, spanOf } from './source-file.js';

/** Removes the comments above calls that are removed, and returns them as a template. */
export function commentsOnCalls(file: SourceFile, calls: readonly OriginsCall[]): string {
  return calls
    .flatMap(({ call }) => {
      const statement = chainTop(call).parentPath;
      const nodes = new Set<t.Node>(calls.map((one) => one.call.node));
      if (!statement?.isExpressionStatement() || !isAllOf(chainTop(call), nodes)) return [];
      const { start, texts } = leadingComments(file, spanOf(statement.node).start);
      const end = file.lineStart(spanOf(statement.node).start);
      if (end > start) file.edits.remove(start, end);
      return texts.map((text) => `${verbatim(text)}\n`);
    })
    .join('');
}

/** Removes the calls: whole statements, or links of a chain. */
export function removeOriginsCalls(
  file: SourceFile,
  calls: readonly OriginsCall[],
  moved: readonly Span[],
): void {
  const nodes = new Set<t.Node>(calls.map(({ call }) => call.node));
  const removed = new Set<t.Node>();
  for (const { call, argument } of calls) {
    file.removed.push(spanOf(argument.node));
    const top = chainTop(call);
    const statement = top.parentPath as NodePath;
    if (statement.isExpressionStatement() && isAllOf(top, nodes)) {
      const { start } = leadingComments(file, spanOf(statement.node).start);
      if (!removed.has(statement.node)) removeStatement(file, statement, moved, start);
      removed.add(statement.node);
    } else {
      const { object } = call.node.callee as t.MemberExpression;
      // Up to the object, there are only parentheses: `(io.origins)(list)`.
      const { start, end } = spanOf(call.node);
      const kept = file.outerSpan(object);
      file.edits.remove(start, kept.start);
      removePart(file, { start: kept.end, end }, moved);
    }
  }
}

/** Whether a chain consists of these calls only, and begins with no other call. */
function isAllOf(top: NodePath, calls: ReadonlySet<t.Node>): boolean {
  let link = unwrap(top);
  while (link.isCallExpression()) {
    if (!calls.has(link.node)) return false;
    link = unwrap((link.get('callee') as NodePath).get('object') as NodePath);
  }
  return true;
}
