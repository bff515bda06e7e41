import { ACCESS_OPTIONS, CHECK_MEMBERS, ENGINE_MEMBERS } from '../../v2/server-api.js';
import {
  argumentsOf,
  calleeOf,
  isAssigned,
  memberName,
  nameOf,
  type Property,
  propertyOf,
  unwrap,
} from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { constantValue, evaluate, keepsMembers, standsFor, writtenValue } from '../ast/values.js';
import type { OriginsName } from '../types.js';
import { isForeign, isV2Notation, looksLikeServer, SERVER_NAME } from './foreign.js';
import { chainStart } from './handle.js';
import { hiddenSettings } from './hidden-settings.js';
import { moduleValue } from './module-value.js';
import type { FoundServers } from './servers.js';

/** How code that does not create the server sets or replaces its check. */
type SettingKind = 'origins' | 'set' | 'check' | 'engine' | 'attach' | 'hidden';

/** A use that decides who is allowed, on a receiver that is not proven to be one of the file's servers. */
export interface UnresolvedSetting {
  readonly kind: SettingKind;
  readonly path: NodePath;
  /** Whether the use itself shows that it is likely Socket.IO's: by a name, v2's notation, or a member that only v2 had. */
  readonly isLikely: boolean;
  /** Whether it certainly allows any origin, so that it restricts nothing. */
  readonly admitsEveryone: boolean;
  /** How another file has to name `origins` if it sets a server. */
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
  const found: UnresolvedSetting[] = [];
  const own = new Set<t.Node>();
  for (const { call, methodCalls, overrides } of sites) {
    own.add(call.node);
    for (const method of methodCalls) own.add(method.call.node);
    for (const { node } of overrides) own.add(node);
  }
  const visitCall = (path: NodePath<t.CallExpression> | NodePath<t.OptionalCallExpression>) => {
    const call = path as NodePath<t.CallExpression>;
    if (own.has(call.node)) return;
    const setting = calledSetting(call) ?? assignedSetting(call);
    if (setting && !isWithin(call as NodePath, own)) found.push(setting);
  };
  program.traverse({
    CallExpression: visitCall,
    OptionalCallExpression: visitCall,
    MemberExpression: (path) => {
      const target = path as NodePath;
      const setting = own.has(target.node) || !isAssigned(target) ? undefined : writtenSetting(target);
      if (setting && !isWithin(target, own)) found.push(setting);
    },
  });
  const known = new Set(found.map(({ path }) => path.node));
  for (const hidden of hiddenSettings(program, sites.length > 0))
    if (!known.has(hidden.path.node))
      found.push({ kind: 'hidden', isLikely: false, admitsEveryone: false, ...hidden });
  return found;
}

/** Whether a file attaches what may be a server of another file: `require('./io').attach(server)`. */
export function attachesOthers(
  program: NodePath<t.Program>,
  { sites }: Pick<FoundServers, 'sites'>,
): boolean {
  const own = new Set<t.Node>(sites.flatMap(({ methodCalls }) => methodCalls.map(({ call }) => call.node)));
  let attaches = false;
  const visit = (path: NodePath) => {
    const callee = calleeOf(path);
    attaches ||=
      methodName(callee) === 'attach' &&
      !own.has(path.node) &&
      !isForeign(chainStart(callee.get('object') as NodePath), 'attach');
  };
  program.traverse({
    CallExpression: (path) => visit(path as NodePath),
    OptionalCallExpression: (path) => visit(path as NodePath),
  });
  return attaches;
}

/** Whether a member is read from one that is known to be a server's: `io.eio` of `io.eio.allowRequest`. */
function isWithin(path: NodePath, own: ReadonlySet<t.Node>): boolean {
  let at: NodePath = unwrap(path);
  while (at.is('MemberExpression') || at.is('OptionalMemberExpression')) {
    at = unwrap(at.get('object') as NodePath);
    if (own.has(at.node)) return true;
  }
  return false;
}

