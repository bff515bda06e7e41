import type * as t from '@babel/types';
import { assignedIdentifiers } from './bound-identifiers.js';
import type { Uses } from './collect-names.js';
import type { FileScope } from './file-scope.js';
import type { NodePath } from './node-path.js';

/** Adds each use of a name to its variable. */
export function resolveUses({ references, assignments, changes, evals }: Uses): void {
  for (const path of assignments) reassign(path);
  for (const path of references) {
    const { name } = path.node as t.Identifier | t.JSXIdentifier;
    (path.scope as FileScope).mayBeBinding(name)?.reference(path);
  }
  for (const path of changes) reassign(path);
  const seen = new Set<FileScope>();
  for (const path of evals) reassignVisible(path, seen);
}

function reassign(path: NodePath): void {
  for (const { name } of assignedIdentifiers(path.node)) {
    (path.scope as FileScope).mayBeBinding(name)?.reassign(path);
  }
}

/**
 * Marks every variable that `eval` can see as changed.
 *
 * @param seen scopes that an earlier `eval` has seen, and with them all scopes further out
 */
function reassignVisible(path: NodePath, seen: Set<FileScope>): void {
  if (path.scope.getBinding('eval') !== undefined) return;
  for (let scope: FileScope | undefined = path.scope as FileScope; scope; scope = scope.parent) {
    if (seen.has(scope)) return;
    seen.add(scope);
    for (const binding of scope.bindings.values()) {
      if (!['const', 'module', 'unknown'].includes(binding.kind)) binding.reassign(path);
    }
  }
}
