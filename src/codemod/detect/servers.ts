import { CHAINABLE_METHODS, CHECK_MEMBERS, ENGINE_MEMBERS, SETTING_METHODS } from '../../v2/server-api.js';
import { memberName, nameOf, rewrap, unwrap } from '../ast/nodes.js';
import type { Binding, NodePath, t } from '../ast/types.js';
import { boundValues, constantValue, evaluate, functionBinding, writtenValue } from '../ast/values.js';
import { feathersSite } from './feathers-site.js';
import { type EscapeKind, Flow } from './flow.js';
import { chainStart, handlesOf, type MethodCall } from './handle.js';
import { moduleValue, requireLike } from './module-value.js';
import { adapterSite, gatewaySite } from './nest-sites.js';
import { newSite, optionsIndexOf, type ServerSite } from './server-site.js';

/** The servers that a file creates, and its uses of the module that cannot be followed to a server. */
export interface FoundServers {
  readonly sites: readonly ServerSite[];
  /** Uses of the module that cannot be followed, so that a server may be created there. */
  readonly unfollowed: readonly UnfollowedModule[];
  /** Whether the file uses the prototype of v2's server, which all servers of the program share. */
  readonly patchesServers: boolean;
}

/** A use of the module `socket.io` that does not lead to a known construction. */
export interface UnfollowedModule {
  readonly path: NodePath;
  /** The end of the sentence "the module is …". */
  readonly why: string;
}

/** The parts of v2's server that decide who is admitted. Any other use than a call that sets them needs review. */
const ACCESS_MEMBERS: ReadonlySet<string> = new Set([...SETTING_METHODS, ...CHECK_MEMBERS]);

/** Members of the engine that name sessions and speak WebSocket. Neither v2 nor v4 asks them who is admitted. */
const UNCHECKED_MEMBERS: ReadonlySet<string> = new Set(['generateId', 'ws']);

/** A value of the module: the module itself (its default or namespace counts as such), or an export that creates servers. */
type ModuleTag = 'module' | 'Server' | 'listen';

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

/** Follows every value of the module, and reports those that do not lead to the construction of one of the sites. */
function followModule(
  program: NodePath<t.Program>,
  sites: readonly ServerSite[],
): Pick<FoundServers, 'unfollowed' | 'patchesServers'> {
  const unfollowed: UnfollowedModule[] = [];
  let patchesServers = false;
  const made = new Set<t.Node>(sites.map(({ call }) => call.node));
  const report = (path: NodePath, why: string) => {
    if (!unfollowed.some((one) => one.path.node === path.node)) unfollowed.push({ path, why });
  };
  const flow = new Flow<ModuleTag>(program, {
    member(name, path, tag) {
      if (name === 'prototype') {
        patchesServers = true;
        if (!isChanged(path)) report(path, 'used for the methods of its servers');
      } else if (name === 'apply' || name === 'call' || name === 'bind')
        report(path, `called through ${name}()`);
      else if (name === undefined) report(path, 'read by a name that is only known at run time');
      else if (tag !== 'module') return;
      else if (name === 'default') flow.follow(path, 'module');
      else if (name === 'Server' || name === 'listen') flow.follow(path, name);
    },
    call(call) {
      const callee = unwrap(call.get('callee') as NodePath);
      if (!made.has(call.node) && !isServerByThen(callee))
        report(call as NodePath, 'called in a way that this tool does not follow');
    },
    escape(kind, path) {
      if (!holdsServerByThen(path, made)) report(path, ESCAPES[kind]);
    },
    extend(owner, tag) {
      if (tag === 'Server' && !overridesCheck(owner)) return;
      report(owner as NodePath, 'extended by a class');
    },
  });
  const deep: NodePath[] = [];
  const sources = moduleSources(program, deep);
  for (const path of deep) report(path, 'loaded by the path of one of its files');
  for (const path of hiddenNames(program, sources))
    report(path, 'named in a string, and require() loads a module by a name that is only known at run time');
  for (const { path, tag } of sources) {
    if (path.isExportDeclaration()) report(path, ESCAPES.exported);
    else flow.follow(path, tag);
  }
  for (const { binding, tag } of importedBindings(program)) flow.followBinding(binding, tag);
  return { unfollowed, patchesServers };
}

const ESCAPES: Readonly<Record<EscapeKind, string>> = {
  argument: 'given to a function',
  exported: 'exported',
  returned: 'returned by a function that others call',
  stored: 'kept in a place that other code can reach',
  unknown: 'used in a way that is not followed',
};

