import { allOf, calleeOf, memberName, nameOf, unwrap } from '../ast/nodes.js';
import type { Binding, NodePath, t } from '../ast/types.js';
import { boundValues } from '../ast/values.js';
import { SERVER_NAME } from '../detect/foreign.js';
import { moduleValue, requireLike } from '../detect/module-value.js';

/** The kind of object that a member is read from. `operator` is what `to()` and `broadcast` return. */
export type Receiver = 'server' | 'namespace' | 'socket' | 'operator' | 'client';

/** `nsp`, `adminNsp`, `namespace`, `chatNamespace`. */
const NAMESPACE_NAME = /^[_$#]*(?:nsp|namespace)$|(?:Nsp|Namespace|_nsp|_namespace)$/;
/** `socket`, `this.socket`, `userSocket`, `sock`. A `client` or an `s` must be proven, because it may be anything. */
const SOCKET_NAME = /^[_$#]*(?:socket|sock)\d?$|(?:Socket|_socket)$/;

/** Members that return the object that they are read from. */
const SAME = new Set(['volatile', 'local', 'binary', 'compress', 'on', 'once', 'use', 'timeout']);
const NARROWING = new Set(['to', 'in', 'except']);

/**
 * Finds out what kind of receiver an expression is. In real programs, most come as a parameter or from another file, so names
 * decide if nothing else is known. These rules protect foreign code:
 *
 * - `query.join('accounts', function () {})` of knex: `query` is not a name of a socket
 * - `Promise.join(a, callback)`, `Observable.of('/x')`: no name with a capital letter is
 * - `error.request.res.responseUrl` of axios: `error` is none
 * - `const socket = net.connect(80)`: a known value decides, not the name
 */
export class Receivers {
  readonly #known = new Map<Binding, Receiver | undefined>();
  /** Members that clients are assigned to, such as `socket` of `this.socket = io(url)`. */
  readonly #clientMembers = new Set<string>();
  /** Members of classes by the types that they are declared with: `server` of `@WebSocketServer() server: Server`. */
  readonly #typedMembers = new Map<string, Receiver | undefined>();
  /** Whether the file is part of a client, so that a name such as `socket` means a client. */
  readonly isClientFile: boolean;

  /** @param isModern whether the code already runs v3 or v4, so that only what cannot be right there is to be reported */
  constructor(
    program: NodePath<t.Program>,
    readonly isModern = false,
  ) {
    const loaded = new Set(
      allOf(
        program,
        ...(['CallExpression', 'NewExpression', 'ImportDeclaration', 'TSExternalModuleReference'] as const),
      ).map((path) => (isGlobalClientCall(path) ? 'socket.io-client' : loadedModule(path))),
    );
    this.isClientFile = loaded.has('socket.io-client') && !loaded.has('socket.io');
    for (const property of allOf(program, 'ClassProperty')) {
      const { key, computed, typeAnnotation } = property.node;
      const name = nameOf(key, computed);
      if (name === undefined) continue;
      const type = typedAs(typeAnnotation, property);
      const isSame = !this.#typedMembers.has(name) || this.#typedMembers.get(name) === type;
      this.#typedMembers.set(name, isSame ? type : undefined);
    }
    for (const assignment of allOf(program, 'AssignmentExpression')) {
      const name = memberName(assignment.get('left'));
      if (name !== undefined && this.of(assignment.get('right')) === 'client') this.#clientMembers.add(name);
    }
  }

  /** @returns undefined if the expression is, or may be, something else */
  of(path: NodePath, depth = 0): Receiver | undefined {
    const node = unwrap(path);
    if (depth > 20) return undefined;
    if (node.is('Identifier')) return this.#ofVariable(node, depth);
    if (node.is('CallExpression') || node.is('OptionalCallExpression') || node.is('NewExpression'))
      return this.#ofCall(node as NodePath<t.CallExpression>, depth);
    if (node.is('AwaitExpression')) return this.of(node.get('argument'), depth + 1);
    const name = memberName(node);
    return name === undefined ? undefined : this.#ofMember(node, name, depth);
  }

  #ofVariable(node: NodePath<t.Identifier>, depth: number): Receiver | undefined {
    const { name } = node.node;
    const binding = node.scope.getBinding(name);
    if (binding === undefined) return this.#byName(name);
    if (!this.#known.has(binding)) {
      // A variable may be assigned from itself.
      this.#known.set(binding, undefined);
      this.#known.set(binding, this.#ofBinding(binding, name, depth));
    }
    return this.#known.get(binding);
  }

  #ofBinding(binding: Binding, name: string, depth: number): Receiver | undefined {
    if (isImported(binding)) return undefined;
    const typed = typedAs(binding.identifier.typeAnnotation, binding.path);
    if (typed !== undefined) return typed;
    const values = boundValues(binding);
    if (values === undefined || values.length === 0)
      return this.#ofParameter(binding, depth) ?? this.#byName(name);
    for (const value of values) {
      const found = this.of(value, depth + 1);
      if (found !== undefined) return found;
    }
    // A call of another file's function, or a member, tells nothing. Any other value is known to be something else.
    return values.some((value) => isOpaque(unwrap(value))) ? this.#byName(name) : undefined;
  }

  /** `socket` of `io.on('connection', (socket) => …)` and `io.use((socket, next) => …)`. */
  #ofParameter({ path, kind, identifier }: Binding, depth: number): Receiver | undefined {
    if (kind !== 'param') return undefined;
    const owner = path.isFunction() ? path : path.getFunctionParent();
    if (owner?.node.params[0] !== identifier) return undefined;
    const call = owner.parentPath;
    if (!call?.is('CallExpression') || owner.listKey !== 'arguments') return undefined;
    const callee = calleeOf(call);
    const method = memberName(callee);
    const object = callee.get('object');
    const [first] = call.node.arguments;
    const connects =
      (method === 'on' || method === 'once') && /^connect(?:ion)?$/.test(nameOf(first, true) ?? '');
    if (connects) return this.of(object, depth + 1) === 'client' ? undefined : 'socket';
    const isMiddleware = method === 'use' && owner.key === 0 && owner.node.params.length === 2;
    const receiver = isMiddleware ? this.of(object, depth + 1) : undefined;
    return receiver === 'server' || receiver === 'namespace' ? 'socket' : undefined;
  }

  #ofCall(call: NodePath<t.CallExpression>, depth: number): Receiver | undefined {
    const callee = calleeOf(call);
    if (isGlobalClientCall(call)) return 'client';
    if (isFromModule(callee, 'socket.io')) return 'server';
    if (isFromModule(callee, 'socket.io-client')) return 'client';
    const name = memberName(callee);
    // `getIO()`, the usual name of a function that returns the server.
    if (callee.is('Identifier')) return /^get_?io$/i.test(callee.node.name) ? 'server' : undefined;
    if (name === undefined) return undefined;
    if (/^get_?io$/i.test(name)) return 'server';
    const object = callee.get('object');
    if (name === 'of') return this.definesNamespace(call) ? 'namespace' : undefined;
    const receiver = this.of(object, depth + 1);
    if (receiver === undefined) return undefined;
    if (NARROWING.has(name)) return receiver === 'client' ? undefined : 'operator';
    if (['listen', 'attach', 'origins', 'set'].includes(name) && receiver === 'server') return receiver;
    return SAME.has(name) ? receiver : undefined;
  }

  #ofMember(node: NodePath, name: string, depth: number): Receiver | undefined {
    const object = node.get('object');
    if (this.#clientMembers.has(name)) return 'client';
    const typed = object.is('ThisExpression') ? this.#typedMembers.get(name) : undefined;
    if (typed !== undefined) return typed;
    if (name === 'sockets') return this.of(object, depth + 1) === 'server' ? 'namespace' : undefined;
    if (name === 'broadcast') return this.of(object, depth + 1) === 'socket' ? 'operator' : undefined;
    if (name === 'nsp') return 'namespace';
    if (SAME.has(name) || name === 'json') return this.of(object, depth + 1);
    return this.#byName(name);
  }

  #byName(name: string): Receiver | undefined {
    if (SERVER_NAME.test(name)) return this.isClientFile ? undefined : 'server';
    if (NAMESPACE_NAME.test(name)) return this.isClientFile ? undefined : 'namespace';
    if (SOCKET_NAME.test(name)) return this.isClientFile ? 'client' : 'socket';
    return undefined;
  }

  /** Whether a call of `of()` is Socket.IO's: on a server, or with a name that only namespaces have. */
  definesNamespace(call: NodePath<t.CallExpression>): boolean {
    const callee = calleeOf(call);
    if (memberName(callee) !== 'of') return false;
    const object = unwrap(callee.get('object'));
    if (object.is('Identifier') && /^[A-Z]/.test(object.node.name) && this.of(object) === undefined)
      return false;
    const [name] = call.get('arguments');
    if (name === undefined) return false;
    const text = name.is('TemplateLiteral') ? name.node.quasis[0]?.value.cooked : nameOf(name.node, true);
    return this.of(object) === 'server' || text?.startsWith('/') === true;
  }
}