/** `x.origins(list)`, `x.set('origins', list)`, `x.origins.call(io, list)`, `x.attach(server, { allowRequest })`. */
function calledSetting(call: NodePath<t.CallExpression>): UnresolvedSetting | undefined {
  const callee = calleeOf(call);
  const name = methodName(callee);
  const [first, second] = argumentsOf(call);
  if (name === undefined || first === undefined) return undefined;
  const object = callee.get('object') as NodePath;
  if (name === 'call' || name === 'apply' || name === 'bind') {
    if (memberName(unwrap(object)) !== 'origins') return undefined;
    const receiver = unwrap(unwrap(object).get('object') as NodePath);
    return isForeign(receiver, 'origins')
      ? undefined
      : {
          kind: 'origins',
          path: call as NodePath,
          isLikely: looksLikeServer(receiver, 'origins', undefined),
          admitsEveryone: false,
        };
  }
  const receiver = chainStart(object);
  if (name === 'origins' || (name === 'set' && evaluate(first)?.value === 'origins' && second)) {
    if (isForeign(receiver, name)) return undefined;
    const value = name === 'set' ? second : first;
    const known = value && evaluate(value)?.value;
    return {
      kind: name,
      path: call as NodePath,
      isLikely: looksLikeServer(receiver, name, value),
      admitsEveryone: (typeof known === 'string' || Array.isArray(known)) && known.includes('*:*'),
    };
  }
  if (name !== 'attach' && name !== 'listen') return undefined;
  if (second === undefined || isForeign(receiver, name)) return undefined;
  const options = writtenValue(second);
  // app.io.attach(server, require('./options')), but not server.listen(port, started)
  const isWritten =
    options.is('ObjectExpression') && (!second.is('Identifier') || keepsMembers(second, ACCESS, call));
  if (!isWritten)
    return (looksLikeServer(receiver, name, undefined) || (name === 'attach' && takesServer(first))) &&
      !options.isFunction() &&
      !evaluate(options)
      ? { kind: 'attach', path: call as NodePath, isLikely: false, admitsEveryone: false }
      : undefined;
  const check = ['allowRequest', 'handlePreflightRequest'].find((key) => propertyOf(options, key));
  return check === undefined
    ? undefined
    : { kind: 'attach', path: call as NodePath, isLikely: true, admitsEveryone: false };
}

/** The method that is called: `origins` of `x.origins`, `x['origins']` and `x[KEY]`, if that is written out. */
function methodName(callee: NodePath): string | undefined {
  const name = memberName(callee);
  if (name !== undefined || (!callee.is('MemberExpression') && !callee.is('OptionalMemberExpression')))
    return name;
  const known = evaluate(callee.get('property') as NodePath)?.value;
  return typeof known === 'string' ? known : undefined;
}

/** `Object.assign(io, { checkRequest })`, `Object.assign(io.eio, { allowRequest })`. */
function assignedSetting(call: NodePath<t.CallExpression>): UnresolvedSetting | undefined {
  const callee = calleeOf(call);
  const name = memberName(callee);
  const [target, ...others] = argumentsOf(call);
  const isObject = name !== undefined && unwrap(callee.get('object') as NodePath).is('Identifier');
  if (!isObject || target === undefined || !/^(?:assign|extend|merge|define\w*|set)$/.test(name))
    return undefined;
  const receiver = unwrap(target);
  const isEngine = ENGINE_MEMBERS.has(memberName(receiver) ?? '');
  const names = others.flatMap((other) => {
    const node = unwrap(other);
    const known = evaluate(node)?.value;
    if (typeof known === 'string') return [known];
    if (!node.is('ObjectExpression')) return [];
    return node.node.properties.flatMap((property) =>
      'key' in property ? (nameOf(property.key as t.Node) ?? []) : [],
    );
  });
  if (names.some((one) => CHECK_MEMBERS.has(one)))
    return { kind: 'check', path: call as NodePath, isLikely: true, admitsEveryone: false };
  if (isEngine && names.includes('allowRequest'))
    return { kind: 'engine', path: call as NodePath, isLikely: true, admitsEveryone: false };
  return undefined;
}

