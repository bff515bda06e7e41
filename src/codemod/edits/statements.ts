import { inStyle, verbatim } from '../../print/source-style.js';
import { chainTop, type OriginsCall } from '../analyze/calls.js';
import { unwrap } from '../ast/nodes.js';
import { startOf } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import { commentsWithin, leadingComments, removePart } from './comments.js';
import { type SourceFile, type Span, spanOf } from './source-file.js';

/** Inserts declarations before a statement, each on a new line. */
export function insertBefore(
  file: SourceFile,
  statement: NodePath<t.Statement>,
  declarations: readonly string[],
): void {
  if (declarations.length === 0) return;
  const start = startOf(statement);
  const base = file.indentAt(start);
  const { eol } = file.style;
  const text = declarations.map((code) => inStyle(code, file.style, base) + eol + base).join('');
  const guardedText = guarded(file, statement, text);
  // A comment for manual review stays right above its statement.
  if (file.todos.has(start)) file.edits.insertFirst(start, guardedText);
  else file.edits.insert(start, guardedText);
}

/** Text before a statement. Without semicolons, a statement that begins with a bracket would continue the text. */
function guarded(file: SourceFile, statement: NodePath<t.Statement>, text: string): string {
  const next = file.code[statement.node.start as number] ?? '';
  return !file.style.semicolons && '([`'.includes(next) ? text.replace(/(\s*)$/, ';$1') : text;
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
  from = file.lineStart(spanOf(statement.node).start),
): void {
  const { start, end } = spanOf(statement.node);
  const comments = commentsWithin(file, { start, end }, moved);
  if (comments.length > 0 || needsStatement(file, statement)) {
    const text = comments.join(file.style.eol + file.indentAt(start));
    const closed = needsStatement(file, statement) ? `;${text === '' ? '' : ` ${text}`}` : text;
    file.edits.replace(start, end, closed);
    return;
  }
  const rest = /^[ \t]*(\r\n|\n|\r|$)/.exec(file.code.slice(end));
  const lineStart = file.lineStart(start);
  if (rest !== null && file.beginsLine(start) && lineStart > 0) removeLine(file, from, end + rest[0].length);
  else if (rest !== null && !file.beginsLine(start)) {
    const before = file.code.slice(file.lineStart(start), start);
    file.edits.remove(start - (before.length - before.trimEnd().length), end);
  } else file.edits.remove(start, end + (/^[ \t]+/.exec(file.code.slice(end))?.[0].length ?? 0));
}

/** Removes a line, and one of two blank lines around it, or the blank line that would end the file. */
function removeLine(file: SourceFile, start: number, end: number): void {
  const above = file.lineStart(start - 1);
  const isBlankAbove = above > 0 && file.code.slice(above, start).trim() === '';
  const blank = /^[ \t]*(?:\r\n|\n|\r)/.exec(file.code.slice(end))?.[0] ?? '';
  const isLast = end === file.code.length;
  file.edits.remove(isBlankAbove && isLast ? above : start, isBlankAbove ? end + blank.length : end);
}

/**
 * Removes a statement and its line, but no text that was inserted before the next line.
 *
 * @returns whether the statement was alone on its lines
 */
export function removeWholeLines(file: SourceFile, statement: NodePath): boolean {
  const { start, end } = spanOf(statement.node);
  const [rest, eol] = /^[ \t]*(\r\n|\n|\r)/.exec(file.code.slice(end)) ?? [];
  if (rest === undefined || eol === undefined) return false;
  if (!file.beginsLine(start) || needsStatement(file, statement)) return false;
  const lineStart = file.lineStart(start);
  const above = file.code.slice(file.lineStart(Math.max(0, lineStart - 1)), lineStart);
  const below = /^[ \t]*(?:\r\n|\n|\r)/.exec(file.code.slice(end + rest.length))?.[0] ?? '';
  const stop = end + rest.length + (above.trim() === '' ? below.length : 0);
  file.edits.remove(lineStart === 0 ? start : lineStart, end + rest.length - eol.length);
  // `remove` would also remove text that was inserted before the next line.
  file.edits.removeContent(end + rest.length - eol.length, stop);
  return true;
}

/** Whether the statements on both sides would become one if this one were removed. */
function needsStatement(file: SourceFile, statement: NodePath): boolean {
  const siblings = statement.container as t.Node[];
  const before = siblings[(statement.key as number) - 1];
  const after = siblings[(statement.key as number) + 1];
  if (before === undefined || after === undefined) return false;
  const isOpen =
    !/[;}]/.test(file.code[spanOf(before).end - 1] ?? '') ||
    /Expression|VariableDeclaration/.test(before.type);
  const endsInSemicolon = file.code[spanOf(before).end - 1] === ';';
  return isOpen && !endsInSemicolon && '([`+-/'.includes(file.code[spanOf(after).start] ?? '');
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
  // Line breaks within a template literal are part of its text.
  if (text.includes('`') || !inner.startsWith(outer)) return text;
  const surplus = inner.length - outer.length;
  return text.replace(
    /(\r?\n)([ \t]*)/g,
    (_, eol: string, indent: string) => eol + indent.slice(Math.min(surplus, indent.length)),
  );
}

/** Removes the comments above calls that are removed, and returns them as a template. */
export function commentsOnCalls(file: SourceFile, calls: readonly OriginsCall[]): string {
  return calls
    .flatMap(({ call }) => {
      const statement = chainTop(call).parentPath;
      const nodes = new Set<t.Node>(calls.map((one) => one.call.node));
      if (!statement?.is('ExpressionStatement') || !isAllOf(chainTop(call), nodes)) return [];
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
    if (statement.is('ExpressionStatement') && isAllOf(top, nodes)) {
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
  while (link.is('CallExpression')) {
    if (!calls.has(link.node)) return false;
    link = unwrap((link.get('callee') as NodePath).get('object') as NodePath);
  }
  return true;
}
