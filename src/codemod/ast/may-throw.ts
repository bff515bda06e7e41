import { unwrap } from './nodes.js';
import type { NodePath, t } from './types.js';

/** Methods of strings, arrays, regular expressions and sets that throw for no string as an argument. */
const HARMLESS = new Set([
  ...['indexOf', 'includes', 'startsWith', 'endsWith', 'test', 'has', 'match', 'some', 'every', 'find'],
  ...['toLowerCase', 'toUpperCase', 'trim', 'replace', 'split', 'slice', 'substring', 'concat', 'join'],
]);

/** The ones that return a string or an array, so that a method can be called on the result. */
const CHAINED = new Set([
  'toLowerCase',
  'toUpperCase',
  'trim',
  'replace',
  'split',
  'slice',
  'substring',
  'concat',
]);

/** The ones that return a number, a boolean or a string, and never `null` or `undefined`. */
const LOOK_UPS = new Set([
  'indexOf',
  'includes',
  'startsWith',
  'endsWith',
  'test',
  'has',
  'some',
  'every',
  'join',
]);

const RISKY = [
  'NewExpression',
  'AwaitExpression',
  'ThrowStatement',
  'TaggedTemplateExpression',
  'ForOfStatement',
];

/** The ones that call a function that they are given. */
const RUNNING = new Set(['some', 'every', 'find']);

/**
 * Whether an `origins` function may throw, or reject, for some value of a header: it does more than comparing and looking
 * up, or its code is unknown.
 *
 * @param isBare whether it gets `undefined` for a request without an origin, as on 2.4.0
 */
export function mayThrow(body: NodePath<t.Function> | undefined, isBare: boolean): boolean {
  if (body === undefined || body.node.async) return true;
  const [origin, callback] = body.node.params.map((node) =>
    node.type === 'Identifier' ? node.name : undefined,
  );
  let found = false;
  body.traverse({
    enter(path) {
      found ||=
        isRisky(path, callback) || (isBare && path.isMemberExpression() && isNamed(path.node.object, origin));
    },
  });
  return found;
}

function isRisky(path: NodePath, callback: string | undefined): boolean {
  if (path.isCallExpression() || path.isOptionalCallExpression()) return !isHarmless(path, callback);
  if (path.isNewExpression()) return !isNamed(path.node.callee, 'Error');
  if (path.isMemberExpression()) return mayBeNothing(path.get('object') as NodePath);
  // A variable, which may be read later.
  if (path.isVariableDeclarator())
    return (
      path.node.id.type !== 'Identifier' ||
      (path.node.init != null && mayBeNothing(path.get('init') as NodePath))
    );
  if (path.isAssignmentExpression()) return mayBeNothing(path.get('right') as NodePath);
  return RISKY.includes(path.node.type);
}

function isNamed(node: t.Node, name: string | undefined): boolean {
  return node.type === 'Identifier' && node.name === name;
}

function isHarmless(call: NodePath, callback: string | undefined): boolean {
  const callee = unwrap(call.get('callee') as NodePath);
  if (callee.isIdentifier()) return isNamed(callee.node, callback) || isNamed(callee.node, 'Boolean');
  if (!callee.isMemberExpression() || callee.node.computed) return false;
  if (isNamed(unwrap(callee.get('object') as NodePath).node, 'console')) return true;
  const name = methodOf(callee.node);
  if (name === undefined || !HARMLESS.has(name)) return false;
  const [first] = (call.node as t.CallExpression).arguments;
  return !RUNNING.has(name) || /Function/.test(first?.type ?? '');
}

/** Whether a value may be `null` or `undefined`, so that reading a member throws: the result of a search or an index. */
function mayBeNothing(path: NodePath): boolean {
  const value = unwrap(path);
  if (value.isMemberExpression()) return value.node.computed;
  if (!value.isCallExpression()) return false;
  const name = methodOf(unwrap(value.get('callee') as NodePath).node);
  return name === undefined || !(CHAINED.has(name) || LOOK_UPS.has(name));
}

function methodOf(callee: t.Node): string | undefined {
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && !callee.computed
    ? callee.property.name
    : undefined;
}
