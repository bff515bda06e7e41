import { declaredIdentifiers } from '../ast/identifiers.js';
import {
  allOf,
  bindingOf,
  calleeOf,
  callOf,
  classOf,
  keyName,
  memberName,
  readsArguments,
  rewrap,
  targetOf,
  unwrap,
} from '../ast/nodes.js';
import type { Binding, NodePath, t } from '../ast/path.js';
import { evaluate, functionBinding } from '../ast/values.js';
import { fieldName, type Handle, handleOf } from './handle.js';
import { isInteropHelper } from './module-value.js';

/** How a value leaves the part of the code that can be followed. */
export type EscapeKind =
  /** As an argument of a function that the file does not declare, or that other code may call. */
  | 'argument'
  | 'exported'
  /** As the result of a function that other code may call. */
  | 'returned'
  /** In a list, in a property of an object that other code may have, or in a global. */
  | 'stored'
  | 'unknown';

/** Hears about each use of a value. `Tag` says what the value is. */
export interface FlowListener<Tag> {
  /**
   * A member of the value is read, called, assigned or asked for: `value.name`, `'name' in value`, `for (const k in value)`.
   *
   * @param name undefined if it is only known at run time
   * @param path the member expression; for `const { name } = value`, the pattern's property; for `in`, the whole
   */
  member(name: string | undefined, path: NodePath, tag: Tag): void;
  /** The value is called, or constructed with `new`. */
  call(call: NodePath<t.CallExpression | t.NewExpression>, tag: Tag): void;
  /** The value leaves: `path` is the expression that holds it. */
  escape(kind: EscapeKind, path: NodePath, tag: Tag): void;
  /** A class extends the value. */
  extend(owner: NodePath<t.Class>, tag: Tag): void;
  /** A variable or a member keeps the value of an expression. */
  keep?(handle: Handle, value: NodePath, tag: Tag): void;
}

/** For a listener that only hears of some uses. */
export const IGNORED = { member: () => undefined, call: () => undefined, extend: () => undefined };

/**
 * Follows values forward through a file: variables, members such as `this.io`, parameters and results of the file's own
 * functions, and promises. Every use of a value is either reported to the listener or known to be harmless. A use that this
 * class does not know is an escape.
 *
 * @example new Flow(program, listener).follow(call, 'server') // for `const io = require('socket.io')(server)`
 */
export class Flow<Tag> {
  readonly #listener: FlowListener<Tag>;
  readonly #program: NodePath<t.Program>;
  readonly #left: { readonly path: NodePath; readonly tag: Tag }[] = [];
  readonly #seen = new Map<t.Node | Binding | string, Set<Tag>>();
  #members: Map<string, NodePath[]> | undefined;
  readonly #roots = new Map<Handle['root'], number>();

  constructor(program: NodePath<t.Program>, listener: FlowListener<Tag>) {
    this.#program = program;
    this.#listener = listener;
  }

