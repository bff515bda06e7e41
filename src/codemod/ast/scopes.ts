import type * as t from '@babel/types';
import { assignedIdentifiers, declaredIdentifiers } from './identifiers.js';
import { type Binding, type BindingKind, NodePath, type Scope } from './path.js';
import {
  BLOCK_PARENTS,
  CLASSES,
  childNodes,
  FUNCTION_PARENTS,
  FUNCTIONS,
  isDeclarationType,
  METHODS,
} from './tree.js';

/**
 * Adds parents, scopes, and the uses of each name to a syntax tree. The rules are those of `@babel/traverse`, which takes a
 * tenth of a second to load, with these differences:
 * - The names of TypeScript's enums, namespaces and parameter properties are declared.
 * - A name that is declared twice is a variable with two values.
 * - The default value of a parameter sees the variables of the body.
 *
 * `with` and `eval` are not taken into account: a server beside them needs review.
 *
 * @example openProgram(parse('var io = 1; io++')).scope.getBinding('io')?.constant // false
 */
export function openProgram(file: t.File): NodePath<t.Program> {
  const uses: Uses = { exports: [], references: [], assignments: [], changes: [] };
  const program = new NodePath(file.program, file, null, 'program', null);
  program.scope = new FileScope(program, undefined);
  fill(program, false, uses);
  resolveUses(uses);
  return program;
}

/** Adds the paths below a path. */
function fill(path: NodePath, isType: boolean, uses: Uses): void {
  for (const { node, key, listKey } of childNodes(path.node)) {
    const child = new NodePath(node, path.node, path, key, listKey);
    const outer = outerScope(path, child);
    child.scope = isScope(node, path.node) ? new FileScope(child, outer) : outer;
    path.children.push(child);
  }
  if (!isType) collectNames(path, uses);
  // Names in a type are not uses of variables.
  const areTypes = isType || path.node.type === 'TSTypeAnnotation';
  for (const child of path.children) fill(child, areTypes, uses);
}

/** The scope around a path. The computed name and the decorators of a method are evaluated outside of it. */
function outerScope(parent: NodePath, { key, listKey }: NodePath): FileScope {
  const isOutside =
    ((key === 'key' || listKey === 'decorators') && METHODS.has(parent.node.type)) ||
    (key === 'discriminant' && parent.node.type === 'SwitchStatement');
  return (isOutside ? parent.parentPath : parent)?.scope as FileScope;
}

function isScope({ type }: t.Node, parent: t.Node): boolean {
  // The body of a function has the scope of the function.
  if (type === 'BlockStatement') return !FUNCTIONS.has(parent.type) && parent.type !== 'CatchClause';
  return BLOCK_PARENTS.has(type) || CLASSES.has(type);
}

/** A binding while it is being filled. */
class FileBinding implements Binding {
  readonly constantViolations: NodePath[] = [];
  readonly referencePaths: NodePath[] = [];

  constructor(
    readonly identifier: t.Identifier,
    readonly scope: FileScope,
    readonly path: NodePath,
    readonly kind: BindingKind,
  ) {
    // In a loop, it gets a value in each iteration.
    if ((kind === 'var' || kind === 'hoisted') && isInitInLoop(path)) this.reassign(path);
  }

  get constant(): boolean {
    return this.constantViolations.length === 0;
  }

  reassign(path: NodePath): void {
    addOnce(this.constantViolations, path);
  }

  reference(path: NodePath): void {
    addOnce(this.referencePaths, path);
  }
}

/** Adds a path to a list. The same path comes twice in a row, if ever: `[io, io] = list`, `export const { a, b } = c`. */
function addOnce(paths: NodePath[], path: NodePath): void {
  if (paths[paths.length - 1] !== path) paths.push(path);
}

function isInitInLoop(path: NodePath): boolean {
  const hasValue = path.node.type !== 'VariableDeclarator' || Boolean(path.node.init);
  for (let at: NodePath = path; at.parentPath; at = at.parentPath) {
    const { type } = at.parentPath.node;
    if (FUNCTION_PARENTS.has(type)) return false;
    if (at.key === 'left' && at.parentPath.isForXStatement()) return true;
    if (hasValue && at.key === 'body' && at.parentPath.isLoop()) return true;
  }
  return false;
}

/** A scope while its names are being collected. */
class FileScope implements Scope {
  readonly bindings = new Map<string, FileBinding>();

  constructor(
    readonly path: NodePath,
    readonly parent: FileScope | undefined,
  ) {}

  getBinding(name: string): FileBinding | undefined {
    let scope: FileScope | undefined = this;
    while (scope && !scope.bindings.has(name)) scope = scope.parent;
    return scope?.bindings.get(name);
  }

  hasBinding(name: string): boolean {
    return this.getBinding(name) !== undefined;
  }

  /** Declares a name. A second declaration counts as a further value of the variable. */
  declare(identifier: t.Identifier, kind: BindingKind, path: NodePath): void {
    const known = this.bindings.get(identifier.name);
    if (known === undefined)
      this.bindings.set(identifier.name, new FileBinding(identifier, this, path, kind));
    // A namespace or an enum with the name of a variable adds to that variable.
    else if (known.identifier !== identifier && !/^TS(?:Module|Enum)/.test(path.node.type))
      known.reassign(path);
  }

  /** The scope that a `var` belongs to. */
  functionScope(): FileScope {
    return this.#outer(({ path }) => FUNCTION_PARENTS.has(path.node.type));
  }

