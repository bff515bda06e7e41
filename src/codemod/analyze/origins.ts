import { calleeOf, memberName, programOf, rewrap, unwrap } from '../ast/nodes.js';
import { statementOf } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import { functionBinding } from '../ast/values.js';
import { chainStart } from '../detect/handle.js';
import type { ServerSite } from '../detect/server-site.js';
import type { SourceFile } from '../edits/source-file.js';
import { chainTop, isQuietBetween, type OriginsCall, type SettingCalls } from './calls.js';
import { bail } from './manual-review.js';
import { type ReadOptions, settingOf } from './options.js';
import {
  isKnownAt,
  mayBeFunction,
  RUN_TIME_METHODS,
  requireKnownAt,
  type SettingValue,
  settingValue,
} from './setting-value.js';

/** How the origins of a server are set. */
export type OriginsSetting =
  | { readonly kind: 'none' }
  /** One value is in force from the start: the option's, or that of a call right after the construction. */
  | {
      readonly kind: 'fixed';
      readonly value: SettingValue;
      readonly path: NodePath;
      /** Whether v2 took a falsy value for "not configured", which it did for the option and for `io.set()`. */
      readonly isOption: boolean;
      readonly call: t.Node | undefined;
    }
  /** Calls set it later, under conditions, or to values that are only known then: it becomes a variable. */
  | {
      readonly kind: 'assigned';
      readonly initial: { readonly value: SettingValue; readonly path: NodePath } | undefined;
      readonly assigned: readonly Assigned[];
      readonly place: VariablePlace;
    };

/** A call, or an assignment to `options.origins`, that becomes an assignment to the variable. */
export interface Assigned {
  readonly expression: NodePath;
  readonly argument: NodePath;
  readonly value: SettingValue;
  /** What v2 did with a falsy value: `io.set()` kept the origins before, the option allowed any origin. */
  readonly ifFalsy: 'keep' | 'everyone' | 'as is';
}

/** The place to declare the variable, so that each server has its own, and every call can reach it. */
export type VariablePlace =
  | { readonly kind: 'local'; readonly before: NodePath<t.Statement> }
  /** As a member beside the server: `this.allowedOrigins` for `this.io`. */
  | {
      readonly kind: 'member';
      readonly before: NodePath<t.Statement>;
      /** The field that declares the server, if there is one. */
      readonly field: NodePath | undefined;
    };

/**
 * Decides how a server's origins are set.
 *
 * @throws ManualReview if a call cannot be turned into an assignment with the same meaning
 */
export function originsSetting(
  file: SourceFile,
  site: ServerSite,
  options: ReadOptions,
  { origins: calls }: SettingCalls,
): OriginsSetting {
  const option = settingOf(options, 'origins');
  const last = calls[calls.length - 1];
  for (const { call } of site.unsureCalls)
    bail(call.node, 'ORIGINS_NOT_MIGRATED', { why: 'the server in this call may be another one' });
  if (last === undefined) {
    if (options.lateOrigins.length > 0) return assigned(file, site, options, option, []);
    if (option === undefined) return { kind: 'none' };
    const value = settingValue(option);
    const mayAsk = value.kind === 'dynamic' && value.type === 'unknown' && mayBeFunction(value.path);
    if (mayAsk) return assigned(file, site, options, option, []);
    return { kind: 'fixed', value, path: option, isOption: true, call: undefined };
  }
  for (const { call } of calls) {
    const receiver = chainStart(
      (call.get('callee') as NodePath).get('object') as NodePath,
      (node) => node === site.call.node,
    );
    if (receiver.node !== site.call.node && !isPlainReceiver(receiver))
      bail(call.node, 'ORIGINS_NOT_MIGRATED', {
        why: 'the server that this call is made on is the result of another call',
      });
  }
  if (options.lateOrigins.length === 0 && calls.every(({ isInLine }) => isInLine)) {
    const value = settingValue(last.argument);
    const isEarly =
      value.kind !== 'dynamic' ||
      (isQuietBetween(site, last.argument) &&
        isPureRead(last.argument) &&
        !(value.type === 'unknown' && mayBeFunction(value.path)) &&
        isKnownAt(file, value.path, statementOf(options.object ?? site.call), false));
    const keepsOption = last.isSet && (option !== undefined || calls.length > 1);
    const others = calls
      .slice(0, -1)
      .every(({ argument }) => settingValue(argument).kind !== 'dynamic');
    if (isEarly && others && !keepsOption)
      return {
        kind: 'fixed',
        value,
        path: last.argument,
        isOption: last.isSet,
        call: last.call.node,
      };
  }
  return assigned(file, site, options, option, calls);
}

