import { ACCESS_OPTIONS } from '../../v2/server-api.js';
import { type Property, propertyOf, rewrap, unwrap } from '../ast/nodes.js';
import { keptObject } from '../ast/objects.js';
import type { NodePath, t } from '../ast/path.js';
import { followsInLine, statementOf } from '../ast/statements.js';
import { evaluate, writtenValue } from '../ast/values.js';
import { chainStart } from '../detect/handle.js';
import { attachCalls, type MethodCall, type ServerSite } from '../detect/server-site.js';
import { functionOf } from './functions.js';
import { bailOnOptions, bailOnOrigins } from './manual-review.js';
import { whyUnreadable } from './options.js';
import { mayHaveEffect, runsLater } from './timing.js';

/** `io.origins(x)` or `io.set('origins', x)`, each of which replaces what was set before. */
export interface OriginsCall {
  readonly call: NodePath<t.CallExpression>;
  readonly argument: NodePath;
  /** Whether it is `io.set('origins', x)`, which changed nothing on v2 if `x` is falsy. */
  readonly isSet: boolean;
  /** Whether it certainly runs after the construction, before any client can connect: it can become an option. */
  readonly isInLine: boolean;
}

/** `io.set(key, x)` for another key. */
export interface SetCall {
  readonly call: NodePath<t.CallExpression>;
  readonly key: string;
  readonly argument: NodePath | undefined;
  /** The same as in `OriginsCall`. */
  readonly isInLine: boolean;
}

/** The calls on a server that take settings. */
export interface SettingCalls {
  readonly origins: readonly OriginsCall[];
  readonly set: readonly SetCall[];
  /** `io.origins()`, which returns the origins. */
  readonly getters: readonly NodePath<t.CallExpression>[];
  /** `io.origins();` as a statement, `io.set('origins')` and `io.set('origins', '')`, which did nothing on v2 and throw on v4. */
  readonly noops: readonly { readonly call: NodePath<t.CallExpression>; readonly text: string }[];
}

/**
 * Sorts the calls on a server by what they set.
 *
 * @throws ManualReview if the code does not say what a call sets
 */
export function settingCalls(site: ServerSite): SettingCalls {
  const origins: OriginsCall[] = [];
  const set: SetCall[] = [];
  const getters: NodePath<t.CallExpression>[] = [];
  const noops: { call: NodePath<t.CallExpression>; text: string }[] = [];
  for (const { call, name } of site.methodCalls) {
    const [first, second] = call.get('arguments');
    if (name === 'attach' || name === 'listen') continue;
    if (name === 'origins') {
      if (first !== undefined) origins.push(originsCall(site, call, first, false));
      else if (call.parentPath?.is('ExpressionStatement')) noops.push({ call, text: 'io.origins()' });
      else getters.push(call);
    } else if (first !== undefined) {
      const key = evaluate(first)?.value;
      if (key === undefined) bailOnOrigins(call, 'the name of the setting is only known at run time');
      if (typeof key !== 'string') continue;
      if (key !== 'origins') set.push({ call, key, argument: second, isInLine: isInLine(site, call) });
      else {
        const known = second && evaluate(second);
        if (second && (!known || known.value)) origins.push(originsCall(site, call, second, true));
        else noops.push({ call, text: "io.set('origins', …) with a falsy value" });
      }
    }
  }
  return { origins, set, getters, noops };
}

function originsCall(
  site: ServerSite,
  call: NodePath<t.CallExpression>,
  argument: NodePath,
  isSet: boolean,
): OriginsCall {
  if (argument.is('SpreadElement')) bailOnOrigins(argument, 'the call has a spread argument');
  const others = call.get('arguments').slice((argument.key as number) + 1);
  if (others.some((other) => mayHaveEffect(other, (path) => runsLater(path, other))))
    bailOnOrigins(call, 'another argument of the call runs code');
  return { call, argument, isSet, isInLine: isInLine(site, call) };
}