/** `var io = require('socket.io'); io = io.listen(server); module.exports = io`: a server is exported, not the module. */
function holdsServerByThen(path: NodePath, made: ReadonlySet<t.Node>): boolean {
  const node = unwrap(path);
  if (!node.isIdentifier()) return false;
  return (node.scope.getBinding(node.node.name)?.constantViolations ?? []).some(
    (violation) =>
      violation.isAssignmentExpression() &&
      (violation.node.start as number) < (node.node.start as number) &&
      isServerOrModule(violation.get('right') as NodePath, made),
  );
}

/** Whether a member, or something below it, is assigned: `Server.prototype.checkRequest = check`. */
function isChanged(path: NodePath): boolean {
  let at = rewrap(path);
  while (at.key === 'object' && at.parentPath) at = rewrap(at.parentPath);
  return at.key === 'left' || at.listKey === 'arguments';
}

/** Whether a class declares `checkRequest`, which v4 never calls. */
function overridesCheck(owner: NodePath<t.Class>): boolean {
  const has = owner.node.body.body.some(
    (member) => 'key' in member && nameOf(member.key as t.Node) === 'checkRequest',
  );
  let asks = false;
  owner
    .findParent((parent) => parent.isProgram())
    ?.traverse({
      MemberExpression: (path) => {
        asks ||= memberName(path as NodePath) === 'checkRequest' && !path.get('object').isSuper();
      },
    });
  return has && !asks;
}

interface ModuleSource {
  readonly path: NodePath;
  readonly tag: ModuleTag;
}

/** Every expression that loads the module, and every statement that re-exports it. */
function moduleSources(program: NodePath<t.Program>, deep: NodePath[]): readonly ModuleSource[] {
  const sources: ModuleSource[] = [];
  const visit = (path: NodePath) => {
    const name = requireLike(path);
    if (name === 'socket.io') sources.push({ path, tag: 'module' });
    // v4 has no such file.
    else if (name !== undefined && /^socket\.io\/(?:lib|index)/.test(name)) deep.push(path);
  };
  program.traverse({
    CallExpression: (path) => visit(path as NodePath),
    NewExpression: (path) => visit(path as NodePath),
    ImportExpression: (path) => {
      if (evaluate(path.get('source') as NodePath)?.value === 'socket.io')
        sources.push({ path: path as NodePath, tag: 'module' });
    },
    // export { default } from 'socket.io'
    ExportNamedDeclaration: (path) => {
      const { source, exportKind, specifiers } = path.node;
      const isValue =
        exportKind !== 'type' && specifiers.some((one) => /^(?:default|listen)$/.test(exported(one)));
      if (source?.value === 'socket.io' && isValue) sources.push({ path: path as NodePath, tag: 'module' });
    },
    ExportAllDeclaration: (path) => {
      if (path.node.source.value === 'socket.io' && path.node.exportKind !== 'type')
        sources.push({ path: path as NodePath, tag: 'module' });
    },
  });
  return sources;
}

/**
 * The places that name the module apart from `require()`, in a file that loads modules by names which are only known at run
 * time: `for (const name of ['socket.io']) require(name)`. A name that goes nowhere is none of them: `path + 'socket.io'`.
 */
function hiddenNames(program: NodePath<t.Program>, sources: readonly ModuleSource[]): readonly NodePath[] {
  let isComputed = false;
  const require = new Flow<'require'>(program, {
    ...IGNORED,
    call(call) {
      const [first] = call.get('arguments') as NodePath[];
      isComputed ||= first !== undefined && evaluate(first) === undefined && !isFilePath(first);
    },
    escape() {
      isComputed = true;
    },
  });
  const texts: NodePath[] = [];
  const loaded = new Set(sources.map(({ path }) => path.node));
  program.traverse({
    StringLiteral: (path) => {
      const { parent } = path;
      const isImport = /^(?:Import|Export)/.test(parent.type) || parent.type === 'TSExternalModuleReference';
      if (path.node.value === 'socket.io' && !isImport && !loaded.has(parent)) texts.push(path as NodePath);
    },
    Identifier: (path) => {
      if (path.node.name !== 'require' || !path.isReferencedIdentifier()) return;
      if (!path.scope.hasBinding('require', true)) require.follow(path as NodePath, 'require');
    },
  });
  if (!isComputed) return [];
  return texts.filter((text) => {
    let isPassedOn = false;
    const name = new Flow<'name'>(program, {
      ...IGNORED,
      escape(_kind, path) {
        isPassedOn ||= !isDefined(path);
      },
    });
    name.follow(text, 'name');
    return isPassedOn;
  });
}

const IGNORED = { member: () => undefined, call: () => undefined, extend: () => undefined };

