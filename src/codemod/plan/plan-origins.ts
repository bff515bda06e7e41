import type { OriginRule } from '../../policy/policy.js';
import { corsOrigin } from '../../v4/cors-origin.js';
import { bracketed, literal } from '../../v4/source-style.js';
import { type ReadOrigins, type Releases, readOrigins } from '../read/read-origins.js';
import type { SettingValue } from '../read/setting-value.js';
import type { SourceFile } from '../source/source-file.js';
import type { NodePath, t } from '../syntax/babel.js';
import { editedList, listInPlace } from './edited-list.js';
import { listSource } from './list-source.js';
import { listedOrigins } from './listed-origins.js';
import { nothing, type OriginsPlan } from './origins-plan.js';
import { choicePlan } from './plan-choice.js';
import { functionPlan } from './plan-function.js';
import { operandOf, runTimePlan, runTimeValuePlan } from './plan-run-time.js';

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
    return runTimePlan(file, operandOf(literal(rule.text, file.style)), 'string', releases, warnings);
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
  if (value.kind === 'run-time')
    return (
      choicePlan(file, value.path, statement, releases, isOption) ??
      runTimeValuePlan(file, value, statement, releases, isOption)
    );
  const read = isOption
    ? readOrigins(value.value, [], releases, value.path.node)
    : readOrigins(undefined, [value.value], releases, value.path.node);
  const isFalsy = isOption && !value.value;
  return staticPlan(file, read, isFalsy ? undefined : value.path, statement, releases);
}
