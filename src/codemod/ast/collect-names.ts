import type * as t from '@babel/types';
import { declaredIdentifiers } from './bound-identifiers.js';
import type { FileScope } from './file-scope.js';
import { FUNCTIONS, isDeclarationType } from './node-kinds.js';
import type { BindingKind, NodePath } from './node-path.js';

/** The uses of names. They are resolved when all names are declared, because functions and `var` are hoisted. */
export interface Uses {
  readonly references: NodePath[];
  readonly assignments: NodePath[];
  /** Loops, `++` and `delete`. */
  readonly changes: NodePath[];
  /** Direct calls of `eval`. */
  readonly evals: NodePath[];
}

/**
 * Declares the names of a node, and notes its uses of other names.
 *
 * @param isType whether the node is part of a type
 * @returns a step to run after all nodes below
 */
export function collectNames(path: NodePath, isType: boolean, uses: Uses): (() => void) | undefined {
  const { node } = path;
  if (isType) return undefined;
  const scope = path.scope as FileScope;
  if (isDeclarationType(node.type)) return declareNames(path, node, scope);
  if (FUNCTIONS.has(node.type)) {
    declareFunction(path, scope);
    return undefined;
  }
  switch (node.type) {
    case 'ClassExpression':
      if (node.id) scope.declare(node.id, 'local', path);
      break;
    case 'CatchClause':
      declareAll(scope, node, 'let', path);
      break;
    case 'ForInStatement':
    case 'ForOfStatement':
      if (node.left.type === 'Identifier' || node.left.type.endsWith('Pattern')) uses.changes.push(path);
      break;
    case 'AssignmentExpression':
      uses.assignments.push(path);
      break;
    case 'UpdateExpression':
      uses.changes.push(path);
      break;
    case 'UnaryExpression':
      if (node.operator === 'delete') uses.changes.push(path);
      break;
    case 'CallExpression':
      if (node.callee.type === 'Identifier' && node.callee.name === 'eval') uses.evals.push(path);
      break;
    case 'Identifier':
    case 'JSXIdentifier':
      if (isUse(path)) uses.references.push(path);
      break;
  }
  return undefined;
}

function isUse(path: NodePath): boolean {
  const { parent } = path;
  if (parent.type === 'TSImportEqualsDeclaration') return false;
  if (parent.type === 'TSQualifiedName' && path.key === 'right') return false;
  return path.isReferencedIdentifier();
}

function declareNames(path: NodePath, node: t.Node, scope: FileScope): (() => void) | undefined {
  switch (node.type) {
    case 'FunctionDeclaration': {
      const outer = scope.parent as FileScope;
      if (node.id) outer.blockScope().declare(node.id, 'hoisted', path);
      declareFunction(path, scope);
      break;
    }
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
      return () => referExported(path, node, scope);
    case 'ExportAllDeclaration':
    case 'TSDeclareFunction':
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
    default:
      declareAll(scope.functionScope(), node, 'unknown', path);
  }
  return undefined;
}

function declareAll(scope: FileScope, node: t.Node, kind: BindingKind, path: NodePath): void {
  for (const identifier of declaredIdentifiers(node)) scope.declare(identifier, kind, path);
}

function declareVariables(path: NodePath, kind: t.VariableDeclaration['kind'], scope: FileScope): void {
  for (const declarator of path.get('declarations') as NodePath[])
    declareAll(scope, declarator.node, kind.endsWith('using') ? 'const' : (kind as BindingKind), declarator);
}

function declareFunction(path: NodePath, scope: FileScope): void {
  const { node } = path;
  for (const parameter of path.get('params') as NodePath[])
    declareAll(scope, parameter.node, 'param', parameter);
  if (node.type === 'FunctionExpression' && node.id) scope.declare(node.id, 'local', path);
}

function declareClass(path: NodePath, { id, declare }: t.ClassDeclaration, scope: FileScope): void {
  const outer = (scope.parent as FileScope).blockScope();
  if (id && !declare) outer.declare(id, 'let', path);
  // Within the class, its name is the same variable.
  const binding = id && outer.getBinding(id.name);
  if (binding) scope.bindings.set(id.name, binding);
}

function declareImports(path: NodePath, { importKind }: t.ImportDeclaration, scope: FileScope): void {
  for (const specifier of path.get('specifiers') as NodePath[]) {
    const kinds = [importKind, specifier.isImportSpecifier() ? specifier.node.importKind : undefined];
    const isType = kinds.includes('type') || kinds.includes('typeof');
    declareAll(scope, specifier.node, isType ? 'unknown' : 'module', specifier);
  }
}

/** Records an export as a use of the names that it declares. */
function referExported(
  path: NodePath,
  { declaration }: t.ExportNamedDeclaration | t.ExportDefaultDeclaration,
  scope: FileScope,
): void {
  if (!declaration || !/^(?:Function|Class|Variable)Declaration$/.test(declaration.type)) return;
  for (const { name } of declaredIdentifiers(declaration)) scope.getBinding(name)?.reference(path);
}