/** Whether an expression is the path of a file, and so no name of a package: `'./' + name`, `path.join(folder, name)`. */
function isFilePath(path: NodePath): boolean {
  const node = writtenValue(path);
  if (node.isTemplateLiteral()) return node.node.quasis.some(({ value }) => value.raw.includes('/'));
  if (node.isBinaryExpression({ operator: '+' }))
    return [node.get('left') as NodePath, node.get('right')].some(isFilePath);
  if (node.isStringLiteral()) return node.node.value.includes('/');
  if (!node.isCallExpression()) return false;
  const callee = unwrap(node.get('callee') as NodePath);
  const name = callee.isIdentifier() ? callee.node.name : memberName(callee);
  return /^(?:join|resolve|normalize)$/.test(name ?? '');
}

/** `define(['socket.io'], factory)`: an AMD loader has its own way to load modules. */
function isDefined(path: NodePath): boolean {
  const call = path.parentPath?.parentPath;
  return call?.isCallExpression() === true && call.get('callee').isIdentifier({ name: 'define' });
}

function exported(specifier: t.Node): string {
  if (specifier.type !== 'ExportSpecifier') return 'default';
  return specifier.local.name;
}

/** The variables that imports of the module declare. */
function importedBindings(program: NodePath<t.Program>): readonly { binding: Binding; tag: ModuleTag }[] {
  const found: { binding: Binding; tag: ModuleTag }[] = [];
  const add = (local: t.Identifier, tag: ModuleTag) => {
    const binding = program.scope.getBinding(local.name);
    if (binding?.kind === 'module' || binding?.path.node.type === 'TSImportEqualsDeclaration')
      found.push({ binding, tag });
  };
  for (const { node } of program.get('body') as NodePath[]) {
    if (node.type === 'TSImportEqualsDeclaration') {
      const { moduleReference: reference } = node;
      if (reference.type === 'TSExternalModuleReference' && reference.expression.value === 'socket.io')
        add(node.id, 'module');
    }
    if (node.type !== 'ImportDeclaration' || node.source.value !== 'socket.io') continue;
    for (const specifier of node.specifiers) {
      const name = specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : 'default';
      if (name === 'default') add(specifier.local, 'module');
      else if (name === 'Server' || name === 'listen') add(specifier.local, name);
    }
  }
  return found;
}

