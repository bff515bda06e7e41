import { ACCESS_OPTIONS } from '../../v2/server-api.js';
import { argumentsOf, calleeOf, nameOf, type Property, propertyOf, rewrap, unwrap } from '../ast/nodes.js';
import { followsInLine, statementOf } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import { constantValue, evaluate, keepsMembers, mayChangeObject, writtenValue } from '../ast/values.js';
import type { MethodCall } from '../detect/handle.js';
import type { ServerSite } from '../detect/server-site.js';
import { bail } from './manual-review.js';
import { functionOf } from './setting-value.js';

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
}

/** The calls on a server that take settings. */
export interface SettingCalls {
  readonly origins: readonly OriginsCall[];
  readonly set: readonly SetCall[];
  /** `io.attach(…)` and `io.listen(…)`. */
  readonly attach: readonly MethodCall[];
  /** `io.origins()`, which returns the origins. */
  readonly getters: readonly NodePath<t.CallExpression>[];
  /** `io.origins();` as a statement and `io.set('origins', '')`, which did nothing on v2 and throw on v4. */
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
  const attach: MethodCall[] = [];
  const getters: NodePath<t.CallExpression>[] = [];
  const noops: { call: NodePath<t.CallExpression>; text: string }[] = [];
  for (const { call, name } of site.methodCalls) {
    const [first, second] = argumentsOf(call);
    if (name === 'attach' || name === 'listen') attach.push({ call, name });
    else if (name === 'origins') {
      if (first !== undefined) origins.push(originsCall(site, call, first, false));
      else if (call.parentPath?.is('ExpressionStatement')) noops.push({ call, text: 'io.origins()' });
      else getters.push(call);
    } else if (first !== undefined) {
      const key = evaluate(first)?.value;
      if (key === undefined)
        bail(call.node, 'ORIGINS_NOT_MIGRATED', { why: 'the name of the setting is only known at run time' });
      if (typeof key !== 'string') continue;
      if (key !== 'origins') set.push({ call, key, argument: second });
      else if (second !== undefined) {
        const known = evaluate(second);
        if (known && !known.value) noops.push({ call, text: "io.set('origins', …) with a falsy value" });
        else origins.push(originsCall(site, call, second, true));
      }
    }
  }
  return { origins, set, attach, getters, noops };
}

