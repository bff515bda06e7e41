import type { Warning } from '../../messages/warn.js';
import { warningOf } from '../analyze/manual-review.js';
import { placeOf } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { startOf, statementOf } from '../ast/statements.js';
import { placeAbove } from './comments.js';
import type { Span } from './edits.js';
import { type Comment, type SourceFile, spanOf } from './source-file.js';

/** The beginning of every comment for manual review: a search for it finds them all. */
export const TODO_MARK = 'TODO(socketio-cors)';

/** Reports a place for manual review, and inserts a comment before it. */
export function reportManual(file: SourceFile, path: NodePath, warning: Warning): void {
  file.reportWarning(warning, path.node, 'manual');
  insertTodo(file, path, warning);
}

/** Inserts a comment before the statement of a place that needs manual review, at most one per statement. */
function insertTodo(file: SourceFile, path: NodePath, { code, message }: Warning): void {
  if (file.options.todoFor?.(code) === false) return;
  const statement = statementOf(path);
  const start = statement.is('Program') ? 0 : startOf(statement);
  const above = placeAbove(file, start);
  const marked = new Set(todosIn(file).map(({ at }) => at));
  // Code around it may have a comment too: the code under that is never edited.
  const isUnder = path.findParent((parent) => marked.has(parent.start)) !== null;
  if (hasNewTodo(file, above) || marked.has(start) || isUnder) return;
  const [sentence = message] = message.split(/(?<=[^.]\.)(?:\s|$)/);
  const text = `${TODO_MARK} ${code}: ${sentence.replace(/\s+/g, ' ')}`;
  const explain = `npx socket.io-cors-compat explain ${code}`;
  const line = `${file.style.eol}${file.indentAt(start)}`;
  if (file.beginsLine(above)) file.edits.insert(above, `// ${text}${line}//   ${explain}${line}`);
  else file.edits.insert(above, `/* ${text.replace(/\*\//g, '* /')} ${explain} */ `);
}

/** Whether a comment was inserted at a position in this run. */
export function hasNewTodo({ edits }: SourceFile, position: number): boolean {
  return edits.edits.some(({ start, text }) => start === position && text.includes(TODO_MARK));
}

/** The comments of earlier runs, each with the position of the code that it is attached to. */
function todosIn(file: SourceFile): { readonly comment: Comment; readonly at: number }[] {
  return file.comments
    .filter(({ text }) => text.includes(TODO_MARK))
    .map((comment) => ({ comment, at: file.nextCode(comment.end) }));
}

/** Code that an earlier run attached a TODO comment to. It is never edited again. */
export interface FrozenSpan extends Span {
  /** The code in the comment. */
  readonly code: string;
  readonly comment: Comment;
}

/** The statements, options and class members under `TODO(socketio-cors)` comments. */
export class Frozen {
  readonly #spans: readonly FrozenSpan[];

  constructor(file: SourceFile) {
    this.#spans = spansOf(file);
  }

  /**
   * A frozen span that edits would change.
   *
   * @param mark how many edits before them do not count
   */
  editedIn(file: SourceFile, mark = 0): FrozenSpan | undefined {
    const edits = file.edits.edits.slice(mark);
    return this.#spans.find((span) =>
      edits.some(
        ({ start, end }) => start < span.end && end > span.start && !(start === end && start === span.start),
      ),
    );
  }

  /** Whether a span has frozen code in it. */
  touches({ start, end }: Span): boolean {
    return this.#spans.some((span) => start < span.end && end > span.start);
  }

  /** Reports every comment whose code has no other finding in this run. */
  reportLeft(file: SourceFile): void {
    for (const span of this.#spans) {
      const { line: first } = placeOf(span.comment);
      const lines = file.code.slice(span.comment.start, span.end).split('\n').length;
      const isReported = file.findings.some(
        ({ action, line }) => action === 'manual' && line >= first && line < first + lines,
      );
      if (!isReported) reportFrozen(file, span);
    }
  }
}

/** Reports that the code under a comment stays as it is. */
export function reportFrozen(file: SourceFile, { code, comment }: FrozenSpan): void {
  file.reportWarning(warningOf('TODO_IS_LEFT', {}, code), comment, 'manual');
}

function spansOf(file: SourceFile): readonly FrozenSpan[] {
  const marked = todosIn(file);
  if (marked.length === 0) return [];
  const outermost = new Map<number, t.Node>();
  file.program.traverse({
    enter: ({ node }: NodePath) => {
      const start = node.start as number;
      if (!outermost.has(start)) outermost.set(start, node);
    },
  });
  return marked.flatMap(({ comment, at }) => {
    const [, code] = /TODO\(socketio-cors\) ([A-Z_0-9]+):/.exec(comment.text) ?? [];
    const node = outermost.get(at);
    // At the end of a block or of the file, there is only the comment.
    const span = node === undefined ? { start: at, end: at } : spanOf(node);
    return code === undefined ? [] : [{ ...span, code, comment }];
  });
}