function assigned(
  file: SourceFile,
  site: ServerSite,
  options: ReadOptions,
  option: NodePath | undefined,
  calls: readonly OriginsCall[],
): OriginsSetting {
  if (site.sharesCalls && calls[0])
    bail(calls[0].call.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'several servers share the variable that this call is made on',
    });
  for (const { call } of calls) {
    if (!isValueUnused(chainTop(call) === call ? (call as NodePath) : undefined))
      bail(call.node, 'ORIGINS_NOT_MIGRATED', { why: 'the result of this call is used' });
  }
  for (const { call } of calls) {
    if (!isPlainReceiver((call.get('callee') as NodePath).get('object') as NodePath))
      bail(call.node, 'ORIGINS_NOT_MIGRATED', {
        why: 'the server that this call is made on is the result of another call',
      });
  }
  const initial = option && { value: settingValue(option), path: option };
  if (initial && initial.value.kind !== 'static')
    requireKnownAt(file, initial.value.path, statementOf(options.object ?? site.call), true);
  if (initial?.value.kind === 'function')
    bail(initial.path.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'a function is one of several settings of this server',
    });
  const late = options.lateOrigins.map((assignment) => ({
    expression: assignment as NodePath,
    argument: assignment.get('right') as NodePath,
    ifFalsy: 'everyone' as const,
  }));
  const called = calls.map(({ call, argument, isSet }) => ({
    expression: call as NodePath,
    argument,
    ifFalsy: isSet ? ('keep' as const) : ('as is' as const),
  }));
  const all = [...late, ...called].map((one) => ({ ...one, value: settingValue(one.argument) }));
  const first = statementOf(late.length > 0 && options.object ? options.object : site.call);
  return {
    kind: 'assigned',
    initial,
    assigned: all,
    place: placeOf(
      site,
      first,
      all.map(({ expression }) => expression),
    ),
  };
}

/** Whether reading a receiver runs no code: `io`, `this.io`, `app.io.sockets.server`. */
function isPlainReceiver(path: NodePath): boolean {
  const node = unwrap(path);
  if (node.is('Identifier') || node.is('ThisExpression')) return true;
  return (
    (node.is('MemberExpression') || node.is('OptionalMemberExpression')) &&
    isPlainReceiver(node.get('object') as NodePath)
  );
}

/** Whether evaluating an expression runs no code of the app: variables, members, and methods of strings and arrays. */
function isPureRead(path: NodePath): boolean {
  let isPure = true;
  const check = (inner: NodePath) => {
    if (inner.is('NewExpression') || inner.is('AwaitExpression') || inner.is('TaggedTemplateExpression'))
      isPure = false;
    if (inner.is('AssignmentExpression') || inner.is('UpdateExpression')) isPure = false;
    if (inner.is('CallExpression') || inner.is('OptionalCallExpression')) {
      const name = memberName(calleeOf(inner));
      isPure &&= name !== undefined && RUN_TIME_METHODS.has(name);
    }
  };
  check(path);
  path.traverse({ enter: check });
  return isPure;
}

