import {
  bindingOf,
  calleeOf,
  holds,
  memberName,
  nameOf,
  programOf,
  shortName,
  unwrap,
} from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { constantValue, MOST_HOPS, standsFor } from '../ast/values.js';
import { moduleOf } from '../detect/foreign.js';
import { requiredModule } from '../detect/module-value.js';
import type { FileSurvey } from '../types.js';
import { functionOf, isBound, parametersOf } from './functions.js';

/** Names that functions which check an origin have, and lists do not. */
const FUNCTION_NAME =
  /^(?:check|is|validate|verify|handle|test|allow(?!ed|list))|(?:checker|handler|validator|verifier|callback|fn|func|function|check|callbackify)$/i;

/** Names that lists of origins have, and functions do not: `allowedOrigins`, `WHITELIST`, `clientUrl`, but not `origin`. */
const LIST_NAME =
  /^[A-Z\d_]+$|(?:[Oo]rigins|[a-z]Origin|[Ll]ist|[Hh]osts?|[Dd]omains?|[Uu]r[il]s?|[Ss]ites?|[Aa]ddress(?:es)?|[a-z]Cors|[Ss]ervers?|[Cc]lients?|[Ff]ront_?[Ee]nds?|[Cc]onfig)$/;

/**
 * Whether a value may be a function: it contains one that takes a callback, its name or that of its file suggests one, or
 * another file has one that checks origins.
 */
export function mayBeFunction(path: NodePath, others: readonly FileSurvey[]): boolean {
  return (
    others.some((other) => other.checksOrigins) ||
    standsFor(path).some(holdsCheck) ||
    valuesOf(path).some(looksLikeFunction)
  );
}

/** Whether code is or contains a function that checks an origin: `once((origin, callback) => callback(null, true))`. */
function holdsCheck(path: NodePath): boolean {
  return holds(path, answersCallback);
}

/** Whether a node is a function that calls its second parameter, or passes it on. */
function answersCallback(path: NodePath): path is NodePath<t.Function> {
  if (!path.isFunction()) return false;
  const callback = parametersOf(path)[1];
  const { referencePaths = [] } = (callback && bindingOf(callback)) ?? {};
  return referencePaths.some(({ key, listKey }) => key === 'callee' || listKey === 'arguments');
}

/**
 * Whether a file has a function that may be the origins of another file's server: it takes a callback, and it or its first
 * parameter is named after an origin (not after an original). Not that of `cors({ origin: (origin, callback) => … })`, which
 * goes nowhere else.
 *
 * @example checksOrigins(program) // for `exports.allowedOrigins = (host, callback) => callback(null, hosts.has(host))`
 */
export function checksOrigins(program: NodePath<t.Program>): boolean {
  return holds(program, (path) => {
    if (!answersCallback(path)) return false;
    const [first] = parametersOf(path);
    const names = [first && nameOf(first.node), ownName(path)];
    return names.some((name) => /origin(?!al(?!l))/i.test(name ?? '')) && !isGivenToCors(path);
  });
}

/** The name that a function is declared with, or of what it is assigned to: `origins` of `{ origins(host, callback) { … } }`. */
function ownName(path: NodePath<t.Function>): string | undefined {
  if ('id' in path.node && path.node.id) return nameOf(path.node.id);
  if ('key' in path.node) return nameOf(path.node.key, 'computed' in path.node && path.node.computed);
  const holder = path.findParent(({ node }) => !/^(?:TS|Conditional|Logical|Parenthesized)/.test(node.type));
  if (holder?.is('VariableDeclarator')) return nameOf(holder.node.id);
  if (holder?.is('AssignmentExpression')) return nameOf(holder.node.left) ?? memberName(holder.get('left'));
  return holder && 'key' in holder.node ? nameOf(holder.node.key) : undefined;
}

function isGivenToCors(path: NodePath): boolean {
  return (
    path.findParent((outer) => outer.is('CallExpression') && shortName(calleeOf(outer)) === 'cors') !== null
  );
}

/** The values that an expression may have: those that it chooses from, and those of constants. */
function valuesOf(path: NodePath, hops = 0): readonly NodePath[] {
  const node = unwrap(path);
  if (node.is('ConditionalExpression'))
    return [...valuesOf(node.get('consequent'), hops), ...valuesOf(node.get('alternate'), hops)];
  if (node.is('LogicalExpression'))
    return [...valuesOf(node.get('left'), hops), ...valuesOf(node.get('right'), hops)];
  const value = hops < MOST_HOPS ? constantValue(node) : undefined;
  return value ? [node, ...valuesOf(value, hops + 1)] : [node];
}

function looksLikeFunction(node: NodePath): boolean {
  // new Proxy(check, {}), new Function('origin', 'callback', '…'); no `new` gives a list
  if (node.is('NewExpression') || isBound(node) || functionOf(node)) return true;
  const file = requiredModule(node);
  if (file !== undefined) return isOwnFile(file) && !LIST_NAME.test(file.replace(/\.[cm]?[jt]s$/, ''));
  // origins: checkOrigin(list)
  const named = node.is('CallExpression') ? calleeOf(node) : node;
  const name = shortName(named) ?? '';
  if (node.is('Identifier') && isImported(node) && !LIST_NAME.test(name)) return true;
  if (node.is('MemberExpression') && namesCheck(node, name)) return true;
  // const check = require('./check'); check.origins
  const holder = node.is('MemberExpression') ? unwrap(node.get('object')) : undefined;
  const names = [name, holder?.is('Identifier') ? holder.node.name : ''];
  // A constant or an environment variable, such as TEST_ORIGINS, is not a function.
  return names.some((one) => FUNCTION_NAME.test(one) && /[a-z]/.test(one));
}

/** Whether the file has a check under the name of a member: `admits(origin, callback) { … }`, `this.check = (…) => …`. */
function namesCheck(path: NodePath, name: string): boolean {
  return holds(programOf(path), (one) => {
    const { key, computed } = one.node as t.ObjectProperty;
    const named = one.is('AssignmentExpression') ? memberName(one.get('left')) : nameOf(key, computed);
    return named === name && holdsCheck(one);
  });
}

/** Whether a file of the program is loaded, and not data. */
function isOwnFile(module: string): boolean {
  return /^[./#@~]/.test(module) && !module.endsWith('.json');
}

/** Whether a name is imported from another file of the program: `import { check } from './check'`. */
function isImported(name: NodePath<t.Identifier>): boolean {
  const binding = bindingOf(name);
  if (binding === undefined || !isOwnFile(moduleOf(binding) ?? '')) return false;
  const { node } = binding.path;
  const isWhole = node.type === 'VariableDeclarator' && node.id.type === 'Identifier';
  return !isWhole && node.type !== 'ImportNamespaceSpecifier';
}
