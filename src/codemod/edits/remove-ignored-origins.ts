import type { AttachedOptions } from '../analyze/find-ignored-origins.js';
import type { NodePath, t } from '../ast/types.js';
import { commentsWithin } from './comments.js';
import { editProperties } from './edit-properties.js';
import type { SourceFile } from './source-file.js';

/** Removes and reports origins that v2 ignored. */
export function removeIgnoredOrigins(file: SourceFile, found: readonly AttachedOptions[]): void {
  for (const { call, method, object, origins } of found) {
    file.handled.add(origins.node);
    if (!removeArgument(file, call, object)) editProperties(file, object, [origins], []);
    file.report('ATTACH_ORIGINS_IGNORED', {}, origins.node, 'migrated', `${method}(…, { origins })`);
  }
}

/** Removes the whole argument if it holds nothing else, not even a comment. */
function removeArgument(
  file: SourceFile,
  call: NodePath<t.CallExpression>,
  object: NodePath<t.ObjectExpression>,
): boolean {
  const [server, options, ...others] = call.node.arguments;
  if (!server || !options || others.length > 0 || object.node.properties.length > 1) return false;
  const start = file.outerSpan(server).end;
  const { end } = file.outerSpan(options);
  if (commentsWithin(file, { start, end }).length > 0) return false;
  file.edits.remove(start, end);
  return true;
}
