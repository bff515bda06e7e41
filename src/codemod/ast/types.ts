import type * as t from '@babel/types';
import type { NodePath } from './tree.js';

export type { NodePath, t };

/** A part of the code in which names are declared. */
export interface Scope {
  readonly path: NodePath;
  readonly parent: Scope | undefined;
  /** The variable of a name in this scope; undefined for a global, or if it is only known at run time. */
  getBinding(name: string): Binding | undefined;
  /** Whether a name is declared here or further out. */
  hasBinding(name: string): boolean;
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
}

/** The nodes of a type: `t.CallExpression` for `CallExpression`. */
export type NodeOfType<Type> = Extract<t.Node, { type: Type }>;
