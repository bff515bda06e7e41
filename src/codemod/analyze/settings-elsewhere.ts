import { nameOf } from '../ast/nodes.js';
import { statementOf } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';

/**
 * Finds a setting that is added to options apart from their literal: in another statement that names both.
 *
 * @param options the variable of the options, in the construction of a server
 * @returns the setting's name
 * @example settingsElsewhere(options, names) // 'origins' after `options = { ...options, origins }`
 */
export function settingsElsewhere(
  options: NodePath<t.Identifier>,
  names: ReadonlySet<string>,
): string | undefined {
  const binding = options.scope.getBinding(options.node.name);
  const own = statementOf(options).node;
  let found: string | undefined;
  for (const place of [...(binding?.referencePaths ?? []), ...(binding?.constantViolations ?? [])]) {
    const statement = statementOf(place);
    if (statement.node === own) continue;
    statement.traverse({
      enter({ node, key, parent }) {
        const isKey = key === 'key' || key === 'property';
        const isComputed = 'computed' in parent && parent.computed === true;
        const name = isKey ? nameOf(node, isComputed) : undefined;
        if (name !== undefined && names.has(name)) found ??= name;
      },
    });
  }
  return found;
}
