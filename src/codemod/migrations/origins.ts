import type { Warning } from '../../messages/warn.js';
import { entriesText, originCheckText } from '../../print/origin-check-text.js';
import { listSource } from '../../print/rule-text.js';
import { bracketed, literal, verbatim } from '../../print/source-style.js';
import { isShadowedInOutput } from '../../print/source-text.js';
import { corsOrigin } from '../../v4/cors-origin.js';
import { bail, warningOf } from '../analyze/manual-review.js';
import { type ReadOrigins, type Releases, readOrigins, readSetting } from '../analyze/read-origins.js';
import { isTruthy, mayBeFunction, requireKnownAt, type SettingValue } from '../analyze/setting-value.js';
import type { NodePath, t } from '../ast/types.js';
import type { SourceFile } from '../edits/source-file.js';
import { planFunction } from './origins-function.js';
import { armsAsLists, editedList, listedOrigins, listInPlace, planChoice } from './origins-list.js';
import { isOperand, missingWarnings, nothing, type OriginsPlan, runTimeWarnings } from './origins-plan.js';

/** The plan for a value that is only known at run time: the code reads it as before. */
function planRunTime(
  file: SourceFile,
  value: Extract<SettingValue, { kind: 'dynamic' }>,
  statement: NodePath<t.Statement>,
  releases: Releases,
  isOption: boolean,
  isCall: boolean,
): OriginsPlan {
  const { path, type } = value;
  requireKnownAt(file, path, statement, !isCall);
  if (releases.era === 'literal')
    bail(path.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'Socket.IO 2.4.0 compared origins differently, and these are only known at run time',
    });
  if (type === 'unknown' && mayBeFunction(path))
    bail(
      path.node,
      'ORIGINS_NOT_MIGRATED',
      { why: 'the value may be a function of another file' },
      'origins',
    );
  const listed =
    type === 'unknown' && releases.semantics === 'documented' ? armsAsLists(file, path) : undefined;
  const text = verbatim(listed ?? file.text(path.node));
  const warnings = [...runTimeWarnings(releases, type !== 'array'), ...missingWarnings(releases)];
  // A falsy option is v2's default. `io.origins()` has no default: v2 crashed on a value that is not a list.
  const mayBeUnset = isOption && !isTruthy(path);
  if (mayBeUnset)
    warnings.push(warningOf('UNSET_ORIGINS_ADMIT_EVERYONE', { from: releases.from }, 'origins'));
  const term = isOperand(path) || (mayBeUnset && path.is('OptionalCallExpression')) ? text : `(${text})`;
  const readAs = listed ? 'array' : type;
  const everyone = readAs === 'array' ? "['*:*']" : "'*:*'";
  const whole = mayBeUnset ? `${term} || ${everyone}` : text;
  const operand = mayBeUnset ? `(${whole})` : term;
  const isKept =
    path.is('Identifier') &&
    !isShadowedInOutput(path.node.name) &&
    path.scope.getBinding(path.node.name)?.constant === true;
  const name = isKept ? path.node.name : undefined;
  return planRunTimeList(file, { whole, operand, name }, readAs, releases, warnings);
}

/** Code that needs no parentheses anywhere. */
function operandOf(code: string): RunTimeOperand {
  return { whole: code, operand: code };
}

/** The text of a value that is read at run time: alone, as an operand, and its name if it is a constant. */
interface RunTimeOperand {
  readonly whole: string;
  readonly operand: string;
  readonly name?: string | undefined;
}

/** The plan for a list that is read at run time, in v2's notation. */
function planRunTimeList(
  file: SourceFile,
  { whole, operand, name: given }: RunTimeOperand,
  type: 'string' | 'array' | 'unknown',
  releases: Releases,
  warnings: readonly Warning[],
): OriginsPlan {
  const { era, semantics } = releases;
  const declarations: string[] = [];
  let value = operand;
  if (type === 'unknown' && semantics === 'documented') {
    const isNamed = given !== undefined && whole === verbatim(given);
    value = isNamed ? given : file.freeName('configuredOrigins');
    if (!isNamed) declarations.push(`const ${value} = ${whole};`);
  }
  const entries = entriesText(value, type, semantics, file.style);
  const isList = entries === operand;
  const list =
    isList && given && whole === verbatim(given) ? given : file.freeName('allowedOrigins', 'socketOrigins');
  const name = file.freeName('isAllowedOrigin');
  if (list !== given) declarations.push(`const ${list} = ${isList ? whole : entries};`);
  declarations.push(originCheckText(name, list, { era, semantics, typescript: file.style.typescript }));
  return { source: { kind: 'check', name }, corsOrigin: undefined, declarations, warnings, apply: nothing };
}

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
