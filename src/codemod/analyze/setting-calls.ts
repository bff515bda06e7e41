import { evaluate } from '../ast/evaluate.js';
import { followsInLine, statementOf } from '../ast/statement-of.js';
import type { NodePath, t } from '../ast/types.js';
import { rewrap, unwrap } from '../ast/unwrap.js';
import type { MethodCall } from '../detect/handle.js';
import type { ServerSite } from '../detect/server-site.js';
import { leave } from './manual-review.js';
import { functionOf } from './setting-value.js';

/** `io.origins(x)` or `io.set('origins', x)`, each of which replaces what was set before. */
export interface OriginsCall {
  readonly call: NodePath<t.CallExpression>;
  readonly argument: NodePath;
  /** Whether it is sure to run right after the server is made, so that it can be folded into its options. */
  readonly isInLine: boolean;
  /** Whether the server goes on in a chain: `io.origins(x).on(…)`. */
  readonly isChained: boolean;
}

/** `io.set(key, x)` for another key. */
export interface SetCall {
  readonly call: NodePath<t.CallExpression>;
  readonly key: string;
  readonly argument: NodePath;
}

/** The calls on a server that take settings. */
export interface SettingCalls {
  readonly origins: readonly OriginsCall[];
  readonly set: readonly SetCall[];
  /** `io.attach(…)` and `io.listen(…)`. */
  readonly attach: readonly MethodCall[];
  /** `io.origins()` and whatever else reads a setting. */
  readonly getters: readonly NodePath<t.CallExpression>[];
}

/** Sorts the calls on a server by what they set. */
export function settingCalls(site: ServerSite): SettingCalls {
  const origins: OriginsCall[] = [];
  const set: SetCall[] = [];
  const attach: MethodCall[] = [];
  const getters: NodePath<t.CallExpression>[] = [];
  for (const { call, name } of site.methodCalls) {
    const [first, second] = call.get('arguments') as NodePath[];
    if (name === 'attach' || name === 'listen') {
      attach.push({ call, name });
    } else if (name === 'origins') {
      if (first === undefined) getters.push(call);
      else origins.push(originsCall(site, call, first));
    } else {
      if (first === undefined) continue;
      const key = evaluate(first)?.value;
      if (key === undefined)
        leave(call.node, 'ORIGINS_NOT_READABLE', { why: 'what is set is only known at run time' });
      if (typeof key !== 'string' || second === undefined) continue;
      if (key === 'origins') {
        const known = evaluate(second);
        if (known && !known.value)
          leave(call.node, 'ORIGINS_NOT_READABLE', { why: 'v2 ignored a falsy value here' });
        origins.push(originsCall(site, call, second));
      } else set.push({ call, key, argument: second });
    }
  }
  return { origins, set, attach, getters };
}

function originsCall(site: ServerSite, call: NodePath<t.CallExpression>, argument: NodePath): OriginsCall {
  if (argument.isSpreadElement())
    leave(argument.node, 'ORIGINS_NOT_READABLE', { why: 'the arguments are spread' });
  return { call, argument, isInLine: isInLine(site, call), isChained: isChained(call) };
}

/** Whether a call is one in a chain, so that the rest of the chain goes on without it. */
function isChained(call: NodePath<t.CallExpression>): boolean {
  return (
    chainTop(call) !== call ||
    unwrap((call.get('callee') as NodePath).get('object') as NodePath).isCallExpression()
  );
}

/** The last call of the chain that a call stands in. */
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
  return followsInLine(chainTop(call), site.call);
}

/** Whether a call is chained to what makes the server: `require('socket.io')(server).origins(x)`. */
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

/** Whether a call stands in a function's own list of statements, before anything that leaves it. */
function isFirstLevel(call: NodePath, owner: NodePath<t.Function>): boolean {
  const body = owner.get('body') as NodePath;
  if (!body.isBlockStatement()) return false;
  const statement = statementOf(call);
  if (statement.parent !== body.node || chainTop(call).parentPath?.node !== statement.node) return false;
  return body.node.body
    .slice(0, statement.key as number)
    .every(({ type }) => !/Return|Throw|If|For|While|Try|Switch/.test(type));
}
