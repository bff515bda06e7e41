import { rewrap } from '../ast/nodes.js';
import { alwaysFollows, mayLeaveFunction, statementOf } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import { handleOf } from '../detect/handle.js';
import type { ServerSite } from '../detect/server-site.js';
import type { FileSurvey } from '../types.js';
import { chainTop, type OriginsCall, receiverOf, type SettingCalls } from './calls.js';
import { bailOnOrigins, ManualReview, unlessReview } from './manual-review.js';
import { type ReadOptions, settingOf } from './options.js';
import { choiceOf, type OriginsValue, readValue, requireVisible } from './origins-value.js';
import type { OwnCheck } from './own-check.js';
import { type ReadOrigins, type Releases, readOrigins } from './read-origins.js';
import { functionOf, isTruthy, settingValue } from './setting-value.js';
import { isKnownAt, isPureRead } from './timing.js';
import { type VariablePlace, variablePlace } from './variable-place.js';

/** How the origins of a server are set. */
export type OriginsSetting =
  | { readonly kind: 'none'; readonly read: ReadOrigins }
  /** The app's own `allowRequest` decides instead. */
  | { readonly kind: 'own'; readonly hasOrigins: boolean }
  /** One value is in force from the start: the option's, or that of a call right after the construction. */
  | {
      readonly kind: 'fixed';
      readonly value: OriginsValue;
      readonly path: NodePath;
      /** Whether v2 took a falsy value for "not configured", which it did for the option and for `io.set()`. */
      readonly isOption: boolean;
      readonly call: t.Node | undefined;
      /** Whether other settings had different origins, which v2 did not use. */
      readonly replacesOthers: boolean;
    }
  /** Calls set it later, under conditions, or to values that are only known then: it becomes a variable. */
  | {
      readonly kind: 'assigned';
      /** The origins in force before: the option, or v2's default. */
      readonly initial: OriginsValue | ReadOrigins;
      /** When `initial` is in force: never, because a call replaces it at once, or if that call gives nothing, or until a call. */
      readonly isInitial: 'never' | 'if unset' | 'until set';
      readonly assigned: readonly Assigned[];
      readonly place: VariablePlace;
    };

/** A call, or an assignment to `options.origins`, that becomes an assignment to the variable. */
export interface Assigned {
  readonly expression: NodePath;
  readonly argument: NodePath;
  readonly value: OriginsValue;
  /** The effect of a falsy value on v2: `io.set()` kept the origins before, the option allowed any origin. */
  readonly ifFalsy: 'keep' | 'everyone' | 'as is';
}

/**
 * Decides how a server's origins are set.
 *
 * @param others the other files of the program, which the value may come from
 * @param check the app's own `allowRequest`, if v2 used it
 * @throws ManualReview if a call cannot be turned into an assignment with the same meaning
 */
export function originsSetting(
  site: ServerSite,
  options: ReadOptions,
  { origins: calls }: SettingCalls,
  releases: Releases,
  check: OwnCheck | undefined,
  others: readonly FileSurvey[] = [],
): OriginsSetting {
  const option = settingOf(options, 'origins');
  const late = options.lateOrigins;
  for (const { call } of site.unsureCalls) bailOnOrigins(call, 'the server in this call may be another one');
  for (const { call } of calls) {
    const receiver = receiverOf(site, call);
    if (receiver.node !== site.call.node && handleOf(receiver) === undefined)
      bailOnOrigins(call, 'the server that this call is made on is the result of another call');
  }
  const isInLine = late.length === 0 && calls.every((one) => one.isInLine);
  if (check) {
    // The calls are removed, with their arguments.
    const mayHaveEffect = calls.some(({ argument }) => !functionOf(argument) && !isPureRead(argument));
    if (!isInLine || mayHaveEffect)
      bailOnOrigins(
        late[0] ?? calls[0]?.call ?? site.call,
        'allowRequest decides alone, so v2 ignored these calls, and on v4 they throw',
      );
    return { kind: 'own', hasOrigins: hasOrigins(options, calls) };
  }
  const last = calls.at(-1);
  const path = last?.argument ?? option;
  if (path === undefined && late.length === 0)
    return { kind: 'none', read: readOrigins(undefined, true, releases, site.call) };
  const isOption = last?.isSet ?? true;
  const keepsOthers =
    last?.isSet && !isTruthyValue(last.argument) && (option !== undefined || calls.length > 1);
  const areOthersKnown = calls
    .slice(0, -1)
    .every(({ argument }) => settingValue(argument).kind !== 'dynamic');
  if (path && isInLine && areOthersKnown && !keepsOthers) {
    const value = fixedValue(
      site,
      path,
      statementOf(options.object ?? site.call),
      isOption,
      releases,
      others,
    );
    const replacesOthers = calls.length + (option === undefined ? 0 : 1) > 1;
    if (value) return { kind: 'fixed', value, path, isOption, call: last?.call.node, replacesOthers };
  }
  return assigned(site, options, option, calls, releases, others);
}

