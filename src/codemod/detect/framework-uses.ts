import { allOf, bindingOf, calleeOf, memberName, nameOf, propertyOf } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { writtenValue } from '../ast/values.js';
import { Flow } from './flow.js';
import { ADAPTER_MODULES, FEATHERS_MODULES, gatewayOptions, looseGateway } from './frameworks.js';
import { importsOf } from './module-uses.js';
import { moduleValue, requireLike } from './module-value.js';
import type { ServerSite } from './server-site.js';

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
