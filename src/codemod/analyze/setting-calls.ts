import { rewrap, unwrap } from '../ast/nodes.js';
import { followsInLine, statementOf } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import { evaluate } from '../ast/values.js';
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
  /** The `if (x)` of `if (x) io.origins(x)` in line, which does with a falsy `x` what v2 did with a falsy option. */
  readonly guard: NodePath<t.IfStatement> | undefined;
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
    const [first, second] = call.get('arguments') as NodePath[];
    if (name === 'attach' || name === 'listen') attach.push({ call, name });
    else if (name === 'origins') {
      if (first !== undefined) origins.push(originsCall(site, call, first, false));
      else if (call.parentPath?.isExpressionStatement()) noops.push({ call, text: 'io.origins()' });
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
  if (argument.isSpreadElement())
    bail(argument.node, 'ORIGINS_NOT_MIGRATED', { why: 'the arguments of the call are spread' });
  const others = (call.get('arguments') as NodePath[]).slice((argument.key as number) + 1);
  if (others.some((other) => !isInert(other)))
    bail(call.node, 'ORIGINS_NOT_MIGRATED', { why: 'another argument of the call runs code' });
  const guard = guardOf(site, call, argument);
  return {
    call,
    argument,
    isSet,
    isInLine: guard !== undefined || isInLine(site, call),
    guard,
  };
}

/** The `if (x)` around `io.origins(x)`, if it contains nothing else and `x` is the same in both places. */
function guardOf(
  site: ServerSite,
  call: NodePath<t.CallExpression>,
  argument: NodePath,
): NodePath<t.IfStatement> | undefined {
  const statement = call.parentPath;
  if (!statement?.isExpressionStatement() || site.sharesCalls) return undefined;
  const block = statement.parentPath as NodePath;
  const isAlone = block.isBlockStatement() && block.node.body.length === 1;
  const guard = isAlone ? block.parentPath : block;
  if (!guard?.isIfStatement() || guard.node.alternate || (isAlone ? block : statement).key !== 'consequent')
    return undefined;
  const isSame = isReadOnly(argument) && sameText(guard.get('test') as NodePath, argument);
  return isSame && runsWith(call, site) && followsInLine(guard.get('test') as NodePath, site.call)
    ? guard
    : undefined;
}

/** Whether an expression only reads a variable or a member. */
function isReadOnly(path: NodePath): boolean {
  const node = unwrap(path);
  if (node.isIdentifier() || node.isThisExpression()) return true;
  return node.isMemberExpression() && !node.node.computed && isReadOnly(node.get('object') as NodePath);
}

function sameText(a: NodePath, b: NodePath): boolean {
  const one = unwrap(a);
  const other = unwrap(b);
  if (one.isIdentifier() && other.isIdentifier()) return one.node.name === other.node.name;
  if (one.isThisExpression()) return other.isThisExpression();
  if (!one.isMemberExpression() || !other.isMemberExpression()) return false;
  const isSameName =
    one.node.property.type === 'Identifier' &&
    other.node.property.type === 'Identifier' &&
    one.node.property.name === other.node.property.name;
  return isSameName && sameText(one.get('object') as NodePath, other.get('object') as NodePath);
}

/** The last call of the chain that a call is part of. */
export function chainTop(call: NodePath): NodePath {
  let top = call;
  for (;;) {
    const member = rewrap(top).parentPath;
    if (!member?.isMemberExpression() || rewrap(top).key !== 'object') return top;
    if (!member.parentPath.isCallExpression() || member.key !== 'callee') return top;
    top = member.parentPath;
  }
}

function isInLine(site: ServerSite, call: NodePath<t.CallExpression>): boolean {
  if (site.sharesCalls) return false;
  if (isInChainOf(site, call)) return true;
  if (site.notation === 'feathers') {
    const callback = (site.call.get('arguments') as NodePath[])
      .map(functionOf)
      .find((found) => found !== undefined);
    return callback !== undefined && isFirstLevel(call, callback);
  }
  if (site.notation === 'gateway') {
    const method = call.getFunctionParent();
    const key = method?.isClassMethod() ? method.node.key : undefined;
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
  while (inner.isCallExpression()) {
    if (inner.node === site.call.node) return true;
    const callee = inner.get('callee') as NodePath;
    if (!callee.isMemberExpression()) return false;
    inner = callee.get('object');
  }
  return inner.node === site.call.node;
}

/** Whether a call is a statement of a function's body, before any statement that may leave the body. */
function isFirstLevel(call: NodePath, owner: NodePath<t.Function>): boolean {
  const body = owner.get('body') as NodePath;
  if (!body.isBlockStatement()) return false;
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
  if (statement.isVariableDeclaration())
    return (statement.get('declarations') as NodePath[]).every((one) => {
      const init = one.get('init') as NodePath;
      return !init.node || isInert(init);
    });
  if (!statement.isExpressionStatement()) return false;
  const call = unwrap(statement.get('expression') as NodePath);
  if (!call.isCallExpression()) return false;
  // io.on('connection', (socket) => …), io.use(middleware)
  const callee = unwrap(call.get('callee') as NodePath);
  const isHandler =
    callee.isMemberExpression() &&
    /^(?:on|use|once|log)$/.test((callee.node.property as t.Identifier).name ?? '');
  return isHandler && (call.get('arguments') as NodePath[]).every(isInert);
}

/** Whether evaluating an expression runs no code. */
function isInert(path: NodePath): boolean {
  const node = unwrap(path);
  if (node.isFunction() || /Literal$/.test(node.node.type) || node.isIdentifier() || node.isThisExpression())
    return (
      !node.isTemplateLiteral() || node.node.expressions.every(({ type }) => /Identifier|Literal/.test(type))
    );
  if (node.isMemberExpression()) return isInert(node.get('object') as NodePath);
  if (node.isArrayExpression())
    return (node.get('elements') as NodePath[]).every((one) => !one.node || isInert(one));
  return node.isObjectExpression() && node.node.properties.every(({ type }) => type === 'ObjectProperty');
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
