import { CHAINABLE_METHODS, CHECK_MEMBERS, ENGINE_MEMBERS, SETTING_METHODS } from '../../v2/server-api.js';
import {
  argumentsOf,
  calleeOf,
  callOf,
  isAssigned,
  memberName,
  nameOf,
  rewrap,
  unwrap,
} from '../ast/nodes.js';
import type { Binding, NodePath, t } from '../ast/types.js';
import { boundValues, evaluate, functionBinding, writtenValue } from '../ast/values.js';
import { Flow } from './flow.js';
import { adapterSite, feathersSite, gatewaySite } from './frameworks.js';
import { chainStart, handlesOf, type MethodCall } from './handle.js';
import { followModule, isServerByThen, isServerOrModule, type UnfollowedModule } from './module-uses.js';
import { moduleValue } from './module-value.js';
import { newSite, optionsIndexOf, type ServerSite } from './server-site.js';

/** The servers that a file creates, and its uses of the module that cannot be followed to a server. */
export interface FoundServers {
  readonly sites: readonly ServerSite[];
  /** Uses of the module that cannot be followed, so that a server may be created there. */
  readonly unfollowed: readonly UnfollowedModule[];
  /** Whether the file uses the prototype of v2's server, which all servers of the program share. */
  readonly patchesServers: boolean;
}

/** The parts of v2's server that decide who is admitted. Any other use than a call that sets them needs review. */
const ACCESS_MEMBERS: ReadonlySet<string> = new Set([...SETTING_METHODS, ...CHECK_MEMBERS]);

/** Members of the engine that name sessions and speak WebSocket. Neither v2 nor v4 asks them who is admitted. */
const UNCHECKED_MEMBERS: ReadonlySet<string> = new Set(['generateId', 'ws']);

/** A server, its engine, or one of its namespaces, whose `server` leads back to it. */
interface ServerTag {
  readonly site: ServerSite;
  readonly part: 'server' | 'engine' | 'namespace';
}

/** Finds each Socket.IO server that a file creates, and follows the module and the servers through the file. */
export function findServers(program: NodePath<t.Program>): FoundServers {
  const sites: ServerSite[] = [];
  const visit = (path: NodePath<t.CallExpression> | NodePath<t.NewExpression>) => {
    const call = path as NodePath<t.CallExpression | t.NewExpression>;
    const site = socketIoSite(call) ?? gatewaySite(call) ?? adapterSite(call) ?? feathersSite(call);
    if (site !== undefined) sites.push(site);
  };
  program.traverse({ CallExpression: visit, NewExpression: visit });
  const { unfollowed, patchesServers } = followModule(program, sites);
  followServers(program, sites);
  return { sites, unfollowed, patchesServers };
}

/** Follows every server of a file, and notes its uses on its site. */
function followServers(program: NodePath<t.Program>, sites: readonly ServerSite[]): void {
  const made = new Set<t.Node>(sites.map(({ call }) => call.node));
  const owners = new Map<t.Node, { method: MethodCall; sites: Set<ServerSite> }>();
  const flow = new Flow<ServerTag>(program, {
    member(name, path, tag) {
      const { site, part } = tag;
      const leadsOn = part === 'server' && /^(?:sockets|eio|engine)$/.test(name ?? '');
      if (!leadsOn && !callOf(path)) site.asked.push(path);
      if (part === 'engine') {
        // Any other member that is replaced may be part of the check.
        if (name === undefined || (!UNCHECKED_MEMBERS.has(name) && isAssigned(path)))
          site.overrides.push(path);
        return;
      }
      if (part === 'namespace') {
        if (name === 'server') flow.follow(path, tagOf(site, 'server'));
        return;
      }
      const known = name ?? computedName(path);
      if (known === undefined) {
        site.overrides.push(path);
        return;
      }
      const call = callOf(path);
      if (ENGINE_MEMBERS.has(known)) {
        if (isAssigned(path)) site.overrides.push(path);
        else flow.follow(path, tagOf(site, 'engine'));
      } else if (call && SETTING_METHODS.has(known)) {
        if (!made.has(call.node)) {
          const entry = owners.get(call.node) ?? { method: { call, name: known }, sites: new Set() };
          owners.set(call.node, entry);
          entry.sites.add(site);
        }
        flow.follow(call as NodePath, tag);
      } else if (ACCESS_MEMBERS.has(known) || /^(?:constructor|__proto__)$/.test(known))
        site.overrides.push(path);
      else if (call && CHAINABLE_METHODS.has(known)) flow.follow(call as NodePath, tag);
      else if (known === 'sockets') flow.follow(path, tagOf(site, 'namespace'));
      else if (call && known === 'of') flow.follow(call as NodePath, tagOf(site, 'namespace'));
    },
    call: () => undefined,
    extend: () => undefined,
    escape(kind, path, { site, part }) {
      if (part === 'namespace') return;
      const target = reflected(path, part);
      if (target === 'harmless' || (part === 'engine' && isThisOf(path))) return;
      if (part === 'engine' || target === 'changed') site.overrides.push(path);
      else site.escapes.push({ kind, path });
    },
  });
  for (const site of sites) {
    const tag = tagOf(site, 'server');
    if (site.notation === 'v2' || site.notation === 'v4' || site.notation === 'adapter')
      flow.follow(site.call as NodePath, tag);
    for (const handle of site.handles) flow.followHandle(handle, tag);
  }
  // Code in `eval` sees every variable.
  program.traverse({
    CallExpression: (path) => {
      if (!path.get('callee').is('Identifier', { name: 'eval' })) return;
      const text = evaluate(path.get('arguments')[0] as NodePath)?.value;
      if (typeof text !== 'string' || /origins|checkRequest|allowRequest/.test(text))
        for (const site of sites) site.overrides.push(path as NodePath);
    },
  });
  const methods = [...owners.values()].sort((a, b) => nameEnd(a.method) - nameEnd(b.method));
  for (const { method, sites: candidates } of methods) {
    const own = nearest([...candidates], method);
    for (const site of own) {
      site.methodCalls.push(method);
      if (own.length > 1) site.sharesCalls = true;
      if (!holdsServersAlone(method, made)) site.unsureCalls.push(method);
    }
  }
}

