import type { NodePath, t } from '../syntax/babel.js';
import { memberName, unwrap } from '../syntax/unwrap.js';
import { type ModuleValue, moduleValue } from './module-value.js';
import { originsIn } from './stray-origins.js';

/**
 * Why a call makes a Socket.IO server in a way that is not followed.
 *
 * @example foreignConstruction(call) // for `require('socket.io').apply(null, args)`
 * @returns undefined where it makes none
 */
export function foreignConstruction(call: NodePath<t.CallExpression>): string | undefined {
  const callee = unwrap(call.get('callee') as NodePath);
  if (callee.isSuper()) {
    const owner = call.findParent((parent) => parent.isClass())?.get('superClass') as NodePath | undefined;
    const value = owner?.node ? moduleValue(owner, ['socket.io']) : undefined;
    const isOfV2 = value !== undefined && !isServer(value);
    const hasOrigins = (call.get('arguments') as NodePath[]).some((path) => originsIn(path) !== undefined);
    return isOfV2 || (value && hasOrigins) ? 'a class that extends the server makes it' : undefined;
  }
  const method = memberName(callee);
  if (method !== 'apply' && method !== 'call' && method !== 'bind') return undefined;
  const value = moduleValue(callee.get('object') as NodePath, ['socket.io']);
  return value && value.name !== 'attach' ? `they go through ${method}()` : undefined;
}

function isServer({ kind, name }: ModuleValue): boolean {
  return kind === 'member' && name === 'Server';
}
