import { CHAINABLE_METHODS, CHECK_MEMBERS, ENGINE_MEMBERS, SETTING_METHODS } from '../../v2/server-api.js';
import { declaredIdentifiers } from '../ast/identifiers.js';
import {
  allOf,
  bindingOf,
  calledThrough,
  calleeOf,
  callOf,
  classOf,
  holds,
  isAssigned,
  keyName,
  memberName,
  rewrap,
  shortName,
  targetOf,
  unwrap,
} from '../ast/nodes.js';
import { writtenNames } from '../ast/objects.js';
import type { Binding, NodePath, t } from '../ast/path.js';
import { statementOf } from '../ast/statements.js';
import { boundValues, evaluate, functionBinding, knownName, onlyCall, writtenValue } from '../ast/values.js';
import { Flow, IGNORED } from './flow.js';
import { adapterSite, feathersSite, gatewaySite } from './frameworks.js';
import { chainStart, fieldName, type Handle, handleOf } from './handle.js';
import { followModule, isServerByThen, isServerOrModule, type UnfollowedModule } from './module-uses.js';
import { moduleValue } from './module-value.js';
import { type MethodCall, newSite, type ServerSite } from './server-site.js';

/** The servers that a file creates, and its uses of the module that cannot be followed to a server. */
export interface FoundServers {
  readonly sites: readonly ServerSite[];
  /** Uses of the module that cannot be followed, so that a server may be created there. */
  readonly unfollowed: readonly UnfollowedModule[];
  /** Whether the file uses the prototype of v2's server, which all servers of the program share. */
  readonly patchesServers: boolean;
}

/** The parts of v2's server that decide who is allowed. Any other use than a call that sets them needs review. */
const ACCESS_MEMBERS: ReadonlySet<string> = new Set([...SETTING_METHODS, ...CHECK_MEMBERS]);

/** The parts of v2's server and its engine that decide who is allowed, or lead there. */
const ACCESS_PARTS: ReadonlySet<string> = new Set([...ACCESS_MEMBERS, ...ENGINE_MEMBERS, 'allowRequest']);

/** Members of the engine that name sessions and speak WebSocket. Neither v2 nor v4 asks them who is allowed. */
const UNCHECKED_MEMBERS: ReadonlySet<string> = new Set(['generateId', 'ws']);

/** Finds each Socket.IO server that a file creates, and follows the module and the servers through the file. */
export function findServers(program: NodePath<t.Program>): FoundServers {
  const sites = allOf(program, 'CallExpression', 'NewExpression').flatMap(
    (call) => socketIoSite(call) ?? gatewaySite(call) ?? adapterSite(call) ?? feathersSite(call) ?? [],
  );
  const { unfollowed, patchesServers } = followModule(program, sites);
  followServers(program, sites);
  return { sites, unfollowed, patchesServers };
}

/** Follows every server of a file, its engine and its namespaces, and notes their uses on its site. */
function followServers(program: NodePath<t.Program>, sites: readonly ServerSite[]): void {
  const made = new Set<t.Node>(sites.map(({ call }) => call.node));
  const owners = new Map<t.Node, { method: MethodCall; sites: Set<ServerSite> }>();
  const ask = (path: NodePath, site: ServerSite) => {
    if (!callOf(path)) site.asked.push(path);
  };
  const engines = new Flow<ServerSite>(program, {
    ...IGNORED,
    member(name, path, site) {
      ask(path, site);
      // Any other member that is replaced may be part of the check.
      if (name === undefined || (!UNCHECKED_MEMBERS.has(name) && isAssigned(path))) site.overrides.push(path);
    },
    escape(_kind, path, site) {
      if (!isGivenAsThis(path) && reflected(path, true) !== 'harmless') site.overrides.push(path);
    },
  });
  const namespaces = new Flow<ServerSite>(program, {
    ...IGNORED,
    member(name, path, site) {
      ask(path, site);
      if (name === 'server') servers.follow(path, site);
    },
    escape: (_kind, path, site) => ask(path, site),
  });
  const servers: Flow<ServerSite> = new Flow<ServerSite>(program, {
    ...IGNORED,
    member(name, path, site) {
      const known = name ?? knownName(path);
      const call = callOf(path);
      if (known === 'sockets') namespaces.follow(path, site);
      else if (known !== undefined && ENGINE_MEMBERS.has(known)) {
        if (isAssigned(path)) site.overrides.push(path);
        else engines.follow(path, site);
      } else ask(path, site);
      if (call && known !== undefined && SETTING_METHODS.has(known)) {
        if (!made.has(call.node)) {
          const entry = owners.get(call.node) ?? { method: { call, name: known }, sites: new Set() };
          owners.set(call.node, entry);
          entry.sites.add(site);
        }
        servers.follow(call, site);
      } else if (
        known === undefined ||
        ACCESS_MEMBERS.has(known) ||
        /^(?:constructor|__proto__)$/.test(known)
      )
        site.overrides.push(path);
      else if (call && CHAINABLE_METHODS.has(known)) servers.follow(call, site);
      else if (call && known === 'of') namespaces.follow(call, site);
    },
    keep(handle, value, site) {
      // const io = start(): further calls of the function make other servers.
      const { call } = site;
      if (value.node === call.node || call.isDescendant(value)) site.holder ??= handle;
    },
    escape(_kind, path, site) {
      ask(path, site);
      const target = reflected(path, false);
      if (target === 'changed') site.overrides.push(path);
      else if (target === undefined) site.escapes = true;
      // module.exports = Object.assign(io, { send })
      else if (
        path.parentPath &&
        /^(?:assign|freeze|seal)$/.test(memberName(calleeOf(path.parentPath)) ?? '')
      )
        servers.follow(path.parentPath, site);
    },
  });
  for (const site of sites) {
    if (site.notation !== 'gateway' && site.notation !== 'feathers') servers.follow(site.call, site);
    for (const handle of site.handles) servers.followHandle(handle, site);
  }
  // Code in `eval` sees every variable, and a name within `with` may mean any member.
  const isHidden = (path: NodePath) =>
    path.is('WithStatement') ||
    (path.is('CallExpression') && path.get('callee').is('Identifier', { name: 'eval' }));
  for (const path of allOf(program, 'CallExpression', 'WithStatement'))
    if (isHidden(path)) for (const site of sites) site.overrides.push(path);
  const methods = [...owners.values()].sort((a, b) => nameEnd(a.method) - nameEnd(b.method));
  const members = memberValues(program);
  for (const { method, sites: candidates } of methods) {
    const own = nearest([...candidates], method);
    for (const site of own) {
      site.methodCalls.push(method);
      if (own.length > 1) site.sharesCalls = true;
      if (mayDecide(method) && !holdsServersAlone(method, made, members)) site.unsureCalls.push(method);
    }
  }
}

