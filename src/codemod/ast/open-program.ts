import type * as t from '@babel/types';
import { childNodes } from './child-nodes.js';
import { collectNames, type Uses } from './collect-names.js';
import { FileScope } from './file-scope.js';
import { BLOCK_PARENTS, CLASSES, FUNCTIONS, METHODS, PATTERNS } from './node-kinds.js';
import type { NodePath } from './node-path.js';
import { resolveUses } from './resolve-uses.js';
import { TreePath } from './tree-path.js';

/**
 * Adds parents, scopes, and the uses of each name to a syntax tree. The rules are those of `@babel/traverse`, which takes a
 * tenth of a second to load, with these differences: the names of TypeScript's enums, namespaces and parameter properties are
 * declared; a name that is declared twice is a variable with two values; inside of `with`, and for variables that `eval` can
 * see, nothing is certain.
 *
 * @example openProgram(parse('var io = 1; io++')).scope.getBinding('io')?.constant // false
 */
export function openProgram(file: t.File): NodePath<t.Program> {
  const uses: Uses = { references: [], assignments: [], changes: [], evals: [] };
  const program = new TreePath(file.program, file, null, 'program', null);
  program.scope = new FileScope(program.self, undefined);
  fill(program, false, uses);
  resolveUses(uses);
  return program.self as NodePath<t.Program>;
}

/** Adds the paths below a path. */
function fill(path: TreePath, isType: boolean, uses: Uses): void {
  for (const { node, key, listKey } of childNodes(path.node)) {
    const child = new TreePath(node, path.node, path, key, listKey);
    const outer = outerScope(path, child);
    child.scope = isScope(node, path.node) ? new FileScope(child.self, outer) : outer;
    path.children.push(child);
  }
  const finish = collectNames(path.self, isType, uses);
  // Names in a type are no uses of variables.
  const areTypes = isType || path.node.type === 'TSTypeAnnotation';
  for (const child of path.children) fill(child, areTypes, uses);
  finish?.();
}

/** The scope around a path. The computed name and the decorators of a method are evaluated outside of it. */
function outerScope(parent: TreePath, { key, listKey }: TreePath): FileScope {
  const isOutside =
    ((key === 'key' || listKey === 'decorators') && METHODS.has(parent.node.type)) ||
    (key === 'discriminant' && parent.node.type === 'SwitchStatement');
  return (isOutside ? parent.parentPath : parent)?.scope as FileScope;
}

function isScope({ type }: t.Node, parent: t.Node): boolean {
  const isInHead = FUNCTIONS.has(parent.type) || parent.type === 'CatchClause';
  if (type === 'BlockStatement') return !isInHead;
  if (PATTERNS.has(type)) return isInHead;
  return BLOCK_PARENTS.has(type) || CLASSES.has(type) || type === 'WithStatement';
}
