import type { NodePath, t } from '../ast/types.js';
import { memberName, nameOf, unwrap } from '../ast/unwrap.js';
import { type ModuleValue, moduleValue } from './module-value.js';
import { originsIn } from './stray-origins.js';

const BY_CLASS = 'a class that extends the server makes it';

/**
 * Why a call makes a Socket.IO server in a way that is not followed.
 *
 * @example foreignConstruction(call) // for `require('socket.io').apply(null, args)`
 * @returns undefined where it makes none
 */
export function foreignConstruction(call: NodePath<t.CallExpression>): string | undefined {
  const callee = unwrap(call.get('callee') as NodePath);
  if (callee.isSuper()) {
    const value = extendedModule(call.findParent((parent) => parent.isClass()));
    const isOfV2 = value !== undefined && !isServer(value);
    const hasOrigins = (call.get('arguments') as NodePath[]).some((path) => originsIn(path) !== undefined);
    return isOfV2 || (value && hasOrigins) ? BY_CLASS : undefined;
  }
  const method = memberName(callee);
  if (method !== 'apply' && method !== 'call' && method !== 'bind') return undefined;
  const value = moduleValue(callee.get('object') as NodePath, ['socket.io']);
  return value && value.name !== 'attach' ? `they go through ${method}()` : undefined;
}

/**
 * Where a class is a server, and no call of `super()` shows what becomes of it: v4 never calls its `checkRequest`. v4's
 * own server may have one that the app asks by itself.
 *
 * @example foreignClass(path) // for `class Sockets extends require('socket.io') { checkRequest(req, callback) {} }`
 */
export function foreignClass(path: NodePath<t.Class>): { node: t.Node; why: string } | undefined {
  const value = extendedModule(path);
  if (value === undefined || (isServer(value) && asksCheck(path))) return undefined;
  const memberCalled = (name: string) =>
    path.node.body.body.find((member) => 'key' in member && nameOf(member.key as t.Node) === name);
  const check = memberCalled('checkRequest');
  if (check) return { node: check, why: 'its class has a checkRequest(), which v4 never calls' };
  return isServer(value) || memberCalled('constructor') ? undefined : { node: path.node, why: BY_CLASS };
}

/** Whether the file of a class reads a `checkRequest`, to have it asked: `this.checkRequest(req, callback)`. */
function asksCheck(owner: NodePath): boolean {
  let isRead = false;
  owner
    .findParent((parent) => parent.isProgram())
    ?.traverse({
      MemberExpression: (path) => {
        isRead ||= memberName(path as NodePath) === 'checkRequest' && !path.get('object').isSuper();
      },
    });
  return isRead;
}

/** What of Socket.IO a class extends. */
function extendedModule(owner: NodePath | null): ModuleValue | undefined {
  const base = owner?.get('superClass') as NodePath | undefined;
  return base?.node ? moduleValue(base, ['socket.io']) : undefined;
}

function isServer({ kind, name }: ModuleValue): boolean {
  return kind === 'member' && name === 'Server';
}
