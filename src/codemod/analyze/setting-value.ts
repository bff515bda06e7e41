import type { RunTimeType } from '../../print/origin-check-text.js';
import { calleeOf, memberName, nameOf, programOf, propertyOf, propertyValue, unwrap } from '../ast/nodes.js';
import { isAvailableAt, isRunWith, startOf, statementOf } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import { constantValue, evaluate, writtenValue } from '../ast/values.js';
import { moduleValue, requiredModule } from '../detect/module-value.js';
import type { SourceFile } from '../edits/source-file.js';
import { bail } from './manual-review.js';

/** The value of a setting, as far as the code shows it. */
export type SettingValue =
  | { readonly kind: 'static'; readonly value: unknown; readonly path: NodePath }
  /** A function: written out, named, or the result of `check.bind(this)`. */
  | { readonly kind: 'function'; readonly path: NodePath; readonly body?: NodePath<t.Function> }
  | { readonly kind: 'dynamic'; readonly type: RunTimeType; readonly path: NodePath };

/** Reads a setting's value. */
export function settingValue(path: NodePath): SettingValue {
  const node = unwrap(path);
  const body = functionOf(node);
  if (body !== undefined) return { kind: 'function', path: node, body };
  if (isBound(node)) return { kind: 'function', path: node };
  const known = evaluate(node);
  if (known !== undefined && !mayBeRestricted(node, known.value))
    return { kind: 'static', value: known.value, path: node };
  return { kind: 'dynamic', type: runTimeType(node), path: node };
}

/** The function itself, or the one that a name is declared as. */
export function functionOf(path: NodePath): NodePath<t.Function> | undefined {
  let node = unwrap(path);
  for (let hops = 0; node.is('Identifier') && hops < MOST_HOPS; hops++) {
    const binding = node.scope.getBinding(node.node.name);
    if (binding?.path.is('FunctionDeclaration') && binding.constant)
      return binding.path as NodePath<t.Function>;
    const value = constantValue(node);
    if (value === undefined) return undefined;
    node = unwrap(value);
  }
  return node.is('FunctionExpression') || node.is('ArrowFunctionExpression') || node.is('ObjectMethod')
    ? (node as NodePath<t.Function>)
    : undefined;
}

/** Whether a function is bound: `check.bind(this)`. */
export function isBound(path: NodePath): boolean {
  return path.is('CallExpression') && memberName(path.get('callee') as NodePath) === 'bind';
}

const ARRAY_METHODS = new Set([
  'split',
  'map',
  'filter',
  'concat',
  'slice',
  'flat',
  'flatMap',
  'sort',
  'reverse',
]);
const STRING_METHODS = new Set([
  'trim',
  'toString',
  'join',
  'replace',
  'toLowerCase',
  'padEnd',
  'padStart',
  'substring',
]);

/** Methods of strings and arrays that change no entry. */
export const RUN_TIME_METHODS: ReadonlySet<string> = new Set([...ARRAY_METHODS, ...STRING_METHODS]);

/** How many constants that name one another are followed: they may form a cycle, and the work may double at each step. */
const MOST_HOPS = 6;

/** The type that an expression certainly has at run time. */
export function runTimeType(path: NodePath, hops = 0): RunTimeType {
  const node = unwrap(path);
  if (node.is('StringLiteral') || node.is('TemplateLiteral')) return 'string';
  if (node.is('ArrayExpression')) return 'array';
  if (isEnvironmentVariable(node)) return 'string';
  if (node.is('BinaryExpression', { operator: '+' })) return 'string';
  if (node.is('LogicalExpression')) return either(node.get('left'), node.get('right'), hops);
  if (node.is('ConditionalExpression')) return either(node.get('consequent'), node.get('alternate'), hops);
  if (node.is('CallExpression') || node.is('OptionalCallExpression')) {
    const method = memberName(node.get('callee') as NodePath) ?? '';
    // `concat` and `slice` are methods of strings too.
    if (method === 'concat' || method === 'slice')
      return runTimeType((node.get('callee') as NodePath).get('object') as NodePath, hops);
    return ARRAY_METHODS.has(method) ? 'array' : STRING_METHODS.has(method) ? 'string' : 'unknown';
  }
  const value = hops < MOST_HOPS ? constantValue(node) : undefined;
  return value === undefined ? 'unknown' : runTimeType(value, hops + 1);
}

