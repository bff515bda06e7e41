import { decide } from '../../origins/decide.js';
import { kindOf } from '../../print/rule-text.js';
import { literal, own, WIDTH } from '../../print/source-style.js';
import { isTaken } from '../../print/source-text.js';
import { requireKnownAt } from '../analyze/known-at.js';
import { type ReadOrigins, type Releases, readSetting } from '../analyze/read-origins.js';
import { constantValue, isExported } from '../ast/bound-values.js';
import { evaluate } from '../ast/evaluate.js';
import { isAvailableAt } from '../ast/is-available-at.js';
import type { NodePath, t } from '../ast/types.js';
import { unwrap } from '../ast/unwrap.js';
import { dedented } from '../edits/dedented.js';
import { type SourceFile, spanOf } from '../edits/source-file.js';
import { armsOf } from './arms-of.js';
import { type ListEdit, listedOrigins, listText, replaced } from './edited-list.js';
import { distinct, nothing, type OriginsPlan } from './origins-plan.js';

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
  if (declared !== undefined && value.isIdentifier()) {
    const binding = value.scope.getBinding(value.node.name);
    if (
      isTaken(value.node.name) ||
      binding?.references !== 1 ||
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
  if (isShort || text.includes('\n') || hasComment || edits.length !== 2 || !choice.isConditionalExpression())
    return own(dedented(file, choice.node, text, statement.node));
  const test = own(file.text(choice.node.test));
  return `${test}\n\t? ${own(one?.text ?? '')}\n\t: ${own(other?.text ?? '')}`;
}
