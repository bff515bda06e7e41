import { argumentsOf, calleeOf, memberName, nameOf, rewrap, unwrap } from '../ast/nodes.js';
import type { Binding, NodePath, Scope, t } from '../ast/types.js';
import { boundValues, constantValue, evaluate } from '../ast/values.js';

/** What an expression is to the module that it comes from. */
export interface ModuleValue {
  /**
   * - `module`: the result of `require()`, callable in Socket.IO v2
   * - `default`: a default import
   * - `namespace`: a namespace import, or TypeScript's `import x = require()`
   * - `wrapped`: what a helper of compiled code makes of `require()`; its `default` is the module
   * - `member`: one of its exports, such as `Server` or `listen`
   */
  readonly kind: 'module' | 'default' | 'namespace' | 'wrapped' | 'member';
  /** The name of a `member` in the module. */
  readonly name?: string;
  /** The variable that holds it, if one does. */
  readonly binding?: Binding;
}

/**
 * Follows an expression back to a module: through variables, `require` and all kinds of imports.
 *
 * @param modules the names of the module
 * @returns undefined if the expression is something else
 */
export function moduleValue(
  path: NodePath,
  modules: readonly string[],
  seen = new Set<Binding>(),
): ModuleValue | undefined {
  const node = unwrap(path);
  if (isRequire(node, modules)) return { kind: 'module' };
  if (node.is('AwaitExpression') && isDynamicImport(node.get('argument'), modules))
    return { kind: 'namespace' };
  if (node.is('Identifier')) return valueOfName(node.node.name, node.scope, modules, seen);
  if (node.is('CallExpression') && isInteropHelper(node)) {
    const [wrapped] = argumentsOf(node);
    const value = wrapped && moduleValue(wrapped, modules, seen);
    return value?.kind === 'module' ? { kind: 'wrapped' } : undefined;
  }
  // (0, _socket.default)(server)
  if (node.is('SequenceExpression'))
    return moduleValue(node.get('expressions').at(-1) as NodePath, modules, seen);
  const member = memberName(node);
  if (member === undefined) return undefined;
  const object = moduleValue(node.get('object') as NodePath, modules, seen);
  if (object === undefined || object.kind === 'member') return undefined;
  if (member === 'default') return { kind: object.kind === 'wrapped' ? 'module' : 'default' };
  return { kind: 'member', name: member };
}

/** What v4's module exports as v2's did, or more. */
const SHARED_EXPORTS = /^(?:Server|Socket|Namespace|listen|default)$/;

/**
 * A use of an ES import that creates no server. Such an import cannot be changed to v4's, which exports a class, and no
 * function.
 *
 * @param callee the callee of a construction
 * @example otherUse(callee) // `io` of `typeof io` in a file with `import io from 'socket.io'`
 */
export function otherUse(callee: NodePath): NodePath | undefined {
  const node = unwrap(callee);
  const name = memberName(node) === undefined ? node : unwrap(node.get('object') as NodePath);
  const binding = bindingOf(name);
  if (binding === undefined) return undefined;
  if (isImport(binding)) return binding.referencePaths.find((reference) => !isShared(reference));
  // let make = io; make(server)
  return boundValues(binding)?.find((value) => {
    const source = bindingOf(unwrap(value));
    return source !== undefined && isImport(source);
  });
}

function bindingOf(path: NodePath): Binding | undefined {
  return path.is('Identifier') ? path.scope.getBinding(path.node.name) : undefined;
}

function isImport(binding: Binding): boolean {
  const kind = importedValue(binding, ['socket.io'])?.kind;
  return binding.path.parent?.type === 'ImportDeclaration' && (kind === 'default' || kind === 'namespace');
}

function isShared(reference: NodePath): boolean {
  const { key, parentPath } = rewrap(reference);
  // interface Chat extends SocketIO.Server {}
  const isType =
    parentPath?.node.type === 'TSQualifiedName' && parentPath.parent.type !== 'TSImportEqualsDeclaration';
  if (isType || key === 'callee') return true;
  return key === 'object' && SHARED_EXPORTS.test((parentPath && memberName(parentPath)) ?? '');
}

/**
 * Whether a call is one of `__importDefault(module)` and the like, which compilers write. If the file declares the helper, it
 * must look for `__esModule` as theirs do.
 */
export function isInteropHelper(call: NodePath<t.CallExpression | t.NewExpression>): boolean {
  const callee = calleeOf(call);
  const name = callee.is('Identifier') ? callee.node.name : memberName(callee);
  if (!INTEROP_HELPER.test(name ?? '')) return false;
  const declared = callee.is('Identifier') ? callee.scope.getBinding(callee.node.name) : undefined;
  if (declared === undefined) return true;
  let asks = declared.path.parent?.type === 'ImportDeclaration';
  declared.path.traverse({
    Identifier: ({ node }) => {
      asks ||= node.name === '__esModule';
    },
  });
  return asks && declared.constant;
}

const INTEROP_HELPER = /^_?_?(?:interopRequire(?:Default|Wildcard)|import(?:Default|Star)|toESM|toModule)$/;

const VALUES = new WeakMap<Binding, Map<string, ModuleValue | undefined>>();

/** Remembers what a variable is: a thousand times `io = io.listen(server)` would read a thousand values each time. */
function valueOfName(
  name: string,
  scope: Scope,
  modules: readonly string[],
  seen: Set<Binding>,
): ModuleValue | undefined {
  const binding = scope.getBinding(name);
  if (binding === undefined || seen.has(binding)) return undefined;
  // Within the search for another variable, the answer depends on `seen`, and is not remembered.
  if (seen.size > 0) return valueOfBinding(binding, modules, seen);
  const known = VALUES.get(binding) ?? new Map<string, ModuleValue | undefined>();
  VALUES.set(binding, known);
  const key = modules.join();
  if (!known.has(key)) known.set(key, valueOfBinding(binding, modules, seen));
  return known.get(key);
}