function either(one: NodePath, other: NodePath, hops: number): RunTimeType {
  const type = runTimeType(one, hops);
  return type !== 'unknown' && type === runTimeType(other, hops) ? type : 'unknown';
}

/** `process.env.ORIGINS`, which is a string or undefined. */
function isEnvironmentVariable(path: NodePath): boolean {
  const object = unwrap(path);
  if (memberName(object) === undefined) return false;
  const env = unwrap(object.get('object') as NodePath);
  if (memberName(env) !== 'env') return false;
  const root = unwrap(env.get('object') as NodePath);
  return root.is('Identifier', { name: 'process' });
}

/**
 * Whether a list that allows any origin is passed to code that may remove that entry, so that its value is only known at
 * run time.
 *
 * @example mayBeRestricted(path, ['*:*']) // true for `list` if the file calls `restrict(list)`
 */
function mayBeRestricted(path: NodePath, value: unknown): boolean {
  if (!Array.isArray(value) || !value.includes('*:*')) return false;
  for (let name: NodePath | undefined = unwrap(path); name?.is('Identifier'); ) {
    const references = name.scope.getBinding(name.node.name)?.referencePaths ?? [];
    if (!references.every(isHarmless)) return true;
    const next = constantValue(name);
    name = next && unwrap(next);
  }
  return false;
}

/** `list.includes(x)`, `[...list]`, `{ origins: list }` and `io.origins(list)`. */
function isHarmless({ key, parentPath }: NodePath): boolean {
  if (!parentPath) return false;
  if (parentPath.is('SpreadElement') || memberName(parentPath) !== undefined) return true;
  if (parentPath.is('MemberExpression') && key === 'object') return true;
  if (parentPath.is('ObjectProperty')) return /^origins?$/.test(nameOf(parentPath.node.key) ?? '');
  if (!parentPath.is('CallExpression')) return false;
  return /^(?:origins|set)$/.test(memberName(parentPath.get('callee') as NodePath) ?? '');
}

/** Whether a value is certainly truthy, so that v2 did not use its default instead. */
export function isTruthy(path: NodePath, hops = 0): boolean {
  const node = unwrap(path);
  const known = evaluate(node);
  if (known !== undefined) return Boolean(known.value);
  if (node.is('ArrayExpression') || node.is('ObjectExpression')) return true;
  if (node.is('TemplateLiteral')) return node.node.quasis.some(({ value }) => value.raw !== '');
  if (node.is('BinaryExpression', { operator: '+' }))
    return [node.get('left') as NodePath, node.get('right')].some(
      (part) => isString(part) && isTruthy(part, hops),
    );
  if (node.is('ConditionalExpression'))
    return isTruthy(node.get('consequent'), hops) && isTruthy(node.get('alternate'), hops);
  if (node.is('LogicalExpression', { operator: '||' })) return isTruthy(node.get('right'), hops);
  if (node.is('LogicalExpression', { operator: '??' })) {
    const left = node.get('left') as NodePath;
    return isTruthy(node.get('right'), hops) && (runTimeType(left, hops) === 'array' || isTruthy(left, hops));
  }
  // `list?.split(',')` may be undefined.
  if (node.is('CallExpression')) return runTimeType(node, hops) === 'array';
  const value = hops < MOST_HOPS ? constantValue(node) : undefined;
  return value !== undefined && isTruthy(value, hops + 1);
}

/** Whether a value is a literal string, or a sum with one. */
function isString(path: NodePath): boolean {
  const node = unwrap(path);
  return (
    node.is('StringLiteral') || node.is('TemplateLiteral') || node.is('BinaryExpression', { operator: '+' })
  );
}

