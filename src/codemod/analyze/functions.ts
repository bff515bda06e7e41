import { bindingOf, memberName, readsArguments, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';

/** Whether all that an `origins` function does is to call back with `(null, true)`. */
export function answersYes(body: NodePath<t.Function> | undefined): boolean {
  const [call, ...others] = callbackCalls(body) ?? [];
  return call !== undefined && others.length === 0 && isYes(call.get('arguments')) && isWholeBody(call, body);
}

/** The calls of a function's callback; undefined if it is used in another way, or the code is unknown. */
export function callbackCalls(body: NodePath<t.Function> | undefined): NodePath[] | undefined {
  if (body === undefined || readsArguments(body)) return undefined;
  const [first, callback] = body.get('params');
  if (callback === undefined) return first?.is('RestElement') ? undefined : [];
  const { constant = false, referencePaths: references = [] } = bindingOf(callback) ?? {};
  const calls = references.flatMap(({ parentPath, key }) =>
    key === 'callee' && parentPath?.is('CallExpression') ? [parentPath] : [],
  );
  return constant && calls.length === references.length ? calls : undefined;
}

/** Whether a function reads its first parameter as a request: `req.headers.origin`. */
export function takesRequest(body: NodePath<t.Function>): boolean {
  const [first] = body.get('params');
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
