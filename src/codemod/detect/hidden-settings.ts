import { CHECK_MEMBERS, ENGINE_MEMBERS } from '../../v2/server-api.js';
import { argumentsOf, calleeOf, isAssigned, memberName, nameOf, rewrap, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { boundValues, constantValue, evaluate, isExported, writtenValue } from '../ast/values.js';
import type { FileSurvey } from '../types.js';
import { isForeign } from './foreign.js';
import { handleOf } from './handle.js';

/** What a text has that is run as code and sets a server. */
const CODE = /\borigins\s*\(|\b_origins\b|\bcheckRequest\b|\ballowRequest\b/;

/** What runs a text. */
const RUNNERS = [
  ...['Function', 'Script', 'compileFunction'],
  ...['runInContext', 'runInNewContext', 'runInThisContext'],
];

/** What a file names, and the uses that set a server if it names that. */
interface Names {
  /** `origins`, as a key of an object or in a text: what `x[name](list)` may call. */
  origins: boolean;
  /** `x.eio` or `x.engine`: what has the check that is assigned to something else. */
  engine: boolean;
  /** `eval()`, `new Function()`, `vm`: what runs a text. */
  runsText: boolean;
  readonly calls: NodePath[];
  /** `for (const key in settings) x[key](settings[key])`: calls of methods by the keys of another object. */
  readonly keyed: NodePath[];
  /** `x.attach(server, options)` with options that are not written out. */
  readonly attached: NodePath[];
  readonly checks: NodePath[];
  readonly texts: NodePath[];
  readonly certain: NodePath[];
}

/** A use that may set a server without naming both it and the setting. */
export interface HiddenSetting {
  readonly path: NodePath;
  /** Whether it sets a server only if another file names `origins`. */
  readonly isNamedElsewhere: boolean;
}

/**
 * Finds the uses that may set a server without naming both it and the setting: `x[name](list)` beside `{ origins: list }`,
 * `check(x.eio)` beside `engine.allowRequest = f`, `with (x) origins(list)`. One name alone is nothing: each has other
 * meanings in other software.
 *
 * @param makesServers whether the file makes servers, and so is followed wherever they go
 */
export function hiddenSettings(
  program: NodePath<t.Program>,
  makesServers: boolean,
): readonly HiddenSetting[] {
  const names: Names = {
    ...{ origins: false, engine: false, runsText: false },
    ...{ calls: [], keyed: [], attached: [], checks: [], texts: [], certain: [] },
  };
  const visitMember = (path: NodePath) => {
    const name = memberName(path);
    if (name !== undefined && ENGINE_MEMBERS.has(name)) names.engine ||= rewrap(path).key !== 'callee';
    if (name === 'allowRequest' && isAssigned(path)) names.checks.push(path);
  };
  const visitCall = (call: NodePath) => {
    const callee = calleeOf(call);
    const name = callee.is('Identifier') ? callee.node.name : (memberName(callee) ?? '');
    // eval() in a file that makes servers sees their variables, and is looked at where those are followed.
    const runners = makesServers ? RUNNERS : [...RUNNERS, 'eval'];
    names.runsText ||= runners.includes(name);
    // `this` of a constructor is its new object.
    if (call.is('NewExpression')) return;
    if (callsByName(callee, call)) names.calls.push(call);
    if (callsByKey(callee, call)) names.keyed.push(call);
    if (attachesUnknown(callee, call)) names.attached.push(call);
    if (callsOrigins(callee, call)) names.certain.push(call);
  };
  const visitProperty = (path: NodePath) => {
    const { key, computed } = path.node as t.ObjectProperty | t.ObjectMethod;
    const name = nameOf(key, computed);
    if (path.parentPath?.is('ObjectPattern')) {
      names.engine ||= name !== undefined && ENGINE_MEMBERS.has(name);
      return;
    }
    names.origins ||= name === 'origins';
    if (name === '_origins') names.certain.push(path);
    if (name === 'allowRequest') names.checks.push(path);
  };
  const visitText = (path: NodePath, text: string) => {
    // 'origins', 'set,origins' and '[["origins", …]]', but no sentence about origins
    names.origins ||= /^(?:\w+[,|])*origins(?:[,|]\w+)*$|["']origins["']/.test(text);
    if (CODE.test(text)) names.texts.push(path);
  };
  program.traverse({
    MemberExpression: (path) => visitMember(path as NodePath),
    OptionalMemberExpression: (path) => visitMember(path as NodePath),
    CallExpression: (path) => visitCall(path as NodePath),
    OptionalCallExpression: (path) => visitCall(path as NodePath),
    NewExpression: (path) => visitCall(path as NodePath),
    ObjectProperty: (path) => visitProperty(path as NodePath),
    ObjectMethod: (path) => visitProperty(path as NodePath),
    StringLiteral: (path) => visitText(path as NodePath, path.node.value),
    TemplateElement: (path) => visitText(path as NodePath, path.node.value.raw),
    WithStatement: (path) => {
      path.traverse({
        Identifier: ({ node: { name } }) => {
          if (name === 'origins' || name === 'set' || CHECK_MEMBERS.has(name)) names.certain.push(path);
        },
      });
    },
  });
  const texts = names.runsText ? names.texts.slice(0, 1) : [];
  const withs = names.certain.filter((path) => path.node.type === 'WithStatement').slice(0, 1);
  const here = (paths: readonly NodePath[]) => paths.map((path) => ({ path, isNamedElsewhere: false }));
  if (makesServers) return here([...withs, ...texts]);
  const isNamed = names.origins || names.checks.length > 0;
  return [
    ...here(names.certain.filter((path) => path.node.type !== 'WithStatement')),
    ...(isNamed ? here([...new Set([...names.calls, ...names.keyed])]) : []),
    ...(isNamed ? [] : names.keyed.map((path) => ({ path, isNamedElsewhere: true }))),
    ...here(names.checks.length > 0 ? names.attached : []),
    ...here(names.engine ? names.checks : []),
    ...here([...withs, ...texts]),
  ];
}

/** `{ "origins": list }`, `{ origins }`, `settings.origins = list`, `'set,origins'`; not `io.origins(list)`. */
const KEY = /["'`,|]origins["'`,|]|\borigins\s*:|[{,]\s*origins\s*[,}]|\.\s*origins\s*=(?!=)/;

/** Whether the text of a file, in whatever language, has `origins` as a key, or in a string. */
export function namesOrigins(text: string): boolean {
  return KEY.test(text);
}

/** Whether a file of a package calls methods by the keys of an object, and one names `origins`, which may be such a key. */
export function mayCallOrigins(code: string, others: readonly FileSurvey[]): boolean {
  const isNamed = namesOrigins(code) || others.some((other) => other.namesOrigins);
  return isNamed && others.some(({ callsByKey }) => callsByKey.length > 0);
}

/** `x[name](list)`, `x.set(name, list)`, `x.set(...both)`, `x.set.apply(x, both)`: what is set is known at run time. */
function callsByName(callee: NodePath, call: NodePath): boolean {
  if (!callee.is('MemberExpression') && !callee.is('OptionalMemberExpression')) return false;
  const object = unwrap(callee.get('object') as NodePath);
  const [first] = argumentsOf(call);
  const name = memberName(callee);
  if (first === undefined) return false;
  if (name === undefined) return callee.node.computed && !isForeign(object, 'origins');
  if (/^(?:call|apply|bind)$/.test(name))
    return (
      /^(?:set|attach|listen)$/.test(memberName(object) ?? '') &&
      // Uint8Array.prototype.set.call(bytes, data)
      memberName(unwrap(object.get('object') as NodePath)) !== 'prototype' &&
      !isForeign(object.get('object') as NodePath, 'set')
    );
  return (
    name === 'set' &&
    !isForeign(object, 'set') &&
    (first.is('SpreadElement') || evaluate(first) === undefined)
  );
}

/** Whether a call takes the name of its method from the keys of another object than its receiver. */
function callsByKey(callee: NodePath, call: NodePath): boolean {
  const isThrough = /^(?:call|apply)$/.test(memberName(callee) ?? '');
  const method = isThrough ? unwrap(callee.get('object') as NodePath) : callee;
  if (!method.is('MemberExpression') && !method.is('OptionalMemberExpression')) return false;
  const receiver = unwrap(method.get('object') as NodePath);
  const key = unwrap(method.get('property') as NodePath);
  if (!method.node.computed || !key.is('Identifier') || argumentsOf(call).length === 0) return false;
  const keyed = keyedObject(key);
  const held = handleOf(receiver);
  if (keyed === undefined || held === undefined || typeof held.root === 'string') return false;
  if (receiver.is('ThisExpression') || isForeign(receiver, 'origins')) return false;
  if (isOfKnownKeys(keyed)) return false;
  // for (const name in routes) routes[name](app)
  const object = handleOf(keyed);
  return object?.root !== held.root || object.path !== held.path;
}

/** Whether an object stays in this file, and has only keys that are written here, none of them `origins`. */
function isOfKnownKeys(path: NodePath): boolean {
  const object = unwrap(path);
  const binding = object.is('Identifier') ? object.scope.getBinding(object.node.name) : undefined;
  if (binding === undefined || isExported(binding)) return false;
  const values = boundValues(binding) ?? [];
  return values.length > 0 && values.every(hasKnownKeys) && binding.referencePaths.every(isReadByName);
}

function hasKnownKeys(value: NodePath): boolean {
  const object = unwrap(value);
  return (
    object.is('ObjectExpression') &&
    object.node.properties.every((property) => {
      const name = 'key' in property ? nameOf(property.key, property.computed) : undefined;
      return name !== undefined && name !== 'origins' && name !== '__proto__';
    })
  );
}

/** `commands.get`, `commands[name]`, `commands.get = get`, `for (name in commands)`, `Object.keys(commands)`. */
function isReadByName(reference: NodePath): boolean {
  const { key, parentPath: parent } = rewrap(reference);
  if (parent?.isForXStatement()) return key === 'right';
  if (parent?.is('MemberExpression') !== true || key !== 'object')
    return parent !== null && listedObject(parent)?.node === reference.node;
  // A method may add keys to `this`.
  if (rewrap(parent).key === 'callee') return false;
  const name = memberName(parent);
  return name === undefined ? !isAssigned(parent) : name !== 'origins' && name !== '__proto__';
}

/** The object whose keys a variable takes, one after the other: `conf` of `Object.keys(conf).forEach((key) => …)`. */
function keyedObject(name: NodePath<t.Identifier>): NodePath | undefined {
  const binding = name.scope.getBinding(name.node.name);
  const loop = [binding?.path.parentPath?.parentPath, ...(binding?.constantViolations ?? [])].find((one) =>
    one?.isForXStatement(),
  );
  if (loop) {
    const object = unwrap(loop.get('right') as NodePath);
    return loop.node.type === 'ForInStatement' ? object : listedObject(object);
  }
  const owner = binding?.kind === 'param' ? binding.path.getFunctionParent() : undefined;
  const callback = owner ? rewrap(owner as NodePath) : undefined;
  if (callback?.listKey !== 'arguments' || !callback.parentPath) return undefined;
  // Object.keys(conf).forEach((key) => …), _.forEach(conf, (value, key) => …)
  const callee = calleeOf(callback.parentPath);
  if (!/^(?:each|forEach|forIn|forOwn|map)$/.test(memberName(callee) ?? '')) return undefined;
  const [first] = argumentsOf(callback.parentPath);
  return callback.key === 1 ? first : listedObject(unwrap(callee.get('object') as NodePath));
}

/** The object whose keys a call lists: `conf` of `Object.keys(conf)`. */
function listedObject(call: NodePath): NodePath | undefined {
  const isList =
    call.is('CallExpression') &&
    /^(?:keys|entries|getOwnPropertyNames|ownKeys|toPairs)$/.test(memberName(calleeOf(call)) ?? '');
  return isList ? argumentsOf(call)[0] : undefined;
}

/** `x.attach(...both)`, `x.listen(server, options)`: options that are not written out, and are no function, port or host. */
function attachesUnknown(callee: NodePath, call: NodePath): boolean {
  const name = memberName(callee);
  const [first, second, ...others] = argumentsOf(call);
  if (name !== 'attach' && name !== 'listen') return false;
  if (first === undefined || others.length > 0 || isForeign(callee.get('object') as NodePath, name))
    return false;
  if (second === undefined) return first.is('SpreadElement');
  const value = writtenValue(second);
  return !value.is('ObjectExpression') && !value.isFunction() && evaluate(value) === undefined;
}

/** `const { origins } = x; origins.call(x, list)`, `Reflect.apply(x.origins, x, [list])`, `Reflect.get(x, 'origins')`. */
function callsOrigins(callee: NodePath, call: NodePath): boolean {
  const [first, second] = argumentsOf(call);
  const object = memberName(callee) === undefined ? undefined : unwrap(callee.get('object') as NodePath);
  if (object?.is('Identifier', { name: 'Reflect' }) && first !== undefined)
    return isOriginsMethod(first) || (second !== undefined && evaluate(second)?.value === 'origins');
  const isThroughCall = object?.is('Identifier') && /^(?:call|apply|bind)$/.test(memberName(callee) ?? '');
  return isThroughCall === true && isOriginsMethod(object);
}

/** Whether an expression is `x.origins`, or a variable that was read from there. */
function isOriginsMethod(path: NodePath): boolean {
  const node = unwrap(path);
  if (memberName(node) === 'origins') return true;
  if (!node.is('Identifier')) return false;
  const value = constantValue(node);
  if (value !== undefined) return memberName(unwrap(value)) === 'origins';
  const binding = node.scope.getBinding(node.node.name);
  const id = binding?.path.is('VariableDeclarator') ? binding.path.node.id : undefined;
  return (
    id?.type === 'ObjectPattern' &&
    id.properties.some(
      (one) =>
        one.type === 'ObjectProperty' &&
        one.value === binding?.identifier &&
        nameOf(one.key, one.computed) === 'origins',
    )
  );
}