const TAGS = new WeakMap<ServerSite, Map<ServerTag['part'], ServerTag>>();

/** One tag object for each part of a server: the flow compares tags by identity. */
function tagOf(site: ServerSite, part: ServerTag['part']): ServerTag {
  const tags = TAGS.get(site) ?? new Map<ServerTag['part'], ServerTag>();
  TAGS.set(site, tags);
  const tag = tags.get(part) ?? { site, part };
  tags.set(part, tag);
  return tag;
}

/** The name in `io['origins']` and in `io[METHOD]`, if `METHOD` is a literal. */
function computedName(path: NodePath): string | undefined {
  if (!path.is('MemberExpression') && !path.is('OptionalMemberExpression')) return undefined;
  const value = evaluate(path.get('property') as NodePath)?.value;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** `check.call(io.engine, request, callback)`: a function that reads the engine as `this`. */
function isThisOf(path: NodePath): boolean {
  const call = path.parentPath;
  if (path.listKey !== 'arguments' || path.key !== 0 || !call?.is('CallExpression')) return false;
  return /^(?:call|apply|bind)$/.test(memberName(calleeOf(call)) ?? '');
}

/** What `Object.assign(io, …)`, `Object.defineProperty(io, …)` and the like do to their first argument. */
function reflected(path: NodePath, part: ServerTag['part']): 'harmless' | 'changed' | undefined {
  const call = path.parentPath;
  if (path.listKey !== 'arguments' || !call?.is('CallExpression')) return undefined;
  const callee = calleeOf(call);
  // new Function('io', '…')(io)
  if (callee.is('NewExpression') || callee.is('CallExpression')) {
    const maker = calleeOf(callee);
    if (maker.is('Identifier', { name: 'Function' }) || maker.is('Identifier', { name: 'eval' }))
      return 'changed';
  }
  // extend(io, { checkRequest: check })
  if (argumentsOf(call).some((one) => one !== path && namesCheck(one))) return 'changed';
  const name = memberName(callee);
  const owner = name === undefined ? undefined : unwrap(callee.get('object') as NodePath);
  const isObject = owner?.is('Identifier', { name: 'Object' });
  if (!isObject && !owner?.is('Identifier', { name: 'Reflect' })) return undefined;
  // Object.assign({}, io)
  if (path.key !== 0) return name === 'assign' ? 'changed' : undefined;
  if (/^(?:freeze|is|seal)$/.test(name ?? '')) return 'harmless';
  // v4 has no _origins, and Object.getPrototypeOf(io) has the methods.
  if (/^(?:keys|values|entries|getOwnPropertyNames|getPrototypeOf|ownKeys)$/.test(name ?? ''))
    return 'changed';
  const [, ...others] = argumentsOf(call);
  // Any method of the engine may be a part of the check.
  return part === 'engine' || others.some(mayNameCheck) ? 'changed' : 'harmless';
}

/** Whether a text or an object names the check of v2's server, or the method that sets it: `restrict(io, 'origins', list)`. */
function namesCheck(path: NodePath): boolean {
  const node = unwrap(path);
  const known = evaluate(node)?.value;
  if (typeof known === 'string') return known === 'origins' || CHECK_MEMBERS.has(known);
  return (
    node.is('ObjectExpression') &&
    node.node.properties.some(
      (property) =>
        'key' in property && /^(?:checkRequest|_origins)$/.test(nameOf(property.key as t.Node) ?? ''),
    )
  );
}

/** Whether an expression may name, or hold, a part of the check. One that cannot be read may. */
function mayNameCheck(path: NodePath): boolean {
  const parts = new Set([...ACCESS_MEMBERS, ...ENGINE_MEMBERS, 'allowRequest']);
  const object = writtenValue(path);
  if (object.is('ObjectExpression'))
    return object.node.properties.some((property) => {
      if (!('key' in property)) return true;
      const name = nameOf(property.key as t.Node, (property as t.ObjectProperty).computed);
      return name === undefined || parts.has(name);
    });
  if (object.isFunction()) return false;
  const known = evaluate(object);
  return known === undefined || (typeof known.value === 'string' && parts.has(known.value));
}

/**
 * The servers that a call is made on. If a variable holds several, one after the other, the call belongs to the last one
 * that is created before it in the same list of statements.
 */
function nearest(candidates: readonly ServerSite[], { call }: MethodCall): readonly ServerSite[] {
  if (candidates.length < 2) return candidates;
  const list = statementListOf(call as NodePath);
  const before = candidates.filter(
    (site) =>
      statementListOf(site.call as NodePath) === list &&
      (site.call.node.start as number) < (call.node.callee.end as number),
  );
  const [last] = before.sort((a, b) => (b.call.node.start as number) - (a.call.node.start as number));
  return last === undefined ? candidates : [last];
}

/** The list that holds the statement of an expression. */
function statementListOf(path: NodePath): unknown {
  const statement = path.findParent((parent) => parent.isStatement());
  return statement?.listKey === 'body' ? statement.container : statement;
}

/** Whether the receiver of a call never holds anything but a server, the module, `null` or `undefined`. */
function holdsServersAlone({ call }: MethodCall, made: ReadonlySet<t.Node>): boolean {
  const start = chainStart((call.get('callee') as NodePath).get('object') as NodePath, (node) =>
    made.has(node),
  );
  if (!start.is('Identifier')) return true;
  const binding = start.scope.getBinding(start.node.name);
  if (binding === undefined) return true;
  if (binding.kind === 'param') return isCalledOnce(binding);
  const values = boundValues(binding);
  if (values === undefined) return binding.constantViolations.length === 0;
  return values.every((value) => isServerOrModule(value, made));
}

/** Whether a parameter belongs to a function that only one call runs, so that it holds one server. */
function isCalledOnce({ path }: Binding): boolean {
  const owner = path.isFunction() ? path : path.getFunctionParent();
  if (owner === null) return false;
  // A callback of Feathers, or a method of Nest, is called by the framework.
  const holder = rewrap(owner as NodePath);
  if (holder.listKey === 'arguments' || holder.key === 'callee' || owner.is('ClassMethod')) return true;
  const [reference, ...others] = functionBinding(owner)?.referencePaths ?? [];
  return reference?.key === 'callee' && others.length === 0;
}

/** The end of a method's name. In a chain, it has the order in which the calls run. */
function nameEnd({ call }: MethodCall): number {
  return call.node.callee.end as number;
}

/** A call of Socket.IO itself: `require('socket.io')(…)`, `new Server(…)`, `io.listen(…)`. */
function socketIoSite(call: NodePath<t.CallExpression | t.NewExpression>): ServerSite | undefined {
  const callee = calleeOf(call);
  const value = moduleValue(callee, ['socket.io']);
  if (value === undefined) return undefined;
  if (value.kind === 'member' && value.name !== 'Server' && value.name !== 'listen') return undefined;
  if (isServerByThen(callee)) return undefined;
  const notation = value.kind === 'member' && value.name === 'Server' ? 'v4' : 'v2';
  return newSite(call, notation, optionsIndexOf(call, isObject), handlesOf(call));
}

/** Whether an argument is an options object, and so no HTTP server. */
function isObject(path: NodePath): boolean {
  return writtenValue(path).is('ObjectExpression');
}
