import {
  allOf,
  bindingOf,
  calleeOf,
  isAssigned,
  memberName,
  nameOf,
  rewrap,
  shortName,
  unwrap,
} from './nodes.js';
import type { Binding, NodePath, t } from './path.js';

/**
 * The values of a variable: its initial value, and that of each plain assignment.
 *
 * @returns undefined if it gets values in other ways: as a parameter, in a loop, or by destructuring
 */
export function boundValues({
  path,
  identifier: { name },
  constantViolations,
}: Binding): NodePath[] | undefined {
  if (!path.is('VariableDeclarator') || path.parentPath?.parentPath?.isForXStatement()) return undefined;
  const values: NodePath[] = [];
  for (const one of [path, ...constantViolations]) {
    const isDeclared = one.is('VariableDeclarator');
    if (!isDeclared && !one.is('AssignmentExpression', { operator: '=' })) return undefined;
    const target = one.get(isDeclared ? 'id' : 'left');
    if (!target.is('Identifier', { name })) return undefined;
    const value = one.get(isDeclared ? 'init' : 'right');
    if (value.node) values.push(value);
  }
  return values;
}

/** The part of a pattern that a variable gets its value from: `origins: set` of `const { origins: set } = io`. */
export function patternProperty({ path, identifier }: Binding): t.ObjectProperty | undefined {
  const id = path.is('VariableDeclarator') ? path.node.id : undefined;
  if (id?.type !== 'ObjectPattern') return undefined;
  return id.properties.find(
    (one) => one.type === 'ObjectProperty' && one.value === identifier,
  ) as t.ObjectProperty;
}

/** The value of a variable that is never assigned again; undefined if that is not certain. */
export function constantValue(path: NodePath): NodePath | undefined {
  const binding = bindingOf(path);
  if (binding === undefined || binding.constantViolations.length > 0) return undefined;
  return isSetAt(binding, path) ? boundValues(binding)?.[0] : undefined;
}

/** How many constants that name one another are followed: they may form a cycle, and the work may double at each step. */
export const MOST_HOPS = 6;

/** Whether a declared variable has its value in a place, as far as the code around it shows. */
export function isSetAt({ kind, path: declared }: Binding, place: NodePath): boolean {
  // start(options); var options = {…}
  const isBefore = place.start < declared.start && place.getFunctionParent() === declared.getFunctionParent();
  // if (x) var options = {…}; start(options)
  const block = declared.parentPath?.parentPath;
  const isSure =
    kind !== 'var' ||
    !block ||
    /^(?:Program|ExportNamedDeclaration|TSModuleBlock)$/.test(block.node.type) ||
    block.parentPath?.isFunction() === true ||
    place.isDescendant(block);
  return !isBefore && isSure;
}

/** An expression, or what the constant that it names holds: `{ origins }` of `options`. */
export function writtenValue(path: NodePath): NodePath {
  const node = unwrap(path);
  return unwrap(constantValue(node) ?? node);
}

/** The variable that keeps a function for good: `start` of `function start() {}` and of `const start = () => {}`. */
export function functionBinding(owner: NodePath<t.Function | t.Class>): Binding | undefined {
  const { node } = owner;
  const declarator = rewrap(owner).parentPath;
  const id =
    node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration'
      ? node.id
      : declarator?.is('VariableDeclarator')
        ? declarator.node.id
        : undefined;
  const binding = id?.type === 'Identifier' ? owner.parentPath?.scope.getBinding(id.name) : undefined;
  return binding?.constant ? binding : undefined;
}

/** The only use of a function or a class, if that use is a call. */
export function onlyCall(binding: Binding | undefined): NodePath | undefined {
  const [reference, ...others] = binding?.referencePaths ?? [];
  return reference?.key === 'callee' && others.length === 0 ? reference : undefined;
}

/** Whether the declaration of a variable is exported. Declarations within an exported function are not. */
export function isExported({ path }: Binding): boolean {
  return path.parentPath?.parentPath?.is('ExportNamedDeclaration') ?? false;
}

/** A value that is known without running anything. */
interface Known {
  readonly value: unknown;
}