/** Follows every server of a file, and notes its uses on its site. */
function followServers(program: NodePath<t.Program>, sites: readonly ServerSite[]): void {
  const made = new Set<t.Node>(sites.map(({ call }) => call.node));
  const owners = new Map<t.Node, { method: MethodCall; sites: Set<ServerSite> }>();
  const flow = new Flow<ServerTag>(program, {
    member(name, path, tag) {
      const { site, part } = tag;
      if (part === 'engine') {
        // Any other member that is replaced may be part of the check.
        if (name === undefined || (!UNCHECKED_MEMBERS.has(name) && isGiven(path))) site.overrides.push(path);
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
      const call = calledAt(path);
      if (ENGINE_MEMBERS.has(known)) {
        if (isGiven(path)) site.overrides.push(path);
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
      if (!path.get('callee').isIdentifier({ name: 'eval' })) return;
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
  if (!path.isMemberExpression() && !path.isOptionalMemberExpression()) return undefined;
  const value = evaluate(path.get('property') as NodePath)?.value;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** The call whose method a member is. */
function calledAt(path: NodePath): NodePath<t.CallExpression> | undefined {
  const { key, parentPath } = rewrap(path);
  const isCall = parentPath?.isCallExpression() || parentPath?.isOptionalCallExpression();
  return key === 'callee' && isCall ? (parentPath as NodePath<t.CallExpression>) : undefined;
}

/** Whether a member is assigned, updated or deleted. */
function isGiven(path: NodePath): boolean {
  const { key, parentPath } = rewrap(path);
  if (key === 'left') return parentPath?.isAssignmentExpression() === true;
  if (parentPath?.isUnaryExpression({ operator: 'delete' }) || parentPath?.isUpdateExpression()) return true;
  return parentPath?.isArrayExpression() === false && parentPath.node.type === 'ArrayPattern';
}

/** `check.call(io.engine, request, callback)`: a function that reads the engine as `this`. */
function isThisOf(path: NodePath): boolean {
  const call = path.parentPath;
  if (path.listKey !== 'arguments' || path.key !== 0 || !call?.isCallExpression()) return false;
  return /^(?:call|apply|bind)$/.test(memberName(unwrap(call.get('callee') as NodePath)) ?? '');
}

/** What `Object.assign(io, …)`, `Object.defineProperty(io, …)` and the like do to their first argument. */
function reflected(path: NodePath, part: ServerTag['part']): 'harmless' | 'changed' | undefined {
  const call = path.parentPath;
  if (path.listKey !== 'arguments' || !call?.isCallExpression()) return undefined;
  const callee = unwrap(call.get('callee') as NodePath);
  // new Function('io', '…')(io)
  if (callee.isNewExpression() || callee.isCallExpression()) {
    const maker = unwrap(callee.get('callee') as NodePath);
    if (maker.isIdentifier({ name: 'Function' }) || maker.isIdentifier({ name: 'eval' })) return 'changed';
  }
  // extend(io, { checkRequest: check })
  if ((call.get('arguments') as NodePath[]).some((one) => one !== path && namesCheck(one))) return 'changed';
  const name = memberName(callee);
  const owner = name === undefined ? undefined : unwrap(callee.get('object') as NodePath);
  const isObject = owner?.isIdentifier({ name: 'Object' });
  if (!isObject && !owner?.isIdentifier({ name: 'Reflect' })) return undefined;
  if (path.key !== 0) return undefined;
  if (/^(?:keys|values|entries|freeze|getOwnPropertyNames|is|seal)$/.test(name ?? '')) return 'harmless';
  const [, ...others] = call.get('arguments') as NodePath[];
  // Object.getPrototypeOf(io) has its methods, and any method of the engine may be a part of the check.
  const isChanged = name === 'getPrototypeOf' || part === 'engine' || others.some(mayNameCheck);
  return isChanged ? 'changed' : 'harmless';
}

/** Whether a text or an object names the check of v2's server, or the method that sets it: `restrict(io, 'origins', list)`. */
function namesCheck(path: NodePath): boolean {
  const node = unwrap(path);
  const known = evaluate(node)?.value;
  if (typeof known === 'string') return known === 'origins' || CHECK_MEMBERS.has(known);
  return (
    node.isObjectExpression() &&
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
  if (object.isObjectExpression())
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
  if (!start.isIdentifier()) return true;
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
  if (holder.listKey === 'arguments' || holder.key === 'callee' || owner.isClassMethod()) return true;
  const [reference, ...others] = functionBinding(owner)?.referencePaths ?? [];
  return reference?.key === 'callee' && others.length === 0;
}

function isServerOrModule(value: NodePath, made: ReadonlySet<t.Node>): boolean {
  const node = unwrap(value);
  if (node.isNullLiteral() || node.isIdentifier({ name: 'undefined' })) return true;
  if (moduleValue(node, ['socket.io']) !== undefined) return true;
  let holds = made.has(node.node);
  if (node.isIdentifier()) {
    const inner = constantValue(node);
    return inner !== undefined && inner !== value && isServerOrModule(inner, made);
  }
  if (node.isFunction()) return false;
  node.traverse({
    CallExpression: (path) => {
      holds ||= made.has(path.node);
    },
    NewExpression: (path) => {
      holds ||= made.has(path.node);
    },
  });
  return holds;
}

/** The end of a method's name. In a chain, it has the order in which the calls run. */
function nameEnd({ call }: MethodCall): number {
  return call.node.callee.end as number;
}

/** A call of Socket.IO itself: `require('socket.io')(…)`, `new Server(…)`, `io.listen(…)`. */
function socketIoSite(call: NodePath<t.CallExpression | t.NewExpression>): ServerSite | undefined {
  const callee = unwrap(call.get('callee') as NodePath);
  const value = moduleValue(callee, ['socket.io']);
  if (value === undefined) return undefined;
  if (value.kind === 'member' && value.name !== 'Server' && value.name !== 'listen') return undefined;
  if (isServerByThen(callee)) return undefined;
  const notation = value.kind === 'member' && value.name === 'Server' ? 'v4' : 'v2';
  return newSite(call, notation, optionsIndexOf(call, isObject), handlesOf(call));
}

/** `io = io.listen(app)`: the same variable holds the module first and the server afterwards. */
function isServerByThen(callee: NodePath): boolean {
  if (memberName(callee) !== 'listen') return false;
  const object = unwrap(callee.get('object') as NodePath);
  if (!object.isIdentifier()) return false;
  const binding = object.scope.getBinding(object.node.name);
  // `some` ends at the first that fits: a thousand assignments must not be searched a thousand times.
  return (binding?.constantViolations ?? []).some(
    (assignment) =>
      assignment.isAssignmentExpression() &&
      (assignment.node.start ?? 0) < (callee.node.start ?? 0) &&
      !contains(assignment.get('right'), callee) &&
      !failedBefore(assignment, callee),
  );
}

/** `try { io = io(app) } catch { io = io.listen(app) }`: the variable holds the module still. */
function failedBefore(assignment: NodePath, place: NodePath): boolean {
  const handler = place.findParent((parent) => parent.node.type === 'CatchClause');
  const block = handler?.parentPath?.get('block') as NodePath | undefined;
  return block !== undefined && contains(block, assignment);
}

function contains(outer: NodePath, inner: NodePath): boolean {
  return inner === outer || inner.isDescendant(outer);
}

/** Whether an argument is an options object, and so no HTTP server. */
function isObject(path: NodePath): boolean {
  return writtenValue(path).isObjectExpression();
}
