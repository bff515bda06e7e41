import type { NodePath, t } from '../ast/types.js';
import { memberName, unwrap } from '../ast/unwrap.js';
import { isCalledServer } from './looks-like-socket-io.js';
import { moduleValue } from './module-value.js';

/**
 * Tells whether an assignment puts a check, or origins, into a Socket.IO server behind its settings, where v4 does not
 * look. It decides about false alarms, so each rule has its example.
 *
 * @example strayCheck(assignment) // 'likely', for `io.checkRequest = check` with an `io` from elsewhere
 */
export function strayCheck(assignment: NodePath<t.AssignmentExpression>): 'proven' | 'likely' | undefined {
  const target = unwrap(assignment.get('left') as NodePath);
  const name = memberName(target);
  if (name === undefined) return undefined;
  const object = unwrap(target.get('object') as NodePath);
  const owner = memberName(object);
  if (name === 'checkRequest' || name === '_origins') {
    // Server.prototype.checkRequest = check, but not Api.prototype.checkRequest = function () {}
    if (owner === 'prototype' && moduleValue(object.get('object') as NodePath, ['socket.io']))
      return 'proven';
    // io._origins = list
    return isCalledServer(object) ? 'likely' : undefined;
  }
  // io.eio.allowRequest = check, but not options.allowRequest = check, nor search.engine.allowRequest = check
  const isEngine = name === 'allowRequest' && (owner === 'eio' || owner === 'engine');
  return isEngine && isCalledServer(object.get('object') as NodePath) ? 'likely' : undefined;
}