/** Whether options or calls set origins. */
export function hasOrigins(options: ReadOptions, calls: SettingCalls['origins']): boolean {
  return calls.length > 0 || options.lateOrigins.length > 0 || settingOf(options, 'origins') !== undefined;
}

/** The value that is in force from the start; undefined if it is only known later, or may be a function of another file. */
function fixedValue(
  site: ServerSite,
  path: NodePath,
  statement: NodePath<t.Statement>,
  isOption: boolean,
  releases: Releases,
  others: readonly FileSurvey[],
): OriginsValue | undefined {
  const value = readValue(settingValue(path), isOption, releases, others);
  if (value.kind === 'function' && !value.answers.admitsEveryone) requireVisible(value, statement);
  if (value.kind !== 'dynamic') return value;
  if (value.mayBeFunction || !isKnownAt(site, value.path, statement)) return undefined;
  const choice = choiceOf(value.path, statement, isOption, releases);
  if (choice === undefined && releases.era === 'literal')
    bailOnOrigins(
      value.path,
      'Socket.IO 2.4.0 compared origins differently, and these are only known at run time',
    );
  return choice ?? value;
}

function assigned(
  site: ServerSite,
  options: ReadOptions,
  option: NodePath | undefined,
  calls: readonly OriginsCall[],
  releases: Releases,
  others: readonly FileSurvey[],
): OriginsSetting {
  if (site.sharesCalls && calls[0])
    bailOnOrigins(calls[0].call, 'several servers share the variable that this call is made on');
  const everyone = everyoneAlways(site, options, option, calls, releases, others);
  if (everyone) return everyone;
  for (const { call } of calls) {
    if (chainTop(call) !== call || !isValueUnused(call))
      bailOnOrigins(call, 'the result of this call is used');
    if (handleOf(call.get('callee').get('object')) === undefined)
      bailOnOrigins(call, 'the server that this call is made on is the result of another call');
  }
  const statement = statementOf(options.object ?? site.call);
  const given = option && settingValue(option);
  if (given?.kind === 'function')
    bailOnOrigins(given.path, 'a function is one of several settings of this server');
  if (given?.kind === 'dynamic' && !isKnownAt(site, given.path, statement))
    bailOnOrigins(given.path, 'the value of the setting is not known yet when the server is created');
  const all = [
    ...options.lateOrigins.map((assignment) => ({
      expression: assignment,
      argument: assignment.get('right'),
      ifFalsy: 'everyone' as const,
    })),
    ...calls.map(({ call, argument, isSet }) => ({
      expression: call,
      argument,
      ifFalsy: isSet ? ('keep' as const) : ('as is' as const),
    })),
  ];
  const expressions = all.map(({ expression }) => expression);
  if (releases.era === 'literal')
    bailOnOrigins(
      expressions[0] ?? option ?? site.call,
      'Socket.IO 2.4.0 compared origins differently, and these are set later',
    );
  const inLine = calls.filter(({ call, isInLine }) => isInLine && !mayLeaveFunction(statementOf(call)));
  const replacing = calls.filter(({ argument, isSet }) => !isSet || isTruthyValue(argument));
  const isReplaced = replacing.some((one) => inLine.includes(one)) || isSetByBranches(site, replacing);
  return {
    kind: 'assigned',
    initial: given
      ? readValue(given, true, releases, others)
      : readOrigins(undefined, true, releases, site.call),
    isInitial: isReplaced ? 'never' : inLine.length > 0 ? 'if unset' : 'until set',
    assigned: all.map((one) => ({
      ...one,
      value: readValue(settingValue(one.argument), one.ifFalsy !== 'as is', releases, others),
    })),
    place: variablePlace(site, calls.length < all.length ? statement : statementOf(site.call), expressions),
  };
}

