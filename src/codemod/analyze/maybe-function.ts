import { bindingOf, calleeOf, holds, memberName, nameOf, programOf, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { constantValue, standsFor } from '../ast/values.js';
import { requiredModule } from '../detect/module-value.js';
import { functionOf, isBound, MOST_HOPS } from './setting-value.js';

/** Names that functions which check an origin have, and lists do not. */
const FUNCTION_NAME =
  /^(?:check|is|validate|verify|handle|test|allow(?!ed|list))|(?:checker|handler|validator|verifier|callback|fn|func|function|check)$/i;

/** Names that lists of origins have, and functions do not: `allowedOrigins`, `WHITELIST`, `clientUrl`, but not `origin`. */
const LIST_NAME =
  /^[A-Z\d_]+$|(?:[Oo]rigins|[a-z]Origin|[Ll]ist|[Hh]osts?|[Dd]omains?|[Uu]r[il]s?|[Ss]ites?|[Aa]ddress(?:es)?|[a-z]Cors|[Ss]ervers?|[Cc]lients?|[Ff]ront_?[Ee]nds?|[Cc]onfig)$/;

/**
 * Whether a value may be a function: it contains one that takes a callback, or its name or that of its file suggests
 * one.
 */
export function mayBeFunction(path: NodePath): boolean {
  return standsFor(path).some(holdsCheck) || valuesOf(path).some(looksLikeFunction);
}

/** Whether code is or contains a function that checks an origin: `once((origin, callback) => callback(null, true))`. */
function holdsCheck(path: NodePath): boolean {
  return holds(path, (found) => {
    if (!found.isFunction()) return false;
    const callback = found.get('params')[1];
    const { referencePaths = [] } = (callback && bindingOf(callback)) ?? {};
    return referencePaths.some(({ key, listKey }) => key === 'callee' || listKey === 'arguments');
  });
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
  const name = named.is('Identifier') ? named.node.name : (memberName(named) ?? '');
  if (node.is('Identifier') && isImported(node) && !LIST_NAME.test(name)) return true;
  if (node.is('MemberExpression') && namesCheck(node, name)) return true;
  // const check = require('./check'); check.origins
  const holder = node.is('MemberExpression') ? unwrap(node.get('object')) : undefined;
  return (
    FUNCTION_NAME.test(name) || (holder?.is('Identifier') === true && FUNCTION_NAME.test(holder.node.name))
  );
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
  const declared = bindingOf(name)?.path;
  if (declared === undefined || declared.node.type === 'ImportNamespaceSpecifier') return false;
  if (declared.parent?.type === 'ImportDeclaration') return isOwnFile(declared.parent.source.value);
  if (!declared.is('VariableDeclarator') || declared.node.id.type !== 'ObjectPattern') return false;
  const init = declared.get('init') as NodePath;
  return init.node !== null && isOwnFile(requiredModule(unwrap(init)) ?? '');
}