function originsCall(
  site: ServerSite,
  call: NodePath<t.CallExpression>,
  argument: NodePath,
  isSet: boolean,
): OriginsCall {
  if (argument.is('SpreadElement'))
    bail(argument.node, 'ORIGINS_NOT_MIGRATED', { why: 'the arguments of the call are spread' });
  const others = argumentsOf(call).slice((argument.key as number) + 1);
  if (others.some((other) => !isInert(other)))
    bail(call.node, 'ORIGINS_NOT_MIGRATED', { why: 'another argument of the call runs code' });
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

function isInLine(site: ServerSite, call: NodePath<t.CallExpression>): boolean {
  if (site.sharesCalls) return false;
  if (isInChainOf(site, call)) return true;
  if (site.notation === 'feathers') {
    const callback = argumentsOf(site.call)
      .map(functionOf)
      .find((found) => found !== undefined);
    return callback !== undefined && isFirstLevel(call, callback);
  }
  if (site.notation === 'gateway') {
    const method = call.getFunctionParent();
    const key = method?.is('ClassMethod') ? method.node.key : undefined;
    const isAfterInit = key?.type === 'Identifier' && key.name === 'afterInit';
    return isAfterInit && method !== null && isFirstLevel(call, method as NodePath<t.Function>);
  }
  return runsWith(call, site) && followsInLine(chainTop(call), site.call);
}

/** Whether a call is in the function that creates the server, rather than outside of it. */
function runsWith(call: NodePath, site: ServerSite): boolean {
  return call.getFunctionParent() === site.call.getFunctionParent();
}

/** Whether a call is chained to the construction: `require('socket.io')(server).origins(x)`. */
function isInChainOf(site: ServerSite, call: NodePath<t.CallExpression>): boolean {
  let inner: NodePath = call;
  while (inner.is('CallExpression')) {
    if (inner.node === site.call.node) return true;
    const callee = inner.get('callee') as NodePath;
    if (!callee.is('MemberExpression')) return false;
    inner = callee.get('object');
  }
  return inner.node === site.call.node;
}

/** Whether a call is a statement of a function's body, before any statement that may leave the body. */
function isFirstLevel(call: NodePath, owner: NodePath<t.Function>): boolean {
  const body = owner.get('body') as NodePath;
  if (!body.is('BlockStatement')) return false;
  const statement = statementOf(call);
  if (statement.parent !== body.node || chainTop(call).parentPath?.node !== statement.node) return false;
  return body.node.body
    .slice(0, statement.key as number)
    .every(({ type }) => !/Return|Throw|If|For|While|Try|Switch/.test(type));
}

/**
 * Whether no code between a server's construction and a later statement of the same list can change a value that the
 * statement reads: there are only declarations of functions and constants, and handlers.
 */
export function isQuietBetween(site: ServerSite, later: NodePath): boolean {
  const first = statementOf(site.call);
  const second = statementOf(later);
  if (first === second) return true;
  if (first.parent !== second.parent) return false;
  for (let key = (first.key as number) + 1; key < (second.key as number); key++) {
    const between = first.getSibling(key);
    if (!isQuiet(between)) return false;
  }
  return isQuietAfter(site);
}

/** Whether a statement runs no code of the app: a declaration, or `io.on('connection', handler)`. */
function isQuiet(statement: NodePath): boolean {
  const { type } = statement.node;
  if (/^(?:Function|Class|Import|TS\w+|Interface|TypeAlias)Declaration$|^TS|^EmptyStatement$/.test(type))
    return true;
  if (statement.is('VariableDeclaration'))
    return (statement.get('declarations') as NodePath[]).every((one) => {
      const init = one.get('init') as NodePath;
      return !init.node || isInert(init);
    });
  if (!statement.is('ExpressionStatement')) return false;
  const call = unwrap(statement.get('expression') as NodePath);
  if (!call.is('CallExpression')) return false;
  // io.on('connection', (socket) => …), io.use(middleware)
  const callee = calleeOf(call);
  const isHandler =
    callee.is('MemberExpression') &&
    /^(?:on|use|once|log)$/.test((callee.node.property as t.Identifier).name ?? '');
  return isHandler && argumentsOf(call).every(isInert);
}

/** Whether evaluating an expression runs no code. */
function isInert(path: NodePath): boolean {
  const node = unwrap(path);
  if (
    node.isFunction() ||
    /Literal$/.test(node.node.type) ||
    node.is('Identifier') ||
    node.is('ThisExpression')
  )
    return (
      !node.is('TemplateLiteral') ||
      node.node.expressions.every(({ type }) => /Identifier|Literal/.test(type))
    );
  if (node.is('MemberExpression')) return isInert(node.get('object') as NodePath);
  if (node.is('ArrayExpression'))
    return (node.get('elements') as NodePath[]).every((one) => !one.node || isInert(one));
  return node.is('ObjectExpression') && node.node.properties.every(({ type }) => type === 'ObjectProperty');
}

/** Whether the statement of the construction runs no other code after the server is created. */
function isQuietAfter({ call }: ServerSite): boolean {
  const statement = statementOf(call);
  let isQuiet = true;
  const end = call.node.end as number;
  statement.traverse({
    CallExpression: (path) => {
      if ((path.node.callee.end as number) > end && path.node !== call.node) isQuiet = false;
    },
    NewExpression: (path) => {
      if ((path.node.start as number) > end) isQuiet = false;
    },
  });
  return isQuiet;
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
 * @throws ManualReview for options that v2 did read there, such as a preflight handler
 */
export function findIgnoredOrigins(calls: readonly MethodCall[]): AttachedOptions[] {
  return calls.flatMap(({ call, name }) => {
    const [server, options] = argumentsOf(call);
    const object = options && unwrap(options);
    if (server?.is('SpreadElement') || (object && !isWrittenOut(object, call)))
      bail(call.node, 'OPTIONS_NOT_READABLE', { why: `${name}() gets options that come from elsewhere` });
    if (object?.is('Identifier')) leaveNamed(object, name);
    if (!object?.is('ObjectExpression')) return [];
    const check = propertyOf(object, 'allowRequest');
    if (check) bail(check.node, 'OPTIONS_NOT_READABLE', { why: `${name}() gets an allowRequest` });
    const handler = propertyOf(object, 'handlePreflightRequest');
    if (handler)
      bail(
        handler.node,
        'PREFLIGHT_HANDLER_NOT_MIGRATED',
        { why: `it is passed to ${name}(), where v2 read it` },
        'handlePreflightRequest',
      );
    const origins = propertyOf(object, 'origins');
    return origins === undefined ? [] : [{ call, method: name, object, origins }];
  });
}

const ACCESS: ReadonlySet<string> = new Set(ACCESS_OPTIONS);

/** Whether options are an object that can be read, here or in a constant. Others may have an `allowRequest`. */
function isWrittenOut(path: NodePath, call: MethodCall['call']): boolean {
  const object = writtenValue(path);
  // io.listen(3000, () => …): v2 took the function for empty options, and never called it.
  if (object.isFunction()) return true;
  if (!object.is('ObjectExpression')) return evaluate(object) !== undefined;
  if (path.is('Identifier') && !keepsMembers(path, ACCESS, call)) return false;
  return object.get('properties').every((property) => {
    if (property.is('SpreadElement') || mayChangeObject(property)) return false;
    const { key, computed } = property.node as t.ObjectProperty | t.ObjectMethod;
    const name = nameOf(key, computed);
    return name !== '__proto__' && (!computed || name !== undefined);
  });
}

/** @throws ManualReview if the options of `attach()` are in a variable, and have any part of v2's check */
function leaveNamed(name: NodePath, method: string): void {
  const value = constantValue(name);
  const object = value && unwrap(value);
  if (!object?.is('ObjectExpression')) return;
  const found = ACCESS_OPTIONS.find((key) => propertyOf(object, key));
  if (found) bail(name.node, 'OPTIONS_NOT_READABLE', { why: `${method}() gets ${found} in a variable` });
}