/** `check.call(io.engine, request, callback)`: a function that reads the engine as `this`. */
function isGivenAsThis(path: NodePath): boolean {
  const call = path.parentPath;
  if (path.listKey !== 'arguments' || path.key !== 0 || !call?.is('CallExpression')) return false;
  return calledThrough(call) !== undefined;
}

/** The effect of `Object.assign(io, …)`, `Object.defineProperty(io, …)` and the like on a server or its engine. */
function reflected(path: NodePath, isEngine: boolean): 'harmless' | 'changed' | undefined {
  const call = path.parentPath;
  if (path.listKey !== 'arguments' || !call?.is('CallExpression')) return undefined;
  const callee = calleeOf(call);
  // new Function('io', '…')(io)
  if (/^(?:Function|eval)$/.test(shortName(calleeOf(callee)) ?? '')) return 'changed';
  const names = call.get('arguments').flatMap((one) => (one === path ? [] : writtenNames(one)));
  // extend(io, { checkRequest: check }), restrict(io, 'origins', list)
  const isNamed = names.some((name) => CHECK_MEMBERS.has(name ?? ''));
  if (isNamed || call.get('arguments').some((one) => evaluate(one)?.value === 'origins')) return 'changed';
  const name = memberName(callee);
  if (name === undefined || !/^(?:Object|Reflect)$/.test(shortName(callee.get('object')) ?? ''))
    return undefined;
  // Object.assign({}, io)
  if (path.key !== 0) return name === 'assign' ? 'changed' : undefined;
  if (/^(?:freeze|is|seal)$/.test(name)) return 'harmless';
  // v4 has no _origins, Object.getPrototypeOf(io) has the methods, and any method of the engine may be part of the check.
  const isWhole = /^(?:keys|values|entries|getOwnPropertyNames|getPrototypeOf|ownKeys)$/.test(name);
  return isWhole || isEngine || names.some((one) => one === undefined || ACCESS_PARTS.has(one))
    ? 'changed'
    : 'harmless';
}

/**
 * The servers that a call is made on. If a variable holds several, one after the other, the call belongs to the last one
 * that is created before it in the same list of statements, or to each that the same statement may create.
 */
function nearest(candidates: readonly ServerSite[], { call }: MethodCall): readonly ServerSite[] {
  if (candidates.length < 2) return candidates;
  const list = statementListOf(call);
  const before = candidates.filter(
    (site) => statementListOf(site.call) === list && site.call.start < (call.node.callee.end as number),
  );
  const [last] = before.sort((a, b) => b.call.start - a.call.start);
  // const io = key ? socketio(https) : socketio(http)
  const made = last && statementOf(last.call);
  return made === undefined ? candidates : before.filter(({ call: one }) => statementOf(one) === made);
}

/** The list that holds the statement of an expression. */
function statementListOf(path: NodePath): unknown {
  const statement = path.findParent((parent) => parent.isStatement());
  return statement?.listKey === 'body' ? statement.container : statement;
}

type MemberValues = ReadonlyMap<Handle['root'], ReadonlyMap<string, readonly NodePath[]>>;