/**
 * Evaluates literals: strings, numbers, arrays, sums, templates and `join()` of them, and constants that hold them. Never
 * runs code of the app.
 *
 * @returns undefined if the value is only known at run time
 */
export function evaluate(path: NodePath, depth = 0): Known | undefined {
  const node = unwrap(path);
  if (depth > 20) return undefined;
  if (node.is('StringLiteral') || node.is('NumericLiteral') || node.is('BooleanLiteral'))
    return { value: node.node.value };
  if (node.is('NullLiteral')) return { value: null };
  if (node.is('RegExpLiteral')) return { value: patternOf(node.node) };
  if (node.is('TemplateLiteral')) return evaluateTemplate(node, depth);
  if (node.is('ArrayExpression')) return evaluateArray(node, depth);
  if (node.is('BinaryExpression', { operator: '+' })) {
    const left = evaluate(node.get('left'), depth + 1);
    const right = evaluate(node.get('right'), depth + 1);
    return typeof left?.value === 'string' && typeof right?.value === 'string'
      ? { value: left.value + right.value }
      : undefined;
  }
  if (node.is('CallExpression')) return evaluateJoin(node, depth);
  if (!node.is('Identifier')) return undefined;
  if (node.node.name === 'undefined' && !node.scope.hasBinding('undefined')) return { value: undefined };
  const value = constantValue(node);
  if (value === undefined || (unwrap(value).is('ArrayExpression') && !isOnlyRead(node))) return undefined;
  return evaluate(value, depth + 1);
}

/** The name of a member: `origins` of `x.origins`, `x['origins']`, and `x[KEY]` if that is written out. */
export function knownName(path: NodePath): string | undefined {
  const name = memberName(path);
  if (name !== undefined || !(path.is('MemberExpression') || path.is('OptionalMemberExpression')))
    return name;
  const known = evaluate(path.get('property'))?.value;
  return typeof known === 'string' || typeof known === 'number' ? String(known) : undefined;
}

function patternOf({ pattern, flags }: { pattern: string; flags: string }): unknown {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}

function evaluateTemplate(path: NodePath<t.TemplateLiteral>, depth: number): Known | undefined {
  const parts = path.get('expressions').map((part) => evaluate(part, depth + 1)?.value);
  if (!parts.every((part) => typeof part === 'string' || typeof part === 'number')) return undefined;
  return {
    value: path.node.quasis.map(({ value }, index) => `${value.cooked}${parts[index] ?? ''}`).join(''),
  };
}

function evaluateArray(path: NodePath<t.ArrayExpression>, depth: number): Known | undefined {
  const values: unknown[] = [];
  for (const element of path.get('elements')) {
    const isSpread = element.is('SpreadElement');
    const known = element.node
      ? evaluate(isSpread ? element.get('argument') : element, depth + 1)
      : undefined;
    if (known === undefined || (isSpread && !Array.isArray(known.value))) return undefined;
    values.push(...(isSpread ? (known.value as unknown[]) : [known.value]));
  }
  return { value: values };
}

/** `['GET', 'POST'].join(', ')` */
function evaluateJoin(call: NodePath<t.CallExpression>, depth: number): Known | undefined {
  const callee = calleeOf(call);
  if (memberName(callee) !== 'join') return undefined;
  const list = evaluate(callee.get('object') as NodePath, depth + 1)?.value;
  const given = call.get('arguments').map((one) => evaluate(one, depth + 1)?.value);
  const [separator, ...others] = given.length === 0 ? [','] : given;
  const isText = Array.isArray(list) && list.every((entry) => typeof entry === 'string');
  return isText && typeof separator === 'string' && others.length === 0
    ? { value: list.join(separator) }
    : undefined;
}

const READING_METHODS = new Set([
  ...['includes', 'indexOf', 'lastIndexOf', 'some', 'every', 'find', 'findIndex', 'filter', 'map', 'join'],
  ...['forEach', 'concat', 'slice', 'length', 'reduce', 'entries', 'values', 'keys', 'flatMap', 'toString'],
]);

/** Whether no reference to an array's variable writes into the array. */
function isOnlyRead(path: NodePath): boolean {
  return bindingOf(path)?.referencePaths.every(isRead) ?? false;
}