  /** The scope that a `let` belongs to. */
  blockScope(): FileScope {
    return this.#outer(({ path }) => BLOCK_PARENTS.has(path.node.type));
  }

  #outer(test: (scope: FileScope) => boolean): FileScope {
    let scope: FileScope = this;
    while (scope.parent && !test(scope)) scope = scope.parent;
    return scope;
  }
}

/** The uses of names. They are resolved when all names are declared, because functions and `var` are hoisted. */
interface Uses {
  readonly exports: NodePath[];
  readonly references: NodePath[];
  readonly assignments: NodePath[];
  /** Loops, `++` and `delete`. */
  readonly changes: NodePath[];
}

/** Declares the names of a node, and notes its uses of other names. */
function collectNames(path: NodePath, uses: Uses): void {
  const { node } = path;
  const scope = path.scope as FileScope;
  if (FUNCTIONS.has(node.type))
    for (const parameter of path.get('params')) declareAll(scope, parameter.node, 'param', parameter);
  switch (node.type) {
    case 'FunctionDeclaration':
      if (node.id) (scope.parent as FileScope).blockScope().declare(node.id, 'hoisted', path);
      break;
    case 'FunctionExpression':
    case 'ClassExpression':
      if (node.id) scope.declare(node.id, 'local', path);
      break;
    case 'ClassDeclaration':
      declareClass(path, node, scope);
      break;
    case 'VariableDeclaration':
      declareVariables(path, node.kind, node.kind === 'var' ? scope.functionScope() : scope.blockScope());
      break;
    case 'ImportDeclaration':
      declareImports(path, node, scope.blockScope());
      break;
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      uses.exports.push(path);
      break;
    case 'TSModuleDeclaration':
      // `declare module 'x'` and `declare global` name nothing.
      if (node.id.type === 'Identifier' && node.kind !== 'global')
        declareAll(scope.blockScope(), node, 'unknown', path);
      break;
    case 'TSImportEqualsDeclaration':
    case 'TSEnumDeclaration':
      declareAll(scope.blockScope(), node, 'unknown', path);
      break;
    case 'CatchClause':
      declareAll(scope, node, 'let', path);
      break;
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'UpdateExpression':
      uses.changes.push(path);
      break;
    case 'UnaryExpression':
      if (node.operator === 'delete') uses.changes.push(path);
      break;
    case 'AssignmentExpression':
      uses.assignments.push(path);
      break;
    case 'Identifier':
    case 'JSXIdentifier':
      if (isUse(path)) uses.references.push(path);
      break;
    default:
      // Of the types, only Flow's may also be values.
      if (isDeclarationType(node.type) && !node.type.startsWith('TS'))
        declareAll(scope.functionScope(), node, 'unknown', path);
  }
}

function isUse(path: NodePath): boolean {
  const { parent } = path;
  if (parent.type === 'TSImportEqualsDeclaration') return false;
  if (parent.type === 'TSQualifiedName' && path.key === 'right') return false;
  return path.isReferencedIdentifier();
}

function declareAll(scope: FileScope, node: t.Node, kind: BindingKind, path: NodePath): void {
  for (const identifier of declaredIdentifiers(node)) scope.declare(identifier, kind, path);
}

function declareVariables(path: NodePath, kind: t.VariableDeclaration['kind'], scope: FileScope): void {
  for (const declarator of path.get('declarations'))
    declareAll(scope, declarator.node, kind.endsWith('using') ? 'const' : (kind as BindingKind), declarator);
}

function declareClass(path: NodePath, { id, declare }: t.ClassDeclaration, scope: FileScope): void {
  const outer = (scope.parent as FileScope).blockScope();
  if (id && !declare) outer.declare(id, 'let', path);
  // Within the class, its name is the same variable.
  const binding = id && outer.getBinding(id.name);
  if (binding) scope.bindings.set(id.name, binding);
}

function declareImports(path: NodePath, { importKind }: t.ImportDeclaration, scope: FileScope): void {
  for (const specifier of path.get('specifiers')) {
    const kinds = [importKind, specifier.is('ImportSpecifier') ? specifier.node.importKind : undefined];
    const isType = kinds.includes('type') || kinds.includes('typeof');
    declareAll(scope, specifier.node, isType ? 'unknown' : 'module', specifier);
  }
}

/** Records an export as a use of the names that it declares. */
function referExported(path: NodePath): void {
  const { declaration } = path.node as t.ExportNamedDeclaration | t.ExportDefaultDeclaration;
  if (!declaration || !/^(?:Function|Class|Variable)Declaration$/.test(declaration.type)) return;
  for (const { name } of declaredIdentifiers(declaration))
    (path.scope as FileScope).getBinding(name)?.reference(path);
}

/** Adds each use of a name to its variable. */
function resolveUses({ exports, references, assignments, changes }: Uses): void {
  for (const path of exports) referExported(path);
  for (const path of assignments) reassign(path);
  for (const path of references) {
    const { name } = path.node as t.Identifier | t.JSXIdentifier;
    (path.scope as FileScope).getBinding(name)?.reference(path);
  }
  for (const path of changes) reassign(path);
}

function reassign(path: NodePath): void {
  for (const { name } of assignedIdentifiers(path.node))
    (path.scope as FileScope).getBinding(name)?.reassign(path);
}
