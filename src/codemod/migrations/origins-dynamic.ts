import type { Warning } from '../../messages/warn.js';
import { entriesText, originCheckText } from '../../print/origin-check-text.js';
import { verbatim } from '../../print/source-style.js';
import { isShadowedInOutput } from '../../print/source-text.js';
import { bail, warningOf } from '../analyze/manual-review.js';
import type { Releases } from '../analyze/read-origins.js';
import { isTruthy, mayBeFunction, requireKnownAt, type SettingValue } from '../analyze/setting-value.js';
import type { NodePath, t } from '../ast/types.js';
import type { SourceFile } from '../edits/source-file.js';
import { armsAsLists } from './origins-list.js';
import { isOperand, missingWarnings, nothing, type OriginsPlan, runTimeWarnings } from './origins-plan.js';

/** The plan for a value that is only known at run time: the code reads it as before. */
export function planRunTime(
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
  const mayBeUnset = isOption && type !== 'array' && !isTruthy(path);
  if (mayBeUnset)
    warnings.push(warningOf('UNSET_ORIGINS_ADMIT_EVERYONE', { from: releases.from }, 'origins'));
  const term = isOperand(path) ? text : `(${text})`;
  const whole = mayBeUnset ? `${term} || '*:*'` : text;
  const operand = mayBeUnset ? `(${whole})` : term;
  const isKept =
    path.is('Identifier') &&
    !isShadowedInOutput(path.node.name) &&
    path.scope.getBinding(path.node.name)?.constant === true;
  const name = isKept ? path.node.name : undefined;
  return planRunTimeList(file, { whole, operand, name }, listed ? 'array' : type, releases, warnings);
}

/** Code that needs no parentheses anywhere. */
export function operandOf(code: string): RunTimeOperand {
  return { whole: code, operand: code };
}

/** The text of a value that is read at run time: alone, as an operand, and its name if it is a constant. */
interface RunTimeOperand {
  readonly whole: string;
  readonly operand: string;
  readonly name?: string | undefined;
}

/** The plan for a list that is read at run time, in v2's notation. */
export function planRunTimeList(
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