/**
 * Whether an expression has the same value before an earlier statement: it calls only methods of strings and arrays, and
 * no code in between assigns to what it reads.
 */
function isSameEarlier(file: SourceFile, path: NodePath, statement: NodePath<t.Statement>): boolean {
  const between = file.code.slice(startOf(statement), path.node.start as number);
  let same = true;
  const check = (inner: NodePath) => {
    if (inner.is('NewExpression') || inner.is('AwaitExpression') || inner.is('TaggedTemplateExpression'))
      same = false;
    if (inner.is('AssignmentExpression') || inner.is('UpdateExpression')) same = false;
    if (inner.is('CallExpression') || inner.is('OptionalCallExpression')) {
      const name = memberName(inner.get('callee') as NodePath);
      same &&= name !== undefined && RUN_TIME_METHODS.has(name);
    }
    if (inner.is('Identifier') && inner.isReferencedIdentifier()) {
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

/**
 * Whether a value can be read before a statement instead of in its own place, with the same result.
 *
 * @param isOption whether its own place is within the statement, rather than after it
 */
export function isKnownAt(
  file: SourceFile,
  path: NodePath,
  statement: NodePath<t.Statement>,
  isOption: boolean,
): boolean {
  if (path.is('SequenceExpression') || (!isOption && !isSameEarlier(file, path, statement))) return false;
  if (!isPrecededByNothing(path, statement, isOption)) return false;
  return isAvailableAt(path, statement) && isRunWith(path, isOption ? statement : statementOf(path));
}

/** Calls that run no code of the app: `http.createServer(app)`, `express()`, `Number(port)`, `require('socket.io')`. */
const INERT_CALL = /^(?:createServer|express|Number|parseInt|String)$/;
const INERT_MODULE = /^(?:node:)?(?:socket\.io|https?|fs|path|url|express|koa)$/;

/** Whether nothing that a statement evaluates before a value can have an effect on it. */
function isPrecededByNothing(value: NodePath, statement: NodePath<t.Statement>, isWithin: boolean): boolean {
  let isFree = true;
  const check = (path: NodePath) => {
    const { node } = path;
    const isBefore = !isWithin || (node.end as number) <= (value.node.start as number);
    const isAround = value === path || value.isDescendant(path);
    if (!isBefore || isAround || runsLater(path, statement)) return;
    if (/^(?:Await|Yield|Update|TaggedTemplate|Import)Expression$/.test(node.type)) isFree = false;
    if (path.is('AssignmentExpression')) isFree &&= !isWithin;
    if (path.is('UnaryExpression', { operator: 'delete' })) isFree = false;
    if (path.is('CallExpression') || path.is('NewExpression')) isFree &&= isInertCall(path);
  };
  statement.traverse({ enter: check });
  return isFree;
}

/** Whether a place is in a function that the statement does not run. */
function runsLater(path: NodePath, statement: NodePath): boolean {
  const owner = path.getFunctionParent();
  return owner?.isDescendant(statement) === true && owner.key !== 'callee';
}

function isInertCall(call: NodePath): boolean {
  const callee = calleeOf(call);
  if (moduleValue(callee, ['socket.io', '@feathersjs/socketio', '@nestjs/websockets']) !== undefined)
    return true;
  const required = requiredModule(call);
  if (required !== undefined) return INERT_MODULE.test(required);
  // io.on('connection', handler), after the construction
  const name = callee.is('Identifier') ? callee.node.name : memberName(callee);
  if (callee.is('Super') || name === 'createIOServer' || name === 'create') return true;
  return INERT_CALL.test(name ?? '');
}

/** @throws ManualReview if a value cannot be read before a statement */
export function requireKnownAt(
  file: SourceFile,
  path: NodePath,
  statement: NodePath<t.Statement>,
  isOption: boolean,
): void {
  if (!isKnownAt(file, path, statement, isOption))
    bail(
      path.node,
      'ORIGINS_NOT_MIGRATED',
      { why: 'the value of the setting is not known yet when the server is created' },
      'origins',
    );
}
