import {
  allOf,
  bindingOf,
  calleeOf,
  holds,
  memberName,
  nameOf,
  programOf,
  rewrap,
  shortName,
  unwrap,
} from '../ast/nodes.js';
import type { Binding, NodePath, t } from '../ast/path.js';
import { constantValue, evaluate, writtenValue } from '../ast/values.js';
import { type EscapeKind, Flow } from './flow.js';
import { handleOf } from './handle.js';
import { importedValue, moduleValue, requireLike } from './module-value.js';
import type { ServerSite } from './server-site.js';

/** A use of the module `socket.io` that does not lead to a known construction. */
export interface UnfollowedModule {
  readonly path: NodePath;
  /** The end of the sentence "the module is …". */
  readonly why: string;
}

/** A value of the module: the module itself (its default or namespace counts as such), or an export that creates servers. */
type ModuleTag = 'module' | 'Server' | 'listen';

/** Follows every value of the module, and reports those that do not lead to the construction of one of the sites. */
export function followModule(
  program: NodePath<t.Program>,
  sites: readonly ServerSite[],
): { readonly unfollowed: readonly UnfollowedModule[]; readonly patchesServers: boolean } {
  const unfollowed: UnfollowedModule[] = [];
  let patchesServers = false;
  const made = new Set<t.Node>(sites.map(({ call }) => call.node));
  const report = (path: NodePath, why: string) => {
    if (!unfollowed.some((one) => one.path.node === path.node)) unfollowed.push({ path, why });
  };
  const flow = new Flow<ModuleTag>(program, {
    member(name, path, tag) {
      if (name === 'prototype') {
        patchesServers = true;
        if (!isChanged(path)) report(path, 'used for the methods of its servers');
      } else if (name === 'apply' || name === 'call' || name === 'bind')
        report(path, `called through ${name}()`);
      else if (name === undefined) report(path, 'read by a name that is only known at run time');
      else if (tag !== 'module') return;
      else if (name === 'default') flow.follow(path, 'module');
      else if (name === 'Server' || name === 'listen') flow.follow(path, name);
    },
    call(call) {
      const callee = calleeOf(call);
      if (!made.has(call.node) && !isServerByThen(callee))
        report(call, 'called in a way that this tool does not follow');
    },
    escape(kind, path, tag) {
      // v4's module is not a class, but its Server is.
      const isAsked = path.key === 'right' && path.parentPath?.is('BinaryExpression') === true;
      if (isAsked && tag === 'Server') return;
      if (!holdsServerByThen(path, made))
        report(path, isAsked ? 'used as a class by instanceof, which throws on v4' : ESCAPES[kind]);
    },
    extend(owner, tag) {
      if (tag === 'Server' && !overridesCheck(owner)) return;
      report(owner, 'extended by a class');
    },
  });
  const loaded = new Set<t.Node>();
  for (const path of allOf(program, 'CallExpression', 'NewExpression')) {
    const name = requireLike(path) ?? '';
    if (name === 'socket.io') {
      loaded.add(path.node);
      flow.follow(path, 'module');
    } else if (/(?:^|\/node_modules\/)socket\.io(?:$|\/(?:$|lib|index))/.test(name) && !isPartOfServer(name))
      report(path, 'loaded by the path of one of its files');
  }
  for (const path of hiddenNames(program, loaded))
    report(path, 'named in a string, and require() loads a module by a name that is only known at run time');
  for (const path of allOf(program, 'ExportAllDeclaration', 'ExportNamedDeclaration'))
    if (reexportsModule(path.node)) report(path, ESCAPES.exported);
  for (const { binding, tag } of importedBindings(program)) flow.followBinding(binding, tag);
  return { unfollowed, patchesServers };
}

const ESCAPES: Readonly<Record<EscapeKind, string>> = {
  argument: 'given to a function',
  exported: 'exported',
  returned: 'returned by a function that others call',
  stored: 'kept in a place that other code can reach',
  unknown: 'used in a way that is not followed',
};

/** `var io = require('socket.io'); io = io.listen(server); module.exports = io`: a server is exported, not the module. */
function holdsServerByThen(path: NodePath, made: ReadonlySet<t.Node>): boolean {
  return (bindingOf(path)?.constantViolations ?? []).some(
    (violation) =>
      violation.is('AssignmentExpression') &&
      violation.start < path.start &&
      isServerOrModule(violation.get('right'), made),
  );
}

/** Whether a module is a file of v2 that has the class of a server's clients, sockets or namespaces, and creates no server. */
export function isPartOfServer(module: string): boolean {
  return /^socket\.io\/lib\/(?:client|namespace|parent-namespace|socket)(?:\.js)?$/.test(module);
}

