import type * as t from '@babel/types';

/** The properties that hold the name, or the names, of a declaration. */
type Declaring = t.Node & {
  readonly [Key in 'id' | 'local' | 'param']?: t.Node | null;
} & { readonly declarations?: readonly t.VariableDeclarator[] };

/** The names that a declaration, a parameter or a pattern declares. */
export function declaredIdentifiers(node: t.Node): t.Identifier[] {
  const { id, local, param, declarations } = node as Declaring;
  return declarations ? declarations.flatMap(declaredIdentifiers) : namesIn(id ?? local ?? param ?? node);
}

/** The variables whose value an assignment, a loop, an update or `delete` changes. */
export function assignedIdentifiers(node: t.Node): t.Identifier[] {
  if (node.type === 'UpdateExpression' || node.type === 'UnaryExpression') return namesIn(node.argument);
  return 'left' in node ? namesIn(node.left) : [];
}

/** The names in a pattern: `a`, `b` and `c` of `{ a, x: [b = 1], ...c }`. */
function namesIn(pattern: t.Node | null): t.Identifier[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern];
    case 'ArrayPattern':
      return pattern.elements.flatMap(namesIn);
    case 'ObjectPattern':
      return pattern.properties.flatMap(namesIn);
    case 'ObjectProperty':
      return namesIn(pattern.value);
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'TSParameterProperty':
      return namesIn(pattern.parameter);
    default:
      return [];
  }
}

/** The nodes with a property that is a name, unless it is computed: `io.origins` and `{ origins: 1 }`, but not `io[origins]`. */
const WITH_KEY =
  /^(?:Optional)?MemberExpression$|^Class(?:Accessor)?Property$|^(?:Class|Object)Method$|^ObjectProperty$|^TSPropertySignature$/;

/** The nodes whose own identifiers all name or declare something: labels, patterns, imports. */
const WITHOUT_USES =
  /^(?:(?:Array|Object)Pattern|(?:Break|Continue|Labeled)Statement|CatchClause|Class(?:Private)?Method|Export(?:Default|Namespace)Specifier|Function(?:Declaration|Expression)|Import(?:Attribute|\w*Specifier)|JSXAttribute|MetaProperty|ObjectMethod|PrivateName|RestElement|TS(?:Enum|Module)Declaration|TSParameterProperty)$/;

/** The property of other nodes that names, declares or assigns something. */
const NAMING: Readonly<Record<string, string>> = {
  ArrowFunctionExpression: 'params',
  AssignmentExpression: 'left',
  AssignmentPattern: 'left',
  ClassDeclaration: 'id',
  ClassExpression: 'id',
  ClassPrivateProperty: 'key',
  ExportSpecifier: 'exported',
  JSXMemberExpression: 'property',
  ObjectTypeProperty: 'key',
  TSEnumMember: 'id',
  VariableDeclarator: 'id',
};

/**
 * Whether an identifier reads a variable, rather than naming a property, a label or something that it declares.
 *
 * @param place the property of the parent that holds it
 */
export function isReferenced(parent: t.Node, place: string, grandparent: t.Node | undefined): boolean {
  const { type } = parent;
  if ((place === 'key' || place === 'property') && WITH_KEY.test(type))
    return Boolean((parent as { computed?: boolean }).computed);
  if (WITHOUT_USES.test(type) || NAMING[type] === place) return false;
  if (type === 'ObjectProperty') return grandparent?.type !== 'ObjectPattern';
  // export { io } from './io'
  return !(type === 'ExportSpecifier' && (grandparent as t.ExportNamedDeclaration).source);
}
