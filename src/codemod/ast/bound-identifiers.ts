import type * as t from '@babel/types';

/** The properties of a declaration or a pattern that hold the names it declares. */
const DECLARED: Readonly<Record<string, readonly string[]>> = {
  ArrayPattern: ['elements'],
  AssignmentPattern: ['left'],
  CatchClause: ['param'],
  ClassDeclaration: ['id'],
  ClassExpression: ['id'],
  DeclareClass: ['id'],
  DeclareFunction: ['id'],
  DeclareInterface: ['id'],
  DeclareModule: ['id'],
  DeclareOpaqueType: ['id'],
  DeclareTypeAlias: ['id'],
  DeclareVariable: ['id'],
  FunctionDeclaration: ['id'],
  ImportDefaultSpecifier: ['local'],
  ImportNamespaceSpecifier: ['local'],
  ImportSpecifier: ['local'],
  InterfaceDeclaration: ['id'],
  ObjectPattern: ['properties'],
  ObjectProperty: ['value'],
  OpaqueType: ['id'],
  RestElement: ['argument'],
  TSEnumDeclaration: ['id'],
  TSImportEqualsDeclaration: ['id'],
  TSModuleDeclaration: ['id'],
  TSParameterProperty: ['parameter'],
  TypeAlias: ['id'],
  VariableDeclaration: ['declarations'],
  VariableDeclarator: ['id'],
};

/** The properties of an assignment, a loop, an update or `delete` that hold the names whose value it changes. */
const ASSIGNED: Readonly<Record<string, readonly string[]>> = {
  ArrayPattern: ['elements'],
  AssignmentExpression: ['left'],
  AssignmentPattern: ['left'],
  ForInStatement: ['left'],
  ForOfStatement: ['left'],
  ObjectPattern: ['properties'],
  ObjectProperty: ['value'],
  RestElement: ['argument'],
  UnaryExpression: ['argument'],
  UpdateExpression: ['argument'],
};

/** The names that a declaration, a parameter or a pattern declares. */
export function declaredIdentifiers(node: t.Node): t.Identifier[] {
  return identifiersIn(node, DECLARED);
}

/** The variables whose value an expression or a loop changes. */
export function assignedIdentifiers(node: t.Node): t.Identifier[] {
  return identifiersIn(node, ASSIGNED);
}

function identifiersIn(node: t.Node, places: Readonly<Record<string, readonly string[]>>): t.Identifier[] {
  const found: t.Identifier[] = [];
  const search: (t.Node | null | undefined)[] = [node];
  for (let next = search.shift(); search.length > 0 || next; next = search.shift()) {
    if (!next) continue;
    if (next.type === 'Identifier') found.push(next);
    for (const key of places[next.type] ?? []) {
      const below = (next as unknown as Record<string, t.Node | (t.Node | null)[] | null | undefined>)[key];
      if (Array.isArray(below)) search.push(...below);
      else search.push(below);
    }
  }
  return found;
}
