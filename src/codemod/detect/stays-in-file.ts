import { isExported } from '../ast/is-exported.js';
import type { NodePath } from '../ast/types.js';
import { memberName, rewrap } from '../ast/unwrap.js';
import { CHAINABLE } from './handle.js';
import type { ServerSite } from './server-site.js';

/**
 * Whether no other file is handed a server: it is kept in plain variables at most, of which nothing is done but to call
 * methods.
 *
 * @example staysInFile(site) // for `const io = require('socket.io')(server); io.on('connection', greet);`
 */
export function staysInFile({ call, notation, handles }: ServerSite): boolean {
  const isOwn = notation === 'v2' || notation === 'v4';
  if (!isOwn || (handles.length === 0 && !isDropped(call as NodePath))) return false;
  return handles.every(({ root, path }) => {
    if (path !== '' || typeof root === 'string' || !('referencePaths' in root) || isExported(root))
      return false;
    return root.referencePaths.every(isCalledOnly);
  });
}

/** `io` of `io.on('connection', greet);` and of `io.sockets.emit('news')`, but not of `module.exports = io.on(…)`. */
function isCalledOnly(reference: NodePath): boolean {
  const value = rewrap(reference);
  const name = value.key === 'object' && value.parentPath ? memberName(value.parentPath) : undefined;
  return name !== undefined && (!CHAINABLE.has(name) || isDropped(value));
}

/** Whether nothing becomes of a value but that methods are called on it, which give it back. */
function isDropped(value: NodePath): boolean {
  let at = rewrap(value);
  for (;;) {
    const { parentPath: parent } = at;
    if (parent?.isExpressionStatement()) return true;
    const isCall = at.key === 'callee' && (parent?.isCallExpression() || parent?.isOptionalCallExpression());
    const isMember = at.key === 'object' && parent && memberName(parent) !== undefined;
    if (!parent || !(isCall || isMember)) return false;
    at = rewrap(parent);
  }
}
