import type { NodePath, t } from './types.js';
import { unwrap } from './unwrap.js';

/** Methods of strings, lists, patterns and sets that throw for no string that they are given. */
const HARMLESS = new Set([
  ...['indexOf', 'includes', 'startsWith', 'endsWith', 'test', 'has', 'match', 'some', 'every', 'find'],
  ...['toLowerCase', 'toUpperCase', 'trim', 'replace', 'split', 'slice', 'substring', 'concat', 'join'],
]);

/** Those that give a string or a list, of which methods can be called in turn. */
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

/** Those whose answer is a number or a truth, and is there. */
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

/** Those that run what they are given. */
const RUNNING = new Set(['some', 'every', 'find']);

/**
 * Whether an `origins` function may throw, or reject, for some value of a header: it does more than to compare and to
 * look things up, or it is not known what it does.
 *
 * @param isBare whether it is given no text at all where a request names no origin, as by 2.4.0
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
  // A name for it, which may be read later.
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

/** Whether a value may be nothing, of which no member can be read: what a search or an index does not find. */
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
