import type * as t from '@babel/types';
import { childNodes } from './child-nodes.js';
import { collectNames, type Uses } from './collect-names.js';
import { FileScope } from './file-scope.js';
import { BLOCK_PARENTS, CLASSES, FUNCTIONS, METHODS, PATTERNS } from './node-kinds.js';
import type { NodePath } from './node-path.js';
import { settleUses } from './settle-uses.js';
import { TreePath } from './tree-path.js';

/**
 * Gives a syntax tree its ways up, its scopes, and for each name what is done with it. The rules are those of
 * `@babel/traverse`, which costs a tenth of a second to load. It differs where that is wrong or silent: names that
 * TypeScript's enums, namespaces and parameter properties declare are declared; what is declared twice is a variable
 * with two values; inside of `with`, and for variables that `eval` can see, nothing is certain.
 *
 * @example openProgram(parse('var io = 1; io++')).scope.getBinding('io')?.constant // false
 */
export function openProgram(file: t.File): NodePath<t.Program> {
  const uses: Uses = { references: [], assignments: [], changes: [], evals: [] };
  const program = new TreePath(file.program, file, null, 'program', null);
  program.scope = new FileScope(program.self, undefined);
  fill(program, false, uses);
  settleUses(uses);
  return program.self as NodePath<t.Program>;
}

/** Fills in what is below a path. */
function fill(path: TreePath, isType: boolean, uses: Uses): void {
  for (const { node, key, listKey } of childNodes(path.node)) {
    const child = new TreePath(node, path.node, path, key, listKey);
    const outer = outerScope(path, child);
    child.scope = isScope(node, path.node) ? new FileScope(child.self, outer) : outer;
    path.children.push(child);
  }
  const finish = collectNames(path.self, isType, uses);
  // What a type mentions is no use of a variable.
  const areTypes = isType || path.node.type === 'TSTypeAnnotation';
  for (const child of path.children) fill(child, areTypes, uses);
  finish?.();
}

/** The scope around a path: what computes a method's name, or decorates it, is run outside of it. */
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
