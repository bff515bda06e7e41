import { ACCESS_OPTIONS, CHECK_MEMBERS, ENGINE_MEMBERS, SETTING_KEYS } from '../../v2/server-api.js';
import {
  allOf,
  bindingOf,
  calleeOf,
  holds,
  isAssigned,
  memberName,
  type Property,
  propertyOf,
  shortName,
  unwrap,
} from '../ast/nodes.js';
import { keptObject, writtenNames } from '../ast/objects.js';
import type { NodePath, t } from '../ast/path.js';
import { constantValue, evaluate, knownName, standsFor, writtenValue } from '../ast/values.js';
import type { OriginsName } from '../types.js';
import { isForeign, looksLikeServer, SERVER_NAME } from './foreign.js';
import { chainStart } from './handle.js';
import { hiddenSettings } from './hidden-settings.js';
import { moduleValue } from './module-value.js';
import type { FoundServers } from './servers.js';

/** A use that decides who is allowed, on a receiver that is not proven to be one of the file's servers. */
export interface UnresolvedSetting {
  readonly path: NodePath;
  /** Whether the use itself shows that it is likely Socket.IO's: by a name, v2's notation, or a member that only v2 had. */
  readonly isLikely: boolean;
  /** Whether it certainly allows any origin, so that it restricts nothing. */
  readonly admitsEveryone: boolean;
  /** How another file must name `origins` for this use to set a server. */
  readonly needsName?: OriginsName | undefined;
}

const ACCESS: ReadonlySet<string> = new Set(ACCESS_OPTIONS);

/**
 * Finds the uses that could change who a server allows, on receivers that are neither servers of the file nor proven to be
 * something else. A server that other code can reach needs review if its package has such a use.
 *
 * @example unresolvedSettings(program, found) // for `io.origins(list)` with a parameter `io`
 */
export function unresolvedSettings(
  program: NodePath<t.Program>,
  { sites }: Pick<FoundServers, 'sites'>,
): readonly UnresolvedSetting[] {
  const own = new Set<t.Node>(
    sites.flatMap(({ call, methodCalls, overrides }) => [
      call.node,
      ...methodCalls.map((method) => method.call.node),
      ...overrides.map(({ node }) => node),
    ]),
  );
  const uses = allOf(program, 'CallExpression', 'OptionalCallExpression', 'MemberExpression');
  const found = (uses as NodePath[]).flatMap((path) => {
    if (isWithin(path, own)) return [];
    const isCall = !path.is('MemberExpression');
    const call = path as NodePath<t.CallExpression>;
    const isLikely = isCall
      ? (calledSetting(call) ?? assignedSetting(call))
      : isAssigned(path)
        ? writtenSetting(path)
        : undefined;
    return isLikely === undefined ? [] : [{ path, isLikely, admitsEveryone: isCall && setsEveryone(call) }];
  });
  const known = new Set(found.map(({ path }) => path.node));
  const hidden = hiddenSettings(program, sites.length > 0).filter(({ path }) => !known.has(path.node));
  return [...found, ...hidden.map((one) => ({ isLikely: false, admitsEveryone: false, ...one }))];
}

/** A call of `set()` with another key than `origins`, at which v4 throws. */
interface UnresolvedSet {
  readonly path: NodePath;
  readonly key: string;
}

/** Finds the calls of `set()`, with other keys than `origins`, on what is likely a server of another file. */
export function unresolvedSets(
  program: NodePath<t.Program>,
  { sites }: Pick<FoundServers, 'sites'>,
): readonly UnresolvedSet[] {
  const own = new Set<t.Node>(sites.flatMap(({ methodCalls }) => methodCalls.map(({ call }) => call.node)));
  return allOf(program, 'CallExpression').flatMap((path) => {
    const callee = calleeOf(path);
    const [first, value] = path.get('arguments');
    if (memberName(callee) !== 'set' || first === undefined || own.has(path.node)) return [];
    const key = evaluate(first)?.value;
    const receiver = chainStart(callee.get('object') as NodePath);
    if (typeof key !== 'string' || key === 'origins' || isForeign(receiver, 'set')) return [];
    // server.set('heartbeat timeout', 60), server.set('authorization', function (request, accept) {})
    const isOfServers = SETTING_KEYS.has(key) && (key.includes(' ') || value?.isFunction() === true);
    return isOfServers || looksLikeServer(receiver, 'set', undefined) ? [{ path, key }] : [];
  });
}

/** Whether a file attaches what may be a server of another file: `require('./io').attach(server)`. */
export function attachesOthers(
  program: NodePath<t.Program>,
  { sites }: Pick<FoundServers, 'sites'>,
): boolean {
  const own = new Set<t.Node>(sites.flatMap(({ methodCalls }) => methodCalls.map(({ call }) => call.node)));
  return allOf(program, 'CallExpression', 'OptionalCallExpression').some((call) => {
    const callee = calleeOf(call);
    if (knownName(callee) !== 'attach' || own.has(call.node)) return false;
    return !isForeign(chainStart(callee.get('object') as NodePath), 'attach');
  });
}

