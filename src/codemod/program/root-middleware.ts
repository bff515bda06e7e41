import {
  allOf,
  bindingOf,
  calleeOf,
  classOf,
  memberName,
  nameOf,
  placeOf,
  programOf,
  propertyOf,
  propertyValue,
  rewrap,
  targetOf,
  unwrap,
} from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { evaluate } from '../ast/values.js';
import type { FileSurvey, Place } from '../types.js';
import type { Receivers } from './receivers.js';

/** A namespace other than `/` that a file defines or looks up. `name` is null if it is computed. */
type Namespace = FileSurvey['namespaces'][number];

/** The middleware and the namespaces of a file, for the other files of its package. */
export type ProgramFacts = Pick<FileSurvey, 'usesRootMiddleware' | 'namespaces'>;

const MAIN = new Set(['', '/']);

/** Finds the middleware of the main namespace, and the other namespaces, with or without their own middleware. */
export function factsOf(program: NodePath<t.Program>, who: Receivers): ProgramFacts {
  const calls = allOf(program, 'CallExpression', 'OptionalCallExpression') as NodePath<t.CallExpression>[];
  const isCallOf = (call: NodePath, name: string) => memberName(calleeOf(call)) === name;
  return {
    usesRootMiddleware: calls
      .filter((call) => isCallOf(call, 'use') && isRoot(calleeOf(call).get('object') as NodePath, call, who))
      .map(({ node }) => placeOf(node)),
    namespaces: [
      ...calls.filter((call) => isCallOf(call, 'of') && who.definesNamespace(call)).flatMap(namespaceOf),
      ...allOf(program, 'Decorator').flatMap(gatewayNamespace),
    ],
  };
}

/** The namespace that a call of `of()` defines. */
function namespaceOf(call: NodePath<t.CallExpression>): Namespace[] {
  const literal = textOf(call.get('arguments')[0]);
  if (literal !== undefined && MAIN.has(literal)) return [];
  const name = literal === undefined ? null : withSlash(literal);
  return [{ name, guarded: isGuarded(call), place: placeOf(call.node) }];
}

/** Whether `use()` is called on a server, on `io.sockets` or on `io.of('/')`. */
function isRoot(object: NodePath, call: NodePath<t.CallExpression>, who: Receivers): boolean {
  const node = unwrap(object);
  const gateway = gatewayOf(call);
  if (gateway !== undefined && !isMainGateway(gateway)) return false;
  const receiver = who.of(node);
  if (receiver === 'server') return true;
  if (receiver === 'namespace') {
    if (memberName(node) === 'sockets') return true;
    if (!node.is('CallExpression')) return false;
    return MAIN.has(textOf(node.get('arguments')[0]) ?? 'other');
  }
  // `server.use((socket, next) => …)`: no other library has middleware with a socket.
  const [middleware] = call.get('arguments');
  if (receiver !== undefined || !middleware?.isFunction()) return false;
  const [first, second] = middleware.node.params;
  return middleware.node.params.length === 2 && isCalled(first, 'socket') && isCalled(second, 'next');
}

function isCalled(param: t.Node | undefined, name: string): boolean {
  return param?.type === 'Identifier' && param.name.toLowerCase() === name;
}

/** `io.of('/admin').use(f)`, `io.of('/admin').on(…).use(f)`, and `const admin = io.of('/admin'); admin.use(f)`. */
function isGuarded(of: NodePath): boolean {
  const end = endOfChain(of);
  if (end === 'used') return true;
  const target = targetOf(end);
  if (target?.is('Identifier')) {
    const references = bindingOf(target)?.referencePaths ?? [];
    return references.some((reference) => endOfChain(reference) === 'used');
  }
  // `this.admin = io.of('/admin')`: any call of `use()` on a member of that name counts.
  const name = target && memberName(target);
  return (
    name !== undefined &&
    allOf(programOf(of), 'MemberExpression').some(
      (member) => memberName(member) === name && endOfChain(member) === 'used',
    )
  );
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

function textOf(path: NodePath | undefined): string | undefined {
  const value = path && evaluate(path)?.value;
  return typeof value === 'string' ? value : undefined;
}

function withSlash(name: string): string {
  return name.startsWith('/') ? name : `/${name}`;
}

/** Nest's `@WebSocketGateway()` of the class around a place. */
function gatewayOf(path: NodePath): NodePath | undefined {
  const owner = classOf(path);
  if (owner === null) return undefined;
  const decorators = (owner.node as t.Class).decorators ? (owner.get('decorators') as NodePath[]) : [];
  return decorators.find(isGateway);
}

function isGateway(decorator: NodePath): boolean {
  const { expression } = decorator.node as t.Decorator;
  const callee = expression.type === 'CallExpression' ? expression.callee : expression;
  return nameOf(callee) === 'WebSocketGateway';
}

/** The option `namespace` of a gateway. Nest creates that namespace, and gives it to the class. */
function namespaceOption(decorator: NodePath): NodePath | undefined {
  const call = decorator.get('expression');
  const options = call.is('CallExpression') ? call.get('arguments') : [];
  const [option] = options.flatMap((one) =>
    one.is('ObjectExpression') ? (propertyOf(one, 'namespace') ?? []) : [],
  );
  return option && propertyValue(option);
}

function isMainGateway(decorator: NodePath): boolean {
  const name = namespaceOption(decorator);
  return name === undefined || MAIN.has(textOf(name) ?? 'other');
}

function gatewayNamespace(decorator: NodePath<t.Decorator>): Namespace[] {
  const option = isGateway(decorator) ? namespaceOption(decorator) : undefined;
  if (option === undefined || isMainGateway(decorator)) return [];
  const literal = textOf(option);
  const guarded = allOf(decorator.parentPath, 'CallExpression').some(
    (call) => memberName(calleeOf(call)) === 'use',
  );
  return [{ name: literal === undefined ? null : withSlash(literal), guarded, place: placeOf(option.node) }];
}

/** The namespaces of a file that lose the guard of the main one, and the place of that guard. */
export interface LostGuard {
  readonly namespaces: readonly Namespace[];
  readonly root: Place & { readonly path?: string | undefined };
}

/**
 * Finds the namespaces of a file that lose the guard of the main one.
 *
 * @param own the facts of the file
 * @param others those of the other files of its package
 * @returns undefined if the package has no such guard, or all namespaces have their own
 */
export function lostGuard(own: ProgramFacts, others: readonly FileSurvey[]): LostGuard | undefined {
  const [root] = [
    ...own.usesRootMiddleware,
    ...others.flatMap(({ path, usesRootMiddleware }) =>
      usesRootMiddleware.map((place) => ({ ...place, path })),
    ),
  ];
  if (root === undefined) return undefined;
  const guarded = new Set(
    [own, ...others]
      .flatMap(({ namespaces }) => namespaces.filter((one) => one.guarded))
      .map(({ name }) => name),
  );
  const namespaces = own.namespaces.filter(
    (one) => !one.guarded && (one.name === null || !guarded.has(one.name)),
  );
  return namespaces.length > 0 ? { namespaces, root } : undefined;
}
