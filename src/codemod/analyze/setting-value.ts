import type { RunTimeType } from '../../print/origin-check-text.js';
import { bindingOf, memberName, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { constantValue, evaluate } from '../ast/values.js';

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
  return node.is('FunctionExpression') || node.is('ArrowFunctionExpression') || node.is('ObjectMethod')
    ? node
    : undefined;
}

/** Whether a function is bound: `check.bind(this)`. */
export function isBound(path: NodePath): boolean {
  return path.is('CallExpression') && memberName(path.get('callee')) === 'bind';
}

/** Methods that give an array, and methods that give a string. None changes an entry. */
const ARRAY_METHOD = /^(?:split|map|filter|concat|slice|flat|flatMap|sort|reverse)$/;
const STRING_METHOD = /^(?:trim|toString|join|replace|toLowerCase|padEnd|padStart|substring)$/;
export const READING_METHOD = new RegExp(`${ARRAY_METHOD.source}|${STRING_METHOD.source}`);

/** How many constants that name one another are followed: they may form a cycle, and the work may double at each step. */
export const MOST_HOPS = 6;

/** The type that an expression certainly has at run time. */
export function runTimeType(path: NodePath, hops = 0): RunTimeType {
  const node = unwrap(path);
  if (node.is('StringLiteral') || node.is('TemplateLiteral')) return 'string';
  if (node.is('ArrayExpression')) return 'array';
  if (isEnvironmentVariable(node)) return 'string';
  if (node.is('BinaryExpression', { operator: '+' })) return 'string';
  if (node.is('LogicalExpression')) return either(node.get('left'), node.get('right'), hops);
  if (node.is('ConditionalExpression')) return either(node.get('consequent'), node.get('alternate'), hops);
  if (node.is('CallExpression') || node.is('OptionalCallExpression')) {
    const method = memberName(node.get('callee')) ?? '';
    // `concat` and `slice` are methods of strings too.
    if (method === 'concat' || method === 'slice') return runTimeType(node.get('callee').get('object'), hops);
    return ARRAY_METHOD.test(method) ? 'array' : STRING_METHOD.test(method) ? 'string' : 'unknown';
  }
  const value = hops < MOST_HOPS ? constantValue(node) : undefined;
  return value === undefined ? 'unknown' : runTimeType(value, hops + 1);
}

function either(one: NodePath, other: NodePath, hops: number): RunTimeType {
  const type = runTimeType(one, hops);
  return type !== 'unknown' && type === runTimeType(other, hops) ? type : 'unknown';
}

/** `process.env.ORIGINS`, which is a string or undefined. */
export function isEnvironmentVariable(path: NodePath): boolean {
  const object = unwrap(path);
  if (memberName(object) === undefined) return false;
  const env = unwrap(object.get('object'));
  if (memberName(env) !== 'env') return false;
  const root = unwrap(env.get('object'));
  return root.is('Identifier', { name: 'process' });
}

/** Whether a value is certainly truthy, so that v2 did not use its default instead. */
export function isTruthy(path: NodePath, hops = 0): boolean {
  const node = unwrap(path);
  const known = evaluate(node);
  if (known !== undefined) return Boolean(known.value);
  if (node.is('ArrayExpression') || node.is('ObjectExpression')) return true;
  if (node.is('TemplateLiteral')) return node.node.quasis.some(({ value }) => value.raw !== '');
  if (node.is('BinaryExpression', { operator: '+' }))
    return [node.get('left'), node.get('right')].some((part) => isString(part) && isTruthy(part, hops));
  if (node.is('ConditionalExpression'))
    return isTruthy(node.get('consequent'), hops) && isTruthy(node.get('alternate'), hops);
  if (node.is('LogicalExpression', { operator: '||' })) return isTruthy(node.get('right'), hops);
  if (node.is('LogicalExpression', { operator: '??' })) {
    const left = node.get('left');
    return isTruthy(node.get('right'), hops) && (runTimeType(left, hops) === 'array' || isTruthy(left, hops));
  }
  // `list?.split(',')` may be undefined.
  if (node.is('CallExpression')) return runTimeType(node, hops) === 'array';
  const value = hops < MOST_HOPS ? constantValue(node) : undefined;
  return value !== undefined && isTruthy(value, hops + 1);
}

/** Whether a value is a literal string, or a sum with one. */
function isString(path: NodePath): boolean {
  const node = unwrap(path);
  return (
    node.is('StringLiteral') || node.is('TemplateLiteral') || node.is('BinaryExpression', { operator: '+' })
  );
}
