import { allOf } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import {
  alwaysFollows,
  bracelessBody,
  isValueUnused,
  mayLeaveFunction,
  statementOf,
} from '../ast/statements.js';
import { evaluate } from '../ast/values.js';
import { handleOf } from '../detect/handle.js';
import type { ServerSite } from '../detect/server-site.js';
import type { SourceFile } from '../edits/source-file.js';
import { receiverOf, type SettingCalls } from './calls.js';
import { functionOf } from './functions.js';
import { bailOnOrigins } from './manual-review.js';
import { type ReadOptions, settingOf } from './options.js';
import { choiceOf, isTruthyValue, type OriginsValue, readValue, requireVisible } from './origins-value.js';
import type { OwnCheck } from './own-check.js';
import { type ReadOrigins, readOrigins } from './read-origins.js';
import { isKnownAt, isPureRead } from './timing.js';
import { type VariablePlace, variablePlace } from './variable-place.js';

/** How the origins of a server are set. */
export type OriginsSetting =
  | { readonly kind: 'none'; readonly read: ReadOrigins }
  /** The app's own `allowRequest` decides instead. */
  | { readonly kind: 'own'; readonly hasOrigins: boolean }
  /** One value is in force from the start: the option's, or that of a call right after the construction. */
  | (Setting & {
      readonly kind: 'fixed';
      /** Whether other settings had different origins, which v2 did not use. */
      readonly replacesOthers: boolean;
      /** The body without braces in which the value is known, if it is not known before the statement of the server. */
      readonly body?: NodePath<t.Statement> | undefined;
    })
  /** Calls set it later, under conditions, or to values that are only known then: it becomes a variable. */
  | {
      readonly kind: 'assigned';
      /** The origins in force before: the option, or v2's default. */
      readonly initial: OriginsValue;
      /** When `initial` is in force: never, because a call replaces it at once, or if that call gives nothing, or until a call. */
      readonly isInitial: 'never' | 'if unset' | 'until set';
      /** The calls, and assignments to `options.origins`, that become assignments to the variable. */
      readonly assigned: readonly Assigned[];
      readonly place: VariablePlace;
    };

/** A place that sets the origins of a server. */
interface Setting {
  /** The call, or the assignment to `options.origins`; undefined for the option in the object itself. */
  readonly expression: NodePath | undefined;
  readonly argument: NodePath;
  readonly value: OriginsValue;
  /** The effect of a falsy value on v2: `io.set()` kept the origins before, the option allowed any origin. */
  readonly ifFalsy: 'keep' | 'everyone' | 'as is';
  /** Whether it is certainly in force before any client can connect. */
  readonly isInLine: boolean;
}

/** A setting that becomes an assignment to the variable. */
export type Assigned = Setting & { readonly expression: NodePath };

/**
 * Decides how a server's origins are set.
 *
 * @param check the app's own `allowRequest`, if v2 used it
 * @throws ManualReview if a call cannot be turned into an assignment with the same meaning
 */
export function originsSetting(
  file: SourceFile,
  site: ServerSite,
  options: ReadOptions,
  { origins: calls }: SettingCalls,
  check: OwnCheck | undefined,
): OriginsSetting {
  for (const { call } of site.unsureCalls) bailOnOrigins(call, 'the server in this call may be another one');
  for (const { call } of calls) {
    const receiver = receiverOf(site, call);
    if (receiver.node !== site.call.node && handleOf(receiver) === undefined)
      bailOnOrigins(call, 'the server that this call is made on is the result of another call');
  }
  const late = options.lateOrigins;
  const areInLine = late.length === 0 && calls.every(({ isInLine }) => isInLine);
  if (check) {
    // The calls are removed, with their arguments.
    const mayHaveEffect = calls.some(({ argument }) => !functionOf(argument) && !isPureRead(argument));
    if (!areInLine || mayHaveEffect)
      bailOnOrigins(
        late[0] ?? calls[0]?.call ?? site.call,
        'allowRequest decides alone, so v2 ignored these calls, and on v4 they throw',
      );
    return { kind: 'own', hasOrigins: hasOrigins(options, calls) };
  }
  const settings = settingsIn(file, options, calls);
  const last = settings.at(-1);
  const byDefault = readOrigins(undefined, true, file.releases, site.call);
  if (last === undefined) return { kind: 'none', read: byDefault };
  if (site.sharesCalls && calls[0])
    bailOnOrigins(calls[0].call, 'several servers share the variable that this call is made on');
  const statement = statementOf(options.object ?? site.call);
  const inForce = areInLine ? fixed(file, site, settings, statement) : undefined;
  if (inForce) return inForce;
  // All of them allow any origin, whenever they are made.
  const areOpen = byDefault.rule.kind === 'everyone' && settings.every(({ value }) => admitsEveryone(value));
  if (calls.length > 0 && late.length === 0 && areOpen)
    return { ...last, kind: 'fixed', replacesOthers: false };
  return assigned(file, site, settings, byDefault, statement);
}