/** Whether the value of an expression is unused, so that an assignment can replace the expression. */
function isValueUnused(path: NodePath | undefined): boolean {
  if (path === undefined) return false;
  const value = rewrap(path);
  const { parentPath: parent, key } = value;
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

/** Finds the place for the variable. */
function placeOf(
  site: ServerSite,
  statement: NodePath<t.Statement>,
  places: readonly NodePath[],
): VariablePlace {
  const block = statement.parentPath as NodePath;
  const isWithin = (call: NodePath, outer: NodePath) => call.isDescendant(outer);
  requireOwnVariable(site);
  const isReached = places.every((one) => isWithin(one, block));
  if (isReached && runsOnce(site.call as NodePath, block)) return { kind: 'local', before: statement };
  // let io; function start() { io = require('socket.io')(server); } with calls elsewhere
  const [holder] = site.handles;
  const owner = holder?.root;
  if (holder?.path === '' && typeof owner === 'object' && 'referencePaths' in owner) {
    const declaration = statementOf(owner.path);
    const scope = declaration.parentPath as NodePath;
    const reached = places.every((one) => isWithin(one, scope));
    if (reached && owner.path.is('VariableDeclarator') && runsOnce(site.call as NodePath, scope))
      return { kind: 'local', before: declaration };
  }
  if (holder && /^\.#?[\w$]+$/.test(holder.path) && typeof owner === 'object' && 'body' in owner) {
    const members = places.every(isOnThis);
    const here = site.call.findParent((parent) => parent.isClass());
    if (
      members &&
      here?.node === owner &&
      isThisOf(site.call as NodePath) &&
      isMadeOnce(site.call as NodePath)
    ) {
      const field = ((here as NodePath<t.Class>).get('body') as NodePath<t.ClassBody>)
        .get('body')
        .find(
          (member) =>
            (member.is('ClassProperty') || member.is('ClassPrivateProperty')) &&
            `.${memberText(member.node)}` === holder.path,
        );
      return { kind: 'member', before: statement, field };
    }
  }
  return bail((places[0] ?? (site.call as NodePath)).node, 'ORIGINS_NOT_MIGRATED', {
    why: 'this call cannot reach a variable beside the server, or several servers would share it',
  });
}

function memberText(node: t.ClassProperty | t.ClassPrivateProperty): string {
  if (node.type === 'ClassPrivateProperty') return `#${node.key.id.name}`;
  return node.key.type === 'Identifier' ? node.key.name : '';
}

/** `for (…) { var io = … }`: the servers of all iterations share one variable. */
function requireOwnVariable({ call, handles: [holder] }: ServerSite): void {
  const root = holder?.root;
  if (typeof root !== 'object' || !('kind' in root) || root.kind !== 'var') return;
  const loop = call.findParent(
    (parent) => parent.isFunction() || /^(?:For|While|DoWhile)/.test(parent.node.type),
  );
  if (loop && !loop.isFunction())
    bail(call.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'a loop creates several servers, and one `var` holds them',
    });
}

/** Whether an instance creates its server once: in a field, the constructor, or a method that only the constructor calls. */
function isMadeOnce(call: NodePath): boolean {
  const member = call.findParent(
    (parent) => parent.is('ClassMethod') || parent.is('ClassProperty') || parent.is('ClassPrivateProperty'),
  );
  if (!member?.is('ClassMethod') || member.node.kind === 'constructor') return true;
  const { key } = member.node;
  if (key.type !== 'Identifier') return false;
  const owner = member.findParent((parent) => parent.isClass());
  let calls = 0;
  let isInConstructor = false;
  programOf(member).traverse({
    MemberExpression: (path) => {
      if (memberName(path as NodePath) !== key.name) return;
      calls++;
      const caller = path.getFunctionParent();
      isInConstructor ||=
        caller?.is('ClassMethod') === true &&
        caller.node.kind === 'constructor' &&
        caller.findParent((parent) => parent.isClass()) === owner;
    },
  });
  return calls === 1 && isInConstructor;
}

/** Whether a call is made on a member of `this`, in a method of the class itself. */
function isOnThis(call: NodePath): boolean {
  let object = call;
  while (object.is('CallExpression') || object.is('MemberExpression')) {
    object = (object.is('CallExpression') ? object.get('callee') : object.get('object')) as NodePath;
  }
  return object.is('ThisExpression') && isThisOf(object);
}

/** Whether `this` is the instance in a place: in a method, a field, or an arrow function within one. */
function isThisOf(path: NodePath): boolean {
  for (let at = path.parentPath; at; at = at.parentPath as NodePath) {
    if (at.is('ClassProperty') || at.is('ClassPrivateProperty')) return at.node.static !== true;
    if (at.is('ClassMethod') || at.node.type === 'ClassPrivateMethod')
      return (at.node as t.ClassMethod).static !== true;
    if (at.isFunction() && !at.is('ArrowFunctionExpression')) return false;
  }
  return false;
}

/** Whether an expression runs at most once each time that the block around it is entered. */
function runsOnce(path: NodePath, block: NodePath): boolean {
  for (let at: NodePath | null = path; at && at !== block; at = at.parentPath) {
    const { type } = at.node;
    if (/^(?:For|While|DoWhile)/.test(type)) return false;
    if (at.isFunction() && !isCalledOnce(at)) return false;
  }
  return true;
}

/** Whether a function runs once: it is called in place, or by one call at the top level. */
function isCalledOnce(owner: NodePath<t.Function>): boolean {
  const outer = rewrap(owner as NodePath);
  if (outer.key === 'callee') return true;
  const [reference, ...others] = functionBinding(owner)?.referencePaths ?? [];
  return reference?.key === 'callee' && others.length === 0 && runsOnceAtTop(reference);
}

function runsOnceAtTop(path: NodePath): boolean {
  for (let at: NodePath | null = path; at; at = at.parentPath) {
    if (/^(?:For|While|DoWhile)/.test(at.node.type)) return false;
    if (at.isFunction() && rewrap(at as NodePath).key !== 'callee') return false;
  }
  return true;
}
