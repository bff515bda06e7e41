import { bindingOf, calleeOf, holds, memberName, readsArguments, readsThis, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { constantValue, MOST_HOPS } from '../ast/values.js';

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

/** The function itself, or the one that a name is declared as. */
export function functionOf(path: NodePath): NodePath<t.Function> | undefined {
  let node = unwrap(path);
  for (let hops = 0; node.is('Identifier') && hops < MOST_HOPS; hops++) {
    const binding = bindingOf(node);
    if (binding?.path.is('FunctionDeclaration') && binding.constant) return binding.path;
    const value = constantValue(node);
    if (value === undefined) return undefined;
    node = unwrap(value);
  }
  return node.isFunction() ? node : undefined;
}

/** Whether a function is bound: `check.bind(this)`. */
export function isBound(path: NodePath): boolean {
  return path.is('CallExpression') && memberName(path.get('callee')) === 'bind';
}

/** The parameters that a function is called with: without TypeScript's `this`. */
export function parametersOf(body: NodePath<t.Function>): NodePath[] {
  return body.get('params').filter((one) => !one.is('Identifier', { name: 'this' }));
}

/** Reads how an `origins` function uses its callback. */
export function answersOf(body: NodePath<t.Function> | undefined): FunctionAnswers {
  const calls = callbackCalls(body);
  const all = (test: (args: NodePath[]) => boolean) =>
    calls?.every((call) => test(call.get('arguments'))) ?? false;
  const params = body && parametersOf(body);
  return {
    admitsEveryone: calls?.length === 1 && all(isYes) && isWholeBody(calls[0] as NodePath, body),
    saysStrings: all(([error]) => error !== undefined && isStringOrNothing(error)),
    saysBooleans: all(([, allowed]) => allowed !== undefined && isBoolean(allowed)),
    // A generator never runs, so it never answers.
    usesThis: body !== undefined && (body.node.generator === true || readsThis(body)),
    takesNoCallback:
      params !== undefined && params.length < 2 && !params.some((one) => one.is('RestElement')),
  };
}

/** The calls of a function's callback; undefined if it is used in another way, or the code is unknown. */
export function callbackCalls(body: NodePath<t.Function> | undefined): NodePath[] | undefined {
  if (body === undefined || readsArguments(body)) return undefined;
  const [first, callback] = parametersOf(body);
  if (callback === undefined) return first?.is('RestElement') ? undefined : [];
  const { constant = false, referencePaths: references = [] } = bindingOf(callback) ?? {};
  const calls = references.flatMap(({ parentPath, key }) =>
    key === 'callee' && parentPath?.is('CallExpression') ? [parentPath] : [],
  );
  return constant && calls.length === references.length ? calls : undefined;
}

/** Whether a function may call back more than once: it has a call after which another one can run. */
export function mayAnswerTwice(body: NodePath<t.Function>): boolean {
  const calls = callbackCalls(body) ?? [];
  if (calls.some((call) => isLooped(call, body))) return true;
  return calls.some((call, index) => calls.slice(index + 1).some((other) => !excludes(call, other, body)));
}

function isLooped(call: NodePath, body: NodePath): boolean {
  return call.findParent((parent) => parent === body || parent.isLoop())?.isLoop() === true;
}

/** Whether a later call cannot run after an earlier one. */
function excludes(call: NodePath, other: NodePath, body: NodePath): boolean {
  for (let at = call; at !== body && at.parentPath; at = at.parentPath) {
    const { parentPath: parent, key } = at;
    if (at.is('ReturnStatement')) return true;
    if (at.isStatement() && at.inList && returnsAfter(at)) return true;
    const isChoice = parent?.is('IfStatement') || parent?.is('ConditionalExpression');
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
  const [first] = parametersOf(body);
  if (!first?.is('Identifier')) return first?.is('ObjectPattern') ?? false;
  const references = body.scope.getBinding(first.node.name)?.referencePaths ?? [];
  return references.some(({ parentPath, key }) => {
    if (key !== 'object' || !parentPath?.is('MemberExpression')) return false;
    return /^(?:headers|url|handshake|connection|socket|_query)$/.test(memberName(parentPath) ?? '');
  });
}

function isYes([error, allowed]: NodePath[]): boolean {
  if (error === undefined || !isNothing(error)) return false;
  return allowed !== undefined && unwrap(allowed).is('BooleanLiteral', { value: true });
}

function isWholeBody({ parentPath: parent }: NodePath, body: NodePath | undefined): boolean {
  if (parent === body) return true;
  const block = parent?.is('ExpressionStatement') || parent?.is('ReturnStatement') ? parent.parentPath : null;
  return block?.is('BlockStatement') === true && block.parentPath === body && block.node.body.length === 1;
}

/** Whether a value is certainly a string, `null` or `undefined`. */
export function isStringOrNothing(path: NodePath): boolean {
  const node = unwrap(path);
  if (node.is('ConditionalExpression'))
    return isStringOrNothing(node.get('consequent')) && isStringOrNothing(node.get('alternate'));
  return isNothing(node) || isString(node);
}

function isNothing(path: NodePath): boolean {
  const node = unwrap(path);
  return node.is('Identifier', { name: 'undefined' }) || node.is('NullLiteral');
}

function isString(path: NodePath): boolean {
  const node = unwrap(path);
  if (node.is('BinaryExpression', { operator: '+' }))
    return isString(node.get('left')) || isString(node.get('right'));
  return node.is('StringLiteral') || node.is('TemplateLiteral');
}

function isBoolean(path: NodePath): boolean {
  const node = unwrap(path);
  if (node.is('BooleanLiteral') || node.is('UnaryExpression', { operator: '!' })) return true;
  if (node.is('LogicalExpression')) return isBoolean(node.get('left')) && isBoolean(node.get('right'));
  if (node.is('BinaryExpression')) return /^(?:[!=]==?|[<>]=?|in|instanceof)$/.test(node.node.operator);
  if (!node.is('CallExpression')) return false;
  const callee = calleeOf(node);
  const method = memberName(callee) ?? '';
  return (
    isNamed(callee.node, 'Boolean') || /^(?:includes|some|every|test|startsWith|endsWith|has)$/.test(method)
  );
}

/** Methods that take any string without throwing, and never return `null` or `undefined`. */
const SAFE_METHOD =
  /^(?:indexOf|includes|startsWith|endsWith|test|has|some|every|join|toLowerCase|toUpperCase|trim|replace|split|slice|substring|concat)$/;
/** Methods that take any string without throwing, and may find nothing. */
const SEARCH_METHOD = /^(?:match|find)$/;
/** Those of them that call a function. */
const RUNNING_METHOD = /^(?:some|every|find)$/;
const RISKY = /^(?:NewExpression|AwaitExpression|ThrowStatement|TaggedTemplateExpression|ForOfStatement)$/;

/**
 * Whether an `origins` function may throw, or reject, for some value of a header: it does more than comparing and looking
 * up, or its code is unknown.
 *
 * @param isBare whether it gets `undefined` for a request without an origin, as on 2.4.0
 */
export function mayThrow(body: NodePath<t.Function> | undefined, isBare: boolean): boolean {
  if (body === undefined || body.node.async) return true;
  const [origin, callback] = parametersOf(body).map(({ node }) =>
    node.type === 'Identifier' ? node.name : undefined,
  );
  return holds(
    body,
    (path) =>
      isRisky(path, callback) || (isBare && path.is('MemberExpression') && isNamed(path.node.object, origin)),
  );
}

function isRisky(path: NodePath, callback: string | undefined): boolean {
  if (path.is('CallExpression') || path.is('OptionalCallExpression')) return !isHarmless(path, callback);
  if (path.is('NewExpression')) return !isNamed(path.node.callee, 'Error');
  if (path.is('MemberExpression')) return mayBeNothing(path.get('object'));
  // A variable, which may be read later.
  if (path.is('VariableDeclarator'))
    return path.node.id.type !== 'Identifier' || (path.node.init != null && mayBeNothing(path.get('init')));
  if (path.is('AssignmentExpression')) return mayBeNothing(path.get('right'));
  return RISKY.test(path.node.type);
}

function isNamed(node: t.Node, name: string | undefined): boolean {
  return node.type === 'Identifier' && node.name === name;
}

function isHarmless(call: NodePath, callback: string | undefined): boolean {
  const callee = calleeOf(call);
  if (callee.is('Identifier')) return isNamed(callee.node, callback) || isNamed(callee.node, 'Boolean');
  if (!callee.is('MemberExpression') || callee.node.computed) return false;
  if (isNamed(unwrap(callee.get('object')).node, 'console')) return true;
  const name = memberName(callee) ?? '';
  if (!SAFE_METHOD.test(name) && !SEARCH_METHOD.test(name)) return false;
  const [first] = (call.node as t.CallExpression).arguments;
  return !RUNNING_METHOD.test(name) || /Function/.test(first?.type ?? '');
}

/** Whether a value may be `null` or `undefined`, so that reading a member throws: the result of a search or an index. */
function mayBeNothing(path: NodePath): boolean {
  const value = unwrap(path);
  if (value.is('MemberExpression')) return value.node.computed;
  if (!value.is('CallExpression')) return false;
  return !SAFE_METHOD.test(memberName(calleeOf(value)) ?? '');
}
