import traverseModule, { type Scope as BabelScope } from '@babel/traverse';
import type * as t from '@babel/types';
import type { NodePath } from '../../../src/codemod/ast/path.js';
import { openProgram } from '../../../src/codemod/ast/scopes.js';

// Babel's packages are CommonJS: imported as ES modules, the function is the default of the default.
const interop = traverseModule as unknown as typeof traverseModule & { default?: typeof traverseModule };
const traverse = interop.default ?? interop;

/** The uses of a variable, as positions in the file. */
export interface Variable {
  readonly name: string;
  readonly declared: string;
  readonly kind: string;
  readonly by: string;
  readonly readAt: readonly string[];
  readonly changedAt: readonly string[];
}

/** A use of a name. `meaning` holds its position and that of its declaration, which is `-` for a global. */
export interface Name {
  readonly name: string;
  readonly meaning: string;
}

/** The variables of a file, and the uses of names. */
export interface Reading {
  readonly variables: readonly Variable[];
  readonly names: readonly Name[];
}

interface AnyBinding {
  readonly identifier: t.Identifier;
  readonly kind: string;
  readonly path: { readonly node: t.Node };
  readonly referencePaths: readonly { readonly node: t.Node }[];
  readonly constantViolations: readonly { readonly node: t.Node }[];
}

/** @throws as Babel does, for names that are declared twice */
export function readingOfBabel(file: t.File): Reading {
  const bindings = new Set<AnyBinding>();
  const names: Name[] = [];
  traverse(file, {
    enter(path) {
      for (const binding of Object.values(path.scope.bindings)) if (binding) bindings.add(binding);
      if (path.isReferencedIdentifier()) names.push(nameOf(path.node, path.scope));
    },
  });
  return { variables: variablesOf(bindings), names: names.sort(byMeaning) };
}

export function readingOfOurs(file: t.File): Reading {
  const bindings = new Set<AnyBinding>();
  const names: Name[] = [];
  const program = openProgram(file);
  const enter = (path: NodePath) => {
    const { bindings: own } = path.scope as unknown as { bindings: ReadonlyMap<string, AnyBinding> };
    for (const binding of own.values()) bindings.add(binding);
    if (path.isReferencedIdentifier())
      names.push(nameOf(path.node as t.Identifier, path.scope as unknown as BabelScope));
  };
  enter(program as unknown as NodePath);
  program.traverse({ enter });
  return { variables: variablesOf(bindings), names: names.sort(byMeaning) };
}

function byMeaning(one: Name, other: Name): number {
  return one.meaning < other.meaning ? -1 : 1;
}

function nameOf(node: t.Node, scope: BabelScope): Name {
  const { name } = node as t.Identifier;
  const binding = scope.getBinding(name);
  const isDeclared = scope.hasBinding(name, true);
  const meaning = `${at(node)} → ${binding ? at(binding.identifier) : '-'} ${isDeclared}`;
  return { name, meaning };
}

function variablesOf(bindings: ReadonlySet<AnyBinding>): Variable[] {
  return [...bindings]
    .map(({ identifier, kind, path, referencePaths, constantViolations }) => ({
      name: identifier.name,
      declared: at(identifier),
      kind,
      by: at(path.node),
      readAt: referencePaths.map(({ node }) => at(node)),
      changedAt: constantViolations.map(({ node }) => at(node)),
    }))
    .sort((a, b) => (a.declared < b.declared ? -1 : 1));
}

/** Positions as strings, so that they can be compared and sorted. */
function at({ type, start, end }: t.Node): string {
  return `${String(start).padStart(8, '0')}-${end} ${type}`;
}
