import { memberName, nameOf, programOf, propertyOf, propertyValue, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { constantValue, writtenValue } from '../ast/values.js';
import { requiredModule } from '../detect/module-value.js';
import { functionOf, isBound, MOST_HOPS } from './setting-value.js';

/** Names that functions which check an origin have, and lists do not. */
const FUNCTION_NAME =
  /^(?:check|is|validate|verify|handle|test|allow(?!ed|list))|(?:checker|handler|validator|verifier|callback|fn|func|function|check)$/i;

/** Names that lists of origins have, and functions do not: `allowedOrigins`, `WHITELIST`, `clientUrl`. */
const LIST_NAME =
  /^[A-Z\d_]+$|(?:[Oo]rigins?|[Ll]ist|[Hh]osts?|[Dd]omains?|[Uu]r[il]s?|[Ss]ites?|[Aa]ddress(?:es)?|[Cc]ors|[Ss]ervers?|[Cc]lients?|[Ff]ront_?[Ee]nds?|[Cc]onfig)$/;

/** Whether a value looks like a function from elsewhere: by its name, or by that of a method or function of the file. */
export function mayBeFunction(path: NodePath, hops = 0): boolean {
  const node = unwrap(path);
  if (functionOf(node) !== undefined || isBound(node)) return true;
  if (node.is('ConditionalExpression'))
    return mayBeFunction(node.get('consequent'), hops) || mayBeFunction(node.get('alternate'), hops);
  if (node.is('LogicalExpression'))
    return mayBeFunction(node.get('left'), hops) || mayBeFunction(node.get('right'), hops);
  const value = hops < MOST_HOPS ? constantValue(node) : undefined;
  if (value && mayBeFunction(value, hops + 1)) return true;
  // new Proxy(check, {}), new Function('origin', 'callback', '…'); no `new` gives a list
  if (node.is('NewExpression') || holdsCheck(node)) return true;
  const file = requiredModule(node);
  if (file !== undefined) return isOwnFile(file) && !LIST_NAME.test(file.replace(/\.[cm]?[jt]s$/, ''));
  if (node.is('CallExpression')) return givesFunction(node.get('callee') as NodePath);
  const name = node.is('Identifier') ? node.node.name : memberName(node);
  if (name === undefined) return false;
  if (node.is('Identifier') && isImported(node) && !LIST_NAME.test(name)) return true;
  const member = memberOf(node, name);
  if (member && hops < MOST_HOPS && mayBeFunction(member, hops + 1)) return true;
  const key = node.is('Identifier') ? keyOf(node) : name;
  if (key !== undefined && namesFunction(node, key)) return true;
  // const check = require('./check'); check.origins
  const holder = node.is('MemberExpression') ? unwrap(node.get('object') as NodePath) : undefined;
  const isOfCheck = holder?.is('Identifier') === true && FUNCTION_NAME.test(holder.node.name);
  return isOfCheck || FUNCTION_NAME.test(name);
}

/** Whether an expression contains a function that checks an origin: `once((origin, callback) => callback(null, true))`. */
function holdsCheck(path: NodePath): boolean {
  let holds = false;
  const visit = (found: NodePath<t.Function>) => {
    const [, callback] = found.node.params;
    const references =
      callback?.type === 'Identifier' ? found.scope.getBinding(callback.name)?.referencePaths : undefined;
    holds ||= references?.some(({ key }) => key === 'callee') === true;
  };
  path.traverse({
    ArrowFunctionExpression: (found) => visit(found as NodePath<t.Function>),
    FunctionExpression: (found) => visit(found as NodePath<t.Function>),
  });
  return holds;
}

/** Whether a file of the program is loaded, and not data. */
function isOwnFile(module: string): boolean {
  return /^[./#@~]/.test(module) && !module.endsWith('.json');
}

/** Whether a name is imported from another file of the program: `import { check } from './check'`. */
function isImported(name: NodePath<t.Identifier>): boolean {
  const declared = name.scope.getBinding(name.node.name)?.path;
  if (declared === undefined || declared.node.type === 'ImportNamespaceSpecifier') return false;
  if (declared.parent?.type === 'ImportDeclaration') return isOwnFile(declared.parent.source.value);
  if (!declared.is('VariableDeclarator') || declared.node.id.type !== 'ObjectPattern') return false;
  const init = declared.get('init') as NodePath;
  return init.node !== null && isOwnFile(requiredModule(unwrap(init)) ?? '');
}

/** The value of `settings.origin`, if the object is a constant that is written out. */
function memberOf(node: NodePath, name: string): NodePath | undefined {
  if (!node.is('MemberExpression')) return undefined;
  const object = writtenValue(node.get('object') as NodePath);
  const property = object.is('ObjectExpression') ? propertyOf(object, name) : undefined;
  return property && propertyValue(property);
}

/** The name of the member that a variable was taken from: `origins` of `const { origins: list } = settings`. */
function keyOf({ node: { name }, scope }: NodePath<t.Identifier>): string | undefined {
  const declarator = scope.getBinding(name)?.path;
  if (!declarator?.is('VariableDeclarator') || declarator.node.id.type !== 'ObjectPattern') return undefined;
  for (const property of declarator.node.id.properties) {
    if (property.type !== 'ObjectProperty') continue;
    const { key, computed, value } = property;
    const target = value.type === 'AssignmentPattern' ? value.left : value;
    if (target.type === 'Identifier' && target.name === name) return nameOf(key, computed);
  }
  return undefined;
}

/**
 * Whether any object or class of the file has a function under that name: `class Settings { static origins = check }`. The
 * object that is read may be a copy of it, or contain it.
 */
function namesFunction(path: NodePath, name: string): boolean {
  let names = false;
  const visitValue = (member: NodePath<t.ObjectProperty> | NodePath<t.ClassProperty>) => {
    const { key, computed, value } = member.node;
    if (value && nameOf(key, computed) === name)
      names ||= functionOf(member.get('value') as NodePath) !== undefined;
  };
  const visitMethod = ({ node }: NodePath<t.ObjectMethod> | NodePath<t.ClassMethod>) => {
    // A getter, too, may give a function.
    names ||= nameOf(node.key, node.computed) === name;
  };
  programOf(path).traverse({
    ObjectProperty: visitValue,
    ClassProperty: visitValue,
    ObjectMethod: visitMethod,
    ClassMethod: visitMethod,
    AssignmentExpression: (assignment) => {
      if (memberName(assignment.get('left') as NodePath) === name)
        names ||= functionOf(assignment.get('right') as NodePath) !== undefined;
    },
  });
  return names;
}

/** Whether what is called is a function of the file that gives another one: `(list) => (origin, callback) => …`. */
function givesFunction(callee: NodePath): boolean {
  const body = functionOf(callee)?.get('body') as NodePath | undefined;
  // origins: checkOrigin(list), with a function from elsewhere
  if (body === undefined)
    return FUNCTION_NAME.test((callee.is('Identifier') ? callee.node.name : memberName(callee)) ?? '');
  if (body.isFunction()) return true;
  let gives = false;
  body.traverse({
    ReturnStatement: (path) => {
      const value = path.get('argument') as NodePath;
      gives ||= value.node !== null && functionOf(value) !== undefined;
    },
  });
  return gives;
}
