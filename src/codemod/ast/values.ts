import { memberName, nameOf, rewrap, unwrap } from './nodes.js';
import type { Binding, NodePath, t } from './types.js';

/**
 * The values of a variable: its initial value, and that of each plain assignment.
 *
 * @returns undefined if it gets values in other ways: as a parameter, in a loop, or by destructuring
 */
export function boundValues(binding: Binding): NodePath[] | undefined {
  const values: NodePath[] = [];
  const { path } = binding;
  if (path.isVariableDeclarator()) {
    if (!path.get('id').isIdentifier()) return undefined;
    if (path.parentPath?.parentPath?.isForXStatement()) return undefined;
    const init = path.get('init') as NodePath;
    if (init.node) values.push(init);
  } else {
    return undefined;
  }
  for (const violation of binding.constantViolations) {
    if (violation.isVariableDeclarator() && violation.get('id').isIdentifier()) {
      const init = violation.get('init') as NodePath;
      if (init.node) values.push(init);
    } else if (
      violation.isAssignmentExpression({ operator: '=' }) &&
      violation.get('left').isIdentifier({ name: binding.identifier.name })
    ) {
      values.push(violation.get('right') as NodePath);
    } else {
      return undefined;
    }
  }
  return values;
}

/** The value of a variable that is never assigned again; undefined if that is not certain. */
export function constantValue(path: NodePath): NodePath | undefined {
  if (!path.isIdentifier()) return undefined;
  const binding = path.scope.getBinding(path.node.name);
  if (binding === undefined || binding.constantViolations.length > 0) return undefined;
  const value = boundValues(binding)?.[0];
  // start(options); var options = {…}
  const isBefore =
    value !== undefined &&
    (path.node.start as number) < (value.node.start as number) &&
    path.getFunctionParent() === value.getFunctionParent();
  return isBefore ? undefined : value;
}

/** An expression, or what the constant that it names holds: `{ origins }` of `options`. */
export function writtenValue(path: NodePath): NodePath {
  const node = unwrap(path);
  return unwrap(constantValue(node) ?? node);
}

/** The variable that keeps a function for good: `start` of `function start() {}` and of `const start = () => {}`. */
export function functionBinding(owner: NodePath<t.Function>): Binding | undefined {
  const { node } = owner;
  const declarator = rewrap(owner as NodePath).parentPath;
  const id =
    node.type === 'FunctionDeclaration'
      ? node.id
      : declarator?.isVariableDeclarator()
        ? declarator.node.id
        : undefined;
  const binding = id?.type === 'Identifier' ? owner.parentPath?.scope.getBinding(id.name) : undefined;
  return binding?.constant ? binding : undefined;
}

/** Whether the declaration of a variable is exported. Declarations within an exported function are not. */
export function isExported({ path }: Binding): boolean {
  return path.parentPath?.parentPath?.isExportNamedDeclaration() ?? false;
}

/** A value that is known without running anything. */
interface Known {
  readonly value: unknown;
}

/**
 * Evaluates literals: strings, numbers, arrays, sums and templates of them, and constants that hold them. Never runs code of
 * the app.
 *
 * @returns undefined if the value is only known at run time
 */
export function evaluate(path: NodePath, depth = 0): Known | undefined {
  const node = unwrap(path);
  if (depth > 20) return undefined;
  if (node.isStringLiteral() || node.isNumericLiteral() || node.isBooleanLiteral())
    return { value: node.node.value };
  if (node.isNullLiteral()) return { value: null };
  if (node.isRegExpLiteral()) return { value: patternOf(node.node) };
  if (node.isTemplateLiteral()) return evaluateTemplate(node, depth);
  if (node.isArrayExpression()) return evaluateArray(node, depth);
  if (node.isBinaryExpression({ operator: '+' })) {
    const left = evaluate(node.get('left') as NodePath, depth + 1);
    const right = evaluate(node.get('right'), depth + 1);
    return typeof left?.value === 'string' && typeof right?.value === 'string'
      ? { value: left.value + right.value }
      : undefined;
  }
  if (!node.isIdentifier()) return undefined;
  if (node.node.name === 'undefined' && !node.scope.hasBinding('undefined', true))
    return { value: undefined };
  const value = constantValue(node);
  if (value === undefined || (unwrap(value).isArrayExpression() && !isOnlyRead(node))) return undefined;
  return evaluate(value, depth + 1);
}

function patternOf({ pattern, flags }: { pattern: string; flags: string }): unknown {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}