/** All that sets the origins of a server: the option, assignments to it, and calls, in this order. */
function settingsIn(file: SourceFile, options: ReadOptions, calls: SettingCalls['origins']): Setting[] {
  const read = (
    argument: NodePath,
    ifFalsy: Setting['ifFalsy'],
    isInLine: boolean,
    expression?: NodePath,
  ) => {
    const value = readValue(file, argument, ifFalsy !== 'as is');
    return { expression, argument, value, ifFalsy, isInLine };
  };
  const option = settingOf(options, 'origins');
  return [
    ...(option ? [read(option, 'everyone', true)] : []),
    ...options.lateOrigins.map((one) => read(one.get('right'), 'everyone', false, one)),
    ...calls.map((one) => read(one.argument, one.isSet ? 'keep' : 'as is', one.isInLine, one.call)),
  ];
}

/** Whether options or calls set origins. */
export function hasOrigins(options: ReadOptions, calls: SettingCalls['origins']): boolean {
  return calls.length > 0 || options.lateOrigins.length > 0 || settingOf(options, 'origins') !== undefined;
}

/** The last of some settings, if it is in force from the start. */
function fixed(
  file: SourceFile,
  site: ServerSite,
  settings: readonly Setting[],
  statement: NodePath<t.Statement>,
): OriginsSetting | undefined {
  const last = settings.at(-1) as Setting;
  const replaced = settings.slice(0, -1);
  const mayKeep = last.ifFalsy === 'keep' && replaced.length > 0 && !isTruthyValue(last.value);
  // An earlier call whose argument is only known at run time is not removed.
  const mustStay = replaced.some(({ expression, value }) => expression && value.kind === 'dynamic');
  const body = bracelessBody(site.call) as NodePath<t.Statement> | undefined;
  for (const at of mayKeep || mustStay ? [] : [statement, body]) {
    // Another server of the body has got its declarations there.
    const value = at && !file.braced.has(at.node) && fixedValue(file, site, last, at);
    const replacesOthers = replaced.length > 0;
    if (value) return { ...last, kind: 'fixed', value, replacesOthers, body: at === body ? body : undefined };
  }
  return undefined;
}

/** The value that is in force from the start; undefined if it is only known later, or may be a function of another file. */
function fixedValue(
  file: SourceFile,
  site: ServerSite,
  { value, ifFalsy }: Setting,
  statement: NodePath<t.Statement>,
): OriginsValue | undefined {
  if (value.kind === 'function' && !value.answers.admitsEveryone) requireVisible(value, statement);
  if (value.kind !== 'dynamic') return value;
  if (value.mayBeFunction || !isKnownAt(site, value.path, statement)) return undefined;
  return choiceOf(file, value.path, statement, ifFalsy !== 'as is') ?? value;
}

