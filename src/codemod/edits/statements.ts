import { inStyle, verbatim } from '../../print/source-style.js';
import { chainTop, type OriginsCall } from '../analyze/calls.js';
import { mayHaveEffect } from '../analyze/timing.js';
import { allOf, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { isListed, startOf } from '../ast/statements.js';
import { commentsWithin, directivesAbove, leadingComments, placeAbove, removePart } from './comments.js';
import type { Span } from './edits.js';
import { type SourceFile, spanOf } from './source-file.js';
import { hasNewTodo } from './todo.js';

/** Inserts declarations before a statement, each on a new line. A body without braces gets some. */
export function insertBefore(
  file: SourceFile,
  statement: NodePath<t.Statement>,
  declarations: readonly string[],
): void {
  if (declarations.length === 0) return;
  if (!isListed(statement)) {
    insertIntoBraces(file, statement, declarations);
    return;
  }
  const start = startOf(statement);
  const text = linesOf(file, declarations, file.indentAt(start), file.code[statement.start]);
  // A comment for manual review stays right above its statement.
  const above = placeAbove(file, start);
  file.edits.insert(above, text, hasNewTodo(file, above));
}

/** The text of declarations above code that begins with some character. */
function linesOf(file: SourceFile, declarations: readonly string[], base: string, next = ''): string {
  const { eol, semicolons } = file.style;
  const text = declarations.map((code) => inStyle(code, file.style, base) + eol + base).join('');
  // Without semicolons, a statement that begins with a bracket would continue the text.
  const isOpen = !semicolons && '([`'.includes(next);
  return isOpen ? text.replace(/(\s*)$/, ';$1') : text;
}

/** Puts a body into braces, below declarations: `(server) => socketio(server)`, `if (port) io = socketio(port);` */
function insertIntoBraces(file: SourceFile, body: NodePath, declarations: readonly string[]): void {
  const owner = body.parentPath as NodePath;
  file.braced.add(body.node);
  const { start, end } = file.outerSpan(body.node);
  const { eol, indent, semicolons } = file.style;
  const outer = file.indentAt(owner.start);
  const isBelow = file.beginsLine(start);
  const inner = isBelow ? file.indentAt(start) : outer + indent;
  const isArrow = owner.is('ArrowFunctionExpression');
  if (isBelow) file.edits.insert(file.previousCode(start), ' {');
  else {
    if (!hasLongText(file, { start, end })) file.indentFurther({ start, end });
    file.edits.insert(start, `{${eol}${inner}`);
  }
  const text = linesOf(file, declarations, inner, isArrow ? 'r' : file.code[start]);
  file.edits.insert(isBelow ? placeAbove(file, start) : start, text);
  if (isArrow) file.edits.insert(start, 'return ');
  file.edits.insert(end, `${isArrow && semicolons ? ';' : ''}${eol}${outer}}`);
}

/**
 * Removes a statement, and its line if nothing else is on it. Comments in it stay.
 *
 * @param moved spans of code within it that moves elsewhere
 * @param from the start of its line, or of the comments above that are removed with it
 */
export function removeStatement(
  file: SourceFile,
  statement: NodePath,
  moved: readonly Span[] = [],
  from = directivesAbove(file, statement.start),
): void {
  const { start, end } = statement;
  const kept = commentsWithin(file, statement, moved).join(file.style.eol + file.indentAt(start));
  // if (x) io.origins();
  const needed = !statement.inList ? '{}' : needsStatement(file, statement) ? ';' : '';
  if (kept !== '' || needed !== '') {
    file.edits.replace(start, end, `${needed} ${kept}`.trim());
    return;
  }
  const [rest = ''] = /^[ \t]*(?:\r\n|\n|\r|$)/.exec(file.code.slice(end)) ?? [];
  const isLast = end + rest.length === file.code.length;
  if (file.beginsLine(start) && (rest !== '' || isLast)) {
    const above = file.lineStart(Math.max(0, from - 1));
    const isBlankAbove = file.code.slice(above, from).trim() === '';
    // One of two blank lines goes too, or the blank line that would end the file.
    const [blank = ''] = /^[ \t]*(?:\r\n|\n|\r)/.exec(file.code.slice(end + rest.length)) ?? [];
    file.edits.remove(
      from === 0 ? start : isBlankAbove && isLast ? above : from,
      end + rest.length + (isBlankAbove ? blank.length : 0),
    );
  } else if (rest !== '' || isLast) {
    const before = file.code.slice(file.lineStart(start), start);
    file.edits.remove(start - (before.length - before.trimEnd().length), end);
  } else file.edits.remove(start, end + (/^[ \t]+/.exec(file.code.slice(end))?.[0].length ?? 0));
}

/** Whether the statements on both sides would become one if this one were removed. */
function needsStatement(file: SourceFile, statement: NodePath): boolean {
  const siblings = statement.container as t.Node[];
  const before = siblings[(statement.key as number) - 1];
  const after = siblings[(statement.key as number) + 1];
  if (before === undefined || after === undefined) return false;
  const end = file.code[spanOf(before).end - 1] ?? '';
  const isOpen = end !== ';' && (end !== '}' || /Expression|VariableDeclaration/.test(before.type));
  return isOpen && '([`+-/'.includes(file.code[spanOf(after).start] ?? '');
}

/**
 * The text of a node that moves to a place with less indentation.
 *
 * @param text the new text of the node
 * @param to the node in whose line the text goes
 */
export function dedented(file: SourceFile, node: t.Node, text: string, to: t.Node): string {
  const inner = file.indentAt(spanOf(node).start);
  const outer = file.indentAt(spanOf(to).start);
  if (!inner.startsWith(outer) || hasLongText(file, spanOf(node))) return text;
  const surplus = inner.length - outer.length;
  return text.replace(
    /(\r?\n)([ \t]*)/g,
    (_, eol: string, indent: string) => eol + indent.slice(Math.min(surplus, indent.length)),
  );
}

/** Whether a string or template within a span has line breaks, with white space after them that is part of its text. */
function hasLongText(file: SourceFile, { start, end }: Span): boolean {
  return allOf(file.program, 'TemplateElement', 'StringLiteral').some(
    (text) => text.start >= start && text.end <= end && file.code.slice(text.start, text.end).includes('\n'),
  );
}

/** The comments above calls that are removed, as a template. */
export function commentsOnCalls(file: SourceFile, calls: readonly OriginsCall[]): string {
  const nodes = new Set<t.Node>(calls.map(({ call }) => call.node));
  return calls
    .flatMap(({ call }) => {
      const statement = wholeStatement(call, nodes);
      if (statement === undefined) return [];
      const { texts } = leadingComments(file, statement.start);
      return texts.map((text) => `${verbatim(text)}\n`);
    })
    .join('');
}

/** Removes calls of `io.origins()`: whole statements with the comments above, or links of a chain. */
export function removeOriginsCalls(
  file: SourceFile,
  calls: readonly OriginsCall[],
  moved: readonly Span[],
): void {
  removeCalls(file, calls, [], moved, (statement) => {
    const { start } = leadingComments(file, statement.start);
    file.edits.remove(start, file.lineStart(statement.start));
    removeStatement(file, statement, moved, start);
  });
}

/**
 * Removes calls: whole statements, or links of a chain.
 *
 * @param others calls that are removed as well
 * @param moved spans of code within them that moves elsewhere
 */
export function removeCalls(
  file: SourceFile,
  calls: readonly ChainedCall[],
  others: readonly ChainedCall[],
  moved: readonly Span[] = [],
  remove = (statement: NodePath) => removeStatement(file, statement),
): void {
  const nodes = new Set<t.Node>([...calls, ...others].map(({ call }) => call.node));
  const removed = new Set<t.Node>();
  for (const { call } of calls) {
    const statement = wholeStatement(call, nodes);
    if (statement !== undefined) {
      if (!removed.has(statement.node)) remove(statement);
      removed.add(statement.node);
      continue;
    }
    // Up to the object, there are only parentheses: `(io.origins)(list)`.
    const { start, end } = call;
    const kept = file.outerSpan((call.node.callee as t.MemberExpression).object);
    file.edits.remove(start, kept.start);
    removePart(file, { start: kept.end, end }, moved);
  }
}

type ChainedCall = Pick<OriginsCall, 'call'>;

/** The statement of a chain of calls, if it consists of these calls only, and what it begins with runs nothing. */
function wholeStatement(call: ChainedCall['call'], nodes: ReadonlySet<t.Node>): NodePath | undefined {
  const top = chainTop(call);
  let link = unwrap(top);
  while (link.is('CallExpression') || link.is('OptionalCallExpression')) {
    if (!nodes.has(link.node)) return undefined;
    link = unwrap(link.get('callee').get('object'));
  }
  // (io = socketio(server)).set('log level', 1)
  if (mayHaveEffect(link, () => false)) return undefined;
  return top.parentPath?.is('ExpressionStatement') ? top.parentPath : undefined;
}