function evaluateTemplate(path: NodePath, depth: number): Known | undefined {
  if (!path.isTemplateLiteral()) return undefined;
  const expressions = path
    .get('expressions')
    .map((expression) => evaluate(expression as NodePath, depth + 1));
  let text = '';
  for (const [index, { value }] of path.node.quasis.entries()) {
    if (typeof value.cooked !== 'string') return undefined;
    text += value.cooked;
    if (index === path.node.quasis.length - 1) break;
    const known = expressions[index];
    if (typeof known?.value !== 'string' && typeof known?.value !== 'number') return undefined;
    text += String(known.value);
  }
  return { value: text };
}

function evaluateArray(path: NodePath, depth: number): Known | undefined {
  if (!path.isArrayExpression()) return undefined;
  const value: unknown[] = [];
  for (const element of path.get('elements')) {
    if (!element.node) return undefined;
    const known = element.isSpreadElement()
      ? evaluate(element.get('argument'), depth + 1)
      : evaluate(element as NodePath, depth + 1);
    if (known === undefined) return undefined;
    if (!element.isSpreadElement()) value.push(known.value);
    else if (Array.isArray(known.value)) value.push(...known.value);
    else return undefined;
  }
  return { value };
}

const READING_METHODS = new Set([
  ...['includes', 'indexOf', 'lastIndexOf', 'some', 'every', 'find', 'findIndex', 'filter', 'map', 'join'],
  ...['forEach', 'concat', 'slice', 'length', 'reduce', 'entries', 'values', 'keys', 'flatMap', 'toString'],
]);

/** Whether a member is assigned or deleted: `list.length = 0`, `[list[0]] = others`, `delete list[0]`. */
function isWritten({ key, parentPath: parent }: NodePath): boolean {
  if (key === 'left' || parent?.isUpdateExpression() || parent?.isUnaryExpression({ operator: 'delete' }))
    return true;
  const holder = parent?.isObjectProperty() ? parent.parent.type : parent?.node.type;
  return holder === 'ObjectPattern' || holder === 'ArrayPattern' || holder === 'RestElement';
}

/** Whether no reference to an array's variable writes into the array. */
function isOnlyRead(path: NodePath): boolean {
  if (!path.isIdentifier()) return false;
  const references = path.scope.getBinding(path.node.name)?.referencePaths ?? [];
  return references.every((reference) => isRead(reference));
}

/** Whether a use of a list leaves it unchanged: `origins: list`, `io.origins(list)`, `[...list]`, `cors({ origin: list })`. */
function isRead(reference: NodePath): boolean {
  const value = rewrap(reference);
  const { parentPath: parent, key } = value;
  if (!parent) return false;
  if (parent.isMemberExpression() || parent.isOptionalMemberExpression()) {
    if (key !== 'object') return true;
    if (isWritten(parent)) return false;
    const { property, computed } = parent.node;
    return computed || (property.type === 'Identifier' && READING_METHODS.has(property.name));
  }
  if (parent.isObjectProperty())
    return /^(?:origins?|allowedOrigins|whitelist)$/i.test(nameOf(parent.node.key) ?? '');
  if (parent.isCallExpression() || parent.isNewExpression()) {
    const callee = unwrap(parent.get('callee') as NodePath);
    const name = memberName(callee) ?? (callee.isIdentifier() ? callee.node.name : undefined);
    return /^(?:origins|set|log|info|debug|warn|Set|isArray|keys|values)$/.test(name ?? '');
  }
  if (parent.isConditionalExpression() || parent.isLogicalExpression())
    return key === 'test' || isRead(parent);
  if (parent.isAssignmentExpression()) {
    const target = unwrap(parent.get('left') as NodePath);
    return key === 'right' && /^origins?$/.test(memberName(target) ?? '');
  }
  return (
    parent.isSpreadElement() ||
    parent.isBinaryExpression() ||
    parent.isForXStatement() ||
    parent.isTemplateLiteral()
  );
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
    if (!name.isIdentifier()) return;
    const binding = name.scope.getBinding(name.node.name);
    if (binding === undefined || seen.has(binding)) return;
    seen.add(binding);
    const isNamed = binding.path.isFunction() || binding.path.isClass();
    found.push(...(isNamed ? [binding.path] : (boundValues(binding) ?? [])));
  };
  // The loop also visits what it adds to the list.
  for (const one of found) {
    follow(one);
    one.traverse({ Identifier: (name) => follow(name as NodePath) });
  }
  return found;
}
