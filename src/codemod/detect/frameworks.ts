import {
  allOf,
  bindingOf,
  calleeOf,
  classOf,
  keyName,
  memberName,
  nameOf,
  programOf,
  propertyOf,
  shortName,
  unwrap,
} from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { evaluate, writtenValue } from '../ast/values.js';
import { Flow } from './flow.js';
import type { Handle } from './handle.js';
import { importsOf } from './module-uses.js';
import { moduleValue, requireLike } from './module-value.js';
import { newSite, type ServerSite } from './server-site.js';

type Call = NodePath<t.CallExpression | t.NewExpression>;

/** Nest's `@WebSocketGateway(port?, options?)`, which passes its options to Socket.IO. */
export function gatewaySite(call: Call): ServerSite | undefined {
  const owner = call.parentPath.parentPath;
  if (!isGateway(call) || !call.parentPath.is('Decorator') || !owner?.isClass()) return undefined;
  // On @nestjs/platform-ws a gateway is no Socket.IO server.
  if (usesWsAdapter(programOf(owner))) return undefined;
  return newSite(call, 'gateway', takesPort(call) ? 1 : 0, gatewayHandles(owner));
}

/**
 * Whether a call of `WebSocketGateway()` is not a decorator of a class, as in `applyDecorators(WebSocketGateway({ … }))`, so
 * that its options cannot be followed.
 */
function looseGateway(call: Call): boolean {
  return !call.parentPath.is('Decorator') && gatewayOptions(call) !== undefined && isGateway(call);
}

/** The options in a call of `WebSocketGateway(port?, options?)`. */
function gatewayOptions(call: Call): NodePath | undefined {
  return call.get('arguments')[takesPort(call) ? 1 : 0];
}

function isGateway(call: Call): boolean {
  return isNestMember(call.get('callee'), 'WebSocketGateway');
}

function takesPort(call: Call): boolean {
  const [first, second] = call.get('arguments');
  return second !== undefined || isPortNumber(first);
}

/** Whether an argument is a port: a number, or an expression with the name of one. */
function isPortNumber(path: NodePath | undefined): boolean {
  if (path === undefined) return false;
  const node = unwrap(path);
  const known = evaluate(node);
  if (known !== undefined) return typeof known.value !== 'object';
  return /port$|^(?:Number|parseInt)$/i.test(
    shortName(node.is('CallExpression') ? calleeOf(node) : node) ?? '',
  );
}

/** Whether a file uses Nest's adapter for plain WebSockets. */
export function usesWsAdapter(program: NodePath<t.Program>): boolean {
  return importsModule(program, /^@nestjs\/platform-ws$/);
}

/** Whether a file with gateways uses plain WebSockets, and not Socket.IO. */
export function usesPlainWebSockets(program: NodePath<t.Program>): boolean {
  return importsModule(program, /^ws$/) && !importsModule(program, /^socket\.io$/);
}

function importsModule({ node }: NodePath<t.Program>, name: RegExp): boolean {
  return node.body.some(
    (statement) => statement.type === 'ImportDeclaration' && name.test(statement.source.value),
  );
}

/** The member that `@WebSocketServer()` marks, and the parameter of `afterInit`. */
function gatewayHandles(owner: NodePath<t.Class>): Handle[] {
  return owner
    .get('body')
    .get('body')
    .flatMap((member) => {
      if (member.is('ClassMethod') && nameOf(member.node.key) === 'afterInit') return parameterHandle(member);
      if (!member.is('ClassProperty') || !member.node.decorators) return [];
      const isServer = member
        .get('decorators')
        .some((decorator) => isNestMember(decoratorOf(decorator.get('expression')), 'WebSocketServer'));
      const name = keyName(member.node);
      return isServer && name !== undefined ? [{ root: owner.node, path: `.${name}` }] : [];
    });
}

/** `super.createIOServer(port, options)` in a subclass of Nest's `IoAdapter`. */
export function adapterSite(call: Call): ServerSite | undefined {
  const callee = calleeOf(call);
  const method = memberName(callee) ?? '';
  if (!/^create(?:IOServer)?$/.test(method) || !callee.get('object').is('Super')) return undefined;
  const owner = classOf(call);
  if (owner === null || !extendsAdapter(owner)) return undefined;
  return newSite(call, 'adapter', 1);
}

const ADAPTER_MODULES: readonly string[] = [
  '@nestjs/platform-socket.io',
  '@nestjs/websockets',
  '@nestjs/websockets/adapters/io-adapter',
  '@nestjs/platform-socket.io/adapters/io-adapter',
];

/** Whether a class extends Nest's `IoAdapter`, or another class of the file that does. */
function extendsAdapter(owner: NodePath<t.Class>, seen = new Set<t.Node>()): boolean {
  const base = owner.get('superClass');
  if (!base.node || seen.has(owner.node)) return false;
  seen.add(owner.node);
  if (moduleValue(base, ADAPTER_MODULES)?.name === 'IoAdapter') return true;
  const declared = bindingOf(base)?.path;
  return declared?.isClass() === true && extendsAdapter(declared, seen);
}

