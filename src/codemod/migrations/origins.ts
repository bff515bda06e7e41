import { listSource } from '../../print/rule-text.js';
import { bracketed, literal } from '../../print/source-style.js';
import { corsOrigin } from '../../v4/cors-origin.js';
import { type ReadOrigins, type Releases, readOrigins, readSetting } from '../analyze/read-origins.js';
import type { SettingValue } from '../analyze/setting-value.js';
import type { NodePath, t } from '../ast/types.js';
import type { SourceFile } from '../edits/source-file.js';
import { operandOf, planRunTime, planRunTimeList } from './origins-dynamic.js';
import { planFunction } from './origins-function.js';
import { editedList, listedOrigins, listInPlace, planChoice } from './origins-list.js';
import { nothing, type OriginsPlan } from './origins-plan.js';

/** The plan for literal settings, or for none. */
function planStatic(
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
    return planRunTimeList(file, operandOf(literal(rule.text, file.style)), 'string', releases, warnings);
  const inPlace = value && listInPlace(file, value, statement, releases);
  const entries = listedOrigins(rule);
  const isEmpty = entries.length === 0;
  const name = inPlace?.name ?? (isEmpty ? '' : file.freeName('allowedOrigins', 'socketOrigins'));
  const list = () =>
    (value && editedList(file, value, releases, statement.node)) ??
    bracketed(
      '[',
      entries.map((origin) => literal(origin, file.style)),
      ']',
      file.style,
      24,
    );
  const isNamed = inPlace !== undefined || isEmpty;
  return {
    source: listSource(rule, name, entries),
    corsOrigin: corsOrigin(rule),
    declarations: isNamed ? [] : [`const ${name} = ${list()};`],
    warnings,
    apply: inPlace?.apply ?? nothing,
  };
}

/** The plan for the setting that is in force. */
export function planOrigins(
  file: SourceFile,
  setting:
    | { readonly value: SettingValue; readonly isOption: boolean; readonly call: t.Node | undefined }
    | undefined,
  statement: NodePath<t.Statement>,
  releases: Releases,
  call: t.Node,
): OriginsPlan {
  if (setting === undefined)
    return planStatic(file, readOrigins(undefined, [], releases, call), undefined, statement, releases);
  const { value, isOption } = setting;
  const isCall = setting.call !== undefined;
  if (value.kind === 'function') return planFunction(file, value, statement, releases);
  if (value.kind === 'dynamic')
    return (
      planChoice(file, value.path, statement, releases, isOption, isCall) ??
      planRunTime(file, value, statement, releases, isOption, isCall)
    );
  const read = readSetting(value.value, isOption, releases, value.path.node);
  const isFalsy = isOption && !value.value;
  return planStatic(file, read, isFalsy ? undefined : value.path, statement, releases);
}
