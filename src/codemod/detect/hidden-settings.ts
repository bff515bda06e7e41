import { CHECK_MEMBERS, ENGINE_MEMBERS } from '../../v2/server-api.js';
import {
  allOf,
  bindingOf,
  calledThrough,
  calleeOf,
  isAssigned,
  keyName,
  memberName,
  propertyOf,
  rewrap,
  targetOf,
  unwrap,
} from '../ast/nodes.js';
import { keysOf, mayChangeObject, usesKeepMembers, writtenNames } from '../ast/objects.js';
import type { NodePath, t } from '../ast/path.js';
import { boundValues, constantValue, evaluate, patternProperty, writtenValue } from '../ast/values.js';
import type { FileSurvey, OriginsName } from '../types.js';
import { isForeign, looksLikeServer, moduleOf } from './foreign.js';
import { type Handle, handleOf } from './handle.js';
import { optionsArgument, type ServerSite } from './server-site.js';

/** A text that sets a server when it is run as code. */
const CODE = /\.\s*origins\s*\(|\.\s*(?:_origins|checkRequest|allowRequest)\s*=/;

/** A use that may set a server without naming both it and the setting. */
export interface HiddenSetting {
  readonly path: NodePath;
  /** How another file must name `origins` for this use to set a server. */
  readonly needsName?: OriginsName;
}

/**
 * Finds the uses that may set a server without naming both it and the setting: `x[name](list)` beside `{ origins: list
 * }`, `check(x.eio)` beside `engine.allowRequest = f`, `with (x) origins(list)`. One of the two names proves nothing,
 * because each has other meanings in other software.
 *
 * @param makesServers whether the file creates servers, which are then followed wherever they go
 */
export function hiddenSettings(
  program: NodePath<t.Program>,
  makesServers: boolean,
): readonly HiddenSetting[] {
  const texts = allOf(program, 'StringLiteral', 'TemplateElement').map((path) => {
    const { value } = path.node;
    return { path, text: typeof value === 'string' ? value : value.raw };
  });
  const here = (paths: readonly NodePath[]) => paths.map((path) => ({ path }));
  // One finding is enough to have all of them reviewed.
  const asCode = here(texts.filter(({ text }) => CODE.test(text)).map(({ path }) => path)).slice(0, 1);
  if (makesServers) return asCode;
  const inScope = allOf(program, 'WithStatement').filter((block) =>
    allOf(block, 'Identifier').some(isOfServer),
  );
  const calls = allOf(program, 'CallExpression', 'OptionalCallExpression');
  const members = allOf(program, 'MemberExpression', 'OptionalMemberExpression');
  const properties = allOf(program, 'ObjectProperty', 'ObjectMethod');
  const [taken, written] = [true, false].map((isTaken) =>
    properties.filter(({ parent }) => (parent.type === 'ObjectPattern') === isTaken),
  ) as [typeof properties, typeof properties];
  const named = (name: string) => written.filter(({ node }) => keyName(node) === name);
  const checks = [
    ...members.filter((member) => memberName(member) === 'allowRequest' && isAssigned(member)),
    ...named('allowRequest'),
  ];
  const engines = [
    ...members.filter((member) => rewrap(member).key !== 'callee').map(memberName),
    ...taken.map(({ node }) => keyName(node)),
  ].filter((name) => name !== undefined && ENGINE_MEMBERS.has(name));
  // 'origins', 'set,origins' and '[["origins", …]]', but no sentence about origins
  const isNamed =
    checks.length > 0 ||
    named('origins').length > 0 ||
    texts.some(({ text }) => /^(?:\w+[,|])*origins(?:[,|]\w+)*$|["']origins["']/.test(text));
  return [
    ...here([...calls.filter(callsOrigins), ...named('_origins')]),
    ...calls.flatMap((path): HiddenSetting[] => {
      const byName = callByName(path);
      if (byName === undefined || isNamed) return byName ? [{ path }] : [];
      const needsName = neededName(path, byName);
      return needsName ? [{ path, needsName }] : [];
    }),
    ...here(engines.length > 0 ? checks : []),
    ...here(inScope).slice(0, 1),
    ...asCode,
  ];
}

function isOfServer({ node: { name } }: NodePath<t.Identifier>): boolean {
  return name === 'origins' || name === 'set' || CHECK_MEMBERS.has(name);
}

/** `{ "origins": list }`, `{ origins }`, `settings.origins = list`; not `io.origins(list)`. */
const KEY = /["'`]origins["'`]|\borigins\s*:|[{,]\s*origins\s*[,}]|\.\s*origins\s*=(?!=)/;

/**
 * `['origins', list]`, `{ method: 'origins' }`, `METHOD = 'origins'`, `export default 'origins'`, `'set,origins'`; not
 * `settings['origins']`.
 */
const STRING =
  /(?:\w\s*=|\bdefault\b|["'`\w]\s*:|(?<![\w$)\]]\s*)\[)\s*(["'`])origins\1|(["'`])(?:\w+[,|])+origins\2/;

/** How a file, also one in another language, names `origins`; undefined if it does not. */
export function namesOrigins(text: string): OriginsName | undefined {
  if (!text.includes('origins')) return undefined;
  if (STRING.test(text)) return 'string';
  return KEY.test(text) ? 'key' : undefined;
}

/** How a file names `origins` for others. What it gives its own servers, by an option or `io.set('origins', …)`, does not count. */
export function namesOriginsForOthers(code: string, sites: readonly ServerSite[]): OriginsName | undefined {
  const own = sites.flatMap((site) => {
    const options = optionsArgument(site);
    const object = options && unwrap(options);
    const option = object?.is('ObjectExpression') ? propertyOf(object, 'origins')?.get('key') : undefined;
    const settings = site.methodCalls.filter(({ name }) => name === 'set');
    const names = settings.map(({ call }) => call.get('arguments')[0]);
    return [option, ...names.filter((name) => name?.is('StringLiteral'))];
  });
  const blank = (text: string, { node: { start, end } }: NodePath) =>
    text.slice(0, start as number).padEnd(end as number) + text.slice(end as number);
  return namesOrigins(own.filter((path) => path !== undefined).reduce(blank, code));
}

/** Whether another file names `origins` in the way that a call needs. A string may be a key as well. */
export function isNamedFor(needed: OriginsName | undefined, others: readonly FileSurvey[]): boolean {
  if (needed === undefined) return true;
  return others.some(({ namesOrigins: named }) => named === 'string' || named === needed);
}

/** Whether a file of a package calls methods by a name that is known at run time, and one names `origins` for it. */
export function mayCallOrigins(
  code: string,
  sites: readonly ServerSite[],
  others: readonly FileSurvey[],
): boolean {
  const own = { namesOrigins: namesOriginsForOthers(code, sites) } as FileSurvey;
  return others.some(({ callsByName }) => callsByName.some((needed) => isNamedFor(needed, [own, ...others])));
}

/** A call of a method, or with a setting, whose name is known at run time. */
interface CallByName {
  readonly receiver: NodePath;
  /** The expression that gives the name, unless it is within a list: `both` of `x.set.apply(x, both)`. */
  readonly name: NodePath | undefined;
  readonly isSet: boolean;
}

/** `x[name](list)`, `x[name].apply(x, lists)`, `x.set(name, list)`, `x.set(...both)`, `x.set.apply(x, both)`. */
function callByName(call: NodePath): CallByName | undefined {
  const through = calledThrough(call);
  const isThrough = through !== undefined;
  const method = through ?? calleeOf(call);
  const [first] = call.get('arguments');
  if (first === undefined || !(method.is('MemberExpression') || method.is('OptionalMemberExpression')))
    return undefined;
  const receiver = unwrap(method.get('object'));
  const called = memberName(method);
  if (called === undefined) {
    // x[name].apply(x, list), but not handlers[0].call(server, request)
    const isOwn = !isThrough || isSamePlace(receiver, first);
    if (!isOwn || receiver.is('ThisExpression') || isForeign(receiver, 'origins')) return undefined;
    return { receiver, name: method.get('property'), isSet: false };
  }
  const isUnknown = isThrough
    ? // Uint8Array.prototype.set.call(bytes, data)
      /^(?:set|attach|listen)$/.test(called) && memberName(receiver) !== 'prototype'
    : called === 'set' && (first.is('SpreadElement') || evaluate(first) === undefined);
  if (!isUnknown || isForeign(receiver, 'set')) return undefined;
  return { receiver, name: isThrough ? undefined : first, isSet: true };
}

/**
 * How another file must name `origins` for a call that takes the name of its method, or of its setting, from that file.
 */
function neededName(call: NodePath, { receiver, name, isSet }: CallByName): OriginsName | undefined {
  // io.set(key, settings[key])
  if (isSet && !looksLikeServer(receiver, 'set', name)) return undefined;
  const source = name && sourceOf(name);
  const root = handleOf(receiver)?.root;
  if (source === undefined || root === undefined || typeof root === 'string') return undefined;
  // for (const name in routes) routes[name](app)
  if (isOfKnownKeys(source.object) || isSamePlace(source.object, receiver)) return undefined;
  return source.name === 'key' && isKeptElsewhere(call, root) ? undefined : source.name;
}

/** `row[key] = convert[key](row[key])`: the method of a server would return the server for each key. */
function isKeptElsewhere(call: NodePath, root: Handle['root']): boolean {
  if (memberName(calleeOf(call)) === 'bind') return false;
  let value = rewrap(call);
  while (value.parentPath?.is('ConditionalExpression') && value.key !== 'test')
    value = rewrap(value.parentPath);
  const target = targetOf(value);
  return target !== undefined && handleOf(target)?.root !== root;
}

/** Whether two expressions name the same variable or member, or neither names one. */
function isSamePlace(a: NodePath, b: NodePath): boolean {
  const [one, other] = [handleOf(a), handleOf(b)];
  return one?.root === other?.root && one?.path === other?.path;
}

/** Whether an object stays in this file, and has only keys that are written here, none of them `origins`. */
function isOfKnownKeys(path: NodePath): boolean {
  const binding = bindingOf(path);
  if (binding === undefined) return hasKnownKeys(path);
  const values = usesKeepMembers(binding, ORIGINS) ? (boundValues(binding) ?? []) : [];
  return values.length > 0 && values.every(hasKnownKeys);
}

function hasKnownKeys(value: NodePath): boolean {
  const object = unwrap(value);
  if (!object.is('ObjectExpression') || object.get('properties').some(mayChangeObject)) return false;
  return writtenNames(object).every((name) => name !== undefined && !ORIGINS.has(name));
}

const ORIGINS: ReadonlySet<string> = new Set(['origins', '__proto__']);

/** The source of a name: an object that has it as a key, or as a string. */
interface NameSource {
  readonly object: NodePath;
  readonly name: OriginsName;
}

/**
 * Finds the source of a name: `conf` of `Object.keys(conf).forEach((key) => …)` and of `for (const { method } of conf)`, or
 * an import.
 */
function sourceOf(path: NodePath): NameSource | undefined {
  const node = unwrap(path);
  // step.method
  if (memberName(node) !== undefined) {
    const outer = sourceOf(node.get('object'));
    return outer?.name === 'string' ? outer : undefined;
  }
  // keys[index]
  if (node.is('MemberExpression')) return keysIn(node.get('object'));
  const value = constantValue(node);
  const named = value && sourceOf(value);
  const binding = bindingOf(node);
  if (named !== undefined || binding === undefined) return named;
  const loop = [binding.path.parentPath?.parentPath, ...binding.constantViolations].find((one) =>
    one?.isForXStatement(),
  );
  if (loop) {
    const object = unwrap(loop.get('right'));
    return loop.node.type === 'ForInStatement' ? { object, name: 'key' } : listedIn(object);
  }
  if (binding.kind === 'module' || /^\.{1,2}(?:\/|$)/.test(moduleOf(binding) ?? ''))
    return { object: binding.path, name: 'string' };
  const owner = binding.kind === 'param' ? binding.path.getFunctionParent() : undefined;
  const callback = owner ? rewrap(owner) : undefined;
  if (callback?.listKey !== 'arguments' || !callback.parentPath) return undefined;
  // Object.keys(conf).forEach((key) => …), _.forEach(conf, (value, key) => …)
  const callee = calleeOf(callback.parentPath);
  if (!/^(?:each|forEach|forIn|forOwn|map|reduce)$/.test(memberName(callee) ?? '')) return undefined;
  const [first] = callback.parentPath.get('arguments');
  if (callback.key === 1) return first && { object: first, name: 'key' };
  return listedIn(callee.get('object'));
}

/** The object whose keys a list has. Any other list counts as strings, unless it is written out. */
function listedIn(list: NodePath): NameSource | undefined {
  const keys = keysIn(list);
  return keys ?? (writtenValue(list).is('ArrayExpression') ? undefined : { object: list, name: 'string' });
}

/** The object whose keys are in a list: `conf` of `Object.keys(conf).filter(isKnown)`, or the list if it has more. */
function keysIn(list: NodePath): NameSource | undefined {
  const object = keysOf(wholeList(list));
  if (object !== undefined) return { object, name: 'key' };
  // [...Object.keys(conf), 'path'], _.intersection(Object.keys(conf), known)
  return allOf(writtenValue(list), 'CallExpression').some(keysOf) ? { object: list, name: 'key' } : undefined;
}

/** The list that others are made from: `Object.keys(conf)` of `Object.keys(conf).filter(isKnown).sort()`. */
function wholeList(list: NodePath): NodePath {
  let whole = writtenValue(list);
  while (/^(?:filter|reverse|slice|sort)$/.test(memberName(calleeOf(whole)) ?? ''))
    whole = writtenValue(calleeOf(whole).get('object'));
  return whole;
}

/**
 * `const { origins } = x; origins.call(x, list)`, `Reflect.apply(x.origins, x, [list])`, `Reflect.get(x, 'origins')`,
 * `invoke(io, 'origins', list)`
 */
function callsOrigins(call: NodePath): boolean {
  const callee = calleeOf(call);
  const [first, ...others] = call.get('arguments');
  const object = memberName(callee) === undefined ? undefined : unwrap(callee.get('object'));
  const isReflect = object?.is('Identifier', { name: 'Reflect' }) ?? false;
  if (isReflect && first !== undefined && isOriginsMethod(first)) return true;
  if (others[0] !== undefined && evaluate(others[0])?.value === 'origins')
    return isReflect || (others.length > 1 && looksLikeServer(first as NodePath, 'set', undefined));
  const through = calledThrough(call);
  return through?.is('Identifier') === true && isOriginsMethod(through);
}

/** Whether an expression is `x.origins`, or a variable that was read from there. */
function isOriginsMethod(path: NodePath): boolean {
  const node = unwrap(path);
  if (memberName(node) === 'origins') return true;
  const value = constantValue(node);
  if (value !== undefined) return memberName(unwrap(value)) === 'origins';
  const binding = bindingOf(node);
  const property = binding && patternProperty(binding);
  return property !== undefined && keyName(property) === 'origins';
}