/** Whether a member, or something below it, is assigned: `Server.prototype.checkRequest = check`. */
export function isChanged(path: NodePath): boolean {
  let at = rewrap(path);
  while (at.key === 'object' && at.parentPath) at = rewrap(at.parentPath);
  return at.key === 'left' || at.listKey === 'arguments';
}

/** Whether a class declares `checkRequest`, which v4 never calls, and nothing else does. */
function overridesCheck(owner: NodePath<t.Class>): boolean {
  const has = owner.node.body.body.some((member) => 'key' in member && nameOf(member.key) === 'checkRequest');
  const asks = allOf(programOf(owner as NodePath), 'MemberExpression').some(
    (member) => memberName(member) === 'checkRequest' && !member.get('object').is('Super'),
  );
  return has && !asks;
}

/** `export { default } from 'socket.io'` */
function reexportsModule(node: t.ExportAllDeclaration | t.ExportNamedDeclaration): boolean {
  if (node.source?.value !== 'socket.io' || node.exportKind === 'type') return false;
  return (
    node.type === 'ExportAllDeclaration' ||
    node.specifiers.some(
      (one) => one.type !== 'ExportSpecifier' || /^(?:default|listen)$/.test(one.local.name),
    )
  );
}

/**
 * The places that name the module apart from `require()`, in a file that loads modules by names which are only known at run
 * time: `for (const name of ['socket.io']) require(name)`. A name that goes nowhere is none of them: `path + 'socket.io'`.
 */
function hiddenNames(program: NodePath<t.Program>, loaded: ReadonlySet<t.Node>): readonly NodePath[] {
  if (!allOf(program, 'Identifier').some(mayLoadAny)) return [];
  return allOf(program, 'StringLiteral').filter((text) => {
    const isNowhere = loaded.has(text.parent) || GOES_NOWHERE.test(text.parent.type);
    return text.node.value === 'socket.io' && !isNowhere && !isDependency(text) && !isDefined(text);
  });
}

/** The nodes that load a module themselves, compare a name, or add to it. */
const GOES_NOWHERE = /^(?:Import|Export|TS|BinaryExpression|ExpressionStatement|SwitchCase)/;

/** Whether an identifier is Node's `require`, and may be given any name: `require(name)`, `load = require`. */
function mayLoadAny(path: NodePath<t.Identifier>): boolean {
  if (path.node.name !== 'require' || !path.isReferencedIdentifier() || path.scope.hasBinding('require'))
    return false;
  const { key, parentPath: parent } = rewrap(path);
  if (key === 'object' || parent?.is('UnaryExpression')) return false;
  const [first] = key === 'callee' && parent ? parent.get('arguments') : [];
  const name = first && writtenValue(first);
  return key !== 'callee' || (name !== undefined && evaluate(name) === undefined && !holds(name, isInPath));
}

/** Whether a node shows that the expression around it is the path of a file: `'./' + name`, `path.join(folder, name)`. */
function isInPath(path: NodePath): boolean {
  if (path.is('TemplateElement')) return path.node.value.raw.includes('/');
  if (path.is('StringLiteral')) return path.node.value.includes('/');
  return path.is('CallExpression') && /^(?:join|normalize)$/.test(shortName(calleeOf(path)) ?? '');
}

/** Whether a name is that of a dependency with its release, as in a package.json that a bundle holds: `'socket.io': '^2.4.1'`. */
function isDependency({ key, parent }: NodePath): boolean {
  if (parent.type !== 'ObjectProperty' || key !== 'key' || parent.computed) return false;
  return parent.value.type === 'StringLiteral' && /^[~^]?\d+\.\d+\.\d+/.test(parent.value.value);
}

/** `define(['socket.io'], factory)`: an AMD loader has its own way to load modules. */
function isDefined(path: NodePath): boolean {
  const call = path.parentPath?.parentPath;
  return call?.is('CallExpression') === true && call.get('callee').is('Identifier', { name: 'define' });
}

/** The variables that imports of `socket.io` declare. */
function importedBindings(program: NodePath<t.Program>): readonly { binding: Binding; tag: ModuleTag }[] {
  return importsOf(program, ['socket.io']).flatMap(({ binding, name }) => {
    const tag = name ?? 'module';
    return tag === 'module' || tag === 'Server' || tag === 'listen' ? { binding, tag } : [];
  });
}

/** The variables that imports of a module declare, each with the name of the export if it is not the module itself. */
export function importsOf(
  program: NodePath<t.Program>,
  modules: readonly string[],
): readonly { readonly binding: Binding; readonly name: string | undefined }[] {
  return allOf(
    program,
    ...(['ImportSpecifier', 'ImportDefaultSpecifier', 'ImportNamespaceSpecifier'] as const),
    'TSImportEqualsDeclaration',
  ).flatMap(({ node }) => {
    const { name } = 'local' in node ? node.local : node.id;
    const binding = program.scope.getBinding(name);
    const isValue = binding?.kind === 'module' || binding?.path.node.type === 'TSImportEqualsDeclaration';
    const value = isValue ? importedValue(binding, modules) : undefined;
    return isValue && value ? { binding, name: value.name } : [];
  });
}

