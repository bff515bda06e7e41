import { decide } from '../../origins/decide.js';
import type { OriginRule } from '../../origins/policy.js';
import { kindOf } from '../../print/rule-text.js';
import { literal, quoted, verbatim, WIDTH } from '../../print/source-style.js';
import { isShadowedInOutput } from '../../print/source-text.js';
import { listedEntries } from '../../v2/entries.js';
import { ruleOf } from '../../v2/origins.js';
import { originMatchers } from '../../v4/cors-origin.js';
import { type ReadOrigins, type Releases, readSetting } from '../analyze/read-origins.js';
import { requireKnownAt, runTimeType } from '../analyze/setting-value.js';
import { unwrap } from '../ast/nodes.js';
import { isAvailableAt } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import { constantValue, evaluate, isExported } from '../ast/values.js';
import { type SourceFile, spanOf } from '../edits/source-file.js';
import { dedented } from '../edits/statements.js';
import { distinct, nothing, type OriginsPlan } from './origins-plan.js';

/** The origins that a rule lists, as `cors.origin` compares them; none for a rule that is not a list. */
export function listedOrigins(rule: OriginRule): (string | RegExp)[] {
  return rule.kind === 'literal-list' || rule.kind === 'allow-list' ? originMatchers(rule) : [];
}

/** One replacement within a list. */
interface ListEdit {
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
      element.node && !element.is('SpreadElement') ? evaluate(element as NodePath)?.value : undefined;
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
  return text === undefined
    ? undefined
    : verbatim(to === undefined ? text : dedented(file, array.node, text, to));
}

/** The text of `editedList`, not yet marked as the app's own. */
export function listText(file: SourceFile, array: NodePath, releases: Releases): string | undefined {
  if (!array.is('ArrayExpression')) return undefined;
  const edits = listEdits(file, array, releases);
  return edits && replaced(file, array.node, edits);
}

