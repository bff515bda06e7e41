import type { NodePath } from './babel.js';
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
  let root = chainStart((call.get('callee') as NodePath).get('object') as NodePath);
  for (;;) {
    const handle = handleOf(root);
    if (handle !== undefined) {
      const isParameter =
        typeof handle.root === 'object' && 'kind' in handle.root && handle.root.kind === 'param';
      return isParameter || sites.some(({ handles }) => handles.some((other) => isWithin(handle, other)));
    }
    // io.of('/news').server.origins(list)
    const node = unwrap(root);
    if (node.isCallExpression()) root = node.get('callee') as NodePath;
    else if (memberName(node) !== undefined) root = node.get('object') as NodePath;
    else return false;
  }
}

function isWithin(one: { root: unknown; path: string }, other: { root: unknown; path: string }): boolean {
  return one.root === other.root && (one.path === other.path || one.path.startsWith(`${other.path}.`));
}