/** Whether a use is that of a known server, or reads a member of one: `io.eio` of `io.eio.allowRequest`. */
function isWithin(path: NodePath, own: ReadonlySet<t.Node>): boolean {
  if (own.has(path.node)) return true;
  let at: NodePath = unwrap(path);
  while (at.is('MemberExpression') || at.is('OptionalMemberExpression')) {
    at = unwrap(at.get('object'));
    if (own.has(at.node)) return true;
  }
  return false;
}

/**
 * `x.origins(list)`, `x.set('origins', list)`, `x.origins.call(io, list)`, `x.attach(server, { allowRequest })`
 *
 * @returns whether it is likely a server's; undefined if it is not a setting
 */
function calledSetting(call: NodePath<t.CallExpression>): boolean | undefined {
  const callee = calleeOf(call);
  const name = knownName(callee);
  const [first, second] = call.get('arguments');
  if (name === undefined || first === undefined) return undefined;
  const object = unwrap(callee.get('object'));
  const likely = (receiver: NodePath, value?: NodePath, member = name) =>
    isForeign(receiver, member) ? undefined : looksLikeServer(receiver, member, value);
  if (/^(?:call|apply|bind)$/.test(name)) {
    const isOrigins = memberName(object) === 'origins';
    return isOrigins ? likely(unwrap(object.get('object')), undefined, 'origins') : undefined;
  }
  const receiver = chainStart(object);
  if (name === 'origins') return likely(receiver, first);
  if (name === 'set' && second && evaluate(first)?.value === 'origins') return likely(receiver, second);
  const isNamed = name === 'attach' || name === 'listen' ? likely(receiver) : undefined;
  if (isNamed === undefined) return undefined;
  // hub.attach(...both)
  if (first.is('SpreadElement') && (isNamed || name === 'attach')) return false;
  if (second === undefined) return undefined;
  const written = keptObject(second, ACCESS, call);
  if (written)
    return propertyOf(written, 'allowRequest') || propertyOf(written, 'handlePreflightRequest')
      ? true
      : undefined;
  // app.io.attach(server, require('./options')), but not server.listen(port, started) or rtc.listen(app, socketServer)
  const isAttached =
    isNamed || (isHttpServer(first, name === 'attach') && !SERVER_NAME.test(shortName(second) ?? ''));
  return isAttached && !writtenValue(second).isFunction() && !evaluate(second) ? false : undefined;
}

/** Names of an HTTP server: `server`, `httpServer`, `app`, `this.http`. */
const SERVER_ARGUMENT = /(?:serv(?:er)?|srv|https?|app|listener)$/i;

/** Whether an argument is an HTTP server, by its name, or a port that a server can be attached to. */
function isHttpServer(path: NodePath, mayBePort: boolean): boolean {
  const known = evaluate(path);
  if (known !== undefined) return mayBePort && typeof known.value === 'number';
  const node = unwrap(path);
  const name = shortName(node.is('CallExpression') ? calleeOf(node) : node) ?? '';
  return SERVER_ARGUMENT.test(name) || (mayBePort && /port$/i.test(name));
}

/** `x.origins('*:*')`, `x.set('origins', '*:*')` */
function setsEveryone(call: NodePath<t.CallExpression>): boolean {
  const name = knownName(calleeOf(call));
  const value = call.get('arguments')[name === 'set' ? 1 : 0];
  if (value === undefined || (name !== 'set' && name !== 'origins')) return false;
  const known = evaluate(value)?.value;
  return (typeof known === 'string' || Array.isArray(known)) && known.includes('*:*');
}

/** The path of a check within what holds a server: `'eio.allowRequest'`. */
const CHECK_PATH = /\b(?:eio|engine)\.allowRequest$|\.(?:_origins|checkRequest)$/;

/** `Object.assign(io, { checkRequest })`, `Object.assign(io.eio, { allowRequest })`, `_.set(io, 'eio.allowRequest', check)`. */
function assignedSetting(call: NodePath<t.CallExpression>): true | undefined {
  const callee = calleeOf(call);
  const [target, ...others] = call.get('arguments');
  // Not routes.get('/check', 'UserController.checkRequest'): a path is between an object and a value.
  const paths = target && evaluate(target) === undefined ? others.slice(0, -1) : [];
  const isPath = paths.some((argument) => {
    const path = evaluate(argument)?.value;
    return CHECK_PATH.test(Array.isArray(path) ? path.join('.') : String(path));
  });
  if (isPath) return true;
  const isObject = unwrap(callee.get('object')).is('Identifier');
  if (!isObject || !target || !/^(?:assign|extend|merge|define\w*|set)$/.test(memberName(callee) ?? ''))
    return undefined;
  const names = others.flatMap(writtenNames);
  const isOfEngine = ENGINE_MEMBERS.has(memberName(unwrap(target)) ?? '') && names.includes('allowRequest');
  return isOfEngine || names.some((name) => CHECK_MEMBERS.has(name ?? '')) || undefined;
}

