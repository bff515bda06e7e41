import { constantValue } from '../ast/bound-values.js';
import type { NodePath, t } from '../ast/types.js';
import { nameOf, unwrap } from '../ast/unwrap.js';
import { chainStart, type MethodCall } from './handle.js';
import { isServerName } from './looks-like-socket-io.js';
import { requiredModule } from './module-value.js';
import type { ServerSite } from './server-site.js';

/**
 * Whether `origins` is called on what may be a server that the file makes. A server goes many ways, through functions,
 * lists, maps and other objects, so that whatever is not surely something else may be one.
 *
 * @example mayBeServer(method, sites) // for `io.sockets.server.origins(list)`, and for `function setup(s) { s.origins(list); }`
 */
export function mayBeServer({ call, name }: MethodCall, sites: readonly ServerSite[]): boolean {
  if (name !== 'origins' || sites.length === 0 || call.node.arguments.length === 0) return false;
  const receiver = chainStart((call.get('callee') as NodePath).get('object') as NodePath);
  return !isSurelyOther(receiver);
}

/** Whether an expression is surely no Socket.IO server; each rule has its example. */
function isSurelyOther(path: NodePath): boolean {
  const node = unwrap(path);
  if (node.isThisExpression()) return hasOriginsOfItsOwn(node);
  if (isOtherByLooks(node)) return true;
  if (!node.isIdentifier() || isServerName(node.node.name)) return false;
  const binding = node.scope.getBinding(node.node.name);
  if (binding === undefined) return false;
  // function graph() {}; class Graph {}
  if (binding.path.isFunction() || binding.path.isClass()) return binding.constant;
  // import { graph } from 'graph'
  const { parent } = binding.path;
  if (parent?.type === 'ImportDeclaration') return isOtherPackage(parent.source.value);
  const value = constantValue(node);
  return value !== undefined && isOtherByLooks(unwrap(value));
}

function isOtherByLooks(node: NodePath): boolean {
  // const routes = { origins() {} }, `text`, () => {}
  if (node.isObjectExpression() || node.isFunction() || node.isTemplateLiteral()) return true;
  if (node.isStringLiteral() || node.isNumericLiteral() || node.isRegExpLiteral()) return true;
  // new Shipment('Rotterdam'), but not new Wrapper(io)
  if (node.isNewExpression()) return node.node.arguments.every(({ type }) => /Literal$/.test(type));
  // require('graph')
  const required = requiredModule(node);
  return required !== undefined && isOtherPackage(required);
}

/** Whether a module is no file of the app, nor a server's. */
function isOtherPackage(name: string): boolean {
  return !/^[./#@~]|socket|(?:^|\W)io(?:$|\W)/.test(name);
}

/** Whether a class has `origins` itself, so that `this.origins()` is its own. */
function hasOriginsOfItsOwn(path: NodePath): boolean {
  const owner = path.findParent((parent) => parent.isClass())?.node as t.Class | undefined;
  return (owner?.body.body ?? []).some(
    (member) =>
      (member.type === 'ClassMethod' || member.type === 'ClassProperty') &&
      nameOf(member.key, member.computed) === 'origins',
  );
}
