import { decide } from '../policy/decide.js';
import type { OriginRule } from '../policy/policy.js';
import { corsOrigin } from '../v4/cors-origin.js';
import { entriesText, originCheckText } from '../v4/origin-check-text.js';
import { bracketed, literal, own } from '../v4/source-style.js';
import type { OriginSource } from '../v4/source-text.js';
import { warningOf } from '../warnings/warn.js';
import type { Warning } from '../warnings/warning.js';
import { isAvailableAt, isRunWith } from './availability.js';
import type { NodePath, t } from './babel.js';
import { functionPlan } from './function-plan.js';
import { leave } from './left-to-person.js';
import { listedOrigins } from './listed-origins.js';
import { editedList, listInPlace } from './origin-list.js';
import { missingWarnings, nothing, type OriginsPlan } from './origins-plan.js';
import { type ReadOrigins, type Releases, readOrigins } from './read-origins.js';
import { isSameEarlier, isTruthy, mayBeFunction } from './run-time-value.js';
import type { SettingValue } from './setting-value.js';
import type { SourceFile } from './source-file.js';
import { statementOf } from './statement-of.js';

/** The plan for settings that are written out, or for none. */
export function staticPlan(
  file: SourceFile,
  { rule, warnings }: ReadOrigins,
  value: NodePath | undefined,
  statement: NodePath<t.Statement>,
  releases: Releases,
): OriginsPlan {
  if (rule.kind === 'everyone') {
    return { source: { kind: 'everyone' }, corsOrigin: true, declarations: [], warnings, apply: nothing };
  }
  if (rule.kind === 'substring-search')
    return runTimePlan(file, literal(rule.text, file.style), 'string', releases, warnings);
  const inPlace = value && listInPlace(file, value, statement, releases);
  const isEmpty = entriesOf(rule, file).length === 0;
  const name = inPlace?.name ?? (isEmpty ? '' : file.freeName('allowedOrigins', 'socketOrigins'));
  const source = listSource(rule, name);
  const list = () =>
    (value && editedList(file, value, releases, statement.node)) ??
    bracketed('[', entriesOf(rule, file), ']', file.style, 24);
  const isNamed = inPlace !== undefined || isEmpty;
  return {
    source,
    corsOrigin: corsOrigin(rule),
    declarations: isNamed ? [] : [`const ${name} = ${list()};`],
    warnings,
    apply: inPlace?.apply ?? nothing,
  };
}

function entriesOf(rule: OriginRule, file: SourceFile): string[] {
  return listedOrigins(rule).map((origin) => literal(origin, file.style));
}

function listSource(rule: OriginRule, name: string): Extract<OriginSource, { entries: unknown }> {
  const entries = listedOrigins(rule);
  if (rule.kind === 'literal-list') {
    const { admitsNoOrigin } = rule;
    return { kind: 'literal-list', name, entries: entries.length > 0 ? 'strings' : 'none', admitsNoOrigin };
  }
  const patterns = entries.filter((entry) => typeof entry !== 'string').length;
  const kinds = patterns === 0 ? 'strings' : patterns === entries.length ? 'patterns' : 'both';
  return { kind: 'list', name, entries: entries.length === 0 ? 'none' : kinds, admitsNull: decide(rule, {}) };
}

/** The plan for a value that is only known at run time; v4 reads it at the same place. */
export function runTimeValuePlan(
  file: SourceFile,
  value: Extract<SettingValue, { kind: 'run-time' }>,
  statement: NodePath<t.Statement>,
  releases: Releases,
  isOption: boolean,
): OriginsPlan {
  const { path, type } = value;
  if (path.isSequenceExpression()) leave(path.node, 'ORIGINS_NOT_KNOWN_YET', {}, 'origins');
  if (!isOption && !isSameEarlier(file, path, statement))
    leave(path.node, 'ORIGINS_NOT_KNOWN_YET', {}, 'origins');
  const isSure = isAvailableAt(path, statement) && isRunWith(path, isOption ? statement : statementOf(path));
  if (!isSure) leave(path.node, 'ORIGINS_NOT_KNOWN_YET', {}, 'origins');
  if (releases.era === 'exact')
    leave(path.node, 'ORIGINS_NOT_READABLE', { why: 'a run-time value meant something else to 2.4.0' });
  if (type === 'unknown' && mayBeFunction(path))
    leave(
      path.node,
      'ORIGINS_NOT_READABLE',
      { why: 'it may be a function, which is not in this file' },
      'origins',
    );
  const text = own(file.text(path.node));
  const warnings = [
    warningOf(
      'ORIGINS_READ_AT_RUN_TIME',
      { from: releases.from, exact: releases.semantics === 'exact' },
      'origins',
    ),
  ];
  if (type !== 'array' && releases.semantics === 'documented')
    warnings.push(warningOf('RUN_TIME_STRING_IS_SPLIT', { from: releases.from }, 'origins'));
  warnings.push(...missingWarnings(releases));
  // A falsy option is v2's default; `io.origins()` has none, and v2 died of one that is no list.
  const mayBeUnset = isOption && type !== 'array' && !isTruthy(path);
  if (mayBeUnset)
    warnings.push(warningOf('UNSET_ORIGINS_ADMIT_EVERYONE', { from: releases.from }, 'origins'));
  const isSimple =
    path.isIdentifier() || path.isMemberExpression() || path.isCallExpression() || path.isArrayExpression();
  const term = isSimple ? text : `(${text})`;
  const operand = mayBeUnset ? `(${term} || '*:*')` : term;
  return runTimePlan(file, operand, type, releases, warnings);
}

function runTimePlan(
  file: SourceFile,
  operand: string,
  type: 'string' | 'array' | 'unknown',
  releases: Releases,
  warnings: readonly Warning[],
): OriginsPlan {
  const { era, semantics } = releases;
  const declarations: string[] = [];
  let value = operand;
  if (type === 'unknown' && semantics === 'documented') {
    value = file.freeName('configuredOrigins');
    declarations.push(`const ${value} = ${bare(operand)};`);
  }
  const list = file.freeName('allowedOrigins', 'socketOrigins');
  const name = file.freeName('isAllowedOrigin');
  const entries = entriesText(value, type, semantics);
  declarations.push(`const ${list} = ${bare(entries)};`);
  declarations.push(originCheckText(name, list, { era, semantics, typescript: file.style.typescript }));
  return { source: { kind: 'check', name }, corsOrigin: undefined, declarations, warnings, apply: nothing };
}

/** Without parentheses that are around all of it. */
function bare(text: string): string {
  const inner = /^\(([^()]*)\)$/s.exec(text)?.[1];
  return inner ?? text;
}

/** Reads the one setting that is in force, and plans for it. */
export function planOrigins(
  file: SourceFile,
  setting: { readonly value: SettingValue; readonly isOption: boolean } | undefined,
  statement: NodePath<t.Statement>,
  releases: Releases,
  call: t.Node,
): OriginsPlan {
  if (setting === undefined)
    return staticPlan(file, readOrigins(undefined, [], releases, call), undefined, statement, releases);
  const { value, isOption } = setting;
  if (value.kind === 'function') return functionPlan(file, value, statement, releases);
  if (value.kind === 'run-time') return runTimeValuePlan(file, value, statement, releases, isOption);
  const read = isOption
    ? readOrigins(value.value, [], releases, value.path.node)
    : readOrigins(undefined, [value.value], releases, value.path.node);
  const isFalsy = isOption && !value.value;
  return staticPlan(file, read, isFalsy ? undefined : value.path, statement, releases);
}
