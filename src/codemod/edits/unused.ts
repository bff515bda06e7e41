import { bindingOf, holds } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { commentsWithin, leadingComments } from './comments.js';
import type { Span } from './edits.js';
import type { SourceFile } from './source-file.js';
import { removeStatement } from './statements.js';
import type { Frozen } from './todo.js';

/**
 * Removes declarations that only removed code used: a constant with a handler's headers, or the handler if it had a name. A
 * declaration stays if it runs code, is mentioned anywhere else, or has a comment.
 */
export function removeUnused(file: SourceFile, frozen: Frozen): void {
  const gone: Span[] = file.edits.edits.filter(({ start, end }) => start < end);
  if (gone.length === 0) return;
  // The new code's own parameters do not count as mentions.
  const added = file.edits.edits.map(({ text }) => text).join('\n');
  const text = added.replace(/\{ headers \}|\bheaders\.(?:origin|referer)\b/g, '');
  /** Whether a name occurs only in removed code and its declaration, not even in a comment or a type. */
  const isUnused = (name: string, declaration: Span) =>
    wordsIn(text, name).length === 0 &&
    wordsIn(file.code, name).every((start) => isIn({ start, end: start }, [...gone, declaration]));
  for (let before = -1; before < gone.length; ) {
    before = gone.length;
    for (const [name, statement] of declared(file, gone)) {
      if (!isUnused(name, statement) || hasComments(file, statement) || frozen.touches(statement)) continue;
      removeStatement(file, statement);
      gone.push(statement);
    }
  }
  if (!file.style.typescript) return;
  for (const declaration of file.program.get('body')) {
    // The import of Socket.IO itself is edited with its servers.
    if (!declaration.is('ImportDeclaration') || declaration.node.source.value === 'socket.io') continue;
    const { specifiers } = declaration.node;
    // The type of a parameter that is gone, such as a handler's `IncomingMessage`.
    const unused = specifiers.filter(({ local: { name } }) => {
      const uses = wordsIn(file.code, name).filter((start) => !isIn({ start, end: start }, [declaration]));
      const areTypes = uses.every((start) => /:\s*$/.test(file.code.slice(Math.max(0, start - 20), start)));
      return uses.length > 0 && areTypes && isUnused(name, declaration);
    });
    const isNamed = specifiers.every(({ type }) => type === 'ImportSpecifier');
    if (!isNamed || unused.length === 0 || commentsWithin(file, declaration).length > 0) continue;
    if (unused.length === specifiers.length) removeStatement(file, declaration);
    else file.edits.removeItems(specifiers, new Set(unused));
  }
}

/** The declarations of the names that removed code reads, if they run no code. */
function declared(file: SourceFile, gone: readonly Span[]): Map<string, NodePath> {
  const found = new Map<string, NodePath>();
  file.program.traverse({
    Identifier(path) {
      if (!isIn(path, gone) || found.has(path.node.name) || !path.isReferencedIdentifier()) return;
      const binding = bindingOf(path);
      const statement = binding?.constant ? statementOfDeclaration(binding.path) : undefined;
      if (statement && !isIn(statement, gone)) found.set(path.node.name, statement);
    },
  });
  return found;
}

/** The statement that declares a function, or a single constant whose value runs no code. */
function statementOfDeclaration(path: NodePath): NodePath | undefined {
  const statement = path.is('FunctionDeclaration') ? path : path.parentPath;
  if (!statement?.inList || statement.listKey !== 'body') return undefined;
  if (path.is('FunctionDeclaration')) return statement;
  if (!path.is('VariableDeclarator') || !path.node.init) return undefined;
  const { node } = statement as NodePath<t.VariableDeclaration>;
  return node.declarations.length === 1 && runsNothing(path.get('init') as NodePath) ? statement : undefined;
}

const INERT =
  /^(?:(?:String|Numeric|Boolean|Null|RegExp|Template)Literal|TemplateElement|ObjectExpression|ObjectProperty|ArrayExpression|Identifier)$/;

function runsNothing(value: NodePath): boolean {
  const { type } = value.node;
  if (type === 'ArrowFunctionExpression' || type === 'FunctionExpression') return true;
  return !holds(value, ({ node }) => !INERT.test(node.type));
}

/** The positions of a name in a text, except as a member of something else. */
function wordsIn(text: string, name: string): number[] {
  const word = new RegExp(`(?<![\\w$]|(?:^|[^.])\\.)${name.replace(/\$/g, '\\$&')}(?![\\w$])`, 'g');
  return [...text.matchAll(word)].map(({ index }) => index);
}

function isIn({ start, end }: Span, spans: readonly Span[]): boolean {
  return spans.some((span) => span.start <= start && end <= span.end);
}

function hasComments(file: SourceFile, { start, end }: Span): boolean {
  const isFollowed = /^[ \t]*;?[ \t]*\/[/*]/.test(file.code.slice(end));
  return (
    isFollowed ||
    commentsWithin(file, { start, end }).length > 0 ||
    leadingComments(file, start).texts.length > 0
  );
}
