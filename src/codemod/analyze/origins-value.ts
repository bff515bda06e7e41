import { decide } from '../../origins/decide.js';
import type { RunTimeType } from '../../print/origin-check-text.js';
import { isShadowedInOutput } from '../../print/source-text.js';
import { bindingOf, memberName, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { isAvailableAt, isRunWith, isVisibleAt, statementOf } from '../ast/statements.js';
import { constantValue, evaluate, isExported, MOST_HOPS, writtenValue } from '../ast/values.js';
import type { SourceFile } from '../edits/source-file.js';
import {
  answersOf,
  type FunctionAnswers,
  functionOf,
  isBound,
  mayAnswerTwice,
  mayThrow,
  takesRequest,
} from './functions.js';
import { bailOnOrigins } from './manual-review.js';
import { mayBeFunction } from './maybe-function.js';
import { type ReadOrigins, type Releases, readOrigins } from './read-origins.js';

/** A value of the setting, and what it means. */
export type OriginsValue = LiteralOrigins | OriginsChoice | OriginsCheck | DynamicOrigins;

/** A literal value, or v2's default. */
export interface LiteralOrigins {
  readonly kind: 'static';
  /** Undefined for the default. */
  readonly path: NodePath | undefined;
  readonly value: unknown;
  readonly read: ReadOrigins;
}

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

/** A function: written out, named, or the result of `check.bind(this)`. */
export interface OriginsCheck {
  readonly kind: 'function';
  readonly path: NodePath;
  readonly body: NodePath<t.Function> | undefined;
  readonly answers: FunctionAnswers;
  /** Whether it may throw, reject, or call back twice. */
  readonly isUnsafe: boolean;
}

/** A value that is only known at run time. */
export interface DynamicOrigins {
  readonly kind: 'dynamic';
  readonly path: NodePath;
  readonly type: RunTimeType;
  readonly mayBeFalsy: boolean;
  readonly mayBeFunction: boolean;
  /** The constant that holds it, if new code can use its name. */
  readonly name: string | undefined;
  /** The literal strings of a choice whose other values are lists: `'*:*'` of `env ? env.split(',') : '*:*'`. */
  readonly strings: readonly { readonly path: NodePath; readonly text: string }[];
}

/**
 * Reads a value of the setting, and what it means.
 *
 * @param isOption whether v2 took a falsy value for "not configured"
 * @throws ManualReview for a value that no v2 server accepted, or a function that v4 would not call in the same way
 */
export function readValue(
  { releases, others }: SourceFile,
  value: NodePath,
  isOption: boolean,
): OriginsValue {
  const path = unwrap(value);
  const body = functionOf(path);
  if (body || isBound(path)) return readFunction(path, body, releases);
  const known = evaluate(path);
  if (known)
    return {
      kind: 'static',
      path,
      value: known.value,
      read: readOrigins(known.value, isOption, releases, path),
    };
  // { origin: 'https://example.com' }
  if (writtenValue(path).is('ObjectExpression')) readOrigins({}, isOption, releases, path);
  const type = runTimeType(path);
  const binding = bindingOf(path);
  const isUsable = binding?.constant === true && !isShadowedInOutput(binding.identifier.name);
  return {
    kind: 'dynamic',
    ...{ path, type },
    mayBeFalsy: !isTruthy(path),
    mayBeFunction: type === 'unknown' && mayBeFunction(path, others),
    name: isUsable ? binding.identifier.name : undefined,
    strings: type === 'unknown' ? stringsAmongLists(path) : [],
  };
}

function readFunction(
  path: NodePath,
  body: NodePath<t.Function> | undefined,
  { era }: Releases,
): OriginsCheck {
  const answers = answersOf(body);
  if (answers.usesThis)
    bailOnOrigins(path, 'the function uses `this`, which was the server, or is a generator');
  if (body && !answers.admitsEveryone && takesRequest(body))
    bailOnOrigins(path, 'the function takes a request, but v2 gave it the origin, so it never worked');
  const isUnsafe = mayThrow(body, era === 'literal') || (body !== undefined && mayAnswerTwice(body));
  return { kind: 'function', path, body, answers, isUnsafe };
}

/** Whether v2 did not use the default, or the origins before, in place of a value. */
export function isTruthyValue(value: OriginsValue): boolean {
  if (value.kind === 'static') return Boolean(value.value);
  return value.kind !== 'dynamic' || !value.mayBeFalsy;
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
  { releases }: SourceFile,
  value: NodePath,
  statement: NodePath<t.Statement>,
  isOption: boolean,
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

/** Methods that give an array, and methods that give a string. None changes an entry. */
const ARRAY_METHOD = /^(?:split|map|filter|concat|slice|flat|flatMap|sort|reverse)$/;
const STRING_METHOD = /^(?:trim|toString|join|replace|toLowerCase|padEnd|padStart|substring)$/;
export const READING_METHOD = new RegExp(`${ARRAY_METHOD.source}|${STRING_METHOD.source}`);

/** The type that an expression certainly has at run time. */
export function runTimeType(path: NodePath, hops = 0): RunTimeType {
  const node = unwrap(path);
  if (node.is('StringLiteral') || node.is('TemplateLiteral')) return 'string';
  if (node.is('ArrayExpression')) return 'array';
  if (isEnvironmentVariable(node)) return 'string';
  if (node.is('BinaryExpression', { operator: '+' })) return 'string';
  if (node.is('LogicalExpression')) return either(node.get('left'), node.get('right'), hops);
  if (node.is('ConditionalExpression')) return either(node.get('consequent'), node.get('alternate'), hops);
  if (node.is('CallExpression') || node.is('OptionalCallExpression')) {
    const method = memberName(node.get('callee')) ?? '';
    // `concat` and `slice` are methods of strings too.
    if (method === 'concat' || method === 'slice') return runTimeType(node.get('callee').get('object'), hops);
    return ARRAY_METHOD.test(method) ? 'array' : STRING_METHOD.test(method) ? 'string' : 'unknown';
  }
  const value = hops < MOST_HOPS ? constantValue(node) : undefined;
  return value === undefined ? 'unknown' : runTimeType(value, hops + 1);
}

function either(one: NodePath, other: NodePath, hops: number): RunTimeType {
  const type = runTimeType(one, hops);
  return type !== 'unknown' && type === runTimeType(other, hops) ? type : 'unknown';
}

/** `process.env.ORIGINS`, which is a string or undefined. */
export function isEnvironmentVariable(path: NodePath): boolean {
  const object = unwrap(path);
  if (memberName(object) === undefined) return false;
  const env = unwrap(object.get('object'));
  if (memberName(env) !== 'env') return false;
  const root = unwrap(env.get('object'));
  return root.is('Identifier', { name: 'process' });
}

/** Whether a value is certainly truthy, so that v2 did not use its default instead. */
function isTruthy(path: NodePath, hops = 0): boolean {
  const node = unwrap(path);
  const known = evaluate(node);
  if (known !== undefined) return Boolean(known.value);
  if (node.is('ArrayExpression') || node.is('ObjectExpression')) return true;
  if (node.is('TemplateLiteral')) return node.node.quasis.some(({ value }) => value.raw !== '');
  if (node.is('BinaryExpression', { operator: '+' }))
    return [node.get('left'), node.get('right')].some((part) => isString(part) && isTruthy(part, hops));
  if (node.is('ConditionalExpression'))
    return isTruthy(node.get('consequent'), hops) && isTruthy(node.get('alternate'), hops);
  if (node.is('LogicalExpression', { operator: '||' })) return isTruthy(node.get('right'), hops);
  if (node.is('LogicalExpression', { operator: '??' })) {
    const left = node.get('left');
    return isTruthy(node.get('right'), hops) && (runTimeType(left, hops) === 'array' || isTruthy(left, hops));
  }
  // `list?.split(',')` may be undefined.
  if (node.is('CallExpression')) return runTimeType(node, hops) === 'array';
  const value = hops < MOST_HOPS ? constantValue(node) : undefined;
  return value !== undefined && isTruthy(value, hops + 1);
}

/** Whether a value is a literal string, or a sum with one. */
function isString(path: NodePath): boolean {
  const node = unwrap(path);
  return (
    node.is('StringLiteral') || node.is('TemplateLiteral') || node.is('BinaryExpression', { operator: '+' })
  );
}
