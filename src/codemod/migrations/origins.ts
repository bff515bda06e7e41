import type { Warning } from '../../messages/warn.js';
import { entriesText, originCheckText, type RunTimeType } from '../../print/origin-check-text.js';
import { kindOf, listSource } from '../../print/rule-text.js';
import { literal, verbatim } from '../../print/source-style.js';
import type { OriginSource } from '../../print/source-text.js';
import { type CorsOrigin, corsOrigin } from '../../v4/cors-origin.js';
import { warningOf } from '../analyze/manual-review.js';
import { type DynamicOrigins, isEnvironmentVariable, type OriginsChoice } from '../analyze/origins-value.js';
import type { ReadOrigins, Releases } from '../analyze/read-origins.js';
import { rewrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { type SourceFile, spanOf } from '../edits/source-file.js';
import { dedented } from '../edits/statements.js';
import { editsInPlace, entriesOf, listedOrigins, listText, replaced, writtenList } from './origins-list.js';

/** The parts of v4's options that replace an `origins` setting. */
export interface OriginsPlan {
  readonly source: OriginSource;
  /** The value of `cors.origin` if it is known, to compare it with that of a preflight handler. */
  readonly corsOrigin?: CorsOrigin;
  /** Statements to insert before the server. */
  readonly declarations?: readonly string[];
  /** The statement to insert them before, if it is not that of the server. */
  readonly before?: NodePath<t.Statement>;
  readonly warnings: readonly Warning[];
  /** Makes edits elsewhere, for example in a list that has a name already. */
  apply?(): void;
}

/** The app's own `allowRequest` decides alone. */
export function planOwn(hasOrigins: boolean): OriginsPlan {
  const ignored = hasOrigins ? [warningOf('ORIGINS_IGNORED_BY_ALLOW_REQUEST', {}, 'origins')] : [];
  const warnings = [...ignored, warningOf('ALLOW_REQUEST_DECIDES_ALONE', {}, 'allowRequest')];
  return { source: { kind: 'own' }, corsOrigin: true, warnings };
}

/** The plan for literal settings, or for none. */
export function planStatic(
  file: SourceFile,
  { rule, warnings }: ReadOrigins,
  value: NodePath | undefined,
  statement: NodePath<t.Statement>,
): OriginsPlan {
  if (rule.kind === 'everyone') return { source: { kind: 'everyone' }, corsOrigin: true, warnings };
  if (rule.kind === 'substring-search') {
    const text = literal(rule.text, file.style);
    return planRunTimeList(file, { whole: text, operand: text }, 'string', warnings);
  }
  const entries = listedOrigins(rule);
  const own = value?.is('Identifier') ? editsInPlace(file, value, statement) : undefined;
  if (value?.is('Identifier') && own) {
    const source = listSource(rule, value.node.name, entries);
    return { source, corsOrigin: corsOrigin(rule), warnings, apply: () => file.edits.add(own) };
  }
  const name = entries.length === 0 ? '' : file.freeName('allowedOrigins', 'socketOrigins');
  const list = listText(file, value, entries, statement.node);
  return {
    source: listSource(rule, name, entries),
    corsOrigin: corsOrigin(rule),
    declarations: name === '' ? [] : [`const ${name} = ${list};`],
    warnings,
  };
}

/** The list that allows any origin, as one arm of a choice. */
const EVERYONE = /.*/;

/** The plan for a choice between literal settings: the code chooses between lists that v4 can compare. */
export function planChoice(
  file: SourceFile,
  { path, name: given, arms, admitsNull }: OriginsChoice,
  statement: NodePath<t.Statement>,
): OriginsPlan {
  const lists = arms.map(({ read: { rule } }) =>
    rule.kind === 'everyone' ? [EVERYONE] : listedOrigins(rule),
  );
  const edits = arms.map(({ path: arm }, index) => {
    const items = lists[index]?.map((origin) => literal(origin, file.style)) ?? [];
    return { ...spanOf(arm.node), text: writtenList(file, arm) ?? `[${items.join(', ')}]` };
  });
  const name = given ?? file.freeName('allowedOrigins', 'socketOrigins');
  const plan: OriginsPlan = {
    source: { kind: 'list', name, entries: kindOf(lists.flat()), admitsNull },
    warnings: distinct(arms.flatMap(({ read }) => read.warnings)),
  };
  if (given !== undefined) return { ...plan, apply: () => file.edits.add(edits) };
  const text = dedented(file, path.node, replaced(file, path.node, edits), statement.node);
  return { ...plan, declarations: [`const ${name} = ${verbatim(text)};`] };
}

/** The plan for a value that is only known at run time: the code reads it as before. */
export function planRunTime(
  file: SourceFile,
  { path: value, type, mayBeFalsy, strings, name }: DynamicOrigins,
  isOption: boolean,
): OriginsPlan {
  const { releases } = file;
  const hasDefault = isOption && mayBeFalsy;
  const asWritten = asserted(value, type);
  // `list! || '*:*'` needs no `!`.
  const path = hasDefault && asWritten.is('TSNonNullExpression') ? value : asWritten;
  const isListed = strings.length > 0 && semanticsOf(releases) === 'documented';
  const edits = strings.map((one) => ({ ...spanOf(one.path.node), text: entriesOf(file, one.text) }));
  const text = verbatim(isListed ? replaced(file, path.node, edits) : file.text(path.node));
  const warnings = [...runTimeWarnings(releases, type !== 'array'), ...missingWarnings(releases)];
  const readAs = isListed ? 'array' : type;
  // What `require()` returns took it without an assertion.
  const isBare = path === value;
  const mayBeUnset = file.style.typescript && type === 'string' && isBare && isEnvironmentVariable(value);
  // A falsy option is v2's default. `io.origins()` has no default: v2 crashed on a value that is not a list.
  if (!hasDefault) {
    const whole = mayBeUnset ? `${text}!` : text;
    const operand = { whole, operand: operandText(path, whole), name: isListed ? undefined : name };
    return planRunTimeList(file, operand, readAs, warnings);
  }
  const isOpen = releases.era !== 'literal';
  if (isOpen) warnings.push(warningOf('UNSET_ORIGINS_ADMIT_EVERYONE', { from: releases.from }, 'origins'));
  const term = value.is('OptionalCallExpression') && value === path ? text : operandText(path, text);
  const whole = `${term} || ${!isOpen ? '[]' : readAs === 'array' ? "['*:*']" : "'*:*'"}`;
  return planRunTimeList(file, { whole, operand: `(${whole})` }, readAs, warnings);
}

/** The code of a value that is read at run time: alone, as an operand, and its name if it is a constant. */
interface RunTimeOperand {
  readonly whole: string;
  readonly operand: string;
  readonly name?: string | undefined;
}

/** The plan for a list that is read at run time, in v2's notation. */
function planRunTimeList(
  file: SourceFile,
  { whole, operand, name: given }: RunTimeOperand,
  type: DynamicOrigins['type'],
  warnings: OriginsPlan['warnings'],
): OriginsPlan {
  const { era } = file.releases;
  const semantics = semanticsOf(file.releases);
  const { typescript } = file.style;
  const declarations: string[] = [];
  let value = operand;
  if (type === 'unknown' && semantics === 'documented') {
    value = given ?? file.freeName('configuredOrigins');
    if (given === undefined) declarations.push(`const ${value} = ${whole};`);
  }
  const entries = entriesText(value, type, semantics, file.style);
  const isList = entries === operand;
  const list = isList && given ? given : file.freeName('allowedOrigins', 'socketOrigins');
  const name = file.freeName('isAllowedOrigin');
  if (list !== given) declarations.push(`const ${list} = ${isList ? whole : entries};`);
  const isLiteral = era === 'literal';
  const mayBeString = isLiteral && type !== 'array';
  declarations.push(originCheckText(name, list, { era, semantics, typescript, mayBeString }));
  return { source: { kind: 'check', name, bareOrigin: isLiteral }, declarations, warnings };
}

/** The meaning of a value that is read at run time: on 2.4.0, entries were compared as they are. */
function semanticsOf({ era, semantics }: Releases): Releases['semantics'] {
  return era === 'literal' ? 'exact' : semantics;
}

/** The warning about requests that name no origin, if v4 will allow them. */
export function missingWarnings({ missingOrigin, from }: Releases): Warning[] {
  return missingOrigin === 'allow'
    ? [warningOf('MISSING_ORIGIN_NOW_ADMITTED', { from }, 'missingOrigin')]
    : [];
}

/**
 * The warnings about a value that v4 reads at run time.
 *
 * @param mayBeString whether it may be a string, which `documented` semantics split into its entries
 */
export function runTimeWarnings(releases: Releases, mayBeString: boolean): Warning[] {
  const { from } = releases;
  const exact = semanticsOf(releases) === 'exact';
  const read = warningOf('ORIGINS_READ_AT_RUN_TIME', { from, exact }, 'origins');
  return mayBeString && !exact ? [read, warningOf('RUN_TIME_STRING_IS_SPLIT', { from }, 'origins')] : [read];
}

/** Each warning once: several values of one setting often have the same one. */
export function distinct(warnings: readonly Warning[]): Warning[] {
  return [...new Map(warnings.map((one) => [`${one.code} ${one.subject}`, one])).values()];
}

/** The code of an expression, in parentheses if it needs them before `||` or a member. */
export function operandText(path: NodePath, text: string): string {
  return /^(?:Identifier|TemplateLiteral|(?:Member|Call|Array|Sequence|TSNonNull)Expression)$/.test(
    path.node.type,
  )
    ? text
    : `(${text})`;
}

/**
 * A value with the type assertions around it, which new code in TypeScript needs as the old code did: `list!`,
 * `list as string[]`. Others, such as `list as any`, were for the types of v2.
 */
export function asserted(path: NodePath, type: RunTimeType): NodePath {
  const outer = rewrap(path);
  let last = outer;
  while (last.is('TSNonNullExpression')) last = last.get('expression');
  if (last === path) return outer;
  const written = (last.node as Partial<t.TSAsExpression>).typeAnnotation;
  const isString = written?.type === 'TSStringKeyword' && type !== 'array';
  const isList =
    written?.type === 'TSArrayType' && written.elementType.type === 'TSStringKeyword' && type !== 'string';
  return isString || isList ? outer : path;
}
