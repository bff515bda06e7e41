import type { WarningCode } from '../../messages/settings.js';
import type { Warning } from '../../messages/warning.js';
import { startOf, statementOf } from '../ast/statement-of.js';
import type { NodePath, t } from '../ast/types.js';
import type { SourceFile } from './source-file.js';

/** What every comment for a person begins with, so that they can be searched for. */
export const TODO_MARK = 'TODO(socketio-cors)';

/** Reports a place as one for a person, and leaves a comment before it. */
export function leaveToPerson(file: SourceFile, path: NodePath, warning: Warning): void {
  file.reportWarning(warning, path.node, 'manual');
  insertTodo(file, path, warning);
}

/**
 * Leaves a comment before a place that a person has to look at, once: where one with the code stands there already,
 * it stays alone.
 */
export function insertTodo(file: SourceFile, path: NodePath, { code, message }: Warning): void {
  if (file.options.todos === false) return;
  const statement = statementOf(path) as NodePath<t.Statement>;
  const start = statement.isProgram() ? 0 : startOf(statement);
  if (alreadySaid(file, start, code as WarningCode)) return;
  const text = `${TODO_MARK} ${code}: ${firstSentence(message)}; see MIGRATION.md#${code.toLowerCase().replace(/_/g, '-')}`;
  const { eol } = file.style;
  if (file.beginsLine(start)) file.magic.appendLeft(start, `// ${text}${eol}${file.indentAt(start)}`);
  else file.magic.appendLeft(start, `/* ${text.replace(/\*\//g, '* /')} */ `);
  file.todos.add(`${start} ${code}`);
}

function alreadySaid(file: SourceFile, start: number, code: WarningCode): boolean {
  if (file.todos.has(`${start} ${code}`)) return true;
  let at = start;
  for (;;) {
    const before = file.comments.find(
      (comment) => (comment.end as number) <= at && /^\s*$/.test(file.code.slice(comment.end as number, at)),
    );
    if (before === undefined) return false;
    if (before.value.includes(`${TODO_MARK} ${code}:`)) return true;
    at = before.start as number;
  }
}

function firstSentence(message: string): string {
  const [sentence = message] = message.split(/(?<=[^.])\.(?:\s|$)/);
  return sentence.replace(/\s+/g, ' ');
}
