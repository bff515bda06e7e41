import { bindingOf, calleeOf, memberName, nameOf, unwrap } from '../ast/nodes.js';
import type { Binding, NodePath, t } from '../ast/types.js';
import { isExported } from '../ast/values.js';
import { moduleValue } from '../detect/module-value.js';
import type { ServerSite } from '../detect/server-site.js';
import { removePart } from './comments.js';
import { type LegacyName, type SourceFile, spanOf } from './source-file.js';

/**
 * Makes a construction of v2 work on v4, which exports a class: `listen()` is gone, so is `new` on the module, and the ES
 * module has neither a default export nor a callable namespace. Code that works on v4 stays as it is.
 *
 * @returns whether anything had to change
 */
export function editConstruction(file: SourceFile, { call, notation }: ServerSite): boolean {
  if (notation !== 'v2') return false;
  const callee = calleeOf(call);
  const value = moduleValue(callee, ['socket.io']);
  if (value === undefined) return false;
  const isListen = memberName(callee) === 'listen';
  const isMember = isListen || (memberName(callee) === 'default' && value.kind !== 'module');
  const holder = isMember ? unwrap(callee.get('object')) : callee;
  const kind = moduleValue(holder, ['socket.io'])?.kind;
  const text = file.text(holder.node);
  if (kind === 'default' && holder.is('Identifier'))
    replaceCallee(file, call, callee, serverFor(file, holder) ?? `${text}.Server`);
  else if (kind === 'namespace')
    // `(await import('socket.io'))` keeps its parentheses.
    replaceCallee(file, call, callee, `${holder.is('AwaitExpression') ? `(${text})` : text}.Server`);
  else if (call.is('NewExpression')) {
    if (!takesServerApart(file, holder)) replaceCallee(file, call, callee, `${text}.Server`);
  } else if (isListen) removePart(file, { start: file.outerSpan(holder.node).end, end: callee.end });
  else return false;
  return true;
}

/** Changes `const Server = require('socket.io')` to `const { Server } = …`, if every use is `new Server(…)`. */
function takesServerApart(file: SourceFile, holder: NodePath): boolean {
  const binding = holder.is('Identifier', { name: 'Server' }) ? holder.scope.getBinding('Server') : undefined;
  const declarator = binding?.path;
  if (!binding?.constant || !declarator?.is('VariableDeclarator')) return false;
  const isRequire = moduleValue(declarator.get('init') as NodePath, ['socket.io'])?.binding === undefined;
  const areNew = binding.referencePaths.every(
    ({ key, parent }) => key === 'callee' && parent.type === 'NewExpression',
  );
  // In `io: Server`, the name means a type. The variable is not a type, so the code does not compile, and stays.
  const isType = file.style.typescript && /[:<|]\s*Server\b/.test(file.code);
  if (isType || !isRequire || !areNew || declarator.node.id.type !== 'Identifier' || isExported(binding))
    return false;
  const { start, end } = spanOf(declarator.node.id);
  if (!file.migratedNames.has(declarator.node)) file.edits.replace(start, end, '{ Server }');
  file.migratedNames.add(declarator.node);
  return true;
}

function replaceCallee(
  file: SourceFile,
  call: NodePath<t.CallExpression | t.NewExpression>,
  callee: NodePath,
  name: string,
): void {
  const { start, end } = callee;
  if (file.code.slice(start, end) !== name) file.edits.replace(start, end, name);
  if (!call.is('NewExpression')) file.edits.insert(call.start, 'new ');
}

/**
 * Finds a name for `Server` in a file with `import io from 'socket.io'`. `migratedCode` changes the import at the end, because
 * servers that need manual review keep the old name.
 *
 * @param name the old name, as the callee of a construction
 * @returns the name to call; undefined if it is `Server` of the old name
 */
