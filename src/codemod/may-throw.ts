import type { NodePath, t } from './babel.js';
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

const RISKY = [
  'NewExpression',
  'AwaitExpression',
  'ThrowStatement',
  'TaggedTemplateExpression',
  'ForOfStatement',
];

/**
 * Whether an `origins` function may throw, or reject, for some value of a header: it does more than to compare and to
 * look things up, or it is not known what it does.
 */
export function mayThrow(body: NodePath<t.Function> | undefined): boolean {
  if (body === undefined || body.node.async) return true;
  const [, callback] = body.get('params');
  const answer = callback?.isIdentifier() ? callback.node.name : undefined;
  let found = false;
  body.traverse({
    enter(path) {
      if (path.isCallExpression() || path.isOptionalCallExpression()) found ||= !isHarmless(path, answer);
      else if (path.isMemberExpression()) found ||= isOfUnknown(path.get('object') as NodePath);
      else if (path.isNewExpression())
        found ||= !(path.get('callee') as NodePath).isIdentifier({ name: 'Error' });
      else found ||= RISKY.includes(path.node.type);
    },
  });
  return found;
}

function isHarmless(call: NodePath, answer: string | undefined): boolean {
  const callee = unwrap(call.get('callee') as NodePath);
  if (callee.isIdentifier()) return callee.node.name === answer || callee.node.name === 'Boolean';
  if (!callee.isMemberExpression() || callee.node.computed) return false;
  const object = unwrap(callee.get('object') as NodePath);
  if (object.isIdentifier({ name: 'console' })) return true;
  const name = methodOf(callee.node);
  return name !== undefined && HARMLESS.has(name);
}

/** Whether a value may be nothing, of which no member can be read: what a call gives that may find nothing. */
function isOfUnknown(path: NodePath): boolean {
  const object = unwrap(path);
  if (!object.isCallExpression()) return false;
  const name = methodOf(unwrap(object.get('callee') as NodePath).node);
  return name === undefined || !CHAINED.has(name);
}

function methodOf(callee: t.Node): string | undefined {
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && !callee.computed
    ? callee.property.name
    : undefined;
}