/** Whether an `if` that always runs after the construction sets the origins in each of its branches. */
function isSetByBranches(site: ServerSite, calls: readonly OriginsCall[]): boolean {
  const nodes = new Set<t.Node>(calls.map(({ call }) => call.node));
  const around = statementOf(site.call).parent;
  return calls.some(({ call }) => {
    const choice = call.findParent((path) => path.is('IfStatement') && path.parent === around);
    return (
      choice && alwaysFollows(choice, site.call) && !mayLeaveFunction(choice) && setsAlways(choice, nodes)
    );
  });
}

/** Whether a statement makes one of some calls, whichever branch runs. */
function setsAlways(statement: NodePath, calls: ReadonlySet<t.Node>): boolean {
  if (statement.is('ExpressionStatement')) return calls.has(statement.node.expression);
  if (statement.is('BlockStatement')) return statement.get('body').some((one) => setsAlways(one, calls));
  if (!statement.is('IfStatement') || statement.node.alternate == null) return false;
  return [statement.get('consequent'), statement.get('alternate')].every((one) =>
    setsAlways(one as NodePath, calls),
  );
}

/** The last setting of a server whose settings all allow any origin, whenever they are made; undefined for other servers. */
function everyoneAlways(
  site: ServerSite,
  options: ReadOptions,
  option: NodePath | undefined,
  calls: readonly OriginsCall[],
  releases: Releases,
  others: readonly FileSurvey[],
): OriginsSetting | undefined {
  const last = calls.at(-1);
  if (last === undefined || options.lateOrigins.length > 0) return undefined;
  const isDefault = readOrigins(undefined, true, releases, site.call).rule.kind === 'everyone';
  if (!isDefault) return undefined;
  const values = [...(option ? [option] : []), ...calls.map(({ argument }) => argument)].map((path) =>
    unlessReview(() => readValue(settingValue(path), path === option, releases, others)),
  );
  const value = values.at(-1);
  const isEveryone = (one: OriginsValue | ManualReview) =>
    !(one instanceof ManualReview) && admitsEveryone(one);
  if (value === undefined || value instanceof ManualReview || !values.every(isEveryone)) return undefined;
  const { argument, call, isSet } = last;
  return { kind: 'fixed', value, path: argument, isOption: isSet, call: call.node, replacesOthers: false };
}

/** Whether the code shows that a value allows any origin. */
export function admitsEveryone(value: OriginsValue): boolean {
  if (value.kind === 'function') return value.answers.admitsEveryone;
  return value.kind === 'static' && value.read.rule.kind === 'everyone';
}

/** Whether v2 did not use the default, or the origins before, in place of a value. */
function isTruthyValue(path: NodePath): boolean {
  const value = settingValue(path);
  return value.kind === 'function' || isTruthy(value.path);
}

/** Whether the value of an expression is unused, so that an assignment can replace the expression. */
function isValueUnused(path: NodePath): boolean {
  const { parentPath: parent, key } = rewrap(path);
  if (parent === null) return false;
  if (parent.is('ExpressionStatement')) return true;
  if (parent.is('LogicalExpression')) return key === 'right' && isValueUnused(parent);
  if (parent.is('ConditionalExpression')) return key !== 'test' && isValueUnused(parent);
  if (parent.is('SequenceExpression'))
    return key !== parent.node.expressions.length - 1 || isValueUnused(parent);
  if (parent.is('AwaitExpression') || parent.is('UnaryExpression', { operator: 'void' }))
    return isValueUnused(parent);
  // setTimeout(() => io.origins(list), 50)
  if (!parent.is('ArrowFunctionExpression') || key !== 'body') return false;
  const call = parent.parentPath;
  return (
    parent.listKey === 'arguments' &&
    call?.is('CallExpression') === true &&
    call.parentPath?.is('ExpressionStatement') === true
  );
}
