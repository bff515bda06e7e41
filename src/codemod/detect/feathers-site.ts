import { unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import type { Handle } from './handle.js';
import { moduleValue } from './module-value.js';
import { isPortNumber } from './nest-sites.js';
import { newSite, type ServerSite } from './server-site.js';

/** Feathers' `socketio(port?, options?, io => { … })`, which passes its options to Socket.IO. */
export function feathersSite(call: NodePath<t.CallExpression | t.NewExpression>): ServerSite | undefined {
  const value = moduleValue(call.get('callee') as NodePath, ['@feathersjs/socketio', 'feathers-socketio']);
  if (value === undefined || value.kind === 'member') return undefined;
  const args = (call.get('arguments') as NodePath[]).map(unwrap);
  const isPort = isPortNumber(args[0]) || args[1]?.isObjectExpression() === true;
  const callback = args.find((arg) => arg.isFunction());
  return newSite(call, 'feathers', isPort ? 1 : 0, callback ? parameterHandle(callback) : []);
}

function parameterHandle(callback: NodePath<t.Function>): Handle[] {
  const [parameter] = callback.get('params');
  const binding = parameter?.isIdentifier() ? callback.scope.getBinding(parameter.node.name) : undefined;
  return binding === undefined ? [] : [{ root: binding, path: '' }];
}
