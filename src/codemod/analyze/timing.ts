import { bindingOf, calleeOf, holds, memberName, shortName } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { isAvailableAt, isListed, isRunWith, statementOf } from '../ast/statements.js';
import { evaluate, standsFor } from '../ast/values.js';
import { moduleValue, requiredModule } from '../detect/module-value.js';
import type { ServerSite } from '../detect/server-site.js';
import { READING_METHOD } from './origins-value.js';

const ACTING = /^(?:Assignment|Await|Call|Import|New|OptionalCall|TaggedTemplate|Update|Yield)Expression$/;

/**
 * Whether code may have an effect on other code: it calls something, assigns, or waits.
 *
 * @param isHarmless whether such an expression within it has none after all
 */
export function mayHaveEffect(code: NodePath, isHarmless: (path: NodePath) => boolean): boolean {
  return holds(code, (path) => {
    const isActing = ACTING.test(path.node.type) || path.is('UnaryExpression', { operator: 'delete' });
    return isActing && !isHarmless(path);
  });
}

/** Whether a place is in a function that code declares or passes on, but does not run itself. */
export function runsLater(path: NodePath, code: NodePath): boolean {
  const owner = path.getFunctionParent();
  return owner !== null && (owner === code || owner.isDescendant(code)) && owner.key !== 'callee';
}

/** Calls that run no code of the app: `http.createServer(app)`, `express()`, `Number(port)`. */
const INERT_CALL = /^(?:createServer|express|Number|parseInt|String|createIOServer|create)$/;
/** Methods that only keep a function: `io.on('connection', handler)`, `io.use(middleware)`. */
const INERT_METHOD = /^(?:on|once|use|log)$/;
const INERT_MODULE = /^(?:node:)?(?:socket\.io|https?|fs|path|url|express|koa)$/;

function isInertCall(call: NodePath): boolean {
  if (!/Call|New/.test(call.node.type)) return false;
  const callee = calleeOf(call);
  if (moduleValue(callee, ['socket.io', '@feathersjs/socketio', '@nestjs/websockets']) !== undefined)
    return true;
  const required = requiredModule(call);
  if (required !== undefined) return INERT_MODULE.test(required);
  const method = memberName(callee);
  const name = shortName(callee) ?? '';
  // process.env.ORIGINS.split(','), but not list.map(load)
  if (isReading(call) && call.get('arguments').every((argument) => evaluate(argument) !== undefined))
    return true;
  return callee.is('Super') || (INERT_CALL.test(name) && !isOwn(callee)) || INERT_METHOD.test(method ?? '');
}

/** Whether a function is the app's own: the file declares it, or loads it from another file. */
function isOwn(callee: NodePath): boolean {
  return standsFor(callee).some((one) => {
    const loaded = one.is('ImportDeclaration') ? one.node.source.value : requiredModule(one);
    return one.isFunction() || loaded?.startsWith('.');
  });
}

/**
 * Whether a value can be read right before a statement instead of in its own place, with the same result: nothing that runs
 * in between can have an effect on it.
 *
 * @param site the server. A value that is set on it later is also read before the construction.
 * @param statement the statement, or a body without braces with the value
 */
export function isKnownAt({ call }: ServerSite, value: NodePath, statement: NodePath<t.Statement>): boolean {
  const isInList = isListed(statement);
  const own = isInList ? statementOf(value) : statement;
  const { start } = value;
  const isBeside = isInList ? own.parent === statement.parent : value.isDescendant(statement);
  if (value.is('SequenceExpression') || !isBeside) return false;
  if (start > call.end && !isPureRead(value)) return false;
  const last = isInList ? (own.key as number) - (statement.key as number) : 0;
  for (let after = 0; after <= last; after++) {
    const between = after === 0 ? statement : statement.getSibling((statement.key as number) + after);
    const isHarmless = (path: NodePath) =>
      path.end > start ||
      runsLater(path, between) ||
      isInertCall(path) ||
      // io = require('socket.io')(server)
      (path.is('AssignmentExpression') && call.isDescendant(path));
    if (mayHaveEffect(between, isHarmless)) return false;
  }
  // Meanwhile, other code may change what the statement reads before the value.
  const mayChange = (path: NodePath) =>
    path.end <= start &&
    ((path.is('MemberExpression') && path.key !== 'callee') ||
      (path.isReferencedIdentifier() && bindingOf(path)?.constant === false));
  if (holds(value, (path) => path.is('AwaitExpression')) && holds(own, mayChange)) return false;
  return isAvailableAt(value, statement) && isRunWith(value, own);
}

/** Whether evaluating a value runs nothing but methods of strings and arrays. */
export function isPureRead(value: NodePath): boolean {
  return !mayHaveEffect(value, isReading);
}

function isReading(path: NodePath): boolean {
  const isCall = path.is('CallExpression') || path.is('OptionalCallExpression');
  return isCall && READING_METHOD.test(memberName(calleeOf(path)) ?? '');
}

/** Globals whose functions change nothing: `JSON.stringify(…)`, `new Date()`. */
const PURE = /^(?:Boolean|Buffer|Date|JSON|Math|Number|String)$/;

/** Whether evaluating a value changes nothing. */
export function changesNothing(value: NodePath): boolean {
  return !mayHaveEffect(value, (path) => isReading(path) || isPure(path));
}

/** A call whose callee begins with one of the globals. */
function isPure(path: NodePath): boolean {
  const inner = /Call|New/.test(path.node.type) ? calleeOf(path) : path.get('object');
  if (path.is('Identifier')) return PURE.test(path.node.name) && !path.scope.hasBinding(path.node.name);
  return !Array.isArray(inner) && inner.node != null && isPure(inner);
}