function valueOfBinding(
  binding: Binding,
  modules: readonly string[],
  seen: Set<Binding>,
): ModuleValue | undefined {
  seen.add(binding);
  const imported = importedValue(binding, modules) ?? destructured(binding, modules, seen);
  if (imported !== undefined) return { ...imported, binding };
  for (const value of boundValues(binding) ?? []) {
    const found = moduleValue(value, modules, seen);
    if (found !== undefined) return { ...found, binding };
  }
  return undefined;
}

function importedValue({ path }: Binding, modules: readonly string[]): ModuleValue | undefined {
  const { node } = path;
  if (node.type === 'TSImportEqualsDeclaration') {
    const reference = node.moduleReference;
    const isOurs =
      reference.type === 'TSExternalModuleReference' && modules.includes(reference.expression.value);
    return isOurs ? { kind: 'namespace' } : undefined;
  }
  const { parent } = path;
  if (parent?.type !== 'ImportDeclaration' || !modules.includes(parent.source.value)) return undefined;
  if (node.type === 'ImportNamespaceSpecifier') return { kind: 'namespace' };
  if (node.type === 'ImportDefaultSpecifier') return { kind: 'default' };
  if (node.type !== 'ImportSpecifier') return undefined;
  const name = nameOf(node.imported) ?? '';
  return name === 'default' ? { kind: 'default' } : { kind: 'member', name };
}

/** `const { Server } = require('socket.io')`. */
function destructured(
  { path, identifier }: Binding,
  modules: readonly string[],
  seen: Set<Binding>,
): ModuleValue | undefined {
  if (!path.is('VariableDeclarator')) return undefined;
  const id = path.get('id');
  const init = path.get('init') as NodePath;
  if (!id.is('ObjectPattern') || !init.node) return undefined;
  for (const property of id.node.properties) {
    if (property.type !== 'ObjectProperty' || property.value !== identifier) continue;
    const name = nameOf(property.key, property.computed);
    if (name === undefined || moduleValue(init, modules, seen) === undefined) return undefined;
    return name === 'default' ? { kind: 'default' } : { kind: 'member', name };
  }
  return undefined;
}

function isRequire(path: NodePath, modules: readonly string[]): boolean {
  return modules.includes(requiredModule(path) ?? '');
}

/**
 * The module that an expression loads, also in ways that are not migrated: `require('socket' + '.io')`,
 * `module.require('socket.io')`, `import('socket.io')`, `const load = createRequire(…)`.
 */
export function requireLike(path: NodePath): string | undefined {
  const isCall = path.is('CallExpression') || path.is('NewExpression');
  const [first] = isCall ? argumentsOf(path) : [];
  if (!isCall || first === undefined) return undefined;
  const callee = calleeOf(path);
  const value = callee.is('Identifier') ? constantValue(callee) : undefined;
  const made = value && unwrap(value);
  const maker = made?.is('CallExpression') ? calleeOf(made) : undefined;
  const isLoader =
    (callee.is('Identifier', { name: 'require' }) && !isShadowed(path.scope)) ||
    callee.is('Import') ||
    memberName(callee) === 'require' ||
    maker?.is('Identifier', { name: 'createRequire' }) ||
    (maker && memberName(maker) === 'createRequire');
  const name = evaluate(first)?.value;
  return isLoader && typeof name === 'string' ? name : undefined;
}

/** The module that a call of `require()` loads. */
export function requiredModule(path: NodePath): string | undefined {
  // `new require('socket.io')(server)` loads the module too, and calls it.
  if (!path.is('CallExpression') && !path.is('NewExpression')) return undefined;
  if (!(path.get('callee') as NodePath).is('Identifier', { name: 'require' }) || isShadowed(path.scope))
    return undefined;
  return moduleNameOf(path.node.arguments[0]);
}

/** Whether `require` is a function of the file, and not Node's. */
function isShadowed(scope: Scope): boolean {
  if (!scope.hasBinding('require')) return false;
  const binding = scope.getBinding('require');
  if (binding === undefined || !binding.constant || !binding.path.is('VariableDeclarator')) return true;
  // TypeScript's `declare` only gives Node's a type.
  if ((binding.path.parent as t.VariableDeclaration).declare) return false;
  const init = binding.path.get('init') as NodePath;
  if (!init.is('CallExpression')) return true;
  // `const require = createRequire(import.meta.url)`
  const callee = init.get('callee') as NodePath;
  return !callee.is('Identifier', { name: 'createRequire' }) && memberName(callee) !== 'createRequire';
}

function isDynamicImport(path: NodePath, modules: readonly string[]): boolean {
  if (path.is('ImportExpression')) return modules.includes(moduleNameOf(path.node.source) ?? '');
  if (!path.is('CallExpression') || !path.get('callee').is('Import')) return false;
  return modules.includes(moduleNameOf(path.node.arguments[0]) ?? '');
}

function moduleNameOf(node: { type: string } | undefined): string | undefined {
  if (node?.type === 'StringLiteral') return (node as { value?: string }).value;
  if (node?.type !== 'TemplateLiteral') return undefined;
  const { quasis } = node as unknown as { quasis: { value: { cooked?: string } }[] };
  return quasis.length === 1 ? quasis[0]?.value.cooked : undefined;
}