  /** Follows the value of an expression. A list of what is left to follow replaces recursion, because chains can be long. */
  follow(path: NodePath, tag: Tag): void {
    this.#left.push({ path, tag });
    if (this.#left.length > 1) return;
    for (let next = this.#left[0]; next; next = this.#left[0]) {
      this.#step(next.path, next.tag);
      this.#left.shift();
    }
  }

  #step(path: NodePath, tag: Tag): void {
    const value = rewrap(path);
    if (!this.#enter(value.node, tag)) return;
    const parent = value.parentPath;
    if (parent?.is('ObjectPattern') && value.is('ObjectProperty')) {
      // const { name } = …
      this.#assign(value.get('value'), value, tag);
      return;
    }
    if (parent) this.#use(value, parent, tag);
  }

  /** Follows a variable to each place that reads it. */
  followBinding(binding: Binding, tag: Tag): void {
    if (!this.#enter(binding, tag)) return;
    for (const reference of binding.referencePaths) {
      // A variable that is declared in an export is recorded as read by the export.
      if (/^Export/.test(reference.node.type)) this.#listener.escape('exported', reference, tag);
      else this.follow(reference, tag);
    }
  }

  /** Follows a member that holds the value to each place that reads it: `this.io`, `app.io`, `exports.io`. */
  followHandle(handle: Handle, tag: Tag): void {
    if (handle.path === '' && typeof handle.root !== 'string' && 'referencePaths' in handle.root) {
      this.followBinding(handle.root, tag);
      return;
    }
    const key = this.#keyOf(handle);
    if (!this.#enter(key, tag)) return;
    for (const member of this.#membersByKey().get(key) ?? []) this.follow(member, tag);
  }

  #use(value: NodePath, parent: NodePath, tag: Tag): void {
    const { node } = parent;
    const { key } = value;
    switch (node.type) {
      case 'ExpressionStatement':
      case 'UnaryExpression':
      case 'IfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
      case 'SwitchStatement':
      case 'SwitchCase':
        return;
      case 'BinaryExpression':
        // 'origins' in io
        if (node.operator === 'in' && key === 'right') this.#listener.member(askedName(parent), parent, tag);
        if (node.operator === 'instanceof') this.#listener.escape('unknown', value, tag);
        return;
      case 'ForInStatement':
        // Only on v2 does it find the methods: those of a class are not enumerable.
        this.#listener.member(undefined, parent, tag);
        return;
      case 'VariableDeclarator':
        this.#assign(parent.get('id'), value, tag);
        return;
      case 'AssignmentExpression':
        if (key !== 'right') return;
        if (node.operator === '=' || /^(?:\|\||&&|\?\?)=$/.test(node.operator)) {
          this.#assign(parent.get('left'), value, tag);
          this.follow(parent, tag);
        } else this.#listener.escape('unknown', value, tag);
        return;
      case 'AssignmentPattern':
        if (key === 'right') this.#assign(parent.get('left'), value, tag);
        return;
      case 'ClassProperty':
      case 'ClassPrivateProperty':
        if (key === 'value') this.#field(parent, tag);
        return;
      case 'ObjectProperty':
        this.#property(value, parent, tag);
        return;
      case 'ConditionalExpression':
        if (key !== 'test') this.follow(parent, tag);
        return;
      case 'LogicalExpression':
      case 'AwaitExpression':
        this.follow(parent, tag);
        return;
      case 'SequenceExpression':
        if (value.key === node.expressions.length - 1) this.follow(parent, tag);
        return;
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        if (key !== 'object') this.#listener.escape('unknown', value, tag);
        else if (!this.#then(parent, tag)) this.#listener.member(memberName(parent), parent, tag);
        return;
      case 'CallExpression':
      case 'OptionalCallExpression':
      case 'NewExpression':
        if (key === 'callee')
          this.#listener.call(parent as NodePath<t.CallExpression | t.NewExpression>, tag);
        else this.#argument(value, parent as NodePath<t.CallExpression | t.NewExpression>, tag);
        return;
      case 'ReturnStatement':
        this.#result(parent.getFunctionParent(), value, tag);
        return;
      case 'ArrowFunctionExpression':
        this.#result(parent as NodePath<t.Function>, value, tag);
        return;
      case 'ClassDeclaration':
      case 'ClassExpression':
        if (key === 'superClass') this.#listener.extend(parent as NodePath<t.Class>, tag);
        return;
      case 'ExportDefaultDeclaration':
      case 'ExportSpecifier':
      case 'TSExportAssignment':
        this.#listener.escape('exported', value, tag);
        return;
      case 'SpreadElement':
        // On v4, { ...io } no longer has the members that it had on v2.
        if (parent.parentPath?.is('ObjectExpression')) this.#listener.member(undefined, parent, tag);
        else this.#listener.escape('unknown', value, tag);
        return;
      case 'ArrayExpression':
      case 'ObjectMethod':
        this.#listener.escape('stored', value, tag);
        return;
      default:
        // Types name a value without using it: `typeof io`, `SocketIO.Server`.
        if (!/^(?:TS|Type|ObjectType|Generic)/.test(node.type)) this.#listener.escape('unknown', value, tag);
    }
  }

  #keep(handle: Handle, value: NodePath, tag: Tag): void {
    this.#listener.keep?.(handle, value, tag);
    this.followHandle(handle, tag);
  }

  /** Follows the target of an assignment, or a parameter. */
  #assign(to: NodePath, value: NodePath, tag: Tag): void {
    const target = unwrap(to);
    if (target.is('AssignmentPattern')) {
      this.#assign(target.get('left'), value, tag);
      return;
    }
    if (target.is('TSParameterProperty')) {
      // constructor(private io: Server)
      const owner = classOf(target)?.node as t.Node;
      const [identifier] = declaredIdentifiers(target.node);
      this.#assign(target.get('parameter'), value, tag);
      if (identifier) this.followHandle({ root: owner, path: `.${identifier.name}` }, tag);
      return;
    }
    if (target.is('ObjectPattern')) {
      for (const property of target.get('properties')) {
        if (property.is('ObjectProperty')) this.#listener.member(keyName(property.node), property, tag);
        else this.#listener.escape('unknown', value, tag);
      }
      return;
    }
    const handle = handleOf(target);
    if (handle === undefined) {
      this.#listener.escape(target.is('MemberExpression') ? 'stored' : 'unknown', value, tag);
      return;
    }
    if (isExportOf(handle)) this.#listener.escape('exported', value, tag);
    else if (isShared(handle)) this.#listener.escape('stored', value, tag);
    this.#keep(handle, value, tag);
    // `global.io = …` is read as `io`.
    const global = /^\.([\w$]+)$/.exec(handle.path)?.[1];
    if (global && (handle.root === 'global' || handle.root === 'globalThis'))
      this.followHandle({ root: global, path: '' }, tag);
  }

  /** `import('socket.io').then((io) => …)`: the value of a promise is the parameter of the callback. */
  #then(member: NodePath, tag: Tag): boolean {
    const name = memberName(member) ?? '';
    const call = callOf(member);
    if (call === undefined || !/^(?:then|catch|finally)$/.test(name)) return false;
    const [callback] = call.get('arguments');
    if (name === 'then' && callback) this.#pass(member, declaredFunction(unwrap(callback)), 0, tag);
    else this.follow(call, tag);
    return true;
  }

  #field(property: NodePath, tag: Tag): void {
    const owner = classOf(property)?.node;
    const name = fieldName(property);
    if (owner === undefined || name === undefined) {
      this.#listener.escape('stored', property, tag);
      return;
    }
    if (!name.startsWith('#')) this.#listener.escape('stored', property, tag);
    this.#keep({ root: owner, path: `.${name}` }, property, tag);
  }

