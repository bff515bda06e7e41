import type { WarningArgs, WarningCode } from '../../messages/settings.js';
import type { Warning } from '../../messages/warn.js';
import type { SourceStyle } from '../../print/source-style.js';
import { warningOf } from '../analyze/manual-review.js';
import { openProgram } from '../ast/scopes.js';
import type { NodePath, t } from '../ast/types.js';
import type { Finding, MigrateOptions } from '../types.js';
import { EditList } from './edits.js';

/** A span of the code. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How an imported name of v2's function is replaced. */
export interface ImportPlan {
  readonly specifier: t.Node;
  /** The name to call instead; undefined if it is `Server` of this one. */
  readonly local: string | undefined;
  readonly becomesNamespace: boolean;
  /** Whether the name is unused after the migration of all servers. */
  isGone(file: SourceFile): boolean;
}

/** A file that is being migrated: its code, its syntax tree, its edits and its findings. */
export class SourceFile {
  readonly style: SourceStyle;
  readonly edits: EditList;
  readonly findings: Finding[] = [];
  /** The nodes of settings that have been migrated or reported, so that they are not reported again. */
  readonly handled: Set<t.Node> = new Set();
  /** How imported names of v2's function are replaced, by the node that declares them. */
  readonly importedServers: Map<t.Node, ImportPlan> = new Map();
  /** The uses of such names in servers that have been migrated. */
  readonly migratedNames: Set<t.Node> = new Set();
  /** The spans of removed code, and the new code. */
  readonly removed: Span[] = [];
  readonly added: string[] = [];
  /** The positions of comments for manual review. */
  readonly todos: Set<number> = new Set();
  readonly #lineStarts: readonly number[];
  readonly #lastEdits: ((file: SourceFile) => void)[] = [];
  readonly #reported: Set<string> = new Set();
  readonly #names: Set<string>;

