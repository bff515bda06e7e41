import { entriesText, originCheckText } from '../../print/origin-check-text.js';
import { listSource } from '../../print/rule-text.js';
import { literal, verbatim } from '../../print/source-style.js';
import { corsOrigin } from '../../v4/cors-origin.js';
import { warningOf } from '../analyze/manual-review.js';
import type { DynamicOrigins } from '../analyze/origins-value.js';
import type { ReadOrigins, Releases } from '../analyze/read-origins.js';
import type { LegacyServer } from '../analyze/server.js';
import { isEnvironmentVariable } from '../analyze/setting-value.js';
import type { NodePath, t } from '../ast/path.js';
import { type SourceFile, spanOf } from '../edits/source-file.js';
import { planAssigned } from './origins-assigned.js';
import { planFunction } from './origins-function.js';
import { editsInPlace, entriesOf, listedOrigins, listText, planChoice, replaced } from './origins-list.js';
import { asserted, missingWarnings, type OriginsPlan, operandText, runTimeWarnings } from './origins-plan.js';

/** The plan for how a server's origins are set. */
export function planOrigins(
  file: SourceFile,
  { origins: setting, statement }: LegacyServer,
  releases: Releases,
): OriginsPlan {
  switch (setting.kind) {
    case 'own':
      return planOwn(setting.hasOrigins);
    case 'none':
      return planStatic(file, setting.read, undefined, statement, releases);
    case 'assigned':
      return planAssigned(file, setting, releases);
    case 'fixed': {
      const { value } = setting;
      const isOption = setting.ifFalsy !== 'as is';
      if (value.kind === 'function') return planFunction(file, value, statement, releases);
      if (value.kind === 'choice') return planChoice(file, value, statement, releases);
      if (value.kind === 'dynamic') return planRunTime(file, value, isOption, releases);
      const isDefault = isOption && !value.value;
      return planStatic(file, value.read, isDefault ? undefined : value.path, statement, releases);
    }
  }
}

/** The app's own `allowRequest` decides alone. */
function planOwn(hasOrigins: boolean): OriginsPlan {
  const ignored = hasOrigins ? [warningOf('ORIGINS_IGNORED_BY_ALLOW_REQUEST', {}, 'origins')] : [];
  const warnings = [...ignored, warningOf('ALLOW_REQUEST_DECIDES_ALONE', {}, 'allowRequest')];
  return { source: { kind: 'own' }, corsOrigin: true, warnings };
}

/** The plan for literal settings, or for none. */
function planStatic(
  file: SourceFile,
  { rule, warnings }: ReadOrigins,
  value: NodePath | undefined,
  statement: NodePath<t.Statement>,
  releases: Releases,
): OriginsPlan {
  if (rule.kind === 'everyone') return { source: { kind: 'everyone' }, corsOrigin: true, warnings };
  if (rule.kind === 'substring-search') {
    const text = literal(rule.text, file.style);
    return planRunTimeList(file, { whole: text, operand: text }, 'string', releases, warnings);
  }
  const entries = listedOrigins(rule);
  const own = value?.is('Identifier') ? editsInPlace(file, value, statement, releases) : undefined;
  if (value?.is('Identifier') && own) {
    const source = listSource(rule, value.node.name, entries);
    return { source, corsOrigin: corsOrigin(rule), warnings, apply: () => file.edits.add(own) };
  }
  const name = entries.length === 0 ? '' : file.freeName('allowedOrigins', 'socketOrigins');
  const list = listText(file, value, entries, releases, statement.node);
  return {
    source: listSource(rule, name, entries),
    corsOrigin: corsOrigin(rule),
    declarations: name === '' ? [] : [`const ${name} = ${list};`],
    warnings,
  };
}

/** The plan for a value that is only known at run time: the code reads it as before. */
function planRunTime(
  file: SourceFile,
  { path: value, type, mayBeFalsy, strings, name }: DynamicOrigins,
  isOption: boolean,
  releases: Releases,
): OriginsPlan {
  const hasDefault = isOption && mayBeFalsy;
  const asWritten = asserted(value, type);
  // `list! || '*:*'` needs no `!`.
  const path = hasDefault && asWritten.is('TSNonNullExpression') ? value : asWritten;
  const isListed = strings.length > 0 && releases.semantics === 'documented';
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
    return planRunTimeList(file, operand, readAs, releases, warnings);
  }
  warnings.push(warningOf('UNSET_ORIGINS_ADMIT_EVERYONE', { from: releases.from }, 'origins'));
  const term = value.is('OptionalCallExpression') && value === path ? text : operandText(path, text);
  const whole = `${term} || ${readAs === 'array' ? "['*:*']" : "'*:*'"}`;
  return planRunTimeList(file, { whole, operand: `(${whole})` }, readAs, releases, warnings);
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
  releases: Releases,
  warnings: OriginsPlan['warnings'],
): OriginsPlan {
  const { era, semantics } = releases;
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
  declarations.push(originCheckText(name, list, { era, semantics, typescript }));
  return { source: { kind: 'check', name }, declarations, warnings };
}
