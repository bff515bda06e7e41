import {
  allOf,
  bindingOf,
  calleeOf,
  classOf,
  memberName,
  placeOf,
  programOf,
  propertyOf,
  propertyValue,
  rewrap,
  shortName,
  targetOf,
  unwrap,
} from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { evaluate } from '../ast/values.js';
import type { FileSurvey } from '../types.js';
import type { Receivers } from './receivers.js';

/** A namespace other than `/` that a file defines or looks up. `name` is null if it is computed. */
type Namespace = FileSurvey['namespaces'][number];

/** The middleware and the namespaces of a file, for the other files of its package. */
export type ProgramFacts = Pick<FileSurvey, 'path' | 'usesRootMiddleware' | 'namespaces'>;

/** The name of the main namespace. */
const MAIN = '/';

/** Finds the middleware of the main namespace, and the other namespaces, with or without their own middleware. */
export function factsOf(program: NodePath<t.Program>, who: Receivers): ProgramFacts {
  const calls = allOf(program, 'CallExpression', 'OptionalCallExpression') as NodePath<t.CallExpression>[];
  const namespaces = [
    ...calls
      .filter((call) => who.definesNamespace(call))
      .map((call) => ({
        name: nameIn(call.get('arguments')[0]),
        guarded: isGuarded(call),
        isGateway: false,
        place: placeOf(call.node),
      })),
    ...allOf(program, 'Decorator').flatMap((decorator) => {
      const gateway = gatewayNamespace(decorator);
      return gateway
        ? [{ ...gateway, guarded: allOf(decorator.parentPath, 'CallExpression').some(isUse) }]
        : [];
    }),
  ];
  return {
    usesRootMiddleware: calls
      .filter((call) => isUse(call) && isRoot(calleeOf(call).get('object') as NodePath, call, who))
      .map(({ node }) => placeOf(node)),
    namespaces: namespaces.filter(({ name }) => name !== MAIN),
  };
}

const isUse = (call: NodePath): boolean => memberName(calleeOf(call)) === 'use';

/** The name of a namespace as Socket.IO completes it: `/chat` for `chat`, and `/` for an empty string. */
function nameIn(path: NodePath | undefined): string | null {
  const value = path && evaluate(path)?.value;
  if (typeof value !== 'string') return null;
  return value.startsWith('/') ? value : `/${value}`;
}

/** Whether `use()` is called on a server, on `io.sockets` or on `io.of('/')`. */
function isRoot(object: NodePath, call: NodePath<t.CallExpression>, who: Receivers): boolean {
  const node = unwrap(object);
  const owner = classOf(call);
  const decorators = owner?.node.decorators ? owner.get('decorators') : [];
  const gateway = decorators.flatMap((one) => gatewayNamespace(one) ?? [])[0];
  if (gateway !== undefined && gateway.name !== MAIN) return false;
  const receiver = who.of(node);
  if (receiver === 'server') return true;
  if (receiver === 'namespace')
    return (
      memberName(node) === 'sockets' ||
      (node.is('CallExpression') && nameIn(node.get('arguments')[0]) === MAIN)
    );
  // `server.use((socket, next) => …)`: no other library has middleware with a socket.
  const [middleware] = call.get('arguments');
  if (receiver !== undefined || !middleware?.isFunction()) return false;
  const names = middleware.node.params.map((param) => (param.type === 'Identifier' ? param.name : ''));
  return /^socket,next$/i.test(names.join());
}

/** `io.of('/admin').use(f)`, `io.of('/admin').on(…).use(f)`, and `const admin = io.of('/admin'); admin.use(f)`. */
function isGuarded(of: NodePath): boolean {
  const end = endOfChain(of);
  const target = end === 'used' ? undefined : targetOf(end);
  if (target === undefined) return end === 'used';
  // `this.admin = io.of('/admin')`: any call of `use()` on a member of that name counts.
  const name = memberName(target);
  const members = name === undefined ? [] : allOf(programOf(of), 'MemberExpression');
  const uses = bindingOf(target)?.referencePaths ?? members.filter((member) => memberName(member) === name);
  return uses.some((use) => endOfChain(use) === 'used');
}

/** The value of a chain of calls on a value, if none of them is `use()`. */
function endOfChain(path: NodePath): NodePath | 'used' {
  let value = rewrap(path);
  while (value.key === 'object' && value.parentPath) {
    const member: NodePath = value.parentPath;
    if (memberName(member) === 'use') return 'used';
    if (member.key !== 'callee' || !member.parentPath) break;
    value = rewrap(member.parentPath);
  }
  return value;
}

/**
 * The namespace that Nest creates for a gateway, and gives to its class: `@WebSocketGateway({ namespace: 'chat' })`.
 *
 * @returns undefined if the decorator is another one
 */
function gatewayNamespace(decorator: NodePath<t.Decorator>): Omit<Namespace, 'guarded'> | undefined {
  const expression = decorator.get('expression');
  const isCall = expression.is('CallExpression');
  if (shortName(isCall ? calleeOf(expression) : expression) !== 'WebSocketGateway') return undefined;
  const [option] = (isCall ? expression.get('arguments') : []).flatMap((one) =>
    one.is('ObjectExpression') ? (propertyOf(one, 'namespace') ?? []) : [],
  );
  const name = option && propertyValue(option);
  return { name: name ? nameIn(name) : MAIN, isGateway: true, place: placeOf((name ?? decorator).node) };
}

/**
 * Finds the namespaces of a file that lose the guard of the main one, and the place of that guard.
 *
 * @param own the facts of the file
 * @param others those of the other files of its package
 */
export function lostGuard(own: ProgramFacts, others: readonly ProgramFacts[]) {
  const [root] = [own, ...others].flatMap(({ path, usesRootMiddleware }) =>
    usesRootMiddleware.map((place) => ({ ...place, path })),
  );
  const all = [own, ...others].flatMap(({ namespaces }) => namespaces);
  const guarded = new Set(all.filter((one) => one.guarded).map(({ name }) => name));
  const namespaces = own.namespaces.filter(
    (one) => !one.guarded && (one.name === null || !guarded.has(one.name)),
  );
  return { namespaces: root === undefined ? [] : namespaces, root };
}
