import { allOf, calleeOf, classOf, keyName, memberName, nameOf, shortName, unwrap } from '../ast/nodes.js';
import type { Binding, NodePath, t } from '../ast/path.js';
import { boundValues } from '../ast/values.js';
import { SERVER_NAME } from '../detect/foreign.js';
import { importedValue, moduleValue, requireLike } from '../detect/module-value.js';

/**
 * The kind of object that a member is read from. `operator` is what `to()` and `broadcast` return, and `request` is that of a
 * socket.
 */
export type Receiver = 'server' | 'namespace' | 'socket' | 'operator' | 'client' | 'request';

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
    for (const assignment of allOf(program, 'AssignmentExpression')) {
      const name = memberName(assignment.get('left'));
      if (name !== undefined && this.of(assignment.get('right')) === 'client') this.#clientMembers.add(name);
    }
  }

  /** @returns undefined if the expression is, or may be, something else */
  of(path: NodePath): Receiver | undefined {
    const node = unwrap(path);
    if (node.is('Identifier')) return this.#ofVariable(node);
    if (node.is('CallExpression') || node.is('OptionalCallExpression') || node.is('NewExpression'))
      return this.#ofCall(node as NodePath<t.CallExpression>);
    if (node.is('AwaitExpression')) return this.of(node.get('argument'));
    const name = memberName(node);
    return name === undefined ? undefined : this.#ofMember(node, name);
  }

  #ofVariable(node: NodePath<t.Identifier>): Receiver | undefined {
    const { name } = node.node;
    const binding = node.scope.getBinding(name);
    if (binding === undefined) return this.#byName(name);
    if (!this.#known.has(binding)) {
      // A variable may be assigned from itself.
      this.#known.set(binding, undefined);
      this.#known.set(binding, this.#ofBinding(binding, name));
    }
    return this.#known.get(binding);
  }

  #ofBinding(binding: Binding, name: string): Receiver | undefined {
    const { path, kind, identifier } = binding;
    if (kind === 'module' || path.node.type === 'TSImportEqualsDeclaration') return undefined;
    const typed = typedAs(identifier.typeAnnotation, path);
    if (typed !== undefined) return typed;
    const values = boundValues(binding) ?? [];
    if (values.length === 0) return this.#ofParameter(binding) ?? this.#byName(name);
    for (const value of values) {
      const found = this.of(value);
      if (found !== undefined) return found;
    }
    // A call of another file's function, or a member, tells nothing. Any other value is known to be something else.
    return values.some(isOpaque) ? this.#byName(name) : undefined;
  }

  /** `socket` of `io.on('connection', (socket) => …)` and `io.use((socket, next) => …)`. */
  #ofParameter({ path, kind, identifier }: Binding): Receiver | undefined {
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
    if (connects) return this.of(object) === 'client' ? undefined : 'socket';
    const isMiddleware = method === 'use' && owner.key === 0 && owner.node.params.length === 2;
    const receiver = isMiddleware ? this.of(object) : undefined;
    return receiver === 'server' || receiver === 'namespace' ? 'socket' : undefined;
  }

  #ofCall(call: NodePath<t.CallExpression>): Receiver | undefined {
    const callee = calleeOf(call);
    if (isGlobalClientCall(call)) return 'client';
    if (isFromModule(callee, 'socket.io')) return 'server';
    if (isFromModule(callee, 'socket.io-client')) return 'client';
    // `getIO()`, the usual name of a function that returns the server.
    if (/^get_?io$/i.test(shortName(callee) ?? '')) return 'server';
    const name = memberName(callee);
    if (name === undefined) return undefined;
    if (name === 'of') return this.definesNamespace(call) ? 'namespace' : undefined;
    const receiver = this.of(callee.get('object'));
    if (NARROWING.has(name)) return receiver && receiver !== 'client' ? 'operator' : undefined;
    if (['listen', 'attach', 'origins', 'set'].includes(name) && receiver === 'server') return receiver;
    return SAME.has(name) ? receiver : undefined;
  }

  #ofMember(node: NodePath, name: string): Receiver | undefined {
    const object = node.get('object');
    if (this.#clientMembers.has(name)) return 'client';
    const typed = object.is('ThisExpression') ? typedMember(node, name) : undefined;
    if (typed !== undefined) return typed;
    if (name === 'sockets') return this.of(object) === 'server' ? 'namespace' : undefined;
    if (name === 'broadcast') return this.of(object) === 'socket' ? 'operator' : undefined;
    if (name === 'request') return this.of(object) === 'socket' ? 'request' : undefined;
    if (name === 'nsp') return 'namespace';
    if (SAME.has(name) || name === 'json') return this.of(object);
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

/** The receiver that a type annotation names. */
function typedAs(annotation: t.Node | null | undefined, { scope }: NodePath): Receiver | undefined {
  const type = annotation?.type === 'TSTypeAnnotation' ? annotation.typeAnnotation : undefined;
  return type?.type === 'TSTypeReference' ? TYPES.get(typeName(type, scope) ?? '') : undefined;
}

/** `server` of `@WebSocketServer() server: Server`. */
function typedMember(node: NodePath, name: string): Receiver | undefined {
  const members = classOf(node)?.node.body.body ?? [];
  for (const member of members)
    if (member.type === 'ClassProperty' && keyName(member) === name)
      return typedAs(member.typeAnnotation, node);
  return undefined;
}

/**
 * The type of Socket.IO that a reference names, by an import or in a global namespace of @types/socket.io.
 *
 * @example typeName(reference, scope) // 'socket.io Server' for `Server` imported from socket.io, and for `SocketIO.Server`
 */
export function typeName(
  { typeName: name }: t.TSTypeReference,
  scope: NodePath['scope'],
): string | undefined {
  const [root, member] = name.type === 'TSQualifiedName' ? [name.left, name.right.name] : [name];
  if (root.type !== 'Identifier') return undefined;
  const binding = scope.getBinding(root.name);
  for (const [module, global] of [
    ['socket.io', 'SocketIO'],
    ['socket.io-client', 'SocketIOClient'],
  ] as const) {
    const value = binding && importedValue(binding, [module]);
    if (value || (binding === undefined && root.name === global)) return `${module} ${member ?? value?.name}`;
  }
  return undefined;
}

/** Whether a value comes from elsewhere, so that only its name tells what it is. */
function isOpaque(value: NodePath): boolean {
  const node = unwrap(value);
  if (node.is('AwaitExpression')) return isOpaque(node.get('argument'));
  // `net.connect()` and `new WebSocket()` are known; `server.start()` and `require('./io')` are not.
  if (node.is('CallExpression')) return !/^(?:connect|create|socket$)/.test(shortName(calleeOf(node)) ?? '');
  return node.is('Identifier') || node.is('NullLiteral') || memberName(node) !== undefined;
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

/** `io()` and `io.connect()` in a page, in which the client's script has set a global `io`. */
function isGlobalClientCall(path: NodePath): boolean {
  if (!path.is('CallExpression')) return false;
  const callee = calleeOf(path);
  const root = memberName(callee) === 'connect' ? unwrap(callee.get('object')) : callee;
  if (root.is('Identifier', { name: 'io' })) return !root.scope.hasBinding('io');
  return memberName(root) === 'io' && unwrap(root.get('object')).is('Identifier', { name: 'window' });
}
