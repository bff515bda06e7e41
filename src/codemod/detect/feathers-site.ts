import type { NodePath, t } from '../ast/types.js';
import { unwrap } from '../ast/unwrap.js';
import type { Handle } from './handle.js';
import { moduleValue } from './module-value.js';
import { isPortNumber } from './nest-sites.js';
import type { ServerSite } from './server-site.js';

/** Feathers' `socketio(port?, options?, io => { … })`, whose options go to Socket.IO. */
export function feathersSite(call: NodePath<t.CallExpression | t.NewExpression>): ServerSite | undefined {
  const value = moduleValue(call.get('callee') as NodePath, ['@feathersjs/socketio', 'feathers-socketio']);
  if (value === undefined || value.kind === 'member') return undefined;
  const args = (call.get('arguments') as NodePath[]).map(unwrap);
  const callbackIndex = args.findIndex((arg) => arg.isFunction());
  const isPort = isPortNumber(args[0]) || args[1]?.isObjectExpression() === true;
  return {
    call,
    notation: 'feathers',
    optionsIndex: isPort ? 1 : 0,
    handles: callbackIndex === -1 ? [] : parameterHandle(args[callbackIndex] as NodePath),
    methodCalls: [],
    unsureCalls: [],
    overrides: [],
    escapes: [],
  };
}

function parameterHandle(callback: NodePath): Handle[] {
  if (!callback.isFunction()) return [];
  const [parameter] = callback.get('params');
  const binding = parameter?.isIdentifier() ? callback.scope.getBinding(parameter.node.name) : undefined;
  return binding === undefined ? [] : [{ root: binding, path: '' }];
}