/** `io._origins = list`, `io.checkRequest = check`, `io.eio.allowRequest = check`. */
function writtenSetting(target: NodePath): boolean | undefined {
  const name = knownName(target);
  const object = unwrap(target.get('object'));
  if (name === undefined) return undefined;
  if (CHECK_MEMBERS.has(name)) {
    // Server.prototype.checkRequest = check, but not Api.prototype.checkRequest = function () {}
    if (memberName(object) === 'prototype') {
      const owner = unwrap(object.get('object'));
      // io.constructor.prototype.checkRequest = check
      if (memberName(owner) === 'constructor')
        return looksLikeServer(unwrap(owner.get('object')), name, undefined);
      return moduleValue(owner, ['socket.io']) ? true : undefined;
    }
    if (object.is('ThisExpression') || isForeign(object, name)) return undefined;
    return name === '_origins' || looksLikeServer(object, name, undefined);
  }
  // io.eio.verify = check, which only v2 has, but not io.eio.generateId = …, which names sessions
  const isCheck = name === 'allowRequest' || (memberName(object) === 'eio' && name !== 'generateId');
  if (!isCheck || !isEngine(object)) return undefined;
  // io.eio.allowRequest = check, but not search.engine.allowRequest = check
  return memberName(object) !== 'engine' || looksLikeServer(unwrap(object.get('object')), name, undefined);
}

/** Whether an expression is an engine, by its name or by that of the member it was read from. */
function isEngine(path: NodePath): boolean {
  const named = memberName(path);
  if (named !== undefined) return ENGINE_MEMBERS.has(named);
  if (!path.is('Identifier')) return false;
  const value = constantValue(path);
  const source = value === undefined ? undefined : memberName(unwrap(value));
  return ENGINE_MEMBERS.has(source ?? '') || (value === undefined && ENGINE_MEMBERS.has(path.node.name));
}

/**
 * Finds `origins` in options that may go to a Socket.IO server of unknown origin: of a callee that is named as one, or that
 * is not proven to be something else in a file that names the package.
 *
 * @example strayOrigins(call) // for `socketIO(server, { origins: '*:*' })` with a parameter `socketIO`
 */
export function strayOrigins(call: NodePath<t.CallExpression | t.NewExpression>): Property | undefined {
  const callee = calleeOf(call);
  const [first, ...others] = call.get('arguments');
  const origins = [first, ...others].flatMap((one) => (one && originsIn(one)) ?? [])[0];
  if (first === undefined || origins === undefined) return undefined;
  const isNamed = isNestMethod(callee) || (others.length > 0 && namesServer(callee) && !isAddress(first));
  return isNamed || leadsToSocketIo(callee) ? origins : undefined;
}

/** `adapter.createIOServer(port, options)` of Nest, and `IoAdapter.prototype.createIOServer.call(this, port, options)`. */
function isNestMethod(callee: NodePath): boolean {
  const name = memberName(callee);
  if (name === 'createIOServer') return true;
  return name === 'call' && memberName(unwrap(callee.get('object'))) === 'createIOServer';
}

/** Whether a callee has the name of Socket.IO, and is not its client. */
function namesServer(callee: NodePath): boolean {
  if (moduleValue(callee, ['socket.io-client']) !== undefined) return false;
  // io.listen(server, { origins })
  if (memberName(callee) === 'listen') return namesServer(unwrap(callee.get('object')));
  return SERVER_NAME.test(shortName(callee) ?? '');
}

/**
 * Whether a callee comes from Socket.IO in a way that is not followed: `load()(server, options)`. The file's own functions and
 * classes only pass options on.
 */
function leadsToSocketIo(callee: NodePath): boolean {
  const member = memberName(callee);
  if (member !== undefined && !/^(?:default|Server|listen|attach)$/.test(member)) return false;
  const declared = unwrap(constantValue(callee) ?? bindingOf(callee)?.path ?? callee);
  if (declared.isFunction() || declared.isClass()) return false;
  return standsFor(callee).some((path) => evaluate(path)?.value === 'socket.io' || holds(path, isName));
}

/** Whether a text is the name of the package, and not the argument of a `require` that the file declares. */
function isName({ node, scope, parentPath }: NodePath): boolean {
  if (node.type !== 'StringLiteral' || node.value !== 'socket.io') return false;
  const isCalled = parentPath !== null && calleeOf(parentPath).is('Identifier', { name: 'require' });
  return !isCalled || !scope.hasBinding('require');
}

/** Whether an argument is certainly neither a server nor a port. */
function isAddress(path: NodePath): boolean {
  const node = unwrap(path);
  const known = evaluate(node);
  if (known !== undefined) return typeof known.value === 'string' && !/^\d+$/.test(known.value);
  const isText = node.is('TemplateLiteral') || node.is('BinaryExpression', { operator: '+' });
  const name = shortName(node);
  return isText || (name !== undefined && /(?:ur[il]|host|address|endpoint)$/i.test(name));
}

/** `origins` in options that are written out, here or in a constant. */
function originsIn(options: NodePath): Property | undefined {
  const object = writtenValue(options);
  return object.is('ObjectExpression') ? propertyOf(object, 'origins') : undefined;
}
