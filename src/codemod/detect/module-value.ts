import { allOf, bindingOf, calleeOf, memberName, nameOf, shortName, unwrap } from '../ast/nodes.js';
import type { Binding, NodePath, t } from '../ast/path.js';
import { boundValues, constantValue, evaluate, patternProperty } from '../ast/values.js';

/** How an expression relates to the module that it comes from. */
export interface ModuleValue {
  /**
   * - `module`: the result of `require()`, callable in Socket.IO v2
   * - `default`: a default import
   * - `namespace`: a namespace import, or TypeScript's `import x = require()`
   * - `wrapped`: the result of a helper of compiled code, given `require()`; its `default` is the module
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
  if (modules.includes(requiredModule(node) ?? '')) return { kind: 'module' };
  if (node.is('AwaitExpression')) {
    const isImport = calleeOf(node.get('argument')).node?.type === 'Import';
    return isImport && modules.includes(requireLike(node.get('argument')) ?? '')
      ? { kind: 'namespace' }
      : undefined;
  }
  if (node.is('Identifier')) return valueOfBinding(bindingOf(node), modules, seen);
  if (node.is('CallExpression') && isInteropHelper(node)) {
    const [wrapped] = node.get('arguments');
    const value = wrapped && moduleValue(wrapped, modules, seen);
    return value?.kind === 'module' ? { kind: 'wrapped' } : undefined;
  }
  // (0, _socket.default)(server)
  if (node.is('SequenceExpression'))
    return moduleValue(node.get('expressions').at(-1) as NodePath, modules, seen);
  const member = memberName(node);
  if (member === undefined) return undefined;
  const object = moduleValue(node.get('object'), modules, seen);
  if (object === undefined || object.kind === 'member') return undefined;
  if (member === 'default') return { kind: object.kind === 'wrapped' ? 'module' : 'default' };
  return { kind: 'member', name: member };
}

/**
 * Whether a call is one of `__importDefault(module)` and the like, which compilers write. If the file declares the helper, it
 * must look for `__esModule` as theirs do.
 */
export function isInteropHelper(call: NodePath<t.CallExpression | t.NewExpression>): boolean {
  const callee = calleeOf(call);
  const name = shortName(callee);
  if (!INTEROP_HELPER.test(name ?? '')) return false;
  const declared = bindingOf(callee);
  if (declared === undefined) return true;
  const asks = allOf(declared.path, 'Identifier').some(({ node }) => node.name === '__esModule');
  return declared.constant && (asks || declared.path.parent.type === 'ImportDeclaration');
}

const INTEROP_HELPER = /^_?_?(?:interopRequire(?:Default|Wildcard)|import(?:Default|Star)|toESM|toModule)$/;

function valueOfBinding(
  binding: Binding | undefined,
  modules: readonly string[],
  seen: Set<Binding>,
): ModuleValue | undefined {
  if (binding === undefined || seen.has(binding)) return undefined;
  seen.add(binding);
  const imported = importedValue(binding, modules) ?? destructured(binding, modules, seen);
  if (imported !== undefined) return { ...imported, binding };
  for (const value of boundValues(binding) ?? []) {
    const found = moduleValue(value, modules, seen);
    if (found !== undefined) return { ...found, binding };
  }
  return undefined;
}

/** The value of a module that an import gives its name. */
export function importedValue({ path }: Binding, modules: readonly string[]): ModuleValue | undefined {
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
  binding: Binding,
  modules: readonly string[],
  seen: Set<Binding>,
): ModuleValue | undefined {
  const property = patternProperty(binding);
  const init = property && binding.path.get('init');
  if (!init?.node || moduleValue(init, modules, seen) === undefined) return undefined;
  const name = nameOf(property?.key, property?.computed);
  if (name === undefined) return undefined;
  return name === 'default' ? { kind: 'default' } : { kind: 'member', name };
}

/**
 * The module that an expression loads, also in ways that are not migrated: `require('socket' + '.io')`,
 * `module.require('socket.io')`, `import('socket.io')`, `const load = createRequire(…)`.
 */
export function requireLike(path: NodePath): string | undefined {
  const isCall = path.is('CallExpression') || path.is('NewExpression');
  const [first] = isCall ? path.get('arguments') : [];
  if (first === undefined) return undefined;
  const callee = calleeOf(path);
  const loader = constantValue(callee) ?? callee;
  const isLoader =
    callee.is('Import') || memberName(callee) === 'require' || isCreateRequire(loader) || isRequire(loader);
  const name = isLoader ? evaluate(first)?.value : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** The module that a call of `require()` names. `new require('socket.io')(server)` loads it too, and calls it. */
export function requiredModule(path: NodePath): string | undefined {
  if (!path.is('CallExpression') && !path.is('NewExpression')) return undefined;
  const isWritten = /^(?:String|Template)Literal$/.test(path.node.arguments[0]?.type ?? '');
  return isWritten && isRequire(path.get('callee')) ? requireLike(path) : undefined;
}

/** Whether an expression is Node's `require`, and not a function of the file. */
function isRequire(path: NodePath): boolean {
  if (!path.is('Identifier', { name: 'require' })) return false;
  if (!path.scope.hasBinding('require')) return true;
  const binding = path.scope.getBinding('require');
  if (!binding?.constant || !binding.path.is('VariableDeclarator')) return false;
  // TypeScript's `declare` only gives Node's a type.
  const { declare } = binding.path.parent as t.VariableDeclaration;
  return declare === true || isCreateRequire(binding.path.get('init'));
}

/** `createRequire(import.meta.url)` */
function isCreateRequire(value: NodePath): boolean {
  const call = unwrap(value);
  return call.is('CallExpression') && shortName(calleeOf(call)) === 'createRequire';
}