/** `io._origins = list`, `io.checkRequest = check`, `io.eio.allowRequest = check`. */
function writtenSetting(target: NodePath): UnresolvedSetting | undefined {
  const name =
    memberName(target) ??
    (target.is('MemberExpression') ? evaluate(target.get('property') as NodePath)?.value : undefined);
  if (typeof name !== 'string') return undefined;
  const object = unwrap(target.get('object') as NodePath);
  if (CHECK_MEMBERS.has(name)) {
    if (memberName(object) === 'prototype') {
      // Server.prototype.checkRequest = check, but not Api.prototype.checkRequest = function () {}
      return moduleValue(object.get('object') as NodePath, ['socket.io'])
        ? { kind: 'check', path: target, isLikely: true, admitsEveryone: false }
        : undefined;
    }
    if (object.is('ThisExpression') || isForeign(object, name)) return undefined;
    return {
      kind: 'check',
      path: target,
      isLikely: name === '_origins' || looksLikeServer(object, name, undefined),
      admitsEveryone: false,
    };
  }
  // io.eio.verify = check, which only v2 has, but not io.eio.generateId = …, which names sessions
  const isCheck = name === 'allowRequest' || (memberName(object) === 'eio' && name !== 'generateId');
  if (!isCheck || !isEngine(object)) return undefined;
  // io.eio.allowRequest = check, but not search.engine.allowRequest = check
  const owner = memberName(object) === undefined ? undefined : unwrap(object.get('object') as NodePath);
  const isLikely =
    memberName(object) !== 'engine' || (owner !== undefined && looksLikeServer(owner, name, undefined));
  return { kind: 'engine', path: target, isLikely, admitsEveryone: false };
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

/** Names of the first argument of a Socket.IO server: `server`, `httpServer`, `app`, `this.http`, `port`. */
const SERVER_ARGUMENT = /(?:serv(?:er)?|srv|https?|app|port|listener)$/i;

/**
 * Finds `origins` in options that may go to a Socket.IO server of unknown origin. Its rules prevent false alarms, and each has
 * an example.
 *
 * @example strayOrigins(call) // for `socketIO(server, { origins: '*:*' })` with a parameter `socketIO`
 */
export function strayOrigins(call: NodePath<t.CallExpression | t.NewExpression>): Property | undefined {
  const callee = calleeOf(call);
  const [first, second] = argumentsOf(call);
  if (first === undefined) return undefined;
  if (isNestMethod(callee))
    return argumentsOf(call)
      .map(originsIn)
      .find((found) => found !== undefined);
  // load()(server, { origins }) and (0, _socket.default)({ origins }), for a file that requires 'socket.io'
  const options = originsIn(second ?? first);
  if (options !== undefined && leadsToSocketIo(callee)) return options;
  // cors({ origins }), http.listen(3007, { origins }), createServer(app, { origins })
  if (second === undefined || !namesServer(callee)) return undefined;
  const origins = originsIn(second);
  if (origins === undefined) return undefined;
  // io('https://example.com', { origins }) and io(url, { origins }) are a client's.
  if (isAddress(first)) return undefined;
  return takesServer(first) || hasV2Notation(origins) ? origins : undefined;
}

/** `adapter.createIOServer(port, options)` of Nest, and `IoAdapter.prototype.createIOServer.call(this, port, options)`. */
function isNestMethod(callee: NodePath): boolean {
  const name = memberName(callee);
  if (name === 'createIOServer') return true;
  return name === 'call' && memberName(unwrap(callee.get('object') as NodePath)) === 'createIOServer';
}

function namesServer(callee: NodePath): boolean {
  if (moduleValue(callee, ['socket.io-client']) !== undefined) return false;
  const member = memberName(callee);
  // io.listen(server, { origins })
  if (member === 'listen') return namesServer(unwrap(callee.get('object') as NodePath));
  const name = callee.is('Identifier') ? callee.node.name : member;
  return name !== undefined && SERVER_NAME.test(name);
}

/** Whether a callee comes from Socket.IO in a way that is not followed. The file's own functions only pass options on. */
function leadsToSocketIo(callee: NodePath): boolean {
  const member = memberName(callee);
  if (member !== undefined && !/^(?:default|Server|listen|attach)$/.test(member)) return false;
  const binding = callee.is('Identifier') ? callee.scope.getBinding(callee.node.name) : undefined;
  const value = constantValue(callee);
  if (binding?.path.isFunction() || (value && unwrap(value).isFunction())) return false;
  return standsFor(callee).some(namesSocketIo);
}

/** Whether an expression contains `'socket.io'`, except as the argument of a `require` that the file declares. */
function namesSocketIo(path: NodePath): boolean {
  let found = evaluate(path)?.value === 'socket.io';
  path.traverse({
    StringLiteral: ({ node, scope, parentPath }) => {
      const isOthers =
        parentPath?.is('CallExpression') &&
        parentPath.get('callee').is('Identifier', { name: 'require' }) &&
        scope.hasBinding('require');
      found ||= node.value === 'socket.io' && !isOthers;
    },
  });
  return found;
}

/** Whether an argument is certainly neither a server nor a port. */
function isAddress(path: NodePath): boolean {
  const node = unwrap(path);
  const known = evaluate(node);
  if (known !== undefined) return typeof known.value === 'string' && !/^\d+$/.test(known.value);
  const isText = node.is('TemplateLiteral') || node.is('BinaryExpression', { operator: '+' });
  const name = node.is('Identifier') ? node.node.name : memberName(node);
  return isText || (name !== undefined && /(?:ur[il]|host|address|endpoint)$/i.test(name));
}

function takesServer(path: NodePath): boolean {
  const node = unwrap(path);
  const known = evaluate(node);
  if (known !== undefined) return typeof known.value === 'number';
  const callee = node.is('CallExpression') ? calleeOf(node) : node;
  const name = callee.is('Identifier') ? callee.node.name : memberName(callee);
  return name !== undefined && SERVER_ARGUMENT.test(name);
}

/** `origins` in options that are written out, here or in a constant. */
function originsIn(options: NodePath): Property | undefined {
  const object = writtenValue(options);
  return object.is('ObjectExpression') ? propertyOf(object, 'origins') : undefined;
}

function hasV2Notation(origins: Property): boolean {
  return origins.is('ObjectProperty') && isV2Notation(evaluate(origins.get('value') as NodePath)?.value);
}