const TYPES: ReadonlyMap<string, Receiver> = new Map([
  ['socket.io Server', 'server'],
  ['socket.io Namespace', 'namespace'],
  ['socket.io Socket', 'socket'],
  ['socket.io-client Socket', 'client'],
]);
/** The global namespaces of @types/socket.io and @types/socket.io-client. */
const GLOBAL_TYPES: ReadonlyMap<string, string> = new Map([
  ['SocketIO', 'socket.io'],
  ['SocketIOClient', 'socket.io-client'],
]);

/** The receiver that a type annotation names: `Socket` imported from socket.io, `SocketIO.Socket`. */
function typedAs(annotation: t.Node | null | undefined, { scope }: NodePath): Receiver | undefined {
  if (annotation?.type !== 'TSTypeAnnotation' || annotation.typeAnnotation.type !== 'TSTypeReference')
    return undefined;
  const { typeName } = annotation.typeAnnotation;
  const root = typeName.type === 'TSQualifiedName' ? typeName.left : typeName;
  if (root.type !== 'Identifier') return undefined;
  const { node, parent } = scope.getBinding(root.name)?.path ?? {};
  const module =
    parent?.type === 'ImportDeclaration'
      ? parent.source.value
      : node
        ? undefined
        : GLOBAL_TYPES.get(root.name);
  const name =
    typeName.type === 'TSQualifiedName'
      ? typeName.right.name
      : node?.type === 'ImportSpecifier'
        ? nameOf(node.imported)
        : undefined;
  return TYPES.get(`${module} ${name}`);
}

