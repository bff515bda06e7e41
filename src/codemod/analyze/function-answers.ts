import { readsThis, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';

/** How a v2 `origins` function calls back, as far as its code shows. */
export interface FunctionAnswers {
  /** All it does is to call back with `(null, true)`. */
  readonly admitsEveryone: boolean;
  /** Each error that it calls back with is a string, `null` or `undefined`. */
  readonly saysStrings: boolean;
  /** Each result that it calls back with is a boolean. */
  readonly saysBooleans: boolean;
  /** It reads v2's server as `this`, or is a generator. */
  readonly usesThis: boolean;
  /** It has no parameter for the callback, so it may never answer. */
  readonly takesNoCallback: boolean;
}

const UNKNOWN: FunctionAnswers = {
  admitsEveryone: false,
  saysStrings: false,
  saysBooleans: false,
  usesThis: false,
  takesNoCallback: false,
};

/** Reads how an `origins` function uses its callback. */
export function answersOf(body: NodePath<t.Function> | undefined): FunctionAnswers {
  const [, callback] = body?.get('params') ?? [];
  if (body === undefined) return UNKNOWN;
  // A generator never runs, so it never answers.
  if (body.node.generator) return { ...UNKNOWN, usesThis: true };
  const usesThis = readsThis(body);
  const { params } = body.node;
  const takesNoCallback = params.length < 2 && !params.some(({ type }) => type === 'RestElement');
  if (!callback?.isIdentifier()) return { ...UNKNOWN, usesThis, takesNoCallback };
  const references = body.scope.getBinding(callback.node.name)?.referencePaths ?? [];
  const calls = references.map(({ parentPath, key }) =>
    parentPath?.isCallExpression() && key === 'callee' ? parentPath : undefined,
  );
  const all = (test: (args: NodePath[]) => boolean) =>
    calls.every((call) => call !== undefined && test(call.get('arguments') as NodePath[]));
  return {
    admitsEveryone: calls.length === 1 && all(isYes) && isWholeBody(body, calls[0] as NodePath),
    saysStrings: all(([error]) => error !== undefined && isStringOrNothing(error)),
    saysBooleans: all(([, allowed]) => allowed !== undefined && isBoolean(allowed)),
    usesThis,
    takesNoCallback,
  };
}

/** Whether a function may call back more than once: it has a call after which another one can run. */
export function mayAnswerTwice(body: NodePath<t.Function>): boolean {
  const callback = body.get('params')[1];
  if (!callback?.isIdentifier()) return false;
  const calls = (body.scope.getBinding(callback.node.name)?.referencePaths ?? [])
    .filter(({ key, parentPath }) => key === 'callee' && parentPath?.isCallExpression())
    .map(({ parentPath }) => parentPath as NodePath);
  if (calls.some((call) => isLooped(call, body))) return true;
  return calls.some((call, index) => calls.slice(index + 1).some((other) => !excludes(call, other, body)));
}

function isLooped(call: NodePath, body: NodePath): boolean {
  const loop = call.findParent(
    (parent) => parent === body || /^(?:For|While|DoWhile)/.test(parent.node.type),
  );
  return loop !== null && loop !== body;
}

/** Whether a later call cannot run after an earlier one. */
function excludes(call: NodePath, other: NodePath, body: NodePath): boolean {
  for (let at = call; at !== body && at.parentPath; at = at.parentPath as NodePath) {
    const { parentPath: parent, key } = at;
    if (at.isReturnStatement()) return true;
    if (at.isStatement() && at.inList && returnsAfter(at)) return true;
    const isChoice = parent?.isIfStatement() || parent?.isConditionalExpression();
    if (isChoice && (key === 'consequent' || key === 'alternate')) {
      const rest = parent.get(key === 'consequent' ? 'alternate' : 'consequent') as NodePath;
      if (rest.node && (other === rest || other.isDescendant(rest))) return true;
    }
    if (parent?.isFunction() && parent !== body) return false;
  }
  return false;
}

/** Whether the next statement leaves the function. */
function returnsAfter(statement: NodePath): boolean {
  const next = (statement.container as t.Node[])[(statement.key as number) + 1];
  return next?.type === 'ReturnStatement' || next?.type === 'ThrowStatement';
}

/** Whether a function reads its first parameter as a request: `req.headers.origin`. */
export function takesRequest(body: NodePath<t.Function>): boolean {
  const [first] = body.get('params');
  if (!first?.isIdentifier()) return first?.isObjectPattern() ?? false;
  const references = body.scope.getBinding(first.node.name)?.referencePaths ?? [];
  return references.some(({ parentPath, key }) => {
    if (key !== 'object' || !parentPath?.isMemberExpression()) return false;
    const { property } = parentPath.node;
    return (
      property.type === 'Identifier' &&
      /^(?:headers|url|handshake|connection|socket|_query)$/.test(property.name)
    );
  });
}

function isYes([error, allowed]: NodePath[]): boolean {
  if (error === undefined || !isNothing(error)) return false;
  return allowed !== undefined && unwrap(allowed).isBooleanLiteral({ value: true });
}

function isWholeBody(body: NodePath<t.Function>, call: NodePath): boolean {
  const inner = body.get('body') as NodePath;
  if (inner === call) return true;
  if (!inner.isBlockStatement() || inner.node.body.length !== 1) return false;
  const [statement] = inner.get('body');
  return (
    statement === call.parentPath && (statement.isExpressionStatement() || statement.isReturnStatement())
  );
}

/** Whether a value is certainly a string, `null` or `undefined`. */
export function isStringOrNothing(path: NodePath): boolean {
  const node = unwrap(path);
  if (node.isConditionalExpression())
    return isStringOrNothing(node.get('consequent')) && isStringOrNothing(node.get('alternate'));
  return isNothing(node) || isString(node);
}

function isNothing(path: NodePath): boolean {
  const node = unwrap(path);
  return node.isIdentifier({ name: 'undefined' }) || node.isNullLiteral();
}

function isString(path: NodePath): boolean {
  const node = unwrap(path);
  if (node.isBinaryExpression({ operator: '+' }))
    return isString(node.get('left') as NodePath) || isString(node.get('right'));
  return node.isStringLiteral() || node.isTemplateLiteral();
}

function isBoolean(path: NodePath): boolean {
  const node = unwrap(path);
  if (node.isBooleanLiteral() || node.isUnaryExpression({ operator: '!' })) return true;
  if (node.isLogicalExpression()) return isBoolean(node.get('left')) && isBoolean(node.get('right'));
  if (node.isBinaryExpression())
    return ['===', '!==', '==', '!=', '<', '>', '<=', '>=', 'in', 'instanceof'].includes(node.node.operator);
  if (!node.isCallExpression()) return false;
  const callee = node.node.callee;
  const isBooleanCall = callee.type === 'Identifier' && callee.name === 'Boolean';
  const method =
    callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : '';
  return (
    isBooleanCall || ['includes', 'some', 'every', 'test', 'startsWith', 'endsWith', 'has'].includes(method)
  );
}