function decoratorOf(path: NodePath): NodePath {
  return path.is('CallExpression') ? path.get('callee') : path;
}

function isNestMember(path: NodePath, name: string): boolean {
  return moduleValue(path, ['@nestjs/websockets'])?.name === name;
}

const FEATHERS_MODULES: readonly string[] = ['@feathersjs/socketio', 'feathers-socketio'];

/** Feathers' `socketio(port?, options?, io => { … })`, which passes its options to Socket.IO. */
export function feathersSite(call: NodePath<t.CallExpression | t.NewExpression>): ServerSite | undefined {
  const value = moduleValue(call.get('callee'), FEATHERS_MODULES);
  if (value === undefined || value.kind === 'member') return undefined;
  const args = call.get('arguments').map(unwrap);
  const isPort = isPortNumber(args[0]) || args[1]?.is('ObjectExpression') === true;
  const callback = args.find((arg) => arg.isFunction());
  return newSite(call, 'feathers', isPort ? 1 : 0, callback ? parameterHandle(callback) : []);
}

function parameterHandle(callback: NodePath<t.Function>): Handle[] {
  const [parameter] = callback.get('params');
  const binding = parameter && bindingOf(parameter);
  return binding === undefined ? [] : [{ root: binding, path: '' }];
}

/** A use of a framework that creates a server, or changes how it is created, in a way that cannot be followed. */
export interface UnreadUse {
  readonly path: NodePath;
  /** The end of the sentence "The options of this server cannot be read here: …". */
  readonly why: string;
}

/**
 * Finds the uses of Nest and Feathers that belong to none of the sites.
 *
 * @example unreadFrameworks(program, [], false) // `plugin(options)` of `const plugin = wrap(require('@feathersjs/socketio'))`
 */
export function unreadFrameworks(
  program: NodePath<t.Program>,
  sites: readonly ServerSite[],
  isModern: boolean,
): UnreadUse[] {
  const gateways = unreadGateways(program, isModern);
  if (isModern) return gateways;
  return [...gateways, ...unreadPlugins(program, sites), ...changedAdapters(program)];
}

/** Follows Feathers' plugin to the calls that create a server. */
function unreadPlugins(program: NodePath<t.Program>, sites: readonly ServerSite[]): UnreadUse[] {
  const made = new Set<t.Node>(sites.map(({ call }) => call.node));
  const uses = new Map<t.Node, UnreadUse>();
  const report = (path: NodePath, why: string) => {
    if (!uses.has(path.node)) uses.set(path.node, { path, why });
  };
  const flow = new Flow<'plugin'>(program, {
    member(name, path) {
      if (name === 'default') flow.follow(path, 'plugin');
    },
    call(call) {
      if (!made.has(call.node)) report(call, "Feathers' plugin is called in an unknown way");
    },
    escape(_kind, path) {
      report(path, "Feathers' plugin is passed on");
    },
    extend: () => undefined,
  });
  for (const path of allOf(program, 'CallExpression', 'NewExpression'))
    if (FEATHERS_MODULES.includes(requireLike(path) ?? '')) flow.follow(path, 'plugin');
  for (const { binding, name } of importsOf(program, FEATHERS_MODULES))
    if (name === undefined) flow.followBinding(binding, 'plugin');
  return [...uses.values()];
}

/** On v4, only options with origins are of interest. The others apply as they are. */
function unreadGateways(program: NodePath<t.Program>, isModern: boolean): UnreadUse[] {
  return allOf(program, 'CallExpression', 'NewExpression').flatMap((path): UnreadUse[] => {
    const options = gatewayOptions(path);
    if (options === undefined || (isModern && !hasOrigins(options))) return [];
    if (looseGateway(path)) return [{ path, why: 'the decorator of the gateway is not applied here' }];
    const isUnread = !isModern && isReexported(calleeOf(path));
    return isUnread ? [{ path, why: 'the decorator of the gateway comes from another file' }] : [];
  });
}

function hasOrigins(options: NodePath): boolean {
  const object = writtenValue(options);
  return object.is('ObjectExpression') && propertyOf(object, 'origins') !== undefined;
}

/** `import { WebSocketGateway } from './nest'` */
function isReexported(callee: NodePath): boolean {
  const imported = bindingOf(callee)?.path;
  if (!imported?.is('ImportSpecifier') || nameOf(imported.node.imported) !== 'WebSocketGateway') return false;
  const { parent } = imported;
  return parent.type === 'ImportDeclaration' && parent.source.value !== '@nestjs/websockets';
}

/** `IoAdapter.prototype.createIOServer = …`, or a call of it from elsewhere. */
function changedAdapters(program: NodePath<t.Program>): UnreadUse[] {
  return allOf(program, 'MemberExpression').flatMap((path) => {
    const isAdapter =
      memberName(path) === 'prototype' &&
      moduleValue(path.get('object'), ADAPTER_MODULES)?.name === 'IoAdapter';
    return isAdapter ? [{ path, why: "methods of Nest's IoAdapter are used directly" }] : [];
  });
}