  /** `{ io: value }`: followed if a variable holds the object. */
  #property(value: NodePath, property: NodePath, tag: Tag): void {
    if (
      !property.is('ObjectProperty') ||
      value.key !== 'value' ||
      !property.parentPath?.is('ObjectExpression')
    ) {
      this.#listener.escape('unknown', value, tag);
      return;
    }
    const name = keyName(property.node);
    const target = targetOf(property.parentPath);
    const handle = target && handleOf(target);
    if (handle === undefined || name === undefined) {
      this.#listener.escape('stored', value, tag);
      return;
    }
    this.#listener.escape(isExportOf(handle) ? 'exported' : 'stored', value, tag);
    this.#keep({ root: handle.root, path: `${handle.path}.${name}` }, value, tag);
  }

  #argument(value: NodePath, call: NodePath<t.CallExpression | t.NewExpression>, tag: Tag): void {
    const callee = calleeOf(call);
    const index = value.listKey === 'arguments' ? Number(value.key) : -1;
    // Helpers of compiled code return their argument, or an object whose default it is.
    if (index === 0 && isInteropHelper(call)) {
      this.follow(call, tag);
      return;
    }
    const isAt =
      index !== -1 && !call.get('arguments').some((one, at) => at < index && one.is('SpreadElement'));
    this.#pass(value, isAt ? declaredFunction(callee) : undefined, index, tag);
  }

  /** Follows the argument of a function that the file declares into its parameter. */
  #pass(value: NodePath, called: NodePath<t.Function> | undefined, index: number, tag: Tag): void {
    if (called === undefined || readsArguments(called)) {
      this.#listener.escape('argument', value, tag);
      return;
    }
    const parameters = called.get('params');
    // function setup(app, ...others) {}
    const rest = parameters.at(-1)?.is('RestElement') ? parameters.at(-1) : undefined;
    const parameter = parameters[index] ?? rest;
    if (parameter !== undefined) this.#assign(parameter, value, tag);
  }

  /** The result of a function: followed to its calls in the file. */
  #result(owner: NodePath<t.Function> | null, value: NodePath, tag: Tag): void {
    if (owner === null) return;
    // (() => io)()
    const outer = rewrap(owner);
    if (outer.key === 'callee' && outer.parentPath?.is('CallExpression')) {
      this.follow(outer.parentPath, tag);
      return;
    }
    const binding = functionBinding(owner);
    if (binding === undefined) {
      this.#listener.escape('returned', value, tag);
      return;
    }
    for (const reference of binding.referencePaths) {
      const { parentPath, key } = rewrap(reference);
      if (key === 'callee' && parentPath?.is('CallExpression')) this.follow(parentPath, tag);
      else this.#listener.escape('returned', value, tag);
    }
  }

  /** Whether a tag comes to an expression, or to a place that holds it, for the first time. */
  #enter(place: t.Node | Binding | string, tag: Tag): boolean {
    const tags = this.#seen.get(place) ?? new Set<Tag>();
    this.#seen.set(place, tags);
    if (tags.has(tag)) return false;
    tags.add(tag);
    return true;
  }

  /** All members and unresolved names that the file reads, by the place that they name. */
  #membersByKey(): Map<string, NodePath[]> {
    if (this.#members) return this.#members;
    const members = new Map<string, NodePath[]>();
    const add = (handle: Handle | undefined, path: NodePath) => {
      if (handle === undefined) return;
      const key = this.#keyOf(handle);
      const list = members.get(key);
      if (list) list.push(path);
      else members.set(key, [path]);
    };
    const program = this.#program;
    for (const path of allOf(program, 'MemberExpression', 'OptionalMemberExpression', 'Identifier')) {
      const isName = path.is('Identifier');
      const isRead = !isName || (path.isReferencedIdentifier() && !bindingOf(path));
      const { key, parentPath } = rewrap(path);
      if (isRead && !(key === 'left' && parentPath?.is('AssignmentExpression'))) add(handleOf(path), path);
    }
    this.#members = members;
    return members;
  }

  #keyOf({ root, path }: Handle): string {
    const number = this.#roots.get(root) ?? this.#roots.size;
    this.#roots.set(root, number);
    return `${number}${path}`;
  }
}

