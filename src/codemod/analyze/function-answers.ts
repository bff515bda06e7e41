import type { NodePath, t } from '../ast/types.js';
import { unwrap } from '../ast/unwrap.js';

/** What is known of how a v2 `origins` function calls back. */
export interface FunctionAnswers {
  /** It does nothing but call back with `(null, true)`. */
  readonly admitsEveryone: boolean;
  /** Whatever it calls back with as an error is a string or nothing. */
  readonly saysStrings: boolean;
  /** Whatever it calls back with as a result is a boolean. */
  readonly saysBooleans: boolean;
  /** It needs v2's server as `this`, or is no plain function. */
  readonly usesThis: boolean;
  /** It has no parameter to take a callback with, so that it may never answer. */
  readonly takesNoCallback: boolean;
}

const UNKNOWN: FunctionAnswers = {
  admitsEveryone: false,
  saysStrings: false,
  saysBooleans: false,
  usesThis: false,
  takesNoCallback: false,
};

/** Looks at how an `origins` function uses its callback. */
export function answersOf(body: NodePath<t.Function> | undefined): FunctionAnswers {
  const [, callback] = body?.get('params') ?? [];
  if (body === undefined) return UNKNOWN;
  // A generator never runs, so it never answers.
  if (body.node.generator) return { ...UNKNOWN, usesThis: true };
  const usesThis = !body.isArrowFunctionExpression() && mentionsThis(body);
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

/** Whether a function reads `this`. */
export function mentionsThis(body: NodePath): boolean {
  let found = false;
  body.traverse({
    ThisExpression: () => {
      found = true;
    },
    FunctionDeclaration: (path) => path.skip(),
    FunctionExpression: (path) => path.skip(),
  });
  return found;
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

/** Whether a value is sure to be a string, or null, or undefined. */
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
