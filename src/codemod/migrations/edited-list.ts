import type { OriginRule } from '../../origins/policy.js';
import { literal, own, quoted } from '../../print/source-style.js';
import { isTaken } from '../../print/source-text.js';
import { ruleOf } from '../../v2/origins.js';
import { originMatchers } from '../../v4/cors-origin.js';
import type { Releases } from '../analyze/read-origins.js';
import { constantValue, isExported } from '../ast/bound-values.js';
import { evaluate } from '../ast/evaluate.js';
import { isAvailableAt } from '../ast/is-available-at.js';
import type { NodePath, t } from '../ast/types.js';
import { unwrap } from '../ast/unwrap.js';
import { dedented } from '../edits/dedented.js';
import { type SourceFile, spanOf } from '../edits/source-file.js';

/**
 * The origins that a rule admits, one by one.
 *
 * @returns none for a rule that lists none
 */
export function listedOrigins(rule: OriginRule): (string | RegExp)[] {
  return rule.kind === 'literal-list' || rule.kind === 'allow-list' ? originMatchers(rule) : [];
}

/** One replacement within a list. */
export interface ListEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What becomes of each entry that is written out in an array; entries that never matched go. */
function listEdits(
  file: SourceFile,
  array: NodePath<t.ArrayExpression>,
  releases: Releases,
): ListEdit[] | undefined {
  const edits: ListEdit[] = [];
  const seen = new Set<string>();
  const elements = array.get('elements');
  const nodes = elements.map((element) => element.node);
  const becomes: (readonly (string | RegExp)[])[] = [];
  for (const element of elements) {
    const entry =
      element.node && !element.isSpreadElement() ? evaluate(element as NodePath)?.value : undefined;
    if (typeof entry !== 'string') return undefined;
    const matchers = entryMatchers(entry, releases).filter((matcher) => !seen.has(String(matcher)));
    for (const matcher of matchers) seen.add(String(matcher));
    becomes.push(matchers);
  }
  for (const [index, matchers] of becomes.entries()) {
    const node = nodes[index] as t.Node;
    if (matchers.length === 0) {
      const isLast = becomes.slice(index + 1).every(({ length }) => length === 0);
      edits.push(...removal(file, nodes as t.Node[], index, isLast));
    } else if (evaluate(elements[index] as NodePath)?.value !== matchers[0] || matchers.length > 1) {
      const items = matchers.map((item) =>
        typeof item === 'string' ? inQuotesOf(file, node, item) : literal(item, file.style),
      );
      edits.push({ ...spanOf(node), text: items.join(', ') });
    }
  }
  return edits;
}

function entryMatchers(entry: string, { from, era, semantics }: Releases): (string | RegExp)[] {
  // What there is to say of it is said where the whole list is read.
  return listedOrigins(ruleOf([entry], { from, era, semantics, subject: 'origins', warn: () => undefined }));
}

function inQuotesOf(file: SourceFile, node: t.Node, text: string): string {
  const quote = file.code[node.start as number];
  return quoted(text, quote === '"' || quote === "'" || quote === '`' ? quote : file.style.quote);
}

/** Removes an entry with the comma that parts it from its neighbour; it stays where a comment would go with it. */
function removal(file: SourceFile, nodes: readonly t.Node[], index: number, isLast: boolean): ListEdit[] {
  const { start, end } = spanOf(nodes[index] as t.Node);
  if (!isLast) {
    const comma = /^\s*,[ \t]*(?:\r?\n[ \t]*)?/.exec(file.code.slice(end));
    return comma === null ? [] : [{ start, end: end + comma[0].length, text: '' }];
  }
  const previous = nodes[index - 1];
  const from = previous === undefined ? start : spanOf(previous).end;
  return /^\s*,?\s*$/.test(file.code.slice(from, start)) ? [{ start: from, end, text: '' }] : [];
}

/**
 * A list as it was written, comments included, with its entries as v4 compares them.
 *
 * @param to what it is to stand before, where it moves
 */
export function editedList(
  file: SourceFile,
  value: NodePath,
  releases: Releases,
  to?: t.Node,
): string | undefined {
  const array = unwrap(value);
  const text = listText(file, array, releases);
  return text === undefined ? undefined : own(to === undefined ? text : dedented(file, array.node, text, to));
}

/** As `editedList`, the bare text. */
export function listText(file: SourceFile, array: NodePath, releases: Releases): string | undefined {
  if (!array.isArrayExpression()) return undefined;
  const edits = listEdits(file, array, releases);
  return edits && replaced(file, array.node, edits);
}

/** The text of a node with replacements in it, which are in order. */
export function replaced(file: SourceFile, node: t.Node, edits: readonly ListEdit[]): string {
  const { start, end } = spanOf(node);
  const parts: string[] = [];
  let at = start;
  for (const edit of edits) {
    parts.push(file.code.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return parts.join('') + file.code.slice(at, end);
}

/** A list that has a name already, and can be named where it stands. */
export interface NamedList {
  readonly name: string;
  apply(): void;
}

/** Finds out whether a list's own variable will do: nothing in it changes, or nobody else reads it. */
export function listInPlace(
  file: SourceFile,
  value: NodePath,
  statement: NodePath<t.Statement>,
  releases: Releases,
): NamedList | undefined {
  if (!value.isIdentifier() || releases.era === 'literal' || !isAvailableAt(value, statement))
    return undefined;
  if (isTaken(value.node.name)) return undefined;
  const declared = constantValue(value);
  const array = declared && unwrap(declared);
  const binding = value.scope.getBinding(value.node.name);
  if (!array?.isArrayExpression() || binding === undefined) return undefined;
  const edits = listEdits(file, array, releases);
  if (edits === undefined || (edits.length > 0 && (binding.references > 1 || isExported(binding))))
    return undefined;
  return {
    name: value.node.name,
    apply: () => {
      for (const { start, end, text } of edits) {
        if (text === '') file.edits.remove(start, end);
        else file.edits.replace(start, end, text);
      }
    },
  };
}