/** The name that `'name' in value` asks for. */
function askedName(path: NodePath): string | undefined {
  const name = evaluate(path.get('left'))?.value;
  return typeof name === 'string' ? name : undefined;
}

/** `module.exports`, `exports.io`, `this.io` at the top of a CommonJS file. */
function isExportOf({ root, path }: Handle): boolean {
  return root === 'exports' || (root === 'module' && path.startsWith('.exports')) || root === 'this';
}

/** A place that other files can reach, or a member of an object that may be passed on: `app.io`, `this.io`. */
function isShared({ root, path }: Handle): boolean {
  return path !== '' ? !/^\.#/.test(path) : typeof root === 'string';
}

/** The function or constructor that an expression calls, if the file declares it and nothing replaces it. */
function declaredFunction(callee: NodePath): NodePath<t.Function> | undefined {
  if (callee.isFunction()) return callee;
  const binding = bindingOf(callee);
  if (!binding?.constant) return undefined;
  const { path } = binding;
  if (binding.kind === 'param') return passedFunction(path);
  if (path.is('FunctionDeclaration')) return path;
  const value = path.is('VariableDeclarator') && path.node.init ? unwrap(path.get('init')) : path;
  if (value.isFunction()) return value;
  if (!value.isClass()) return undefined;
  return value
    .get('body')
    .get('body')
    .find((member) => member.is('ClassMethod') && member.node.kind === 'constructor') as
    | NodePath<t.Function>
    | undefined;
}

/** The function that is passed where another one is called at once: `(function (factory) {})(function () {})`. */
function passedFunction(parameter: NodePath): NodePath<t.Function> | undefined {
  const owner = parameter.getFunctionParent();
  const callee = owner && rewrap(owner);
  if (callee?.key !== 'callee' || parameter.listKey !== 'params') return undefined;
  const args = callee.parentPath?.get('arguments') as NodePath[];
  const index = parameter.key as number;
  if (args.slice(0, index).some((one) => one.is('SpreadElement'))) return undefined;
  const value = args[index] && unwrap(args[index]);
  return value?.isFunction() ? value : undefined;
}