/** @throws ManualReview if the settings cannot become assignments to a variable */
function assigned(
  file: SourceFile,
  site: ServerSite,
  settings: readonly Setting[],
  byDefault: ReadOrigins,
  statement: NodePath<t.Statement>,
): OriginsSetting {
  const isAssigned = (one: Setting): one is Assigned => one.expression !== undefined;
  const all = settings.filter(isAssigned);
  const calls = all.filter(({ expression }) => !expression.is('AssignmentExpression'));
  for (const { expression: call } of calls) {
    // Its result is put into brackets, which would continue a statement above without a semicolon.
    const beginsStatement = call.start === statementOf(call).start;
    // io?.origins(list).on(…) does nothing without a server.
    const isOptional = call.is('OptionalCallExpression');
    if ((beginsStatement || isOptional) && !isValueUnused(call))
      bailOnOrigins(call, 'the result of this call is used');
    if (handleOf((call.get('callee') as NodePath).get('object') as NodePath) === undefined)
      bailOnOrigins(call, 'the server that this call is made on is the result of another call');
  }
  const option = settings.find((one) => !isAssigned(one))?.value;
  if (option?.kind === 'function')
    bailOnOrigins(option.path, 'a function is one of several settings of this server');
  if (option?.kind === 'dynamic' && !isKnownAt(site, option.path, statement))
    bailOnOrigins(
      option.path,
      'it is not certain that the value of the setting can be read right before the server is created',
    );
  const expressions = all.map(({ expression }) => expression);
  const asking = settings.find(
    ({ value }) => value.kind === 'function' || (value.kind === 'dynamic' && value.mayBeFunction),
  );
  if (asking && file.releases.era === 'literal')
    bailOnOrigins(
      asking.argument,
      'Socket.IO 2.4.0 gave a function the bare Origin header, and this is or may be a function',
    );
  const replacing = calls.filter(({ ifFalsy, value }) => ifFalsy === 'as is' || isTruthyValue(value));
  const inLine = calls.filter(
    ({ expression, isInLine }) => isInLine && !mayLeaveFunction(statementOf(expression)),
  );
  const isReplaced =
    replacing.some((one) => inLine.includes(one)) ||
    isSetByBranches(
      site,
      replacing.map(({ expression }) => expression),
    );
  return {
    kind: 'assigned',
    initial: option ?? { kind: 'static', path: undefined, value: undefined, read: byDefault },
    isInitial: isReplaced ? 'never' : inLine.length > 0 ? 'if unset' : 'until set',
    assigned: all,
    place: variablePlace(site, calls.length < all.length ? statement : statementOf(site.call), expressions),
  };
}

/** Whether an `if` that always runs after the construction sets the origins in each of its branches. */
function isSetByBranches(site: ServerSite, calls: readonly NodePath[]): boolean {
  const nodes = new Set<t.Node>(calls.map(({ node }) => node));
  const around = statementOf(site.call).parent;
  return calls.some((call) => {
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
  return [statement.get('consequent'), statement.get('alternate')].every((one) => setsAlways(one, calls));
}

/** Whether the code shows that a value allows any origin. */
function admitsEveryone(value: OriginsValue): boolean {
  if (value.kind === 'function') return value.answers.admitsEveryone;
  return value.kind === 'static' && value.read.rule.kind === 'everyone';
}

/** Whether the code shows that a setting allows any origin, or leaves that to the app's own check. */
export function isOpenSetting(setting: OriginsSetting): boolean {
  if (setting.kind === 'own') return true;
  if (setting.kind === 'none') return setting.read.rule.kind === 'everyone';
  return setting.kind === 'fixed' && admitsEveryone(setting.value);
}

/** Whether a setting may allow any origin at run time: by default, in one case of several, or because it is unset. */
export function mayAdmitEveryone(setting: OriginsSetting, { call }: ServerSite): boolean {
  if (setting.kind === 'fixed') return isMaybeEveryone(setting.value);
  if (setting.kind !== 'assigned') return false;
  const isReplaced =
    setting.isInitial === 'never' || setting.assigned.some((one) => isTriedAtOnce(one, call));
  return !isReplaced || setting.assigned.some(({ value }) => isMaybeEveryone(value));
}

/** Whether a literal value is set first in a `try` block after the server: `try { io.origins(list) } catch { … }`, because v4 throws. */
function isTriedAtOnce({ expression, value }: Assigned, server: NodePath): boolean {
  const statement = expression.parentPath;
  const block = statement?.parentPath;
  const attempt = block?.parentPath;
  return (
    value.kind === 'static' &&
    statement?.is('ExpressionStatement') === true &&
    statement.key === 0 &&
    block?.key === 'block' &&
    attempt?.is('TryStatement') === true &&
    alwaysFollows(attempt, server)
  );
}

function isMaybeEveryone(value: OriginsValue): boolean {
  if (value.kind === 'choice') return value.arms.some(({ read }) => read.rule.kind === 'everyone');
  if (value.kind !== 'dynamic') return admitsEveryone(value);
  const texts = [value.path, ...allOf(value.path, 'StringLiteral')].map((text) => evaluate(text)?.value);
  return value.mayBeFalsy || texts.some((text) => text === '*' || String(text).includes('*:*'));
}