/** Whether a value comes from elsewhere, so that only its name tells what it is. */
function isOpaque(value: NodePath): boolean {
  if (value.is('MemberExpression') || value.is('OptionalMemberExpression') || value.is('NullLiteral'))
    return true;
  if (value.is('AwaitExpression')) return isOpaque(unwrap(value.get('argument')));
  if (!value.is('CallExpression')) return value.is('Identifier');
  const callee = calleeOf(value);
  // `net.connect()` and `new WebSocket()` are known; `server.start()` and `require('./io')` are not.
  return callee.is('Identifier') ? !/^connect/.test(callee.node.name) : !isNodeModule(callee);
}

function isNodeModule(callee: NodePath): boolean {
  if (memberName(callee) === undefined) return false;
  const object = unwrap(callee.get('object'));
  return /^(?:net|tls|dgram|zmq|redis|mqtt|nats)$/.test(object.is('Identifier') ? object.node.name : '');
}

/** The module that an import, or a call of `require()` or `import()`, loads. */
function loadedModule(path: NodePath): string | undefined {
  if (path.is('ImportDeclaration')) return path.node.source.value;
  return path.node.type === 'TSExternalModuleReference' ? path.node.expression.value : requireLike(path);
}

/** Whether an expression is a module, or one of its exports that servers and clients are created with. */
export function isFromModule(path: NodePath, module: string): boolean {
  const value = moduleValue(path, [module]);
  return value !== undefined && /^(?:Server|listen|io|connect|default)$/.test(value.name ?? 'default');
}

/** Whether a variable is an import, or a part of a required module. */
function isImported({ path, kind }: Binding): boolean {
  if (kind === 'module' || path.node.type === 'TSImportEqualsDeclaration') return true;
  if (!path.is('VariableDeclarator') || !path.get('id').is('ObjectPattern') || !path.node.init) return false;
  return requireLike(unwrap(path.get('init') as NodePath)) !== undefined;
}

/** `io()` and `io.connect()` in a page, in which the client's script has set a global `io`. */
function isGlobalClientCall(path: NodePath): boolean {
  if (!path.is('CallExpression')) return false;
  const callee = calleeOf(path);
  const root = memberName(callee) === 'connect' ? unwrap(callee.get('object')) : callee;
  if (root.is('Identifier', { name: 'io' })) return !root.scope.hasBinding('io');
  return memberName(root) === 'io' && unwrap(root.get('object')).is('Identifier', { name: 'window' });
}
