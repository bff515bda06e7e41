import type { Warning } from '../../messages/warning.js';
import { startOf, statementOf } from '../ast/statement-of.js';
import type { NodePath, t } from '../ast/types.js';
import type { SourceFile } from './source-file.js';

/** The beginning of every comment for manual review: a search for it finds them all. */
export const TODO_MARK = 'TODO(socketio-cors)';

/** Reports a place for manual review, and inserts a comment before it. */
export function reportManual(file: SourceFile, path: NodePath, warning: Warning): void {
  file.reportWarning(warning, path.node, 'manual');
  insertTodo(file, path, warning);
}

/** Inserts a comment before the statement of a place that needs manual review, at most one per statement. */
export function insertTodo(file: SourceFile, path: NodePath, { code, message }: Warning): void {
  if (file.options.todos === false) return;
  const statement = statementOf(path) as NodePath<t.Statement>;
  const start = statement.isProgram() ? 0 : startOf(statement);
  if (hasTodo(file, start)) return;
  const text = `${TODO_MARK} ${code}: ${firstSentence(message)}`;
  const explain = `npx socket.io-cors-compat explain ${code}`;
  const line = `${file.style.eol}${file.indentAt(start)}`;
  if (file.beginsLine(start)) file.edits.insert(start, `// ${text}${line}//   ${explain}${line}`);
  else file.edits.insert(start, `/* ${text.replace(/\*\//g, '* /')} ${explain} */ `);
  file.todos.add(start);
}

/** Whether the statement has a comment already, from this run or an earlier one. */
function hasTodo(file: SourceFile, start: number): boolean {
  if (file.todos.has(start)) return true;
  let at = start;
  for (;;) {
    const before = file.comments.find(
      (comment) => (comment.end as number) <= at && /^\s*$/.test(file.code.slice(comment.end as number, at)),
    );
    if (before === undefined) return false;
    if (before.value.includes(TODO_MARK)) return true;
    at = before.start as number;
  }
}

function firstSentence(message: string): string {
  const [sentence = message] = message.split(/(?<=[^.]\.)(?:\s|$)/);
  return sentence.replace(/\s+/g, ' ');
}
