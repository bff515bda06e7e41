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

/** The places of an identifier that name or declare something, by the parent's type and property. */
const NAMING: Readonly<Record<string, readonly string[] | 'all'>> = {
  ArrayPattern: 'all',
  ArrowFunctionExpression: ['params', 'id', 'typeParameters', 'returnType', 'predicate'],
  AssignmentExpression: ['left'],
  AssignmentPattern: ['left'],
  BreakStatement: 'all',
  CatchClause: 'all',
  ClassPrivateMethod: 'all',
  ClassPrivateProperty: ['key'],
  ContinueStatement: 'all',
  ExportDefaultSpecifier: 'all',
  ExportNamespaceSpecifier: 'all',
  ExportSpecifier: ['exported'],
  FunctionDeclaration: 'all',
  FunctionExpression: 'all',
  ImportAttribute: 'all',
  ImportDefaultSpecifier: 'all',
  ImportNamespaceSpecifier: 'all',
  ImportSpecifier: 'all',
  JSXAttribute: 'all',
  JSXMemberExpression: ['property'],
  LabeledStatement: 'all',
  MetaProperty: 'all',
  ObjectPattern: 'all',
  ObjectTypeProperty: ['key'],
  PrivateName: 'all',
  RestElement: 'all',
  TSEnumMember: ['id'],
  VariableDeclarator: ['id'],
};

/** The property of these types that is read if it is computed. */
const COMPUTED: Readonly<Record<string, string>> = {
  ClassAccessorProperty: 'key',
  ClassMethod: 'key',
  ClassProperty: 'key',
  MemberExpression: 'property',
  ObjectMethod: 'key',
  ObjectProperty: 'key',
  OptionalMemberExpression: 'property',
  TSPropertySignature: 'key',
};

/**
 * Whether an identifier reads a variable, rather than naming a property, a label or something that it declares.
 *
 * @param place the property of the parent that holds it
 */
export function isReferenced(parent: t.Node, place: string, grandparent: t.Node | undefined): boolean {
  const { type } = parent;
  if (COMPUTED[type] === place) return Boolean((parent as { computed?: boolean }).computed);
  switch (type) {
    case 'ClassMethod':
    case 'ObjectMethod':
      return false;
    case 'ObjectProperty':
      return grandparent?.type !== 'ObjectPattern';
    case 'ClassDeclaration':
    case 'ClassExpression':
      return place === 'superClass';
    case 'ExportSpecifier':
      return place === 'local' && !(grandparent as t.ExportNamedDeclaration | undefined)?.source;
    case 'TSEnumDeclaration':
    case 'TSModuleDeclaration':
    case 'TSParameterProperty':
      return false;
    default: {
      const naming = NAMING[type];
      return naming === undefined || (naming !== 'all' && !naming.includes(place));
    }
  }
}
