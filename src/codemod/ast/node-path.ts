import type * as t from '@babel/types';

/**
 * A place in a syntax tree: a node with its parents, and the names in its scope. The members are those of `@babel/traverse`
 * under the same names, and a test compares the two on hundreds of files.
 */
export interface NodePath<T = t.Node> extends NodeChecks {
  readonly node: T;
  /** The parent node; for the program, the file. */
  readonly parent: t.Node;
  readonly parentPath: T extends t.Program ? null : NodePath;
  /** The property of the parent that holds it, or the index in the parent's list. */
  readonly key: string | number | null;
  /** The property of the parent that holds its list, if it is in one. */
  readonly listKey: string | null;
  readonly inList: boolean;
  /** Its list, or else its parent. */
  readonly container: t.Node | readonly t.Node[] | null;
  /** Its scope. A function, a block and the like have their own. */
  readonly scope: Scope;

  get<K extends keyof T>(key: K): NodePathResult<T[K]>;
  get(key: string): NodePath | NodePath[];
  /** Another path of its list, or of its parent's properties. */
  getSibling(key: string | number): NodePath;
  findParent(test: (parent: NodePath) => boolean): NodePath | null;
  getFunctionParent(): NodePath<t.Function> | null;
  isDescendant(other: NodePath): boolean;
  isAncestor(other: NodePath): boolean;
  /** Whether an identifier reads a variable, rather than naming a property or declaring something. */
  isReferencedIdentifier(): boolean;

  /** Visits all nodes below, in the order of the code. */
  traverse(visitor: Visitor): void;
  /** During its visit: skips the nodes below. */
  skip(): void;
  /** During its visit: ends the traversal. */
  stop(): void;
}

/** The result of `get` for a property: a path, or one for each node of a list. */
export type NodePathResult<T> =
  | (Extract<T, t.Node | null | undefined> extends never
      ? never
      : NodePath<Extract<T, t.Node | null | undefined>>)
  | (T extends readonly (t.Node | null | undefined)[] ? NodePath<T[number]>[] : never);

/** Callbacks for each node, or for the nodes of a type. */
export type Visitor = {
  readonly [Type in t.Node as Type['type']]?: (path: NodePath<Type>) => void;
} & {
  readonly enter?: (path: NodePath) => void;
  readonly Function?: (path: NodePath<t.Function>) => void;
};

/** A part of the code in which names are declared. */
export interface Scope {
  readonly path: NodePath;
  readonly parent: Scope | undefined;
  /** The variable of a name in this scope; undefined for a global, or if it is only known at run time. */
  getBinding(name: string): Binding | undefined;
  /** Whether a name is declared here or further out. */
  hasBinding(name: string, noGlobals: true): boolean;
}

/**
 * How a name was declared: `hoisted` by a function declaration, `local` is the own name of a function or class
 * expression, `module` an import, `unknown` a type, an enum or a namespace.
 */
export type BindingKind =
  | 'var'
  | 'let'
  | 'const'
  | 'param'
  | 'hoisted'
  | 'local'
  | 'module'
  | 'unknown'
  | 'using'
  | 'await using';

/** A variable, with all that the file does with it. */
export interface Binding {
  /** The name in its first declaration. */
  readonly identifier: t.Identifier;
  readonly scope: Scope;
  /** The declarator, function, class, parameter or import specifier that declares it. */
  readonly path: NodePath;
  readonly kind: BindingKind;
  /** Everything that changes its value: assignments, loops, further declarations. */
  readonly constantViolations: readonly NodePath[];
  readonly constant: boolean;
  /** The places that read it. */
  readonly referencePaths: readonly NodePath[];
  readonly references: number;
}

