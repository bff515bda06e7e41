import type { Place } from '../types.js';
import type { Binding, NodeOfType, NodePath, t } from './path.js';

const WRAPPERS = new Set([
  'TSAsExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSSatisfiesExpression',
  'TSInstantiationExpression',
  'TypeCastExpression',
  'ParenthesizedExpression',
]);

/** The expression within type assertions and parentheses: `io` of `(io as any)!`. */
export function unwrap(path: NodePath): NodePath {
  let inner = path;
  while (WRAPPERS.has(inner.node?.type)) inner = inner.get('expression');
  return inner;
}

/** The outermost type assertion or parentheses around an expression: `(io as any)!` of `io`. */
export function rewrap(path: NodePath): NodePath {
  let outer = path;
  while (outer.parentPath && WRAPPERS.has(outer.parentPath.node.type)) outer = outer.parentPath;
  return outer;
}

/** The expression that is called, without type assertions and parentheses. */
export function calleeOf(call: NodePath): NodePath {
  return unwrap(call.get('callee'));
}

/** The function that is called through another one: `io.origins` of `io.origins.call(io, list)`. */
export function calledThrough(call: NodePath): NodePath | undefined {
  const callee = calleeOf(call);
  const isThrough = /^(?:call|apply|bind)$/.test(memberName(callee) ?? '');
  return isThrough ? unwrap(callee.get('object')) : undefined;
}

/** The call of a member: `io.origins(list)` of `io.origins`. */
export function callOf(member: NodePath): NodePath<t.CallExpression> | undefined {
  const { key, parentPath } = rewrap(member);
  const isCall = parentPath?.is('CallExpression') || parentPath?.is('OptionalCallExpression');
  return key === 'callee' && isCall ? (parentPath as NodePath<t.CallExpression>) : undefined;
}

/** The target that a value is assigned to: `io`, or a pattern, of `const io = value` and of `io = value`. */
export function targetOf(path: NodePath): NodePath | undefined {
  const { parentPath: parent, key } = rewrap(path);
  if (parent?.is('VariableDeclarator') && key === 'init') return parent.get('id');
  const isAssignment = parent?.is('AssignmentExpression') && key === 'right';
  return isAssignment ? parent.get('left') : undefined;
}

/** Whether an expression is assigned, updated or deleted: `x.y = …`, `[x.y] = …`, `for (x.y of …)`, `delete x.y`. */
export function isAssigned(path: NodePath): boolean {
  const { parentPath: parent, key } = rewrap(path);
  if (parent === null) return false;
  if (parent.is('UpdateExpression') || parent.is('UnaryExpression', { operator: 'delete' })) return true;
  if (key === 'left') return parent.is('AssignmentExpression') || /^For|Pattern$/.test(parent.node.type);
  if (/^(?:ArrayPattern|RestElement)$/.test(parent.node.type)) return true;
  return key === 'value' && parent.parentPath?.node.type === 'ObjectPattern';
}

/** The literal name of a property, of a member, or of an import; undefined if it is computed. */
export function nameOf(node: t.Node | null | undefined, computed = false): string | undefined {
  if (node?.type === 'StringLiteral') return node.value;
  if (node?.type === 'Identifier' && !computed) return node.name;
  return undefined;
}

/** The name of a property, a method or a field; undefined if it is computed. */
export function keyName(node: {
  readonly key: t.Node;
  readonly computed?: boolean | null | undefined;
}): string | undefined {
  return nameOf(node.key, node.computed === true);
}

/** The name of the member that an expression reads: `origins` of `io.origins` and `io['origins']`, `#io` of `this.#io`. */
export function memberName(path: NodePath): string | undefined {
  if (!path.is('MemberExpression') && !path.is('OptionalMemberExpression')) return undefined;
  const { property, computed } = path.node;
  return property.type === 'PrivateName' ? `#${property.id.name}` : nameOf(property, computed);
}

/** The name of a variable or a member: `io` of `io` and of `app.io`. */
export function shortName(path: NodePath): string | undefined {
  return path.is('Identifier') ? path.node.name : memberName(path);
}

