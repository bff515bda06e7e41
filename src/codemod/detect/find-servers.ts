import { constantValue } from '../ast/bound-values.js';
import type { NodePath, t } from '../ast/types.js';
import { memberName, unwrap } from '../ast/unwrap.js';
import { feathersSite } from './feathers-site.js';
import { handleOf, type MethodCall, whereaboutsOf } from './handle.js';
import { moduleValue } from './module-value.js';
import { adapterSite, gatewaySite } from './nest-sites.js';
import { type Kept, Places } from './places.js';
import { optionsIndexOf, type ServerSite } from './server-site.js';

/** The servers that a file makes, and the calls of setting methods that belong to none of them. */
export interface FoundServers {
  readonly sites: readonly ServerSite[];
  readonly strayCalls: readonly MethodCall[];
}

/** v2's methods that take CORS settings, or options. */
const SETTING_METHODS = new Set(['origins', 'set', 'attach', 'listen']);

/** Finds each place that makes a Socket.IO server, and the calls that change its settings. */
export function findServers(program: NodePath<t.Program>): FoundServers {
  const sites: ServerSite[] = [];
  const methodCalls: MethodCall[] = [];
  const indirectCalls: MethodCall[] = [];
  const visit = (
    path: NodePath<t.CallExpression> | NodePath<t.NewExpression> | NodePath<t.OptionalCallExpression>,
  ) => {
    const call = path as NodePath<t.CallExpression | t.NewExpression>;
    const site = socketIoSite(call) ?? gatewaySite(call) ?? adapterSite(call) ?? feathersSite(call);
    if (site !== undefined) sites.push(site);
    else if (path.isCallExpression() || path.isOptionalCallExpression()) {
      const name = memberName(path.get('callee') as NodePath);
      if (name !== undefined && SETTING_METHODS.has(name))
        methodCalls.push({ call: path as NodePath<t.CallExpression>, name });
      // io.origins.call(io, list)
      else if (name === 'call' || name === 'apply' || name === 'bind') {
        const method = unwrap(path.get('callee') as NodePath).get('object') as NodePath;
        if (memberName(method) === 'origins')
          indirectCalls.push({ call: path as NodePath<t.CallExpression>, name: 'origins' });
      }
    }
  };
  const kept: Kept[] = [];
  const keep = (target: NodePath, value: NodePath) => {
    const handle = value.node && handleOf(target);
    if (handle) kept.push({ handle, value });
  };
  program.traverse({
    CallExpression: visit,
    NewExpression: visit,
    OptionalCallExpression: visit,
    AssignmentExpression: (path) => keep(path.get('left') as NodePath, path.get('right')),
    VariableDeclarator: (path) => keep(path.get('id') as NodePath, path.get('init') as NodePath),
  });
  const places = new Places(sites, kept);
  // In a chain the last call is met first.
  methodCalls.sort((a, b) => nameEnd(a) - nameEnd(b));
  const strayCalls = methodCalls.filter((method) => {
    const owners = places.ownersOf(method);
    for (const owner of owners) {
      owner.methodCalls.push(method);
      if (owners.length > 1) owner.sharesCalls = true;
    }
    return owners.length === 0;
  });
  return { sites, strayCalls: [...strayCalls, ...indirectCalls] };
}

/** Where the name of a method stands, which comes in the order of the calls. */
function nameEnd({ call }: MethodCall): number {
  return call.node.callee.end as number;
}

/** A call of Socket.IO itself: `require('socket.io')(…)`, `new Server(…)`, `io.listen(…)`. */
function socketIoSite(call: NodePath<t.CallExpression | t.NewExpression>): ServerSite | undefined {
  const callee = unwrap(call.get('callee') as NodePath);
  const value = moduleValue(callee, ['socket.io']);
  if (value === undefined) return undefined;
  if (value.kind === 'member' && value.name !== 'Server' && value.name !== 'listen') return undefined;
  // `io = io.listen(app)`: the same variable holds the module first and the server afterwards.
  if (isServerByThen(callee, value)) return undefined;
  const { handles } = whereaboutsOf(call);
  const notation = value.kind === 'member' && value.name === 'Server' ? 'v4' : 'v2';
  return { call, notation, optionsIndex: optionsIndexOf(call, isObject), handles, methodCalls: [] };
}

function isServerByThen(callee: NodePath, value: { name?: string; binding?: unknown }): boolean {
  if (value.name !== 'listen' || memberName(callee) === undefined) return false;
  const object = unwrap(callee.get('object') as NodePath);
  if (!object.isIdentifier()) return false;
  const binding = object.scope.getBinding(object.node.name);
  // The first that fits ends the search, so that a thousand assignments are not gone through a thousand times.
  return (binding?.constantViolations ?? []).some(
    (assignment) =>
      assignment.isAssignmentExpression() &&
      (assignment.node.start ?? 0) < (callee.node.start ?? 0) &&
      !contains(assignment.get('right'), callee),
  );
}

function contains(outer: NodePath, inner: NodePath): boolean {
  return inner === outer || inner.isDescendant(outer);
}

/** Whether an argument is an options object, so that it is no HTTP server. */
function isObject(path: NodePath): boolean {
  const node = unwrap(path);
  return node.isObjectExpression() || unwrap(constantValue(node) ?? node).isObjectExpression();
}
