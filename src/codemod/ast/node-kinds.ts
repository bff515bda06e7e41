import type { GroupCheck } from './node-path.js';

/** Functions of every notation. */
export const FUNCTIONS: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ObjectMethod',
  'ClassMethod',
  'ClassPrivateMethod',
]);

/** Methods. Their keys and decorators are evaluated outside of them. */
export const METHODS: ReadonlySet<string> = new Set(['ObjectMethod', 'ClassMethod', 'ClassPrivateMethod']);

export const CLASSES: ReadonlySet<string> = new Set(['ClassDeclaration', 'ClassExpression']);

export const LOOPS: ReadonlySet<string> = new Set([
  'DoWhileStatement',
  'ForInStatement',
  'ForStatement',
  'WhileStatement',
  'ForOfStatement',
]);

/** The nodes, beside the program, whose scope `var` declares in. */
export const FUNCTION_PARENTS: ReadonlySet<string> = new Set([...FUNCTIONS, 'StaticBlock', 'TSModuleBlock']);

/** The nodes whose scope `let` declares in. */
export const BLOCK_PARENTS: ReadonlySet<string> = new Set([
  ...FUNCTION_PARENTS,
  ...LOOPS,
  'BlockStatement',
  'CatchClause',
  'Program',
  'SwitchStatement',
]);

/** Patterns. As a parameter, each has its own scope, because default values see no variables of the body. */
export const PATTERNS: ReadonlySet<string> = new Set(['AssignmentPattern', 'ArrayPattern', 'ObjectPattern']);

const EXPORTS = ['ExportAllDeclaration', 'ExportDefaultDeclaration', 'ExportNamedDeclaration'];

/** Whether a type of nodes is a declaration, Flow's and TypeScript's included. */
export function isDeclarationType(type: string): boolean {
  return (
    /Declaration$|^Declare|^OpaqueType$|^TypeAlias$|^TSDeclareFunction$/.test(type) &&
    !/TypeParameterDeclaration$|SignatureDeclaration$|^TSNamespaceExport|^DeclaredPredicate$/.test(type)
  );
}

/** The groups of types that paths can be asked about. */
export const GROUPS: Readonly<Record<GroupCheck, (type: string) => boolean>> = {
  isClass: (type) => CLASSES.has(type),
  isDeclaration: isDeclarationType,
  isExportDeclaration: (type) => EXPORTS.includes(type),
  isForXStatement: (type) => type === 'ForInStatement' || type === 'ForOfStatement',
  isFunction: (type) => FUNCTIONS.has(type),
};

/** Whether a type of nodes is a statement, declarations included. */
export function isStatementType(type: string): boolean {
  return (
    type.endsWith('Statement') ||
    isDeclarationType(type) ||
    type === 'TSExportAssignment' ||
    type === 'TSNamespaceExportDeclaration'
  );
}