/** The expression that members are read from: `app` of `app.locals.io`. */
export function rootOf(path: NodePath): NodePath {
  let root = unwrap(path);
  while (memberName(root) !== undefined) root = unwrap(root.get('object'));
  return root;
}

/** The variable that an expression is. */
export function bindingOf(path: NodePath): Binding | undefined {
  const node = unwrap(path);
  return node.is('Identifier') ? node.scope.getBinding(node.node.name) : undefined;
}

export type Property = NodePath<t.ObjectProperty> | NodePath<t.ObjectMethod>;

/** The property of an object literal with a literal name. */
export function propertyOf(object: NodePath<t.ObjectExpression>, wanted: string): Property | undefined {
  for (const property of object.get('properties')) {
    if (property.is('SpreadElement')) continue;
    if (keyName(property.node as Property['node']) === wanted) return property as Property;
  }
  return undefined;
}

/** The value of a property, or the method itself. */
export function propertyValue(property: Property): NodePath {
  return property.is('ObjectMethod') ? property : property.get('value');
}

/** The place of a node in its file. */
export function placeOf({ loc }: Pick<t.Node, 'loc'>): Place {
  return { line: loc?.start.line ?? 1, column: (loc?.start.column ?? 0) + 1 };
}

/** Whether a function reads its own `this`. */
export function readsThis(body: NodePath<t.Function>): boolean {
  return readsOwn(body, (path) => path.is('ThisExpression'));
}

/** Whether a function reads its own `arguments`. */
export function readsArguments(body: NodePath<t.Function>): boolean {
  return readsOwn(body, (path) => path.is('Identifier', { name: 'arguments' }));
}

function readsOwn(body: NodePath<t.Function>, isRead: (path: NodePath) => boolean): boolean {
  const hasOwn = (path: NodePath) => path.is('FunctionDeclaration') || path.is('FunctionExpression');
  return !body.is('ArrowFunctionExpression') && holds(body, isRead, hasOwn);
}

/**
 * Whether an expression, or something in it, passes a test.
 *
 * @param isSkipped for nodes to leave out, with all that is in them
 */
export function holds(
  path: NodePath,
  test: (one: NodePath) => boolean,
  isSkipped: (one: NodePath) => boolean = () => false,
): boolean {
  let found = test(path);
  if (!found)
    path.traverse({
      enter: (one) => {
        if (isSkipped(one)) return one.skip();
        found = test(one);
        if (found) one.stop();
      },
    });
  return found;
}

/** The nodes of some types below a path, in the order of the code. */
export function allOf<Type extends t.Node['type']>(
  path: NodePath,
  ...types: Type[]
): NodePath<NodeOfType<Type>>[] {
  const found = path.is('Program')
    ? types.flatMap((type) => indexOf(path).get(type) ?? [])
    : placed(path).filter(({ path: { node } }) => (types as string[]).includes(node.type));
  if (types.length > 1) found.sort((a, b) => a.place - b.place);
  return found.map((one) => one.path as NodePath<NodeOfType<Type>>);
}

/** A node, and its place in the order of the code. */
interface Placed {
  readonly path: NodePath;
  readonly place: number;
}

function placed(path: NodePath): Placed[] {
  const all: Placed[] = [];
  path.traverse({ enter: (one) => void all.push({ path: one, place: all.length }) });
  return all;
}

const indexes = new WeakMap<NodePath, Map<string, Placed[]>>();

/** The nodes of a program by type. They are listed once, because a program is searched dozens of times. */
function indexOf(program: NodePath): Map<string, Placed[]> {
  const known = indexes.get(program);
  if (known) return known;
  const index = new Map<string, Placed[]>();
  for (const one of placed(program)) {
    const { type } = one.path.node;
    const list = index.get(type);
    if (list) list.push(one);
    else index.set(type, [one]);
  }
  indexes.set(program, index);
  return index;
}

/** The class around a place. */
export function classOf(path: NodePath): NodePath<t.Class> | null {
  return path.findParent((parent) => parent.isClass());
}

/** The program that a path is in. */
export function programOf(path: NodePath): NodePath<t.Program> {
  const program = path.is('Program') ? path : path.findParent((parent) => parent.is('Program'));
  return program as NodePath<t.Program>;
}
