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

/** The origins that a rule lists, as `cors.origin` compares them; none for a rule that is no list. */
export function listedOrigins(rule: OriginRule): (string | RegExp)[] {
  return rule.kind === 'literal-list' || rule.kind === 'allow-list' ? originMatchers(rule) : [];
}

/** One replacement within a list. */
export interface ListEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The edits that turn each entry of an array into what v4 compares. An entry that never matched is removed.
 *
 * @returns undefined if an entry is not a literal string
 */
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
  // The warnings are those of the whole list, which is read elsewhere.
  return listedOrigins(ruleOf([entry], { from, era, semantics, subject: 'origins', warn: () => undefined }));
}

function inQuotesOf(file: SourceFile, node: t.Node, text: string): string {
  const quote = file.code[node.start as number];
  return quoted(text, quote === '"' || quote === "'" || quote === '`' ? quote : file.style.quote);
}

/** Removes an entry with the comma beside it. The entry stays if a comment would be removed with it. */
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
 * @param to the node that it moves to, if it moves
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

/** The text of `editedList`, not yet marked as the app's own. */
export function listText(file: SourceFile, array: NodePath, releases: Releases): string | undefined {
  if (!array.isArrayExpression()) return undefined;
  const edits = listEdits(file, array, releases);
  return edits && replaced(file, array.node, edits);
}

/** The text of a node with replacements in it, given in the order of the code. */
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

/** A list that the app's code declares, and that the new code can use by its name. */
export interface NamedList {
  readonly name: string;
  apply(): void;
}

/**
 * Reads a variable of the app as the list for the new code.
 *
 * @returns undefined if an entry would have to change while other code reads the list too
 */
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