/** Whether a use of a list leaves it unchanged: `origins: list`, `io.origins(list)`, `[...list]`, `cors({ origin: list })`. */
function isRead(reference: NodePath): boolean {
  const { parentPath: parent, key } = rewrap(reference);
  if (!parent) return false;
  if (parent.is('MemberExpression') || parent.is('OptionalMemberExpression')) {
    if (key !== 'object') return true;
    if (isAssigned(parent)) return false;
    const { property, computed } = parent.node;
    const isReading = property.type === 'Identifier' && READING_METHODS.has(property.name);
    return computed || (isReading && !isGivenList(parent));
  }
  if (parent.is('ObjectProperty'))
    return /^(?:origins?|allowedOrigins|whitelist)$/i.test(nameOf(parent.node.key) ?? '') && isKept(parent);
  if (parent.is('CallExpression') || parent.is('NewExpression')) {
    const name = shortName(calleeOf(parent)) ?? '';
    // io.set('origins', list), but not app.set('whitelist', list)
    if (name === 'set') return evaluate(parent.get('arguments')[0] as NodePath)?.value === 'origins';
    return /^(?:origins|log|info|debug|warn|Set|isArray|keys|values)$/.test(name);
  }
  if (parent.is('ConditionalExpression') || parent.is('LogicalExpression'))
    return key === 'test' || isRead(parent);
  if (parent.is('AssignmentExpression')) {
    const target = unwrap(parent.get('left'));
    return key === 'right' && /^origins?$/.test(memberName(target) ?? '');
  }
  return /^(?:SpreadElement|BinaryExpression|For(?:In|Of)Statement|TemplateLiteral)$/.test(parent.node.type);
}

/** `list.forEach((origin, index, all) => …)`: the function may write into the list. */
function isGivenList({ key, parentPath: call }: NodePath): boolean {
  const [callback] = key === 'callee' && call ? call.get('arguments') : [];
  const value = callback && unwrap(callback);
  return value?.isFunction() === true && value.node.params.length > 2;
}

/** Whether an object with a list is given to a call, or is in a variable through which the list is only read. */
function isKept(property: NodePath): boolean {
  const { parentPath: owner } = rewrap(property.parentPath as NodePath);
  if (owner?.is('ObjectProperty')) return isKept(owner);
  if (owner?.is('CallExpression') || owner?.is('NewExpression')) return true;
  const { node } = property as NodePath<t.ObjectProperty>;
  const id = owner?.is('VariableDeclarator') ? owner.node.id : undefined;
  const binding = id?.type === 'Identifier' ? owner?.scope.getBinding(id.name) : undefined;
  if (binding === undefined || isExported(binding)) return false;
  return binding.referencePaths.every((reference) => {
    const { parentPath: user, key, listKey } = rewrap(reference);
    if (listKey === 'arguments') return true;
    const member = user && key === 'object' ? memberName(user) : undefined;
    return member !== undefined && (member !== nameOf(node.key) || isRead(user as NodePath));
  });
}

/**
 * An expression, and everything in the file that the names in it stand for: the values of variables, functions and classes,
 * and in turn what the names in those stand for.
 *
 * @example standsFor(path) // for `load()`: the call, `() => ({ origins })`, and the value of `origins`
 */
export function standsFor(path: NodePath): readonly NodePath[] {
  const found = [path];
  const seen = new Set<Binding>();
  const follow = (name: NodePath) => {
    const binding = bindingOf(name);
    // function Hub() { if (!(this instanceof Hub)) return new Hub(); … }
    if (binding === undefined || seen.has(binding) || path.isDescendant(binding.path)) return;
    seen.add(binding);
    const { path: declared } = binding;
    const isNamed = declared.isFunction() || declared.isClass();
    found.push(...(isNamed ? [declared] : (boundValues(binding) ?? [])));
    if (binding.kind === 'module' && declared.parentPath) found.push(declared.parentPath);
    // const [major] = version.split('.')
    if (declared.is('VariableDeclarator') && declared.node.init && !declared.get('id').is('Identifier'))
      found.push(declared.get('init'));
  };
  // The loop also visits what it adds to the list.
  for (const one of found) {
    follow(one);
    for (const name of allOf(one, 'Identifier')) follow(name);
  }
  return found;
}
