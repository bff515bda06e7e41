import type { RunTimeType } from '../../print/origin-check-text.js';
import { memberName, nameOf, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { constantValue, evaluate } from '../ast/values.js';

/** The value of a setting, as far as the code shows it. */
export type SettingValue =
  | { readonly kind: 'static'; readonly value: unknown; readonly path: NodePath }
  /** A function: written out, named, or the result of `check.bind(this)`. */
  | { readonly kind: 'function'; readonly path: NodePath; readonly body?: NodePath<t.Function> }
  | { readonly kind: 'dynamic'; readonly type: RunTimeType; readonly path: NodePath };

/** Reads a setting's value. */
export function settingValue(path: NodePath): SettingValue {
  const node = unwrap(path);
  const body = functionOf(node);
  if (body !== undefined) return { kind: 'function', path: node, body };
  if (isBound(node)) return { kind: 'function', path: node };
  const known = evaluate(node);
  if (known !== undefined && !mayBeRestricted(node, known.value))
    return { kind: 'static', value: known.value, path: node };
  return { kind: 'dynamic', type: runTimeType(node), path: node };
}

/** The function that an expression is, or that its name stands for. */
export function functionOf(path: NodePath): NodePath<t.Function> | undefined {
  const node = unwrap(path);
  if (node.isFunctionExpression() || node.isArrowFunctionExpression() || node.isObjectMethod())
    return node as NodePath<t.Function>;
  if (!node.isIdentifier()) return undefined;
  const binding = node.scope.getBinding(node.node.name);
  if (binding?.path.isFunctionDeclaration() && binding.constant) return binding.path as NodePath<t.Function>;
  const value = constantValue(node);
  return value && !unwrap(value).isIdentifier() ? functionOf(value) : undefined;
}

/** Whether a function is bound: `check.bind(this)`. */
export function isBound(path: NodePath): boolean {
  return path.isCallExpression() && memberName(path.get('callee') as NodePath) === 'bind';
}

const ARRAY_METHODS = new Set([
  'split',
  'map',
  'filter',
  'concat',
  'slice',
  'flat',
  'flatMap',
  'sort',
  'reverse',
]);
const STRING_METHODS = new Set([
  'trim',
  'toString',
  'join',
  'replace',
  'toLowerCase',
  'padEnd',
  'padStart',
  'substring',
]);

/** Methods of strings and arrays that change no entry. */
export const RUN_TIME_METHODS: ReadonlySet<string> = new Set([...ARRAY_METHODS, ...STRING_METHODS]);

/** How many constants that name one another are followed: they may form a cycle, and the work may double at each step. */
export const MOST_HOPS = 6;

/** The type that an expression certainly has at run time. */
export function runTimeType(path: NodePath, hops = 0): RunTimeType {
  const node = unwrap(path);
  if (node.isStringLiteral() || node.isTemplateLiteral()) return 'string';
  if (node.isArrayExpression()) return 'array';
  if (isEnvironmentVariable(node)) return 'string';
  if (node.isBinaryExpression({ operator: '+' })) return 'string';
  if (node.isLogicalExpression()) return either(node.get('left'), node.get('right'), hops);
  if (node.isConditionalExpression()) return either(node.get('consequent'), node.get('alternate'), hops);
  if (node.isCallExpression() || node.isOptionalCallExpression()) {
    const method = memberName(node.get('callee') as NodePath) ?? '';
    // `concat` and `slice` are methods of strings too.
    if (method === 'concat' || method === 'slice')
      return runTimeType((node.get('callee') as NodePath).get('object') as NodePath, hops);
    return ARRAY_METHODS.has(method) ? 'array' : STRING_METHODS.has(method) ? 'string' : 'unknown';
  }
  const value = hops < MOST_HOPS ? constantValue(node) : undefined;
  return value === undefined ? 'unknown' : runTimeType(value, hops + 1);
}

function either(one: NodePath, other: NodePath, hops: number): RunTimeType {
  const type = runTimeType(one, hops);
  return type !== 'unknown' && type === runTimeType(other, hops) ? type : 'unknown';
}

/** `process.env.ORIGINS`, which is a string or undefined. */
function isEnvironmentVariable(path: NodePath): boolean {
  const object = unwrap(path);
  if (memberName(object) === undefined) return false;
  const env = unwrap(object.get('object') as NodePath);
  if (memberName(env) !== 'env') return false;
  const root = unwrap(env.get('object') as NodePath);
  return root.isIdentifier({ name: 'process' });
}

/**
 * Whether a list that allows any origin is passed to code that may remove that entry, so that its value is only known at
 * run time.
 *
 * @example mayBeRestricted(path, ['*:*']) // true for `list` if the file calls `restrict(list)`
 */
function mayBeRestricted(path: NodePath, value: unknown): boolean {
  if (!Array.isArray(value) || !value.includes('*:*')) return false;
  for (let name: NodePath | undefined = unwrap(path); name?.isIdentifier(); ) {
    const references = name.scope.getBinding(name.node.name)?.referencePaths ?? [];
    if (!references.every(isHarmless)) return true;
    const next = constantValue(name);
    name = next && unwrap(next);
  }
  return false;
}

/** `list.includes(x)`, `[...list]`, `{ origins: list }` and `io.origins(list)`. */
function isHarmless({ key, parentPath }: NodePath): boolean {
  if (!parentPath) return false;
  if (parentPath.isSpreadElement() || memberName(parentPath) !== undefined) return true;
  if (parentPath.isMemberExpression() && key === 'object') return true;
  if (parentPath.isObjectProperty()) return /^origins?$/.test(nameOf(parentPath.node.key) ?? '');
  if (!parentPath.isCallExpression()) return false;
  return /^(?:origins|set)$/.test(memberName(parentPath.get('callee') as NodePath) ?? '');
}