/** Checks of a path's node. `like` names properties that it must have as well. */
export interface NodeChecks {
  isArrayExpression(like?: Partial<t.ArrayExpression>): this is NodePath<t.ArrayExpression>;
  isArrowFunctionExpression(
    like?: Partial<t.ArrowFunctionExpression>,
  ): this is NodePath<t.ArrowFunctionExpression>;
  isAssignmentExpression(like?: Partial<t.AssignmentExpression>): this is NodePath<t.AssignmentExpression>;
  isAwaitExpression(like?: Partial<t.AwaitExpression>): this is NodePath<t.AwaitExpression>;
  isBinaryExpression(like?: Partial<t.BinaryExpression>): this is NodePath<t.BinaryExpression>;
  isBlockStatement(like?: Partial<t.BlockStatement>): this is NodePath<t.BlockStatement>;
  isBooleanLiteral(like?: Partial<t.BooleanLiteral>): this is NodePath<t.BooleanLiteral>;
  isCallExpression(like?: Partial<t.CallExpression>): this is NodePath<t.CallExpression>;
  isClassMethod(like?: Partial<t.ClassMethod>): this is NodePath<t.ClassMethod>;
  isClassPrivateProperty(like?: Partial<t.ClassPrivateProperty>): this is NodePath<t.ClassPrivateProperty>;
  isClassProperty(like?: Partial<t.ClassProperty>): this is NodePath<t.ClassProperty>;
  isConditionalExpression(like?: Partial<t.ConditionalExpression>): this is NodePath<t.ConditionalExpression>;
  isDecorator(like?: Partial<t.Decorator>): this is NodePath<t.Decorator>;
  isEmptyStatement(like?: Partial<t.EmptyStatement>): this is NodePath<t.EmptyStatement>;
  isExportNamedDeclaration(
    like?: Partial<t.ExportNamedDeclaration>,
  ): this is NodePath<t.ExportNamedDeclaration>;
  isExpressionStatement(like?: Partial<t.ExpressionStatement>): this is NodePath<t.ExpressionStatement>;
  isFunctionDeclaration(like?: Partial<t.FunctionDeclaration>): this is NodePath<t.FunctionDeclaration>;
  isFunctionExpression(like?: Partial<t.FunctionExpression>): this is NodePath<t.FunctionExpression>;
  isIdentifier(like?: Partial<t.Identifier>): this is NodePath<t.Identifier>;
  isIfStatement(like?: Partial<t.IfStatement>): this is NodePath<t.IfStatement>;
  isImport(like?: Partial<t.Import>): this is NodePath<t.Import>;
  isImportDeclaration(like?: Partial<t.ImportDeclaration>): this is NodePath<t.ImportDeclaration>;
  isImportDefaultSpecifier(
    like?: Partial<t.ImportDefaultSpecifier>,
  ): this is NodePath<t.ImportDefaultSpecifier>;
  isImportExpression(like?: Partial<t.ImportExpression>): this is NodePath<t.ImportExpression>;
  isImportSpecifier(like?: Partial<t.ImportSpecifier>): this is NodePath<t.ImportSpecifier>;
  isLogicalExpression(like?: Partial<t.LogicalExpression>): this is NodePath<t.LogicalExpression>;
  isMemberExpression(like?: Partial<t.MemberExpression>): this is NodePath<t.MemberExpression>;
  isNewExpression(like?: Partial<t.NewExpression>): this is NodePath<t.NewExpression>;
  isNullLiteral(like?: Partial<t.NullLiteral>): this is NodePath<t.NullLiteral>;
  isNumericLiteral(like?: Partial<t.NumericLiteral>): this is NodePath<t.NumericLiteral>;
  isObjectExpression(like?: Partial<t.ObjectExpression>): this is NodePath<t.ObjectExpression>;
  isObjectMethod(like?: Partial<t.ObjectMethod>): this is NodePath<t.ObjectMethod>;
  isObjectPattern(like?: Partial<t.ObjectPattern>): this is NodePath<t.ObjectPattern>;
  isObjectProperty(like?: Partial<t.ObjectProperty>): this is NodePath<t.ObjectProperty>;
  isOptionalCallExpression(
    like?: Partial<t.OptionalCallExpression>,
  ): this is NodePath<t.OptionalCallExpression>;
  isOptionalMemberExpression(
    like?: Partial<t.OptionalMemberExpression>,
  ): this is NodePath<t.OptionalMemberExpression>;
  isProgram(like?: Partial<t.Program>): this is NodePath<t.Program>;
  isRegExpLiteral(like?: Partial<t.RegExpLiteral>): this is NodePath<t.RegExpLiteral>;
  isReturnStatement(like?: Partial<t.ReturnStatement>): this is NodePath<t.ReturnStatement>;
  isSequenceExpression(like?: Partial<t.SequenceExpression>): this is NodePath<t.SequenceExpression>;
  isSpreadElement(like?: Partial<t.SpreadElement>): this is NodePath<t.SpreadElement>;
  isStaticBlock(like?: Partial<t.StaticBlock>): this is NodePath<t.StaticBlock>;
  isStringLiteral(like?: Partial<t.StringLiteral>): this is NodePath<t.StringLiteral>;
  isSuper(like?: Partial<t.Super>): this is NodePath<t.Super>;
  isSwitchStatement(like?: Partial<t.SwitchStatement>): this is NodePath<t.SwitchStatement>;
  isTaggedTemplateExpression(
    like?: Partial<t.TaggedTemplateExpression>,
  ): this is NodePath<t.TaggedTemplateExpression>;
  isTemplateLiteral(like?: Partial<t.TemplateLiteral>): this is NodePath<t.TemplateLiteral>;
  isThisExpression(like?: Partial<t.ThisExpression>): this is NodePath<t.ThisExpression>;
  isThrowStatement(like?: Partial<t.ThrowStatement>): this is NodePath<t.ThrowStatement>;
  isUnaryExpression(like?: Partial<t.UnaryExpression>): this is NodePath<t.UnaryExpression>;
  isUpdateExpression(like?: Partial<t.UpdateExpression>): this is NodePath<t.UpdateExpression>;
  isVariableDeclaration(like?: Partial<t.VariableDeclaration>): this is NodePath<t.VariableDeclaration>;
  isVariableDeclarator(like?: Partial<t.VariableDeclarator>): this is NodePath<t.VariableDeclarator>;
  isYieldExpression(like?: Partial<t.YieldExpression>): this is NodePath<t.YieldExpression>;
  isClass(): this is NodePath<t.Class>;
  isDeclaration(): this is NodePath<t.Declaration>;
  isExportDeclaration(): this is NodePath<t.ExportDeclaration>;
  isForXStatement(): this is NodePath<t.ForXStatement>;
  isFunction(): this is NodePath<t.Function>;
  /** As in Babel, the `var` in the head of a loop is not a statement. */
  isStatement(): this is NodePath<t.Statement>;
}

/** The types that a path has a method for: `CallExpression` for `isCallExpression()`. */
export type CheckedType = {
  [Name in keyof NodeChecks]: Name extends `is${infer Type extends t.Node['type']}` ? Type : never;
}[keyof NodeChecks];

/** The methods that check for one of several types. `isStatement` also depends on the place of a path. */
export type GroupCheck = Exclude<keyof NodeChecks, `is${CheckedType}` | 'isStatement'>;