/** The text of a node with replacements in it, given in the order of the code. */
function replaced(file: SourceFile, node: t.Node, edits: readonly ListEdit[]): string {
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
interface NamedList {
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
  if (!value.is('Identifier') || releases.era === 'literal' || !isAvailableAt(value, statement))
    return undefined;
  if (isShadowedInOutput(value.node.name)) return undefined;
  const declared = constantValue(value);
  const array = declared && unwrap(declared);
  const binding = value.scope.getBinding(value.node.name);
  if (!array?.is('ArrayExpression') || binding === undefined) return undefined;
  const edits = listEdits(file, array, releases);
  if (edits === undefined || (edits.length > 0 && (binding.referencePaths.length > 1 || isExported(binding))))
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

/** The values that an expression chooses from: both arms of `a ? b : c`, and of the choices within them. */
function armsOf(path: NodePath): NodePath[] {
  const node = unwrap(path);
  if (!node.is('ConditionalExpression')) return [node];
  return [...armsOf(node.get('consequent')), ...armsOf(node.get('alternate'))];
}

/**
 * A choice between lists and literal strings, with each string as the list of its entries.
 *
 * @returns undefined if there is another kind of value to choose, or an empty string, which as an option allowed any origin
 * @example armsAsLists(file, path) // "env ? env.split(',') : ['*:*']" for "env ? env.split(',') : '*:*'"
 */
export function armsAsLists(file: SourceFile, path: NodePath): string | undefined {
  const arms = armsOf(path);
  const edits = arms.flatMap((arm) => {
    const value = evaluate(arm)?.value;
    return typeof value === 'string' && value ? [{ ...spanOf(arm.node), text: entriesOf(file, value) }] : [];
  });
  const lists = arms.filter((arm) => runTimeType(arm) === 'array');
  const areLists = lists.length + edits.length === arms.length;
  return areLists && edits.length > 0 ? replaced(file, path.node, edits) : undefined;
}

/** The entries of a string, as the printed code reads those of strings that are only known at run time. */
function entriesOf(file: SourceFile, text: string): string {
  const entries = listedEntries(text).map((entry) =>
    literal(entry.replace(/^[^/]*\/\/(?=.*\*)|\/$/g, ''), file.style),
  );
  return `[${entries.join(', ')}]`;
}

/** The list that allows any origin, as one arm of a choice. */
const EVERYONE = '[/.*/]';

/**
 * The plan for a choice between literal settings: the code chooses between lists that v4 can compare.
 *
 * @param isOption whether a falsy value allowed any origin, as in the option
 * @param isCall whether a call sets it, rather than the option
 * @returns undefined for any other value
 * @example planChoice(…) // for `origins: isProduction ? ['https://example.com:443'] : 'http://localhost:*'`
 */
export function planChoice(
  file: SourceFile,
  value: NodePath,
  statement: NodePath<t.Statement>,
  releases: Releases,
  isOption: boolean,
  isCall: boolean,
): OriginsPlan | undefined {
  const declared = constantValue(value);
  const choice = unwrap(declared ?? value);
  const arms = armsOf(choice);
  if (arms.length === 1 || arms.some((arm) => evaluate(arm) === undefined)) return undefined;
  const readings = arms.map((arm) => readArm(arm, releases, isOption));
  const lists = readings.filter(({ rule }) => rule.kind === 'allow-list');
  const admitNull = new Set(lists.map(({ rule }) => decide(rule, {})));
  const isPlain = readings.every(({ rule }) => rule.kind === 'allow-list' || rule.kind === 'everyone');
  if (!isPlain || lists.length === 0 || admitNull.size > 1) return undefined;

  const edits = arms.map((arm, index) => armEdit(file, arm, readings[index] as ReadOrigins, releases));
  const entries = readings.flatMap(({ rule }) => (rule.kind === 'everyone' ? [/.*/] : listedOrigins(rule)));
  const plan = (name: string): Omit<OriginsPlan, 'declarations' | 'apply'> => ({
    source: { kind: 'list', name, entries: kindOf(entries), admitsNull: admitNull.has(true) },
    corsOrigin: undefined,
    warnings: distinct(readings.flatMap(({ warnings }) => warnings)),
  });
  if (declared !== undefined && value.is('Identifier')) {
    const binding = value.scope.getBinding(value.node.name);
    if (
      isShadowedInOutput(value.node.name) ||
      binding?.referencePaths.length !== 1 ||
      isExported(binding) ||
      !isAvailableAt(value, statement)
    )
      return undefined;
    const apply = () => {
      for (const { start, end, text } of edits) file.edits.replace(start, end, text);
    };
    return { ...plan(value.node.name), declarations: [], apply };
  }
  requireKnownAt(file, value, statement, !isCall);
  const name = file.freeName('allowedOrigins', 'socketOrigins');
  const declaration = `const ${name} = ${choiceText(file, choice, edits, statement, name)};`;
  return { ...plan(name), declarations: [declaration], apply: nothing };
}

function readArm(arm: NodePath, releases: Releases, isOption: boolean): ReadOrigins {
  return readSetting(evaluate(arm)?.value, isOption, releases, arm.node);
}

function armEdit(file: SourceFile, arm: NodePath, { rule }: ReadOrigins, releases: Releases): ListEdit {
  const items = listedOrigins(rule).map((origin) => literal(origin, file.style));
  const list =
    rule.kind === 'everyone' ? EVERYONE : (listText(file, arm, releases) ?? `[${items.join(', ')}]`);
  return { ...spanOf(arm.node), text: list };
}

/** The text of the choice. One that is too long for a line is broken into three. */
function choiceText(
  file: SourceFile,
  choice: NodePath,
  edits: readonly ListEdit[],
  statement: NodePath<t.Statement>,
  name: string,
): string {
  const text = replaced(file, choice.node, edits);
  const [one, other] = edits;
  const isShort =
    `const ${name} = ${text};`.length + file.indentAt(spanOf(statement.node).start).length <= WIDTH;
  const hasComment = file.comments.some(
    ({ start }) =>
      spanOf(choice.node).start < (start as number) && (start as number) < spanOf(choice.node).end,
  );
  if (
    isShort ||
    text.includes('\n') ||
    hasComment ||
    edits.length !== 2 ||
    !choice.is('ConditionalExpression')
  )
    return verbatim(dedented(file, choice.node, text, statement.node));
  const test = verbatim(file.text(choice.node.test));
  return `${test}\n\t? ${verbatim(one?.text ?? '')}\n\t: ${verbatim(other?.text ?? '')}`;
}
