import { memberName, nameOf, propertyOf, propertyValue, unwrap } from '../ast/nodes.js';
import { startOf } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import { constantValue, evaluate, writtenValue } from '../ast/values.js';
import { requiredModule } from '../detect/module-value.js';
import type { SourceFile } from '../edits/source-file.js';
import { functionOf, isBound, MOST_HOPS, RUN_TIME_METHODS } from './setting-value.js';

/** Whether a value is certainly truthy, so that v2 did not use its default instead. */
export function isTruthy(path: NodePath, hops = 0): boolean {
  const node = unwrap(path);
  const known = evaluate(node);
  if (known !== undefined) return Boolean(known.value);
  if (node.isArrayExpression() || node.isObjectExpression()) return true;
  if (node.isTemplateLiteral()) return node.node.quasis.some(({ value }) => value.raw !== '');
  if (node.isBinaryExpression({ operator: '+' }))
    return [node.get('left') as NodePath, node.get('right')].some(
      (part) => isString(part) && isTruthy(part, hops),
    );
  if (node.isConditionalExpression())
    return isTruthy(node.get('consequent'), hops) && isTruthy(node.get('alternate'), hops);
  if (node.isLogicalExpression({ operator: '||' })) return isTruthy(node.get('right'), hops);
  const value = hops < MOST_HOPS ? constantValue(node) : undefined;
  return value !== undefined && isTruthy(value, hops + 1);
}

/** Whether a value is a literal string, or a sum with one. */
function isString(path: NodePath): boolean {
  const node = unwrap(path);
  return node.isStringLiteral() || node.isTemplateLiteral() || node.isBinaryExpression({ operator: '+' });
}

/**
 * Whether an expression has the same value before an earlier statement: it calls only methods of strings and arrays, and
 * no code in between assigns to what it reads.
 */
export function isSameEarlier(file: SourceFile, path: NodePath, statement: NodePath<t.Statement>): boolean {
  const between = file.code.slice(startOf(statement), path.node.start as number);
  let same = true;
  const check = (inner: NodePath) => {
    if (inner.isNewExpression() || inner.isAwaitExpression() || inner.isTaggedTemplateExpression())
      same = false;
    if (inner.isAssignmentExpression() || inner.isUpdateExpression()) same = false;
    if (inner.isCallExpression() || inner.isOptionalCallExpression()) {
      const name = memberName(inner.get('callee') as NodePath);
      same &&= name !== undefined && RUN_TIME_METHODS.has(name);
    }
    if (inner.isIdentifier() && inner.isReferencedIdentifier()) {
      const name = inner.node.name.replace(/\$/g, '\\$&');
      same &&= !new RegExp(
        `(?<![\\w$.])${name}\\s*(?:\\??\\.[\\w$]+|\\[[^\\]]*\\])*\\s*[-+*/|&?]{0,2}=(?![=>])`,
      ).test(between);
    }
  };
  check(path);
  path.traverse({ enter: check });
  return same;
}

/** Names that functions which check an origin have, and lists do not. */
const FUNCTION_NAME =
  /^(?:check|is|validate|verify|handle|test|allow(?!ed|list))|(?:checker|handler|validator|verifier|callback|fn|func|function|check)$/i;

/** Names that lists of origins have, and functions do not: `allowedOrigins`, `WHITELIST`, `clientUrl`. */
const LIST_NAME =
  /^[A-Z\d_]+$|(?:[Oo]rigins?|[Ll]ist|[Hh]osts?|[Dd]omains?|[Uu]r[il]s?|[Ss]ites?|[Aa]ddress(?:es)?|[Cc]ors|[Ss]ervers?|[Cc]lients?|[Ff]ront_?[Ee]nds?|[Cc]onfig)$/;

/** Whether a value looks like a function from elsewhere: by its name, or as a method of the class around it. */
export function mayBeFunction(path: NodePath, hops = 0): boolean {
  const node = unwrap(path);
  if (functionOf(node) !== undefined || isBound(node)) return true;
  if (node.isConditionalExpression())
    return mayBeFunction(node.get('consequent'), hops) || mayBeFunction(node.get('alternate'), hops);
  if (node.isLogicalExpression())
    return mayBeFunction(node.get('left'), hops) || mayBeFunction(node.get('right'), hops);
  const value = hops < MOST_HOPS ? constantValue(node) : undefined;
  if (value && !unwrap(value).isIdentifier() && mayBeFunction(value, hops + 1)) return true;
  // new Proxy(check, {}), new Function('origin', 'callback', '…'); no `new` gives a list
  if (node.isNewExpression()) return true;
  const file = requiredModule(node);
  if (file !== undefined) return isOwnFile(file) && !LIST_NAME.test(file.replace(/\.[cm]?[jt]s$/, ''));
  if (node.isCallExpression()) return givesFunction(node.get('callee') as NodePath);
  const name = node.isIdentifier() ? node.node.name : memberName(node);
  if (name === undefined) return false;
  if (node.isIdentifier() && isImported(node) && !LIST_NAME.test(name)) return true;
  const member = memberOf(node, name);
  if (member && hops < MOST_HOPS && mayBeFunction(member, hops + 1)) return true;
  const owner = node.findParent((parent) => parent.isClass());
  const isMethod =
    node.isMemberExpression() &&
    node.get('object').isThisExpression() &&
    owner?.isClass() &&
    owner.node.body.body.some((member) => member.type === 'ClassMethod' && nameOf(member.key) === name);
  // const check = require('./check'); check.origins
  const holder = node.isMemberExpression() ? unwrap(node.get('object') as NodePath) : undefined;
  const isOfCheck = holder?.isIdentifier() === true && FUNCTION_NAME.test(holder.node.name);
  return isMethod || isOfCheck || FUNCTION_NAME.test(name);
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
  if (!declared.isVariableDeclarator() || declared.node.id.type !== 'ObjectPattern') return false;
  const init = declared.get('init') as NodePath;
  return init.node !== null && isOwnFile(requiredModule(unwrap(init)) ?? '');
}

/** The value of `settings.origin`, if the object is a constant that is written out. */
function memberOf(node: NodePath, name: string): NodePath | undefined {
  if (!node.isMemberExpression()) return undefined;
  const object = writtenValue(node.get('object') as NodePath);
  const property = object.isObjectExpression() ? propertyOf(object, name) : undefined;
  return property && propertyValue(property);
}

/** Whether what is called is a function of the file that gives another one: `(list) => (origin, callback) => …`. */
function givesFunction(callee: NodePath): boolean {
  const body = functionOf(callee)?.get('body') as NodePath | undefined;
  // origins: checkOrigin(list), with a function from elsewhere
  if (body === undefined)
    return FUNCTION_NAME.test((callee.isIdentifier() ? callee.node.name : memberName(callee)) ?? '');
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
