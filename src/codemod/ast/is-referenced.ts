import type * as t from '@babel/types';

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
