import { decide } from '../../origins/decide.js';
import { isShadowedInOutput } from '../../print/source-text.js';
import { bindingOf, unwrap } from '../ast/nodes.js';
import { isAvailableAt, isRunWith, isVisibleAt, statementOf } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import { constantValue, evaluate, isExported, writtenValue } from '../ast/values.js';
import type { FileSurvey } from '../types.js';
import { answersOf, type FunctionAnswers, mayAnswerTwice, mayThrow, takesRequest } from './functions.js';
import { bailOnOrigins } from './manual-review.js';
import { mayBeFunction } from './maybe-function.js';
import { type ReadOrigins, type Releases, readOrigins } from './read-origins.js';
import { isTruthy, runTimeType, type SettingValue } from './setting-value.js';

/** A value of the setting, and what it means. */
export type OriginsValue =
  | (Extract<SettingValue, { kind: 'static' }> & { readonly read: ReadOrigins })
  | OriginsChoice
  | OriginsCheck
  | DynamicOrigins;

/** A choice between literal values: `isProduction ? ['https://example.com:443'] : 'http://localhost:*'`. */
export interface OriginsChoice {
  readonly kind: 'choice';
  readonly path: NodePath;
  /** The variable that holds it, if nothing else reads that. */
  readonly name: string | undefined;
  readonly arms: readonly { readonly path: NodePath; readonly read: ReadOrigins }[];
  /** Whether its lists allow requests that name no origin. */
  readonly admitsNull: boolean;
}

/** A function. */
export type OriginsCheck = Extract<SettingValue, { kind: 'function' }> & {
  readonly answers: FunctionAnswers;
  /** Whether it may throw, reject, or call back twice. */
  readonly isUnsafe: boolean;
};

/** A value that is only known at run time. */
export type DynamicOrigins = Extract<SettingValue, { kind: 'dynamic' }> & {
  readonly mayBeFalsy: boolean;
  readonly mayBeFunction: boolean;
  /** The constant that holds it, if new code can use its name. */
  readonly name: string | undefined;
  /** The literal strings of a choice whose other values are lists: `'*:*'` of `env ? env.split(',') : '*:*'`. */
  readonly strings: readonly { readonly path: NodePath; readonly text: string }[];
};

/**
 * Reads what a value of the setting means.
 *
 * @param isOption whether v2 took a falsy value for "not configured"
 * @param others the other files of the program, which the value may come from
 * @throws ManualReview for a value that no v2 server accepted, or a function that v4 would not call in the same way
 */
export function readValue(
  value: SettingValue,
  isOption: boolean,
  releases: Releases,
  others: readonly FileSurvey[],
): OriginsValue {
  const { kind, path } = value;
  if (kind === 'static') return { ...value, read: readOrigins(value.value, isOption, releases, path) };
  if (kind === 'dynamic') {
    // { origin: 'https://example.com' }
    if (writtenValue(path).is('ObjectExpression')) readOrigins({}, isOption, releases, path);
    const binding = bindingOf(path);
    const isUsable = binding?.constant === true && !isShadowedInOutput(binding.identifier.name);
    return {
      ...value,
      mayBeFalsy: !isTruthy(path),
      mayBeFunction: value.type === 'unknown' && mayBeFunction(path, others),
      name: isUsable ? binding.identifier.name : undefined,
      strings: value.type === 'unknown' ? stringsAmongLists(path) : [],
    };
  }
  const { body } = value;
  const answers = answersOf(body);
  if (answers.usesThis)
    bailOnOrigins(path, 'the function uses `this`, which was the server, or is a generator');
  if (body && !answers.admitsEveryone && takesRequest(body))
    bailOnOrigins(path, 'the function takes a request, but v2 gave it the origin, so it never worked');
  const isUnsafe = mayThrow(body, releases.era === 'literal') || (body !== undefined && mayAnswerTwice(body));
  return { ...value, answers, isUnsafe };
}

/** @throws ManualReview if a function cannot move to the server. A name is read later, but `check.bind(this)` runs at once. */
export function requireVisible({ path, body }: OriginsCheck, statement: NodePath<t.Statement>): void {
  const isSeen = path.is('Identifier')
    ? statement.scope.getBinding(path.node.name) === bindingOf(path) &&
      (!isShadowedInOutput(path.node.name) || isAvailableAt(path, statement))
    : body === undefined
      ? isAvailableAt(path, statement) && isRunWith(path, statementOf(path))
      : isVisibleAt(path, statement);
  if (!isSeen)
    bailOnOrigins(path, 'what the setting reads is not visible, or not yet set, where the server is created');
}

/** Reads a choice between lists that v4 can compare, also one that a variable holds for this server only. */
export function choiceOf(
  value: NodePath,
  statement: NodePath<t.Statement>,
  isOption: boolean,
  releases: Releases,
): OriginsChoice | undefined {
  const declared = constantValue(value);
  const path = unwrap(declared ?? value);
  const arms = armsOf(path);
  if (arms.length === 1 || arms.some((arm) => evaluate(arm) === undefined)) return undefined;
  const name = declared && value.is('Identifier') ? value.node.name : undefined;
  if (name !== undefined) {
    const binding = value.scope.getBinding(name);
    const isPrivate =
      binding?.referencePaths.length === 1 && !isExported(binding) && isAvailableAt(value, statement);
    if (!isPrivate || isShadowedInOutput(name)) return undefined;
  }
  const readings = arms.map((arm) => ({
    path: arm,
    read: readOrigins(evaluate(arm)?.value, isOption, releases, arm),
  }));
  const rules = readings.map(({ read }) => read.rule);
  const lists = rules.filter((rule) => rule.kind === 'allow-list');
  const isPlain = rules.every(({ kind }) => kind === 'allow-list' || kind === 'everyone');
  const [admitsNull = false, ...others] = new Set(lists.map((rule) => decide(rule, {})));
  if (!isPlain || lists.length === 0 || others.length > 0) return undefined;
  return { kind: 'choice', path, name, arms: readings, admitsNull };
}

/** The values that an expression chooses from: both arms of `a ? b : c`, and of the choices within them. */
function armsOf(path: NodePath): NodePath[] {
  const node = unwrap(path);
  if (!node.is('ConditionalExpression')) return [node];
  return [...armsOf(node.get('consequent')), ...armsOf(node.get('alternate'))];
}

/** An empty string is not one of them: as an option, it allowed any origin. */
function stringsAmongLists(path: NodePath): DynamicOrigins['strings'] {
  const arms = armsOf(path);
  const strings = arms.flatMap((arm) => {
    const text = evaluate(arm)?.value;
    return typeof text === 'string' && text ? [{ path: arm, text }] : [];
  });
  const lists = arms.filter((arm) => runTimeType(arm) === 'array');
  return lists.length + strings.length === arms.length ? strings : [];
}