/** The exports that v4's module shares with v2's, and those that only v4 has. */
const SHARED_EXPORTS = /^(?:Server|Socket|Namespace|listen|default)$/;

/**
 * A use of an ES import that creates no server. Such an import cannot be changed to v4's, which exports a class, and no
 * function.
 *
 * @example otherUse(program) // `io` of `typeof io` in a file with `import io from 'socket.io'`
 */
export function otherUse(program: NodePath<t.Program>): NodePath | undefined {
  return importedBindings(program)
    .filter(({ binding, tag }) => tag === 'module' && binding.kind === 'module')
    .flatMap(({ binding }) => binding.referencePaths)
    .find((reference) => {
      const { key, parentPath } = rewrap(reference);
      // interface Chat extends SocketIO.Server {}
      const isType =
        parentPath?.node.type === 'TSQualifiedName' && parentPath.parent.type !== 'TSImportEqualsDeclaration';
      const isExport = parentPath !== null && SHARED_EXPORTS.test(memberName(parentPath) ?? '');
      return !isType && key !== 'callee' && !(key === 'object' && isExport);
    });
}

export function isServerOrModule(value: NodePath, made: ReadonlySet<t.Node>): boolean {
  const node = unwrap(value);
  if (node.is('NullLiteral') || node.is('Identifier', { name: 'undefined' })) return true;
  if (moduleValue(node, ['socket.io']) !== undefined) return true;
  if (node.is('Identifier')) {
    const inner = constantValue(node);
    return inner !== undefined && inner !== value && isServerOrModule(inner, made);
  }
  if (node.isFunction()) return false;
  // const io = options.io || socketio(server)
  const isChosen =
    node.is('ConditionalExpression') || (node.is('LogicalExpression') && node.node.operator !== '&&');
  const arms = isChosen
    ? ['left', 'right', 'consequent', 'alternate'].map((key) => node.get(key) as NodePath)
    : [];
  if (arms.some((arm) => arm.node && isGiven(arm) && !isServerOrModule(arm, made))) return false;
  return (
    made.has(node.node) || allOf(node, 'CallExpression', 'NewExpression').some((call) => made.has(call.node))
  );
}

/**
 * Whether other code gives a value: the result of a call, or a global, an import or a parameter, or a member of one, that the
 * file assigns nothing to.
 */
function isGiven(path: NodePath): boolean {
  const node = unwrap(path);
  if (node.is('AwaitExpression')) return isGiven(node.get('argument'));
  // options && options.io
  if (node.is('LogicalExpression')) return isGiven(node.get('left')) || isGiven(node.get('right'));
  if (node.is('CallExpression') || node.is('OptionalCallExpression')) return true;
  const handle = handleOf(node);
  // require('./shared').io
  if (handle === undefined) return memberName(node) !== undefined && isGiven(node.get('object'));
  const { root } = handle;
  const binding = typeof root === 'object' && 'referencePaths' in root ? root : undefined;
  const init =
    binding?.constant && binding.path.is('VariableDeclarator') ? binding.path.node.init : undefined;
  const isOthers =
    (typeof root === 'string' && root !== 'this') ||
    /^(?:param|module)$/.test(binding?.kind ?? '') ||
    /^(?:Await|Call)/.test(init?.type ?? '');
  if (!isOthers) return false;
  return !allOf(programOf(path), 'AssignmentExpression').some((assignment) => {
    const target = handleOf(assignment.get('left'));
    return target?.root === root && target?.path === handle.path;
  });
}

/** `io = io.listen(app)`: the same variable holds the module first and the server afterwards. */
export function isServerByThen(callee: NodePath): boolean {
  if (memberName(callee) !== 'listen') return false;
  const binding = bindingOf(callee.get('object'));
  // `some` ends at the first that fits: a thousand assignments must not be searched a thousand times.
  return (binding?.constantViolations ?? []).some(
    (assignment) =>
      assignment.is('AssignmentExpression') &&
      assignment.start < callee.start &&
      !contains(assignment.get('right'), callee) &&
      !failedBefore(assignment, callee),
  );
}

/** `try { io = io(app) } catch { io = io.listen(app) }`: the variable holds the module still. */
function failedBefore(assignment: NodePath, place: NodePath): boolean {
  const handler = place.findParent((parent) => parent.node.type === 'CatchClause');
  const block = handler?.parentPath?.get('block') as NodePath | undefined;
  return block !== undefined && contains(block, assignment);
}

function contains(outer: NodePath, inner: NodePath): boolean {
  return inner === outer || inner.isDescendant(outer);
}