/** The last call of the chain that a call is part of. */
export function chainTop(call: NodePath): NodePath {
  let top = call;
  for (;;) {
    const member = rewrap(top).parentPath;
    if (!member?.is('MemberExpression') || rewrap(top).key !== 'object') return top;
    if (!member.parentPath.is('CallExpression') || member.key !== 'callee') return top;
    top = member.parentPath;
  }
}

/** The expression that the chain of a call begins with: the construction, or a variable. */
export function receiverOf({ call: { node } }: ServerSite, call: NodePath<t.CallExpression>): NodePath {
  return chainStart((call.get('callee') as NodePath).get('object') as NodePath, (start) => start === node);
}

function isInLine(site: ServerSite, call: NodePath<t.CallExpression>): boolean {
  if (site.sharesCalls) return false;
  if (receiverOf(site, call).node === site.call.node) return true;
  if (site.notation === 'feathers')
    return isFirstLevel(call, site.call.get('arguments').map(functionOf).find(Boolean));
  const owner = call.getFunctionParent();
  if (site.notation === 'gateway') {
    const key = owner?.is('ClassMethod') ? owner.node.key : undefined;
    return key?.type === 'Identifier' && key.name === 'afterInit' && isFirstLevel(call, owner);
  }
  return owner === site.call.getFunctionParent() && followsInLine(chainTop(call), site.call);
}

/** Whether a call is all that a function does, or a statement of its body before any statement that may leave the body. */
function isFirstLevel(call: NodePath, owner: NodePath<t.Function> | null | undefined): boolean {
  const body = owner?.get('body') as NodePath | undefined;
  // socketio((io) => io.origins(list))
  if (body && unwrap(body).node === chainTop(call).node) return true;
  const statement = statementOf(call);
  if (!body?.is('BlockStatement') || statement.parent !== body.node) return false;
  if (chainTop(call).parentPath?.node !== statement.node) return false;
  return body.node.body
    .slice(0, statement.key as number)
    .every(({ type }) => !/Return|Throw|If|For|While|Try|Switch/.test(type));
}

/** Options of `attach()` or `listen()` that have `origins`. */
export interface AttachedOptions {
  readonly call: NodePath<t.CallExpression>;
  readonly method: string;
  readonly object: NodePath<t.ObjectExpression>;
  readonly origins: Property;
}

/**
 * Finds `origins` in the options of `io.attach()` and `io.listen()`, which v2 never read there.
 *
 * @throws ManualReview for options that v2 did read there, such as a preflight handler, or that cannot be read
 */
export function attachedOrigins(site: ServerSite): AttachedOptions[] {
  return attachCalls(site).flatMap(({ call, name }) => {
    const [server, options] = call.get('arguments');
    const object = options && writtenValue(options);
    const hasCheck = object?.is('ObjectExpression') && propertyOf(object, 'allowRequest') !== undefined;
    if (server?.is('SpreadElement') || (options && !isWrittenOut(options, call)))
      bailOnOptions(call, `${name}() gets options that come from elsewhere`, hasCheck);
    if (!options || !object?.is('ObjectExpression')) return [];
    const isNamed = unwrap(options) !== object;
    for (const key of ACCESS_OPTIONS) {
      const property = propertyOf(object, key);
      if (property === undefined || (key === 'origins' && !isNamed)) continue;
      if (isNamed) bailOnOptions(options, `${name}() gets ${key} in a variable`, hasCheck);
      bailOnOptions(property, `${name}() gets ${key}`, hasCheck);
    }
    const origins = propertyOf(object, 'origins');
    return origins === undefined ? [] : [{ call, method: name, object, origins }];
  });
}

const ACCESS: ReadonlySet<string> = new Set(ACCESS_OPTIONS);

/** Whether options are an object that can be read, here or in a constant. Others may have an `allowRequest`. */
function isWrittenOut(path: NodePath, call: MethodCall['call']): boolean {
  const object = writtenValue(path);
  // io.listen(3000, () => …): v2 took the function for empty options, and never called it.
  if (object.isFunction() || evaluate(object) !== undefined) return true;
  const properties = keptObject(path, ACCESS, call)?.get('properties');
  return properties?.every((one) => !one.is('SpreadElement') && whyUnreadable(one) === undefined) ?? false;
}
