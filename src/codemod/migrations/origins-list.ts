import type { OriginRule } from '../../origins/policy.js';
import { bracketed, literal, quoted, verbatim } from '../../print/source-style.js';
import { isShadowedInOutput } from '../../print/source-text.js';
import { listedEntries } from '../../v2/entries.js';
import { ruleOf } from '../../v2/origins.js';
import { originMatchers } from '../../v4/cors-origin.js';
import type { Releases } from '../analyze/read-origins.js';
import { bindingOf, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { isAvailableAt } from '../ast/statements.js';
import { evaluate, isExported, writtenValue } from '../ast/values.js';
import { commentsWithin } from '../edits/comments.js';
import { type Edit, EditList } from '../edits/edits.js';
import { type SourceFile, spanOf } from '../edits/source-file.js';
import { dedented } from '../edits/statements.js';

/** The origins that a rule lists, as `cors.origin` compares them; none for a rule that is not a list. */
export function listedOrigins(rule: OriginRule): (string | RegExp)[] {
  return rule.kind === 'literal-list' || rule.kind === 'allow-list' ? originMatchers(rule) : [];
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
): Edit[] | undefined {
  const seen = new Set<string>();
  const nodes: t.Node[] = [];
  const becomes: (string | RegExp)[][] = [];
  for (const element of array.get('elements') as NodePath[]) {
    const entry = element.node && !element.is('SpreadElement') ? evaluate(element)?.value : undefined;
    if (typeof entry !== 'string') return undefined;
    const matchers = entryMatchers(entry, releases).filter((matcher) => !seen.has(String(matcher)));
    for (const matcher of matchers) seen.add(String(matcher));
    nodes.push(element.node);
    becomes.push(matchers);
  }
  return becomes.flatMap((matchers, index) => {
    const node = nodes[index] as t.Node;
    if (matchers.length === 0) {
      const isLast = becomes.slice(index + 1).every(({ length }) => length === 0);
      return removal(file, nodes, index, isLast);
    }
    const text = matchers
      .map((item) => (typeof item === 'string' ? inQuotesOf(file, node, item) : literal(item, file.style)))
      .join(', ');
    return text === file.text(node) ? [] : [{ ...spanOf(node), text }];
  });
}

function entryMatchers(entry: string, { from, era, semantics }: Releases): (string | RegExp)[] {
  // The warnings are those of the whole list, which is read elsewhere.
  return listedOrigins(
    ruleOf([entry], { from, era, semantics, subject: 'origins', warn: () => undefined, known: undefined }),
  );
}

export function inQuotesOf(file: SourceFile, node: t.Node, text: string): string {
  const quote = file.code[node.start as number];
  return quoted(text, quote === '"' || quote === "'" || quote === '`' ? quote : file.style.quote);
}

/** Removes an entry with the comma beside it. The entry stays if a comment would be removed with it. */
function removal(file: SourceFile, nodes: readonly t.Node[], index: number, isLast: boolean): Edit[] {
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
 * The code of a list: as it was written if possible, comments included, with its entries as v4 compares them.
 *
 * @param value the value that was written, if there is one
 * @param entries what it lists
 * @param to the node that it moves to, if it moves
 * @param releases those that decide what its entries mean
 */
export function listText(
  file: SourceFile,
  value: NodePath | undefined,
  entries: readonly (string | RegExp)[],
  to?: t.Node,
  releases = file.releases,
): string {
  const written = value && unwrap(value);
  const text = written && writtenList(file, written, releases);
  const items = entries.map((entry) => literal(entry, file.style));
  const list = bracketed('[', items, ']', file.style, LIST_NAME.length);
  if (!written || text === undefined) return list;
  // A line without comments is written again if the new entries make it too long.
  const isOneLine = !text.includes('\n') && commentsWithin(file, written).length === 0;
  if (isOneLine && list.includes('\n')) return list;
  return verbatim(to ? dedented(file, written.node, text, to) : text);
}

/** The text before a list, by which its width is estimated. */
const LIST_NAME = 'const allowedOrigins = ';

/** The text of a list with its entries as v4 compares them; undefined if one of them is not written out. */
export function writtenList(file: SourceFile, array: NodePath, releases = file.releases): string | undefined {
  const edits = array.is('ArrayExpression') ? listEdits(file, array, releases) : undefined;
  return edits && replaced(file, array.node, edits);
}

/** The text of a node with replacements in it. */
export function replaced(file: SourceFile, node: t.Node, edits: readonly Edit[]): string {
  return new EditList(file.code, edits).apply(spanOf(node));
}

/**
 * The edits to a list that a variable of the app holds, so that the new code can use the variable.
 *
 * @returns undefined if it cannot, or if an entry would have to change while other code reads the list too
 */
export function editsInPlace(
  file: SourceFile,
  value: NodePath<t.Identifier>,
  statement: NodePath<t.Statement>,
): Edit[] | undefined {
  const array = writtenValue(value);
  const binding = bindingOf(value);
  if (!array.is('ArrayExpression') || binding === undefined || file.releases.era === 'literal')
    return undefined;
  if (isShadowedInOutput(value.node.name) || !isAvailableAt(value, statement)) return undefined;
  const edits = listEdits(file, array, file.releases);
  const isPrivate = binding.referencePaths.length === 1 && !isExported(binding);
  return edits?.length === 0 || isPrivate ? edits : undefined;
}

/** The entries of a string, as the printed code reads those of strings that are only known at run time. */
export function entriesOf(file: SourceFile, text: string): string {
  const entries = listedEntries(text).map((entry) =>
    literal(entry.replace(/^[^/]*\/\/(?=.*\*)|\/$/g, ''), file.style),
  );
  return `[${entries.join(', ')}]`;
}
