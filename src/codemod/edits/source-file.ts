import type { WarningArgs, WarningCode } from '../../messages/settings.js';
import type { Warning } from '../../messages/warn.js';
import { type SourceStyle, styleOf } from '../../print/source-style.js';
import { warningOf } from '../analyze/manual-review.js';
import type { Releases } from '../analyze/read-origins.js';
import { placeOf } from '../ast/nodes.js';
import type { Binding, NodePath, t } from '../ast/path.js';
import { openProgram } from '../ast/scopes.js';
import type { FileSurvey, Finding, MigrateOptions } from '../types.js';
import { EditList, type Span } from './edits.js';

/** A name of v2's function that servers were created with. */
export interface LegacyName {
  readonly binding: Binding;
  /** The name to call instead; undefined if it is `Server` of this one. */
  readonly local: string | undefined;
}

/** A comment, and its text as it is written. */
export interface Comment extends Span, Pick<t.Node, 'loc'> {
  readonly text: string;
}

/** A file that is being migrated: its code, its syntax tree, its edits and its findings. */
export class SourceFile {
  readonly program: NodePath<t.Program>;
  readonly comments: readonly Comment[];
  readonly style: SourceStyle;
  readonly edits: EditList;
  readonly findings: Finding[] = [];
  /** The nodes of settings that have been migrated or reported, so that they are not reported again. */
  readonly handled: Set<t.Node> = new Set();
  /** The names of v2's function, by the node that declares them. */
  readonly legacyNames: Map<t.Node, LegacyName> = new Map();
  /** The uses of such names in servers that have been migrated. */
  readonly migratedNames: Set<t.Node> = new Set();
  readonly usedNames: Set<string>;
  /** What the other files of its program do. */
  readonly others: readonly FileSurvey[];
  /** The bodies that get braces. */
  readonly braced: Set<t.Node> = new Set();
  /** The spans whose lines get one more step of indentation. */
  readonly indented: Span[] = [];

  constructor(
    readonly code: string,
    parsed: t.File,
    readonly options: { readonly filename: string } & MigrateOptions,
    readonly releases: Releases,
  ) {
    this.program = openProgram(parsed);
    this.comments = (parsed.comments ?? []).map((comment) => {
      const { start, end } = spanOf(comment);
      return { start, end, loc: comment.loc ?? null, text: code.slice(start, end) };
    });
    this.style = styleOf(code, /\.[cm]?tsx?$/i.test(options.filename));
    this.edits = new EditList(code);
    this.others = options.others ?? [];
    this.usedNames = new Set(code.match(/[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu));
  }

  /** A copy with the changes so far. Its changes only count if it replaces this one. */
  fork(): SourceFile {
    return Object.assign(Object.create(SourceFile.prototype), this, {
      edits: new EditList(this.code, this.edits.edits),
      findings: [...this.findings],
      legacyNames: new Map(this.legacyNames),
      migratedNames: new Set(this.migratedNames),
      braced: new Set(this.braced),
      indented: [...this.indented],
    });
  }

  /** The code of a node as it was written, and `(a, b)` with its brackets, which are not in its span. */
  text(node: t.Node): string {
    const { start, end } = spanOf(node);
    const text = this.code.slice(start, end);
    return node.type === 'SequenceExpression' ? `(${text})` : text;
  }

  /** A name that the file does not use. The name is then reserved. */
  freeName(...candidates: readonly string[]): string {
    const [first = 'value'] = candidates;
    let name = candidates.find((candidate) => !this.usedNames.has(candidate));
    for (let number = 2; name === undefined; number++)
      if (!this.usedNames.has(first + number)) name = first + number;
    this.usedNames.add(name);
    return name;
  }

  lineStart(position: number): number {
    return position === 0 ? 0 : this.code.lastIndexOf('\n', position - 1) + 1;
  }

  /** The indentation of the line of a position. */
  indentAt(position: number): string {
    const start = this.lineStart(position);
    const further = this.indented.filter((span) => span.start <= position && position < span.end);
    const own = /^[ \t\uFEFF]*/.exec(this.code.slice(start, position))?.[0].replace('\uFEFF', '') ?? '';
    return own + this.style.indent.repeat(further.length);
  }

  /** Indents the lines of a span by one more step. */
  indentFurther(span: Span): void {
    this.indented.push(span);
    const lines = this.code.slice(span.start, span.end).matchAll(/\n[ \t]*(?=[^\s])/g);
    for (const { 0: line, index } of lines)
      this.edits.insert(span.start + index + line.length, this.style.indent);
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
      at = comment.end;
    }
  }

  /** The end of the code before a position, without white space and comments. */
  previousCode(position: number): number {
    const at = this.code.slice(0, position).trimEnd().length;
    const comment = this.comments.find(({ end }) => end === at);
    return comment ? this.previousCode(comment.start) : at;
  }

  /** The span of an expression, with the parentheses around it. */
  outerSpan(node: t.Node): Span {
    const { start, end } = spanOf(node);
    const { parenStart = start } = (node.extra ?? {}) as { readonly parenStart?: number };
    let after = end;
    for (let at = parenStart; at < start; at = this.nextCode(at + 1)) after = this.nextCode(after) + 1;
    return { start: parenStart, end: after };
  }

  /** Reports a place that is edited. */
  report<Code extends WarningCode>(
    code: Code,
    args: WarningArgs<Code>,
    node: t.Node,
    subject?: string,
  ): void {
    this.reportWarning(warningOf(code, args, subject), node, 'migrated');
  }

  /** Reports a place that needs manual review, but gets no comment, for example because it may belong to other software. */
  reportWithoutComment<Code extends WarningCode>(
    code: Code,
    args: WarningArgs<Code>,
    node: t.Node,
    subject?: string,
  ): void {
    this.reportWarning(warningOf(code, args, subject), node, 'manual');
  }

  /** Reports a place with a warning that exists already. The same warning at the same place counts once. */
  reportWarning(warning: Warning, node: Pick<t.Node, 'loc'>, action: Finding['action']): void {
    const { line, column } = placeOf(node);
    const isSame = (one: Finding) =>
      one.line === line &&
      one.column === column &&
      one.code === warning.code &&
      one.subject === warning.subject;
    if (!this.findings.some(isSame)) this.findings.push({ ...warning, line, column, action });
  }
}

/** The span of a node. */
export function spanOf(node: t.Node | t.Comment): Span {
  return { start: node.start as number, end: node.end as number };
}