/** Whether a call may change who is allowed. `io.set('log level', 1)` does not. */
function mayDecide({ call, name }: MethodCall): boolean {
  const [first, second] = call.get('arguments');
  if (name !== 'set') return name === 'origins' || second !== undefined;
  const key = first && evaluate(first)?.value;
  return typeof key !== 'string' || key === 'origins' || key === 'authorization';
}

/** Whether the receiver of a call never holds anything but a server, the module, `null` or `undefined`. */
function holdsServersAlone({ call }: MethodCall, made: ReadonlySet<t.Node>, members: MemberValues): boolean {
  const start = chainStart(call.get('callee').get('object'), (node) => made.has(node));
  const binding = bindingOf(start);
  if (binding !== undefined) return isServersAlone(binding, made);
  const handle = handleOf(start);
  const values = (handle && members.get(handle.root)?.get(handle.path)) ?? [];
  return values.every((value) => {
    if (isServerOrModule(value, made)) return true;
    // this.io = options.io || io
    if (values.length > 1 || /^(?:Assignment|Conditional|Logical)/.test(unwrap(value).node.type))
      return false;
    const held = bindingOf(unwrap(value));
    return held === undefined || isServersAlone(held, made);
  });
}

function isServersAlone(binding: Binding, made: ReadonlySet<t.Node>): boolean {
  // const { io = other } = app
  const declared = binding.path.is('VariableDeclarator') ? binding.path.get('id') : binding.path;
  const isDefault = ({ node }: NodePath) =>
    node.type === 'AssignmentPattern' && node.left === binding.identifier;
  if (holds(declared, isDefault)) return isLeftOut(binding.path);
  if (binding.kind === 'param') return isCalledOnce(binding);
  const values = boundValues(binding);
  if (values === undefined) return binding.constantViolations.length === 0;
  return values.every((value) => isServerOrModule(value, made));
}

/** The values that a file gives to its members, by root and path: `this.io = value`, fields, `constructor(private io)`. */
function memberValues(program: NodePath<t.Program>): MemberValues {
  const found = new Map<Handle['root'], Map<string, NodePath[]>>();
  const add = (root: Handle['root'] | undefined, path: string, value: NodePath) => {
    if (root === undefined || value.node === null) return;
    const members = found.get(root) ?? new Map<string, NodePath[]>();
    found.set(root, members.set(path, members.get(path) ?? []));
    members.get(path)?.push(value);
  };
  const types = ['AssignmentExpression', 'ObjectProperty', 'TSParameterProperty'] as const;
  for (const one of allOf(program, ...types, 'ClassProperty', 'ClassPrivateProperty')) {
    if (one.is('AssignmentExpression')) {
      const { root, path = '' } = handleOf(one.get('left')) ?? {};
      add(root, path, one.get('right'));
    } else if (one.is('ObjectProperty')) {
      const target = one.parentPath?.is('ObjectExpression') ? targetOf(one.parentPath) : undefined;
      const { root, path = '' } = (target && handleOf(target)) ?? {};
      add(root, `${path}.${keyName(one.node)}`, one.get('value'));
    } else if (one.is('TSParameterProperty')) {
      const [name] = declaredIdentifiers(one.node);
      add(classOf(one)?.node, `.${name?.name}`, one.get('parameter'));
    } else add(classOf(one)?.node, `.${fieldName(one)}`, one.get('value') as NodePath);
  }
  return found;
}

/** Whether a parameter belongs to a function that only one call runs, so that it holds one server. */
function isCalledOnce({ path }: Binding): boolean {
  const owner = path.isFunction() ? path : path.getFunctionParent();
  if (owner === null) return false;
  const isConstructor = owner.is('ClassMethod') && owner.node.kind === 'constructor';
  const called = isConstructor ? classOf(owner) : owner;
  if (called === null) return false;
  // A callback of Feathers, or a method of Nest, is called by the framework.
  const holder = rewrap(called);
  if (holder.listKey === 'arguments' || holder.key === 'callee' || called.is('ClassMethod')) return true;
  return onlyCall(functionBinding(called)) !== undefined;
}

/** Whether the only call of a function leaves a parameter to its default. */
function isLeftOut(parameter: NodePath): boolean {
  const owner = parameter.is('AssignmentPattern') ? parameter.getFunctionParent() : null;
  const args = owner && onlyCall(functionBinding(owner))?.parentPath?.get('arguments');
  return (
    Array.isArray(args) && !args.some((one, at) => at >= Number(parameter.key) || one.is('SpreadElement'))
  );
}

/** The end of a method's name. In a chain, these ends are in the order in which the calls run. */
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
  // v2 took (srv, opts), or an options object alone.
  const [first, ...others] = call.get('arguments');
  const isFirst = first === undefined || (others.length === 0 && writtenValue(first).is('ObjectExpression'));
  return newSite(call, notation, isFirst ? 0 : 1);
}
