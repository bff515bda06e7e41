import { allOf, classOf, memberName, programOf, rewrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { ownerOfThis, statementOf } from '../ast/statements.js';
import { functionBinding, onlyCall } from '../ast/values.js';
import { fieldName } from '../detect/handle.js';
import type { ServerSite } from '../detect/server-site.js';
import { bailOnOrigins } from './manual-review.js';

/** The place to declare the variable, so that each server has its own, and every call can reach it. */
export type VariablePlace =
  | { readonly kind: 'local'; readonly before: NodePath<t.Statement> }
  /** As a member beside the server: `this.allowedOrigins` for `this.io`. */
  | {
      readonly kind: 'member';
      readonly before: NodePath<t.Statement>;
      /** The field that declares the server, if there is one. */
      readonly field: NodePath | undefined;
    };

/**
 * Finds the place for the variable.
 *
 * @param statement the first statement that needs it
 * @param places the expressions that set it
 * @throws ManualReview if there is none
 */
export function variablePlace(
  site: ServerSite,
  statement: NodePath<t.Statement>,
  places: readonly NodePath[],
): VariablePlace {
  requireOwnVariable(site);
  const { call, holder } = site;
  const isFor = (scope: NodePath) => places.every((one) => one.isDescendant(scope)) && runsOnce(call, scope);
  if (isFor(statement.parentPath)) return { kind: 'local', before: statement };
  // let io; function start() { io = require('socket.io')(server); } with calls elsewhere
  const owner = holder?.root;
  if (holder?.path === '' && typeof owner === 'object' && 'referencePaths' in owner) {
    const before = statementOf(owner.path);
    if (owner.path.is('VariableDeclarator') && isFor(before.parentPath)) return { kind: 'local', before };
  }
  const here = classOf(call);
  const isMember = here?.node === owner && /^\.#?[\w$]+$/.test(holder?.path ?? '');
  if (here && isMember && [call, ...places].every(isThisOf) && places.every(isOnThis) && isMadeOnce(call)) {
    const members = here.get('body').get('body');
    const field = members.find((one) => `.${fieldName(one)}` === holder?.path);
    return { kind: 'member', before: statement, field };
  }
  return bailOnOrigins(
    places[0] ?? call,
    'this call cannot reach a variable beside the server, or several servers would share it',
  );
}

/** `for (…) { var io = … }`: the servers of all iterations share one variable. */
function requireOwnVariable({ call, holder }: ServerSite): void {
  const root = holder?.root;
  if (typeof root !== 'object' || !('kind' in root) || root.kind !== 'var') return;
  const loop = call.findParent((parent) => parent.isFunction() || parent.isLoop());
  if (loop && !loop.isFunction())
    bailOnOrigins(call, 'a loop creates several servers, and one `var` holds them');
}

/** Whether an instance creates its server once: in the constructor, or in a method that only the constructor calls. */
function isMadeOnce(call: NodePath): boolean {
  const member = call.findParent((parent) => parent.is('ClassMethod') || fieldName(parent) !== undefined);
  if (!member?.is('ClassMethod')) return false;
  if (member.node.kind === 'constructor') return true;
  const { key } = member.node;
  if (key.type !== 'Identifier') return false;
  const owner = classOf(member);
  const isUse = (one: NodePath) => memberName(one) === key.name;
  const [use, ...others] = allOf(programOf(member), 'MemberExpression').filter(isUse);
  const caller = use?.getFunctionParent();
  const isInConstructor = caller?.is('ClassMethod', { kind: 'constructor' }) && classOf(caller) === owner;
  return isInConstructor === true && others.length === 0;
}

/** Whether a call is made on a member of `this`. */
function isOnThis(call: NodePath): boolean {
  let object = call;
  while (object.is('CallExpression') || object.is('MemberExpression'))
    object = object.is('CallExpression') ? object.get('callee') : object.get('object');
  return object.is('ThisExpression');
}

/** Whether `this` is the instance in a place: in a method, a field, or an arrow function within one. */
function isThisOf(path: NodePath): boolean {
  const { node } = ownerOfThis(path) ?? {};
  return /^Class/.test(node?.type ?? '') && (node as t.ClassMethod).static !== true;
}

/** Whether an expression runs at most once each time that a block around it is entered, or at all. */
function runsOnce(path: NodePath, block?: NodePath, isOnce = isCalledOnce): boolean {
  for (let at: NodePath | null = path; at && at !== block; at = at.parentPath) {
    if (at.isLoop() || (at.isFunction() && !isOnce(at))) return false;
    if (/^Class(?:Private)?Property$/.test(at.node.type) && !isOfOneInstance(at)) return false;
  }
  return true;
}

/** Whether a field is static, or its class is only used to make one instance. */
function isOfOneInstance(field: NodePath): boolean {
  if ((field.node as t.ClassProperty).static) return true;
  const owner = classOf(field)?.node;
  const use = onlyCall(owner?.id ? field.scope.getBinding(owner.id.name) : undefined);
  return use !== undefined && runsOnce(use, undefined, isCalledInPlace);
}

/** Whether a function runs once: it is called in place, or by one call at the top level. */
function isCalledOnce(owner: NodePath<t.Function>): boolean {
  if (isCalledInPlace(owner)) return true;
  const use = onlyCall(functionBinding(owner));
  return use !== undefined && runsOnce(use, undefined, isCalledInPlace);
}

function isCalledInPlace(owner: NodePath<t.Function>): boolean {
  return rewrap(owner).key === 'callee';
}