  constructor(
    readonly code: string,
    readonly filename: string,
    readonly program: NodePath<t.Program>,
    readonly comments: readonly t.Comment[],
    readonly options: MigrateOptions,
    from?: SourceFile,
  ) {
    this.style = from?.style ?? sourceStyle(code, filename);
    this.edits = new EditList(code, from?.edits.edits);
    this.#lineStarts = from ? from.#lineStarts : lineStarts(code);
    this.#names = from
      ? from.#names
      : new Set(code.match(/[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu));
    if (from === undefined) return;
    this.handled = from.handled;
    this.findings = [...from.findings];
    this.importedServers = new Map(from.importedServers);
    this.migratedNames = new Set(from.migratedNames);
    this.removed = [...from.removed];
    this.added = [...from.added];
    this.todos = new Set(from.todos);
    this.#lastEdits = [...from.#lastEdits];
    this.#reported = new Set(from.#reported);
  }

  /** A copy with the changes so far. What is changed in it counts only if it takes the place of this one. */
  fork(): SourceFile {
    return new SourceFile(this.code, this.filename, this.program, this.comments, this.options, this);
  }

  /** The line and column of a position, counted from 1. */
  placeOf(position: number): { line: number; column: number } {
    const line = this.#lineAt(position);
    return { line: line + 1, column: position - (this.#lineStarts[line] as number) + 1 };
  }

  /** Adds an edit that depends on what has been migrated: it is made at the end. */
  atEnd(edit: (file: SourceFile) => void): void {
    this.#lastEdits.push(edit);
  }

  /** The code with all edits. */
  migrated(): string {
    for (const edit of this.#lastEdits.splice(0)) edit(this);
    return this.edits.apply();
  }

  /** The code of a node as it was written. */
  text(node: t.Node): string {
    const { start, end } = spanOf(node);
    return this.code.slice(start, end);
  }

  /** A name that the file does not use. The name is then reserved. */
  freeName(...candidates: readonly string[]): string {
    const names = this.#names;
    const [first = 'value'] = candidates;
    let name = candidates.find((candidate) => !names.has(candidate));
    for (let number = 2; name === undefined; number++) {
      if (!names.has(first + number)) name = first + number;
    }
    names.add(name);
    return name;
  }

  /** The indentation of the line of a position. */
  indentAt(position: number): string {
    const start = this.lineStart(position);
    return /^[ \t\uFEFF]*/.exec(this.code.slice(start, position))?.[0].replace('\uFEFF', '') ?? '';
  }

  /** Whether only white space is before a position in its line. */
  beginsLine(position: number): boolean {
    return /^[\uFEFF \t]*$/.test(this.code.slice(this.lineStart(position), position));
  }

  /** The position of the next code, after white space and comments. */
  nextCode(position: number): number {
    let at = position;
    for (;;) {
      at += /^\s*/.exec(this.code.slice(at))?.[0].length ?? 0;
      const comment = this.comments.find(({ start }) => start === at);
      if (comment === undefined) return at;
      at = comment.end as number;
    }
  }

  /** The span of an expression, with the parentheses around it. */
  outerSpan(node: t.Node): Span {
    const { start, end } = spanOf(node);
    const { parenStart = start } = (node.extra ?? {}) as { readonly parenStart?: number };
    let after = end;
    for (let at = parenStart; at < start; at = this.nextCode(at + 1)) after = this.nextCode(after) + 1;
    return { start: parenStart, end: after };
  }

  lineStart(position: number): number {
    return this.#lineStarts[this.#lineAt(position)] as number;
  }

  /** Reports a place. */
  report<Code extends WarningCode>(
    code: Code,
    args: WarningArgs<Code>,
    node: t.Node,
    action: Finding['action'] = 'migrated',
    subject?: string,
  ): void {
    this.reportWarning(warningOf(code, args, subject), node, action);
  }

  /** Reports a place with a warning that exists already. The same warning at the same place counts once. */
  reportWarning(warning: Warning, node: t.Node | t.Comment, action: Finding['action']): void {
    const { start } = spanOf(node);
    const { line, column } = this.placeOf(start);
    const place = `${warning.code} ${line} ${column} ${warning.subject}`;
    if (this.#reported.has(place)) return;
    this.#reported.add(place);
    this.findings.push({ ...warning, line, column, action });
  }

  #lineAt(position: number): number {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] as number) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** The positions at which lines begin. */
function lineStarts(code: string): readonly number[] {
  const ends = [...code.matchAll(/\r\n|\r|\n|\u2028|\u2029/g)];
  return [0, ...ends.map(({ 0: eol, index }) => index + eol.length)];
}

/** A file's code and its syntax tree, ready to be read and edited. */
export function openFile(
  code: string,
  parsed: t.File,
  options: { readonly filename: string } & MigrateOptions,
): SourceFile {
  return new SourceFile(code, options.filename, openProgram(parsed), parsed.comments ?? [], options);
}

/** The span of a node. */
export function spanOf(node: t.Node | t.Comment): Span {
  return { start: node.start as number, end: node.end as number };
}

/** Reads the style of a file by majority, so that new code looks like the old. */
function sourceStyle(code: string, filename: string): SourceStyle {
  const lines = code.split(/\r?\n/);
  const statements = lines
    .filter((line) => /^\s*(?:const|let|var|return|import|\w[\w.]*\()/.test(line))
    .map((line) => line.trimEnd())
    .filter((line) => /[\w)\]'"`;]$/.test(line));
  const closed = statements.filter((line) => line.endsWith(';')).length;
  return {
    quote: count(code, /"(?:[^"\\\n]|\\.)*"/g) > count(code, /'(?:[^'\\\n]|\\.)*'/g) ? '"' : "'",
    semicolons: statements.length === 0 || closed * 2 >= statements.length,
    indent: indentOf(lines),
    eol: count(code, /\r\n/g) * 2 > lines.length - 1 ? '\r\n' : '\n',
    trailingCommas: count(code, /,\s*\n\s*[}\]]/g) > count(code, /[^\s,{[;]\s*\n\s*[}\]]\s*[,)]/g),
    typescript: /\.[cm]?tsx?$/i.test(filename),
  };
}

function indentOf(lines: readonly string[]): string {
  const votes = new Map<string, number>();
  let previous = '';
  for (const line of lines) {
    const indent = /^([ \t]+)[^\s*]/.exec(line)?.[1] ?? '';
    if (indent.startsWith(previous) && indent.length > previous.length) {
      const step = indent.slice(previous.length);
      votes.set(step, (votes.get(step) ?? 0) + 1);
    }
    if (line.trim() !== '') previous = indent;
  }
  return [...votes].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '  ';
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
