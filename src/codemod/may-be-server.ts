import type { NodePath } from './babel.js';
import { isServerName } from './looks-like-socket-io.js';
import { chainStart, handleOf, type MethodCall } from './server-handle.js';
import type { ServerSite } from './server-site.js';
import { memberName, unwrap } from './unwrap.js';

/**
 * Whether `origins` is called on what may be a server that the file makes: something reached from it, or a parameter,
 * whatever its name.
 *
 * @example mayBeServer(method, sites) // for `io.sockets.server.origins(list)`, and for `function setup(s) { s.origins(list); }`
 */
export function mayBeServer({ call, name }: MethodCall, sites: readonly ServerSite[]): boolean {
  if (name !== 'origins' || sites.length === 0) return false;
  const receiver = chainStart((call.get('callee') as NodePath).get('object') as NodePath);
  const handle = handleOf(receiver);
  if (handle && typeof handle.root === 'object' && 'kind' in handle.root && handle.root.kind === 'param')
    return true;
  // servers[name].origins(list)
  if (unwrap(receiver).isMemberExpression() && memberName(unwrap(receiver)) === undefined) return true;
  const isReached = (path: NodePath): boolean => {
    const reached = handleOf(path);
    return (
      reached !== undefined && sites.some(({ handles }) => handles.some((other) => isWithin(reached, other)))
    );
  };
  // io.of('/news').server.origins(list), Object.assign(io, more).origins(list)
  let found = isReached(receiver) || namesServer(receiver);
  unwrap(receiver).traverse({
    enter(path) {
      found ||= isReached(path) || namesServer(path);
    },
  });
  return found;
}

/** Whether an expression says that it is about a server: `getIo()`, `app.get('io')`, `require('./socket')`. */
function namesServer(path: NodePath): boolean {
  const name = path.isStringLiteral() ? path.node.value : path.isIdentifier() ? path.node.name : '';
  return isServerName(name);
}

function isWithin(one: { root: unknown; path: string }, other: { root: unknown; path: string }): boolean {
  return one.root === other.root && (one.path === other.path || one.path.startsWith(`${other.path}.`));
}