function serverFor(file: SourceFile, name: NodePath): string | undefined {
  const binding = bindingOf(name);
  const declaration = binding?.path.parent;
  if (binding === undefined || declaration?.type !== 'ImportDeclaration') return undefined;
  file.migratedNames.add(name.node);
  const { node } = binding.path;
  const known = file.legacyNames.get(node);
  if (known !== undefined) return known.local;
  const { specifiers } = declaration;
  const namespace = specifiers.find(({ type }) => type === 'ImportNamespaceSpecifier');
  const server = specifiers.find((one) => isServer(one) && one.importKind !== 'type');
  // v4's ES module has no default export. A namespace import also has its types and its other exports.
  const local = !isForServersAlone(file, binding)
    ? undefined
    : namespace
      ? `${namespace.local.name}.Server`
      : (server?.local.name ?? file.freeName('Server', 'SocketServer', 'SocketIoServer'));
  file.legacyNames.set(node, { binding, local });
  return local;
}

type Specifier = t.ImportDeclaration['specifiers'][number];

const isServer = (one: Specifier): one is t.ImportSpecifier =>
  one.type === 'ImportSpecifier' && nameOf(one.imported) === 'Server';

/**
 * The code with all edits. The imports of v2's function are edited last, when it is known which names are still used.
 */
export function migratedCode(file: SourceFile): string {
  for (const name of file.legacyNames.values())
    editImport(file, name.binding.path.parent as t.ImportDeclaration, name);
  return file.edits.apply();
}

/** Edits an import of Socket.IO: takes out its default if that is unused now, and adds `Server`. */
function editImport(
  file: SourceFile,
  declaration: t.ImportDeclaration,
  { binding, local }: LegacyName,
): void {
  const { specifiers, source } = declaration;
  const [first, second] = specifiers as [Specifier, Specifier | undefined];
  const { start, end } = spanOf(first);
  const comma = /^\s*,\s*(?=[{*])/.exec(file.code.slice(end))?.[0] ?? '';
  if (local === undefined) {
    const semicolon = file.code[spanOf(declaration).end - 1] === ';' ? ';' : '';
    const rest = ` from ${file.text(source)}${semicolon}${file.style.eol}import `;
    file.edits.replace(start, end + comma.length, `* as ${first.local.name}${second ? rest : ''}`);
    return;
  }
  const isGone = isMigrated(file, binding);
  const server = local === 'Server' ? 'Server' : `Server as ${local}`;
  if (second === undefined) {
    file.edits.replace(start, end, isGone ? `{ ${server} }` : `${file.text(first)}, { ${server} }`);
    return;
  }
  if (isGone) file.edits.remove(start, end + comma.length);
  const isThere = specifiers.some((one) => isServer(one) && one.local.name === local);
  if (isThere || second.type !== 'ImportSpecifier') return;
  const at = spanOf(second).start;
  const before = /\{(\s*)$/.exec(file.code.slice(spanOf(declaration).start, at))?.[1] ?? '';
  file.edits.insert(at, `${server},${before.includes('\n') ? before : ' '}`);
}

/** Whether a name is only used to create servers: it is called, or has its `listen` called, and no type uses it. */
function isForServersAlone({ code, style }: SourceFile, binding: Binding): boolean {
  const { identifier, referencePaths } = binding;
  // Types use it as in `SocketIO.Server`. Such a use is not a reference to a variable.
  const name = identifier.name.replace(/\$/g, '\\$&');
  const mentions = code.match(new RegExp(`(?<![\\w$.'"])${name}(?![\\w$'"])`, 'g')) ?? [];
  const isNamedInTypes = style.typescript && mentions.length > referencePaths.length + 1;
  return !isNamedInTypes && referencePaths.every(isCallee);
}

function isCallee({ key, parentPath }: NodePath): boolean {
  const isListen = key === 'object' && parentPath?.key === 'callee' && memberName(parentPath) === 'listen';
  return key === 'callee' || isListen;
}

/** Whether all uses of a name have been migrated. */
function isMigrated({ migratedNames }: SourceFile, { referencePaths }: Binding): boolean {
  return referencePaths.every(({ node }) => migratedNames.has(node));
}
